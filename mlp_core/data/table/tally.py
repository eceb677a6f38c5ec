"""Records of a text on their way into columns: rows, and what became of all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from mlp_core.data.table.bounds import Bounds
from mlp_core.data.table.raw import Texts, trimmed
from mlp_core.number_text import count

# So many cells are turned into columns at a time.
CELLS_A_PIECE = 500_000


@dataclass
class Tally:
    """What became of the records of a text that are no plain row of it."""

    records: int = 0
    blank: int = 0
    comments: int = 0
    titles: int = 0
    header: int = 0
    units: int = 0
    trailing: int = 0
    short: int = 0
    long: int = 0
    unknown_letters: int = 0

    def notes(self) -> Iterator[str]:
        """What was found as it may well be."""
        for n, what in (
            (self.titles, "above the table left out"),
            (self.comments, "that begin with # left out"),
            (self.blank, "without anything in them left out"),
            (self.units, "of units below the names left out"),
            (self.trailing, "that end with a separator too many read without it"),
        ):
            if n:
                yield f"{_lines(n)} {what}."

    def problems(self) -> Iterator[str]:
        """What was not."""
        if self.short:
            yield f"{_lines(self.short)} with too few cells: the others count as missing."
        if self.long:
            yield (
                f"{_lines(self.long)} with more cells than there are columns left out: nobody can "
                "tell which cell belongs where."
            )
        if self.unknown_letters:
            yield (
                f"{_lines(self.unknown_letters)} with letters that cannot be read: is the "
                "encoding right?"
            )


@dataclass
class Columns:
    """Rows, as they come, turned into columns of texts."""

    width: int
    bounds: Bounds
    n_rows: int = 0
    rows: list[Sequence[str]] = field(default_factory=list)
    pieces: list[list[Texts]] = field(default_factory=list)

    def add(self, row: Sequence[str]) -> None:
        self.rows.append(row)
        self.n_rows += 1
        if self.n_rows > self.most_rows:
            self.bounds.check_shape(self.n_rows, self.width)
        if len(self.rows) * self.width >= CELLS_A_PIECE:
            self._turn()

    @cached_property
    def most_rows(self) -> int:
        """How many rows of this width there may be: asked for each, and so worked out once."""
        return min(self.bounds.rows, self.bounds.cells // self.width)

    def cells(self) -> tuple[Texts, ...]:
        """All columns, each in one piece."""
        self._turn()
        columns = zip(*self.pieces, strict=True) if self.pieces else []
        return tuple(pa.chunked_array(column).combine_chunks() for column in columns)

    def _turn(self) -> None:
        if self.rows:
            self.pieces.append(
                [trimmed(pa.array(c, pa.string())) for c in zip(*self.rows, strict=True)]
            )
        self.rows = []


def _lines(n: int) -> str:
    return "1 line" if n == 1 else f"{count(n)} lines"
