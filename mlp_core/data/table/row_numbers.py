"""Numbers of rows as people write them: "3, 7-9", the first row being 1."""

import re
from collections.abc import Sequence

from mlp_core._checks import check_type, written
from mlp_core.data.table.choices import MOST_ROWS
from mlp_core.number_text import count

# A number, or two with any of the signs that people set between.
PIECE = re.compile(r"(\d{1,9})(?:\s*[-\u2010-\u2015\u2212]\s*(\d{1,9}))?", re.ASCII)
LONGEST_TEXT = 20_000


def rows_of(text: str, n_rows: int) -> tuple[int, ...]:
    """The rows that ``text`` names, in their order, of a table of ``n_rows``.

    Raises ``ValueError`` with a sentence for anything but numbers, and ranges of them, from 1 to
    ``n_rows``, or for more than ``MOST_ROWS`` rows.
    """
    text = check_type("text", text, str)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{count(LONGEST_TEXT)} letters are the most; got {count(len(text))}.")
    found: set[int] = set()
    for piece in filter(None, map(str.strip, re.split(r"[,;\n]", text))):
        match = PIECE.fullmatch(piece)
        if match is None:
            raise ValueError(
                f"{written(piece)} is no number of a row, nor two with a dash between: write "
                "“3, 7-9”."
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last:
            raise ValueError(f"{written(piece)} ends before it begins: write the smaller first.")
        if first < 1 or last > n_rows:
            raise ValueError(f"{written(piece)} is no row: they go from 1 to {count(n_rows)}.")
        if len(found) + last - first + 1 > MOST_ROWS:
            raise ValueError(f"{count(MOST_ROWS)} rows are the most that can be left out so.")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def rows_text(rows: Sequence[int]) -> str:
    """Such a text of these rows, which are in their order: neighbours as a range."""
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    return ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in ranges)
