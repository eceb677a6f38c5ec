"""Cells as numbers, days, texts: functions that an exported program has in it, as they are here.

They are the plain short form of what ``understood.py`` and ``inputs.py`` do. Each takes what one
column needs as arguments, and whoever writes a program tries them on the column first. They use
nothing but what ``IMPORTS`` names, and each other.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

IMPORTS = {
    "from collections.abc import Sequence": "Sequence",
    "from typing import Any": "Any",
    "import pandas as pd": "pd.",
    "import pyarrow as pa": "pa.",
}


def number(text: str | None, decimal: str = ".", marks: Sequence[str] = ()) -> float:
    """A text as a number; NaN where it is none. ``marks`` may stand in it and beside it."""
    text = text or ""
    for mark in marks:
        text = text.replace(mark, "")
    text = text.replace(decimal, ".").replace("−", "-").replace("–", "-")
    try:
        value = float(text.strip("()"))
    except ValueError:
        return np.nan
    return -abs(value) if text.startswith("(") else value


def numbers(
    cells: Any, decimal: str = ".", marks: Sequence[str] = (), missing: Sequence[str] = ()
) -> Any:
    """Texts as an array of numbers, NaN for those that are none or stand for a missing one."""
    found = {text: number(text, decimal, marks) for text in set(cells)}
    values = np.array([np.nan if text in missing else found[text] for text in cells])
    return np.where(np.isinf(values), np.nan, values)


def floats(cells: Any, missing: Sequence[float] = ()) -> Any:
    """Numbers as floats, NaN for those that are infinite or stand for a missing one."""
    values = np.array(cells, dtype=float)
    return np.where(np.isinf(values) | np.isin(values, missing), np.nan, values)


def truths(cells: Any) -> Any:
    """TRUE and FALSE as 1 and 0, NaN for any other text."""
    values = {"true": 1.0, "false": 0.0}
    return np.array([values.get((text or "").lower(), np.nan) for text in cells])


def days(cells: Any, formats: Sequence[str]) -> Any:
    """Dates as days since 1 January 1970 by the first format that fits, NaN where none does."""
    found = np.full(len(cells), np.nan)
    for written in formats:
        times = pd.to_datetime(pd.Index(cells), format=written, errors="coerce", utc=True)
        seconds = times.tz_localize(None).to_numpy("datetime64[us]").astype(np.int64) / 1e6
        found = np.where(np.isnan(found) & ~times.isna(), seconds / 86_400, found)
    return found


def words(cells: Any, missing: Sequence[str] = ()) -> Any:
    """Texts as they are, None for those that stand for a missing one."""
    return [None if text in missing else text for text in cells]


def written(cells: Any, missing: Sequence[float] = ()) -> Any:
    """Numbers as one writes them, 3 and not 3.0, None for those that stand for a missing one."""
    found: list[str | None] = []
    for value in cells.tolist():
        known = value == value and abs(value) != np.inf and value not in missing
        whole = isinstance(value, float) and known and value.is_integer() and abs(value) < 1e15
        found.append(str(int(value) if whole else value) if known else None)
    return found


def levels(texts: Any, by_value: bool = False) -> list[str]:
    """The different texts in order; by their values where they are numbers."""
    found = {text for text in texts if text is not None}
    return sorted(found, key=lambda text: (float(text), text) if by_value else text)


def group_codes(texts: Any, by_value: bool = False) -> Any:
    """A number for each group; a row that has none is one on its own."""
    place = {text: k for k, text in enumerate(levels(texts, by_value))}
    codes = np.array([place.get(text, -1) for text in texts])
    alone = np.flatnonzero(codes < 0)
    codes[alone] = len(place) + np.arange(len(alone))
    return codes


def ordinals(texts: Any, order: Sequence[str]) -> Any:
    """The places of texts in an order, from 0; NaN for one that is not in it."""
    place = {text: k for k, text in enumerate(order)}
    return np.array([place.get(text, np.nan) for text in texts], dtype=float)


def filled(values: Any, train: Any) -> Any:
    """Numbers with the median of the training rows where one is missing, as a column."""
    known = values[train][~np.isnan(values[train])]
    median = np.median(known) if len(known) else 0.0
    return np.where(np.isnan(values), median, values)[:, np.newaxis]


def one_hot(texts: Any, train: Any, by_value: bool = False) -> Any:
    """A column for each text that training rows have: 1 where a row has it, else 0."""
    there = levels([texts[k] for k in train], by_value)
    return np.array([[float(text == level) for level in there] for text in texts])


def of_parquet(column: Any) -> Any:
    """A column of a Parquet file: numbers as floats, all else as texts, None for missing ones."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.float64(), safe=False).to_numpy()
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us"), safe=False)
    return [text if text is None else text.strip() for text in column.cast("string").to_pylist()]


def of_array(column: Any) -> Any:
    """A column of an array: numbers as they are, times as days since 1970, texts as a list."""
    if column.dtype.kind == "S":
        column = np.char.decode(column, "utf-8", "replace")
    if column.dtype.kind == "U":
        return [text.strip() for text in column.tolist()]
    if column.dtype.kind == "M":
        seconds = column.astype("datetime64[us]").astype(np.int64) / 1e6
        return np.where(np.isnat(column), np.nan, seconds / 86_400)
    return column
