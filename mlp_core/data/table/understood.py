"""From cells to columns: what kind each is, as it looks or as somebody chose."""

import re
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mlp_core._checks import Array
from mlp_core.data.table.asked import Asked
from mlp_core.data.table.choices import LEAVE_OUT, MISSING, NUMBER, ONE_HOT, Choices
from mlp_core.data.table.dates import read_dates
from mlp_core.data.table.kinds import Column
from mlp_core.data.table.missing import sentinel, without_markers
from mlp_core.data.table.numbers import COMMA, POINT, Reading, evidence, read_numbers
from mlp_core.data.table.raw import Numbers, Raw, Texts, is_texts

# A column of numbers may have this share of cells that are something else.
MAX_STRAYS = 0.1
# Few different numbers beside a text are more likely all names: 0, 1, 2, 3+.
FEWEST_NUMBERS = 20
# More different texts than this, and more than half as many as rows, are no categories.
MOST_CATEGORIES = 20
# One input for each of so many values is still sensible.
MOST_INPUTS = 100
TRUTHS = {"true": 1.0, "false": 0.0}
# Enough cells to see by which mark they were written.
SEEN = 2_000
ID_NAME = re.compile(
    r"(?i:(.*[ _.-])?(id|nr|no|number|index|idx|key|row|rownames?|#)\.?)|.*[a-z]I[dD]"
)
# What is done with a column of each kind without any choice.
WAY_OF = {
    "number": NUMBER,
    "truth": NUMBER,
    "date": NUMBER,
    "category": ONE_HOT,
    "text": LEAVE_OUT,
    "id": LEAVE_OUT,
    "constant": LEAVE_OUT,
    "empty": LEAVE_OUT,
}


def understand(raw: Raw, choices: Choices) -> tuple[tuple[Column, ...], Asked]:
    """Every column of the file, and what there is to ask and tell of them."""
    asked = Asked()
    columns = tuple(
        _Reader(name, raw, choices, asked).column(cells)
        for name, cells in zip(raw.names, raw.cells, strict=True)
    )
    return columns, asked


@dataclass(frozen=True)
class _Reader:
    """Understands one column."""

    name: str
    raw: Raw
    choices: Choices
    asked: Asked

    @property
    def chosen(self) -> str:
        """How somebody wants it to become inputs; empty where nobody said."""
        return self.choices.columns.get(self.name, "")

    def column(self, cells: Texts | Numbers) -> Column:
        column = self._texts(cells) if is_texts(cells) else self._numbers(cells, cells)
        if self.chosen == NUMBER and column.numbers is None:
            self.asked.no_numbers(self.name)
            return column
        if self.raw.picture and column.numbers is not None and not self.chosen:
            # A pixel that never changes is still part of the picture.
            return replace(column, way=NUMBER)
        return replace(column, way=self.chosen) if self.chosen else column

    def _made(
        self,
        kind: str,
        cells: Texts | Numbers,
        numbers: Numbers | None,
        missing: int,
        distinct: int,
        note: str = "",
    ) -> Column:
        return Column(self.name, kind, WAY_OF[kind], cells, numbers, missing, distinct, note)

    def _texts(self, texts: Texts) -> Column:
        present = without_markers(texts)
        missing = present.null_count
        if missing == len(present):
            return self._made("empty", present, None, missing, 0)
        reading = self._read(present)
        strays = int(reading.rest.sum()) - missing
        if strays == 0:
            return self._numbers(present, reading.numbers, reading.unit)
        truths = _truths(present)
        if truths is not None:
            kind = "truth" if _distinct(truths) == 2 else "constant"
            return self._made(kind, present, truths, missing, _distinct(truths))
        dates = read_dates(present, self.choices.dates)
        if dates:
            if dates.unsure or (dates.order and self.choices.dates):
                self.asked.date_order(self.name, dates.order)
            lost = int(np.isnan(dates.days).sum())
            self.asked.strays(self.name, lost - missing, "date")
            kind = "date" if _distinct(dates.days) > 1 else "constant"
            return self._made(kind, present, dates.days, lost, _distinct(dates.days), dates.order)
        if self._mostly_numbers(reading, missing, strays):
            self.asked.strays(self.name, strays, "number")
            return self._numbers(present, reading.numbers, reading.unit)
        return self._category(present, missing)

    def _read(self, texts: Texts) -> Reading:
        """As numbers, with the decimal mark that this column shows, else the one of the file."""
        decimal = self.choices.decimal or self.raw.decimal or POINT
        reading = read_numbers(texts, decimal)
        if reading.rest.sum() > texts.null_count and not self.choices.decimal:
            others = texts.filter(pa.array(reading.rest)).drop_null()[:SEEN].to_pylist()
            mark = evidence(others).mark
            if mark and mark != decimal:
                other = read_numbers(texts, mark)
                reading = other if other.rest.sum() < reading.rest.sum() else reading
        if reading.rest.sum() == texts.null_count and not self.raw.decimal:
            self._ask_decimal(texts, decimal)
        return reading

    def _ask_decimal(self, texts: Texts, decimal: str) -> None:
        """Where nothing in the file tells whether 1,234 is a little more than one.

        A point is asked about where cells are separated as they are where commas are decimal marks.
        """
        if self.asked.asks("decimal"):
            return
        for mark in (COMMA,) if self.raw.separator in ("", COMMA) else (COMMA, POINT):
            marked = texts.filter(pc.match_substring(texts, mark).fill_null(False))[:SEEN]
            seen = evidence(marked.to_pylist())
            if (seen.either_comma or seen.either_point) and not (seen.comma or seen.point):
                self.asked.decimal(self.name, marked[0].as_py(), decimal)
                return

    def _numbers(self, cells: Texts | Numbers, numbers: Numbers, unit: str = "") -> Column:
        if numbers.dtype.kind in "fi":
            value = sentinel(numbers)
            if value is not None:
                taken = self.choices.sentinels.get(self.name) or NUMBER
                self.asked.sentinel(self.name, value, taken)
                if taken == MISSING:
                    cells, numbers = _without(value, cells, numbers)
        missing = int(np.isnan(numbers).sum()) if numbers.dtype.kind == "f" else 0
        distinct = _distinct(numbers)
        kind = "truth" if numbers.dtype.kind == "b" else "number"
        if distinct < 2 and len(numbers) - missing != 1:
            kind = "constant" if distinct else "empty"
        elif kind == "number" and _counts_rows(numbers):
            if self.name in self.raw.unnamed and self.raw.tally.get("header"):
                kind = "id"
            elif ID_NAME.fullmatch(self.name):
                self.asked.row_numbers(self.name, self.chosen or NUMBER)
        return self._made(kind, cells, numbers, missing, distinct, unit)

    def _mostly_numbers(self, reading: Reading, missing: int, strays: int) -> bool:
        """Whether texts among numbers are mistakes, and no names."""
        n_numbers = len(reading.numbers) - missing - strays
        if strays > MAX_STRAYS * (n_numbers + strays):
            return self.chosen == NUMBER and n_numbers > 0
        distinct = _distinct(reading.numbers)
        return distinct > FEWEST_NUMBERS or 2 * distinct >= n_numbers

    def _category(self, texts: Texts, missing: int) -> Column:
        distinct = pc.count_distinct(texts, mode="only_valid").as_py()
        present = len(texts) - missing
        kind = "category"
        if distinct == 1 < present:
            kind = "constant"
        elif distinct == present > 1:
            kind = "id"
        elif distinct > MOST_INPUTS or (distinct > MOST_CATEGORIES and 2 * distinct > present):
            self.asked.many_texts(self.name, distinct, present, self.chosen or LEAVE_OUT)
            kind = "text"
        return self._made(kind, texts, None, missing, distinct)


def _truths(texts: Texts) -> Array | None:
    """TRUE and FALSE as 1 and 0; None where a text is neither."""
    found = texts.dictionary_encode()
    words = [word.lower() for word in found.dictionary[:5].to_pylist()]
    if len(found.dictionary) > 4 or not set(words) <= TRUTHS.keys():
        return None
    values = np.array([*(TRUTHS[word] for word in words), np.nan])
    truths: Array = values[found.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)]
    return truths


def _without(
    value: float, cells: Texts | Numbers, numbers: Numbers
) -> tuple[Texts | Numbers, Array]:
    """Cells and their numbers with this one missing."""
    left = np.where(numbers == value, np.nan, numbers)
    if not is_texts(cells):
        return left, left
    return pc.if_else(pa.array(np.isnan(left)), pa.scalar(None, pa.string()), cells), left


def _distinct(numbers: Numbers) -> int:
    """How many different numbers there are; NaN is none."""
    if numbers.dtype == np.uint8:
        return int(np.count_nonzero(np.bincount(numbers)))
    values = np.unique(numbers)
    return len(values) - int(values.dtype.kind == "f" and len(values) > 0 and np.isnan(values[-1]))


def _counts_rows(numbers: Numbers) -> bool:
    """Whether numbers are 0, 1, 2, … or 1, 2, 3, …"""
    first = numbers[0]
    in_order = first in (0, 1) and len(numbers) > 2
    return bool(in_order and (numbers == np.arange(len(numbers)) + first).all())
