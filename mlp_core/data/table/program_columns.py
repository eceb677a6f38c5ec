"""What an exported program does with each column, found by trying it on the column's own cells."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.data.table.asked import named
from mlp_core.data.table.choices import NUMBER, ONE_HOT, Choices
from mlp_core.data.table.kinds import Column, levels_of
from mlp_core.data.table.numbers import COMMA, POINT, UNIT
from mlp_core.data.table.program_cells import days, number, truths
from mlp_core.data.table.raw import Numbers, Texts, is_texts

# What may stand in a number that is no mark.
IN_NUMBERS = set("0123456789+-−–()eE")
# More words for what is missing, or more forms of dates, are no rule that a reader could follow.
MOST_WORDS, MOST_FORMATS = 50, 20
DAYS = [
    *(f"%Y{mark}%m{mark}%d" for mark in "-/."),
    *(f"{a}{mark}{b}{mark}{y}" for y in ("%Y", "%y") for mark in "./-"
      for a, b in (("%d", "%m"), ("%m", "%d"))),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d. %B %Y", "%d. %b %Y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"),
]  # fmt: skip
TIMES = ["", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", ", %I:%M %p"]
FORMATS = ["ISO8601", *(day + time for time in TIMES for day in DAYS)]


class Cells(NamedTuple):
    """The different cells of a column as the file has them, and a row that has each."""

    texts: list[str]
    rows: NDArray[np.intp]


def numbers_code(column: Column, raw: Texts | Numbers, place: str) -> str:
    """An expression for a column as numbers (n_rows,); ``ValueError`` where there is none.

    ``raw`` are its cells as the file has them, ``place`` what the program calls them.
    """
    if not is_texts(raw):
        return call("floats", place, missing=_sentinels(column, raw))
    cells = _cells(raw)
    truth = column.floats()[cells.rows]
    for decimal in (POINT, COMMA):
        marks = _marks([t for t, value in zip(cells.texts, truth, strict=True) if value == value])
        marks = [mark for mark in marks if mark != decimal]
        found = np.array([number(text, decimal, marks) for text in cells.texts])
        known = ~np.isnan(truth)
        words = [t for t, one in zip(cells.texts, np.isfinite(found) & ~known, strict=True) if one]
        if _same(found[known], truth[known]) and len(words) <= MOST_WORDS:
            other = {} if decimal == POINT else {"decimal": decimal}
            return call("numbers", place, **other, marks=marks, missing=words)
    if _same(truths(cells.texts), truth):
        return call("truths", place)
    formats = _formats(cells.texts, truth)
    if formats and _same(days(cells.texts, formats), truth):
        return call("days", place, formats=formats)
    raise ValueError(f"No program can read {named(column.name)} as the run did")


def texts_code(column: Column, raw: Texts | Numbers, place: str) -> str:
    """An expression for a column as texts, None where one is missing; ``ValueError`` as above."""
    if not is_texts(raw):
        return call("written", place, missing=_sentinels(column, raw))
    cells = _cells(raw)
    gone = levels_of(column.cells).codes[cells.rows] < 0
    words = [text for text, is_gone in zip(cells.texts, gone, strict=True) if is_gone]
    if len(words) > MOST_WORDS:
        raise ValueError(f"{named(column.name)} has too many words for what is missing")
    return call("words", place, missing=words)


def input_code(column: Column, raw: Texts | Numbers, place: str, choices: Choices) -> str:
    """An expression for the inputs that a column becomes, by the training rows ``learned``."""
    if column.way == NUMBER:
        return call("filled", numbers_code(column, raw, place), "learned")
    texts = texts_code(column, raw, place)
    by_value = is_by_value(column)
    if column.way == ONE_HOT:
        return call("one_hot", texts, "learned", by_value=by_value)
    order = list(choices.orders.get(column.name, ())) or list(column.levels.names)
    return call("filled", call("ordinals", texts, listed(order)), "learned")


def is_by_value(column: Column) -> bool:
    """Whether its texts are in the order of the numbers that they are."""
    names = levels_of(column.cells).names
    return list(names) != sorted(names)


def call(function: str, *expressions: str, **values: Any) -> str:
    """A call with arguments that are code, and those of others that are not empty."""
    given = [f"{name}={listed(value)}" for name, value in values.items() if value]
    arguments = [*expressions, *given]
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= 80 and "\n" not in line:
        return line
    inside = "".join(f"{one},\n" for one in arguments)
    return f"{function}(\n{_indented(inside)})"


def listed(value: Any) -> str:
    """A value as it is written in a program; a long list one or more to a line."""
    text = repr(value)
    if not isinstance(value, list) or len(text) <= 80:
        return text
    lines, line = [], ""
    for one in value:
        if line and len(line) + len(repr(one)) > 78:
            lines.append(line.rstrip())
            line = ""
        line += f"{one!r}, "
    return "[\n" + _indented("\n".join([*lines, line.rstrip()]) + "\n") + "]"


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def _cells(raw: Texts) -> Cells:
    found = raw.dictionary_encode()
    codes = found.indices.drop_null().to_numpy(zero_copy_only=False)
    there = np.flatnonzero(raw.is_valid().to_numpy(zero_copy_only=False))
    _, first = np.unique(codes, return_index=True)
    return Cells(found.dictionary.to_pylist(), there[first])


def _sentinels(column: Column, raw: Numbers) -> list[float]:
    """Numbers of the file that stand for a missing one."""
    if column.numbers is None or column.numbers.dtype.kind != "f":
        return []
    values = np.asarray(raw, dtype=float)
    gone: list[float] = np.unique(values[np.isnan(column.numbers) & ~np.isnan(values)]).tolist()
    return gone


def _marks(texts: Sequence[str]) -> list[str]:
    """What stands in numbers and beside them: units, and what sets thousands apart."""
    units: set[str] = set()
    others: set[str] = set()
    for text in texts:
        units |= {match[0] for match in re.finditer(UNIT, text, re.IGNORECASE)}
        others |= set(re.sub(UNIT, "", text, flags=re.IGNORECASE)) - IN_NUMBERS
    return sorted(units | others, key=lambda mark: (-len(mark), mark))


def _formats(texts: list[str], truth: Array) -> list[str]:
    """The forms that dates are written in; empty where some of them are in none that is known."""
    formats: list[str] = []
    left = np.flatnonzero(~np.isnan(truth))
    while len(left) and len(formats) < MOST_FORMATS:
        text, value = texts[left[0]], truth[left[0]]
        fits = (f for f in FORMATS if f not in formats and days([text], [f])[0] == value)
        form = next(fits, None)
        if form is None:
            return []
        formats.append(form)
        left = left[np.isnan(days([texts[k] for k in left], [form]))]
    return formats


def _same(found: Any, truth: Any) -> bool:
    return bool(np.array_equal(found, truth, equal_nan=True))
