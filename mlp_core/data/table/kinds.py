"""Columns as they were understood: what kind each is, and what is to be said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.data.table.choices import LEAVE_OUT
from mlp_core.data.table.raw import Numbers, Texts, is_texts, texts_of, written

# What a column may be, by what it is called.
KINDS = {
    "number": "numbers",
    "truth": "true or false",
    "date": "dates",
    "category": "categories",
    "text": "texts of many kinds",
    "id": "a name for each row",
    "constant": "always the same",
    "empty": "nothing",
}


@dataclass(frozen=True, eq=False)
class Levels:
    """The different texts of a column, in order, and which of them each row has; -1 for none."""

    names: tuple[str, ...]
    codes: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many rows have each."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.names))


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    kind      one of KINDS, and ``way``, one of WAYS, how it becomes inputs if nothing is chosen
    cells     as the file has them, None or NaN where one is missing
    numbers   (n_rows,) what they are as numbers, NaN where missing; None for texts
    missing, distinct  how many cells are missing, and how many of the others differ
    note      what else is to be said of it: a unit, the order of its dates
    """

    name: str
    kind: str
    way: str
    cells: Texts | Numbers
    numbers: Numbers | None
    missing: int
    distinct: int
    note: str = ""

    @property
    def is_left_out(self) -> bool:
        return self.way == LEAVE_OUT

    @property
    def n_rows(self) -> int:
        return len(self.cells)

    @cached_property
    def levels(self) -> Levels:
        """Its different texts: numbers by their values, others as ``sorted`` has them."""
        return levels_of(self.cells)

    @property
    def range(self) -> tuple[float, float] | None:
        """The smallest and the largest number; None where there is none."""
        if self.numbers is None or self.missing == self.n_rows:
            return None
        return float(np.nanmin(self.numbers)), float(np.nanmax(self.numbers))

    @property
    def most_frequent(self) -> tuple[str, int]:
        """The text that most rows have, and how many; the first of several."""
        counts = pc.value_counts(texts_of(self.cells).drop_null())
        if not len(counts):
            return "", 0
        times = counts.field("counts").to_numpy()
        place = int(times.argmax())
        return counts.field("values")[place].as_py(), int(times[place])

    @property
    def example(self) -> str:
        """The first cell that is not missing, as the file has it."""
        if is_texts(self.cells):
            return next((cell.as_py() for cell in self.cells if cell.is_valid), "")
        return next((written(cell) for cell in self.cells if cell == cell), "")

    def floats(self) -> Array:
        """``numbers`` (n_rows,) as float64; those of texts are codes of their levels."""
        if self.numbers is not None:
            return self.numbers.astype(np.float64)
        return np.where(self.levels.codes < 0, np.nan, self.levels.codes)


def levels_of(cells: Texts | Numbers) -> Levels:
    """The different texts of cells in order, and which of them each has."""
    found = texts_of(cells).dictionary_encode()
    names = found.dictionary.to_pylist()
    order = sorted(range(len(names)), key=_key(names))
    place = np.empty(len(names) + 1, dtype=np.intp)
    place[order] = np.arange(len(names))
    place[-1] = -1
    codes = found.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    return Levels(tuple(names[k] for k in order), place[codes])


def _key(names: list[str]) -> Callable[[int], Any]:
    """How names are put in order: by value where all are numbers, 2 before 10."""
    try:
        values = [float(name) for name in names]
    except ValueError:
        return lambda k: names[k]
    if any(value != value for value in values):
        return lambda k: names[k]
    return lambda k: (values[k], names[k])
