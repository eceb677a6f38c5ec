"""What somebody chose of how a table is to be read, as one record and as a text.

The text goes into runs, links and files, so it is read with distrust.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from mlp_core._checks import check_fields, look_up, written
from mlp_core.data.table.dates import DAY_FIRST, MONTH_FIRST
from mlp_core.data.table.encoding import ENCODINGS
from mlp_core.data.table.separator import SEPARATORS
from mlp_core.number_text import count

YES, NO = "yes", "no"
CLASSES, NUMBERS = "classes", "numbers"
# How a column becomes inputs, by what a menu calls it.
NUMBER, ONE_HOT, ORDINAL, LEAVE_OUT = "number", "one-hot", "ordinal", "leave out"
WAYS = {
    NUMBER: "as a number",
    ONE_HOT: "one input for each of its values",
    ORDINAL: "one input: its values in order, 0, 1, 2, …",
    LEAVE_OUT: "leave it out",
}
MISSING = "missing"
SENTINELS = {MISSING: "it is missing", NUMBER: "it is a number"}
# A text of choices is no longer than this, nor names more columns, rows or values.
LONGEST_TEXT = 20_000
MOST_NAMES = 2_000
LONGEST_NAME = 120
MOST_ROWS = 2_000

Checked = Callable[[str, Any], Any]


def _one_of(values: Mapping[str, str] | tuple[str, ...]) -> Checked:
    table = {value: value for value in values}

    def check(name: str, value: Any) -> str:
        return "" if value == "" else look_up(table, value, name)

    return check


def _name(name: str, value: Any) -> str:
    if isinstance(value, str) and len(value) <= LONGEST_NAME:
        return value
    raise ValueError(
        f"{name} must be names of at most {LONGEST_NAME} letters; got {written(value)}"
    )


def _names(name: str, value: Any) -> tuple[str, ...]:
    value = (value,) if isinstance(value, str) and value else value or ()
    if not isinstance(value, (tuple, list)) or len(value) > MOST_NAMES:
        raise ValueError(
            f"{name} must be a list of at most {count(MOST_NAMES)} names; got {written(value)}"
        )
    return tuple(_name(name, one) for one in value)


def _rows(name: str, value: Any) -> tuple[int, ...]:
    whole = isinstance(value, (tuple, list)) and len(value) <= MOST_ROWS
    if whole and all(type(n) is int and 1 <= n <= 10**9 for n in value):
        return tuple(sorted(set(value)))
    raise ValueError(
        f"{name} must be a list of at most {count(MOST_ROWS)} numbers of rows, from 1 on; "
        f"got {written(value)}"
    )


def _by_column(check: Checked) -> Checked:
    def check_all(name: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping) or len(value) > MOST_NAMES:
            raise ValueError(
                f"{name} must be a record of at most {count(MOST_NAMES)} columns; "
                f"got {written(value)}"
            )
        return MappingProxyType({_name(name, k): check(name, v) for k, v in value.items()})

    return check_all


# What each choice may be.
CHECKS: dict[str, Checked] = {
    "encoding": _one_of(ENCODINGS),
    "separator": _one_of(SEPARATORS),
    "header": _one_of((YES, NO)),
    "units": _one_of((YES, NO)),
    "decimal": _one_of((".", ",")),
    "dates": _one_of((DAY_FIRST, MONTH_FIRST)),
    "target": _names,
    "goal": _one_of((CLASSES, NUMBERS)),
    "columns": _by_column(_one_of(WAYS)),
    "orders": _by_column(_names),
    "sentinels": _by_column(_one_of(SENTINELS)),
    "rows": _rows,
}
# Those that are needed before a text falls into cells: ``read_table`` takes them alone.
OF_READING = ("encoding", "separator", "header", "units")


@dataclass(frozen=True)
class Choices:
    """All that can be chosen of how a table is read; what is empty is found in the file.

    encoding, separator  of a text; ``header`` whether its first line names the columns, and
                         ``units`` whether the next one says what they are counted in
    decimal     the decimal mark; ``dates`` whether the day or the month comes first
    target      the columns that are to be learned, and ``goal`` whether as classes or as numbers
    columns     how columns become inputs, by name: one of WAYS
    orders      the values of columns in order, the lowest first, where they are ordinal
    sentinels   whether a number like -999 stands for a missing one, by the column's name
    rows        the numbers of rows to be left out, the first being 1

    Raises ``ValueError`` for anything else.
    """

    encoding: str = ""
    separator: str = ""
    header: str = ""
    units: str = ""
    decimal: str = ""
    dates: str = ""
    target: tuple[str, ...] = ()
    goal: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentinels: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name, check in CHECKS.items():
            object.__setattr__(self, name, check(name, getattr(self, name)))

    def to_text(self) -> str:
        """What is not found in the file, as the one JSON text there is of it; empty for nothing."""
        chosen = {
            f.name: dict(value) if isinstance(value, Mapping) else value
            for f in fields(self)
            if (value := getattr(self, f.name))
        }
        if not chosen:
            return ""
        return json.dumps(chosen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def same_reading(self, other: "Choices") -> bool:
        """Whether a text falls into the same cells by both."""
        return all(getattr(self, name) == getattr(other, name) for name in OF_READING)


def choices_of(text: str) -> Choices:
    """The choices that such a text tells; ``ValueError`` for any other text."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise ValueError(
            f"choices must be a text of at most {count(LONGEST_TEXT)} letters; got {written(text)}"
        )
    if not text:
        return Choices()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"choices must be written as JSON; got {written(text)}") from None
    return changed(Choices(), found)


def changed(choices: Choices, changes: Mapping[str, Any]) -> Choices:
    """``choices`` with others in some fields; ``ValueError`` for fields that there are not."""
    return Choices(**check_fields(changes, CHECKS, "choices", vars(choices)))
