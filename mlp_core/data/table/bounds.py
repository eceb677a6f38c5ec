"""How large a table may be: said before a file is handed in, and enforced while it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from mlp_core.number_text import count

# As the place for a file counts them, which stands beside these words.
MEGABYTE = 2**20


class UnreadableError(ValueError):
    """Why a file gives no table, in a sentence for whoever brought it."""


@dataclass(frozen=True)
class Bounds:
    """The most that a table may have.

    n_bytes     of the file as it is handed in
    unpacked    bytes, where it is compressed
    rows, columns, and cells, which are rows times columns
    """

    n_bytes: int
    unpacked: int
    rows: int
    columns: int
    cells: int

    @property
    def words(self) -> str:
        """The bounds in a sentence: at most 2 MB, 20,000 rows, ..."""
        return (
            f"at most {megabytes(self.n_bytes)} ({megabytes(self.unpacked)} unpacked), "
            f"{count(self.rows)} rows, {count(self.columns)} columns and {count(self.cells)} cells"
        )

    def check_bytes(self, n_bytes: int) -> None:
        """Raise ``UnreadableError`` for a file of more bytes than may be handed in."""
        self._check("The file", n_bytes, self.n_bytes, megabytes)

    def check_unpacked(self, n_bytes: int) -> None:
        """Raise ``UnreadableError`` for more bytes than may come out of a compressed file."""
        self._check("What is packed in the file", n_bytes, self.unpacked, megabytes)

    def check_shape(self, n_rows: int, n_columns: int) -> None:
        """Raise ``UnreadableError`` for more rows, columns or cells than there may be."""
        self._check("The table", n_columns, self.columns, lambda n: f"{count(n)} columns")
        self._check("The table", n_rows, self.rows, lambda n: f"{count(n)} rows")
        self._check("The table", n_rows * n_columns, self.cells, lambda n: f"{count(n)} cells")

    @staticmethod
    def _check(what: str, found: int, limit: int, words: Callable[[int], str]) -> None:
        if found > limit:
            raise UnreadableError(
                f"{what} has {words(found)} or more; {words(limit)} are the most that are read "
                "here."
            )


def megabytes(n_bytes: int) -> str:
    """12.3 MB, and 200 MB where there is no more to say."""
    return f"{f'{n_bytes / MEGABYTE:,.1f}'.removesuffix('.0')} MB"


# One's own machine: MNIST in any format, and a text of 100 MB.
LOCAL = Bounds(200 * MEGABYTE, 800 * MEGABYTE, 3_000_000, 20_000, 64_000_000)
# A server that strangers share: twenty of them at a time.
SHARED = Bounds(2 * MEGABYTE, 8 * MEGABYTE, 20_000, 1_000, 500_000)
