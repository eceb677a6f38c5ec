"""What a value in a text can be: a number, words, a list that may be one of rows, a record."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias


class Said(NamedTuple):
    """That ``name`` is ``value``, and where in the text it says so; what has no name has ""."""

    name: str
    value: "Value"
    at: int


class Listed(list["Value"]):
    """A list, and where in the text it begins."""

    def __init__(self, items: "list[Value]", at: int) -> None:
        super().__init__(items)
        self.at = at


class Word(str):
    """Words, and where in the text they begin."""

    at = 0

    def __new__(cls, text: str, at: int) -> "Word":
        word = super().__new__(cls, text)
        word.at = at
        return word


class Record(list[Said]):
    """What has names: a JSON object, a dict. A name may be there twice."""


Value: TypeAlias = float | str | Listed | Record


def in_rows(
    items: list[Value], rows_end: list[int], lines_end: list[int], at: int, *, is_outermost: bool
) -> Listed:
    """A list, or the rows of a matrix where ; or lines of the outermost bracket set them apart.

    A long vector that NumPy wrapped has lines, too: they count where all are of one length.
    """
    edges = sorted({0, *rows_end, *lines_end, len(items)})
    rows = [Listed(items[a:b], at) for a, b in itertools.pairwise(edges)]
    are_numbers = all(isinstance(item, float) for item in items)
    alike = len({len(row) for row in rows}) == 1
    if are_numbers and len(rows) > 1 and (rows_end or (is_outermost and alike)):
        return Listed([*rows], at)
    return Listed(items, at)


def transposed(value: Listed) -> Listed:
    """Rows made columns; a vector stays, since it is as good as a column."""
    rows = [row for row in value if isinstance(row, Listed)]
    if len(rows) < len(value) or len({len(row) for row in rows}) != 1:
        return value
    return Listed([Listed([*column], value.at) for column in zip(*rows, strict=True)], value.at)


def flat(said: Said) -> Iterator[Said]:
    """``said``, or what the record in it says, by names such as layers.1.weights."""
    if isinstance(said.value, Record):
        for inner in said.value:
            yield from flat(Said(_joined(said.name, inner.name), inner.value, inner.at))
    elif isinstance(said.value, Listed) and any(isinstance(v, Record) for v in said.value):
        for number, value in enumerate(said.value, start=1):
            yield from flat(Said(_joined(said.name, str(number)), value, said.at))
    else:
        yield said


def _joined(*names: str) -> str:
    return ".".join(name for name in names if name)
