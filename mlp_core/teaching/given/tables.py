"""Tables: the CSV of a step, and what is pasted from a spreadsheet, with names in cells or none."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mlp_core.quoting import quoted
from mlp_core.teaching.given.limits import beyond
from mlp_core.teaching.given.lists import Listed, Said, Value, Word
from mlp_core.teaching.given.source import Source

# Columns of the CSV of a step.
NAME, VALUE = "name", "value"
TAB, DELIMITERS = "\t", "\t;,"
# A text with these is written in statements.
OF_STATEMENTS = re.compile(r"[=\[{]")
NUMBER = re.compile(
    r"([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]{1,4})?)(?:/([0-9.]+))?", re.I
)
# A name and its first number, with no comma between them: no cell of a table.
BEHIND_NAME = re.compile(r"[:\s][-+.]?[0-9.]+$")
LIKE_NUMBER = re.compile(r"[-+]?\.?[0-9]")


class Cell(NamedTuple):
    """What stands in a cell, where, and the number that it is, if it is one."""

    text: str
    at: int
    number: float | None


Grid = list[list[Cell]]


def read_table(source: Source, knows: Callable[[str], bool]) -> list[Said] | None:
    """What the table says; None where the text is none. ``knows`` says whether a name is known."""
    start = next((line for line in source.text.split("\n") if line.strip()), "")
    for delimiter in DELIMITERS:
        head = [text.strip().lower() for text, _ in _split(start, delimiter)]
        if NAME in head and VALUE in head:
            grid = [row for row in _grid(source, delimiter) if len(row) == len(head)]
            return [*_records(grid[1:], head.index(NAME), head.index(VALUE))]
    if OF_STATEMENTS.search(source.text):
        return None
    for delimiter in DELIMITERS:
        texts = [text.strip() for text, _ in _split(start, delimiter)]
        if len(texts) == 1:
            continue
        if delimiter == TAB or (knows(texts[0]) and not BEHIND_NAME.search(texts[0])):
            return [*_Blocks(_grid(source, delimiter)).read()]
    return [*_Blocks(_grid(source, TAB)).read()] if TAB in source.text.strip() else None


def _records(rows: Grid, name: int, value: int) -> Iterator[Said]:
    for row in rows:
        cell = row[value]
        found: Value = Word(cell.text, cell.at) if cell.number is None else cell.number
        yield Said(row[name].text, found, row[name].at)


def _grid(source: Source, delimiter: str) -> Grid:
    if complaint := beyond("tokens", source.text.count(delimiter)):
        raise source.error(complaint, 0)
    grid, at = [], 0
    for line in source.text.split("\n"):
        row = []
        for text, start in _split(line, delimiter):
            indent = len(text) - len(text.lstrip())
            row.append(_cell(source, text.strip(), at + start + indent))
        source.count_numbers(sum(cell.number is not None for cell in row), at)
        grid.append(row)
        at += len(line) + 1
    return grid


def _split(line: str, delimiter: str) -> Iterator[tuple[str, int]]:
    """The cells of a line and where they begin in it; what is in quotes may hold a delimiter."""
    for quote in re.finditer(rf'("(?:[^"]|"")*"|[^{delimiter}]*)({delimiter}|$)', line):
        text = quote.group(1)
        is_quoted = len(text) > 1 and text.startswith('"')
        yield (text[1:-1].replace('""', '"') if is_quoted else text), quote.start()
        if not quote.group(2):
            return


def _cell(source: Source, text: str, at: int) -> Cell:
    found = NUMBER.fullmatch(text)
    if not found:
        if LIKE_NUMBER.match(text):
            message = f"{quoted(text)} is not a number. Write one such as 0.25, 1e-3 or 1/3."
            raise source.error(message, at)
        return Cell(text, at, None)
    if complaint := beyond("number", len(text)):
        raise source.error(complaint, at)
    try:
        number = float(found[1]) / float(found[2] or 1)
    except (ValueError, ZeroDivisionError):
        raise source.error(f"{quoted(text)} is not a number.", at) from None
    if abs(number) == float("inf"):
        raise source.error("This number is larger than any can be.", at)
    return Cell(text, at, number)


class _Blocks:
    """The blocks of numbers of a grid, each with the name that stands above it or before it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.has_words = [any(c.text and c.number is None for c in row) for row in grid]
        self.used: set[tuple[int, int]] = set()

    def read(self) -> Iterator[Said]:
        for r, c, cell in self._cells():
            if cell.number is None:
                yield from self._named(r, c, cell)
        for r, c, cell in self._cells():
            if self._is_free(cell, r, c):
                yield Said("", self._block(r, c, len(self.grid[r])), cell.at)

    def _cells(self) -> Iterator[tuple[int, int, Cell]]:
        for r, row in enumerate(self.grid):
            for c, cell in enumerate(row):
                if cell.text:
                    yield r, c, cell

    def _named(self, r: int, c: int, cell: Cell) -> Iterator[Said]:
        if (r, c) in self.used:
            return
        beside = self._at(r, c + 1)
        if beside and self._is_free(beside, r, c + 1):
            yield Said(cell.text, self._block(r, c + 1, len(self.grid[r]), title=c), cell.at)
        elif (below := self._at(r + 1, c)) and self._is_free(below, r + 1, c):
            row = self.grid[r]
            end = next((k for k in range(c + 1, len(row)) if row[k].text), c + 10_000)
            yield Said(cell.text, self._block(r + 1, c, end), cell.at)
        elif beside and beside.text:
            self.used.add((r, c + 1))
            yield Said(cell.text, Word(beside.text, beside.at), cell.at)

    def _is_free(self, cell: Cell, r: int, c: int) -> bool:
        """Whether it is a number that is in no block yet."""
        return cell.number is not None and (r, c) not in self.used

    def _at(self, r: int, c: int) -> Cell | None:
        return self.grid[r][c] if r < len(self.grid) and c < len(self.grid[r]) else None

    def _block(self, r: int, c: int, end: int, title: int | None = None) -> Value:
        """The rows of numbers from here on, up to one with words in it.

        Their name may stand in the first of them, in the column ``title``.
        """
        rows: list[Value] = []
        first = r
        while row := self._numbers(r, c, end):
            if rows and self.has_words[r]:
                break
            rows.append(row)
            self.used |= {(r, c + k) for k in range(len(row))}
            r += 1
        if len(rows) > 1:
            return Listed(rows, self.grid[first][c].at)
        only = rows[0]
        return only[0] if isinstance(only, Listed) and len(only) == 1 else only

    def _numbers(self, r: int, c: int, end: int) -> Listed | None:
        numbers: list[Value] = []
        while c < end and (cell := self._at(r, c)) and self._is_free(cell, r, c):
            numbers += [] if cell.number is None else [cell.number]
            c += 1
        return Listed(numbers, self.grid[r][c - 1].at) if numbers else None
