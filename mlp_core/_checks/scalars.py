"""Checks of single values: names, records, whole and real numbers."""

import math
import operator
from collections.abc import Iterable, Mapping
from typing import Any, SupportsFloat, SupportsIndex, TypeVar

import numpy as np

Entry = TypeVar("Entry")
Kind = TypeVar("Kind")
# What Python's own whole and real numbers are first: asking a protocol takes far longer.
WHOLE, REAL = (int, SupportsIndex), (float, int, SupportsFloat)
# NumPy gives text, truth values, times and complex numbers a __float__ or an __index__, too.
NO_NUMBERS = (bool, np.bool, str, complex, np.complexfloating, np.flexible, np.timedelta64)
# The most that a message quotes of names that somebody else made up, and of anything else.
MAX_NAMES, MAX_NAME, MAX_TEXT = 5, 40, 60


def look_up(table: Mapping[str, Entry], name: str, kind: str) -> Entry:
    """The entry called ``name`` of a table such as ACTIVATIONS; ``kind`` names the table."""
    try:
        return table[name]
    except (KeyError, TypeError):  # a list cannot even be looked up
        expected = ", ".join(table)
        raise ValueError(f"{kind} must be one of {expected}; got {written(name)}") from None


def check_fields(
    record: object, names: Iterable[str], kind: str, otherwise: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """``record`` as a mapping that has these fields, each of them and no others.

    A field that it lacks has the value that ``otherwise`` says, where that has one.
    """
    if not isinstance(record, Mapping):
        raise ValueError(f"{kind} must be a record of named fields; got {type(record).__name__}")
    expected, record = list(names), {**(otherwise or {}), **record}
    missing = [name for name in expected if name not in record]
    unknown = [str(name)[:MAX_NAME] for name in record if name not in expected]
    if missing:
        raise ValueError(f"{kind} lacks {', '.join(missing)}")
    if unknown:
        raise ValueError(
            f"{kind} has fields that are not known here: {', '.join(unknown[:MAX_NAMES])}"
        )
    return record


def check_type(name: str, value: object, kind: type[Kind]) -> Kind:
    """``value``, which is a ``kind``."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} must be a {kind.__name__}; got {written(value)}")
    return value


def check_whole(name: str, value: object, low: int | None = None) -> int:
    """``value`` as a whole number, ``low`` or more; neither 2.0 nor True is one."""
    whole = _whole(value)
    if whole is None:
        raise ValueError(f"{name} must be a whole number; got {written(value)}")
    if low is not None and whole < low:
        raise ValueError(f"{name} must be {low} or more; got {written(whole)}")
    return whole


def check_real(name: str, value: object, *, finite: bool = True) -> float:
    """``value`` as a float; neither '0.1' nor True is a number."""
    real = _real(value)
    if real is None:
        raise ValueError(f"{name} must be a number; got {written(value)}")
    if math.isinf(real) and not _is_infinite(value):
        raise ValueError(f"{name} must be a number below 1.8e+308 in size; got {written(value)}")
    if finite and not math.isfinite(real):
        raise ValueError(f"{name} must be a finite number; got {real}")
    return real


def check_learning_rate(learning_rate: object) -> float:
    """A finite learning rate above zero, as a float."""
    rate = check_real("learning_rate", learning_rate, finite=False)
    if not (math.isfinite(rate) and rate > 0.0):
        raise ValueError(f"learning_rate must be a finite number above 0; got {rate}")
    return rate


def written(value: object) -> str:
    """``value`` as a message quotes it: as Python writes it, cut where it is long."""
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # Python does not write whole numbers of more than some thousand digits
        return f"{type(value).__name__} of too many digits"
    except RecursionError:  # nor what json reads of lists within lists, up to the last level
        return f"{type(value).__name__} of too many levels"
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _whole(value: object) -> int | None:
    value = _single(value)
    if isinstance(value, NO_NUMBERS) or not isinstance(value, WHOLE):
        return None
    try:
        return operator.index(value)
    except TypeError:  # an array
        return None


def _real(value: object) -> float | None:
    """As a float, infinite where it is too large for one; None where it is no number."""
    value = _single(value)
    if isinstance(value, (np.ndarray, *NO_NUMBERS)) or not isinstance(value, REAL):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):  # a date has a __float__, and refuses
        return None


def _single(value: object) -> object:
    """What an array of no dimensions holds, which is a number too; anything else as it is."""
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value


def _is_infinite(value: Any) -> bool:
    """Whether ``value`` is infinity itself, and not a number too large for float64."""
    return bool(value in (math.inf, -math.inf))
