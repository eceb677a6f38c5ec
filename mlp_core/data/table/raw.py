"""What a file holds before any of it is understood: names, and cells a column."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# A column of texts is a pyarrow array of strings, trimmed, None where a file knows of nothing
# missing; one of numbers a NumPy array, floating ones with NaN for what is missing.
Texts = Any
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Doubt:
    """Something that could be read otherwise: a sentence, and the choice that answers it.

    ``choice`` is the field of ``Choices``, ``column`` the column it is about, if it is about one;
    ``options`` are values of the field (of the column) by what a menu calls them, ``taken`` the
    value that was taken without asking.
    """

    sentence: str
    choice: str
    options: Mapping[str, str]
    taken: str
    column: str = ""


class Way(NamedTuple):
    """How cells came out of the bytes of a file: what a program has to do that reads it again.

    format    "text", "parquet" or "arrays"; empty where it is another
    unpacked  what was done before, in order: GZIPPED, or the name of the one member of an archive
    encoding, quote, first  of a text: its codec, what stands around cells, and how many records
              stand above the first row; ``named`` whether a line before them names the separator
    blocks    of arrays: names of those that lie one below the other, block beside block
    places    of Parquet: which of its columns are those of the table
    """

    format: str = ""
    unpacked: tuple[str, ...] = ()
    encoding: str = ""
    quote: str = ""
    first: int = 0
    named: bool = False
    blocks: tuple[tuple[str, ...], ...] = ()
    places: tuple[int, ...] = ()


UNTOLD = Way()
# No member of an archive is called so.
GZIPPED = "\0gzip"


@dataclass(frozen=True, eq=False)
class Raw:
    """Cells of a file, column by column, and what is to be said of how they were found.

    ``names`` are those of the columns, none twice. ``notes`` say what was found as it should be,
    ``problems`` what was not. ``target`` are the columns that the file itself says are to be
    learned. Where rows are pictures, ``picture`` is their (height, width), and all columns but
    the targets are their pixels. ``unnamed`` are columns whose name is made up.
    """

    names: tuple[str, ...]
    cells: tuple[Texts | Numbers, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    target: tuple[str, ...] = ()
    picture: tuple[int, int] | None = None
    # What is not in the file, and without which there is nothing to learn.
    lacks: str = ""
    unnamed: frozenset[str] = field(default_factory=frozenset)
    # "," where what was seen of the file has decimal commas; "" where nothing tells.
    decimal: str = ""
    separator: str = ""
    # Of a text: how many records it has, and what became of those that are no rows.
    tally: Mapping[str, int] = field(default_factory=dict)
    way: Way = UNTOLD

    def unpacked(self, step: str) -> "Raw":
        """The same out of a file that this had to be done with before."""
        return replace(self, way=self.way._replace(unpacked=(step, *self.way.unpacked)))

    @property
    def n_rows(self) -> int:
        return len(self.cells[0]) if self.cells else 0


def is_texts(cells: Texts | Numbers) -> bool:
    """Whether cells are texts, and still to be read."""
    return not isinstance(cells, np.ndarray)


def written(value: Any) -> str:
    """A number as one would write it in a file: 3, not 3.0."""
    number = value.item() if isinstance(value, np.generic) else value
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return str(number)


def texts_of(cells: Texts | Numbers) -> Texts:
    """Every cell as text; None where a number is missing."""
    if is_texts(cells):
        return cells
    values, places = np.unique(cells, return_inverse=True)
    texts = [None if value != value else written(value) for value in values]
    dictionary = pa.array(texts, pa.string())
    return dictionary.take(pa.array(places.ravel()))


def trimmed(cells: Texts) -> Texts:
    """Texts without the blanks around them, in one piece."""
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    return pc.utf8_trim_whitespace(whole)
