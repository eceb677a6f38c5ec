"""What to begin with where somebody makes an axis of a setting: values that are worth trying."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.data import split
from mlp_core.data.source import Source
from mlp_core.data.split import split_rows
from mlp_core.experiments.sweeps.plan.axis import ROOMS, Axis, along, axis_names, placed
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged, Spread
from mlp_core.fields import Field, Several
from mlp_core.layer_sizes import Sizes
from mlp_core.setting_kinds import Choice, Limits, Real, Whole, YesNo
from mlp_core.settings import SETTINGS
from mlp_core.settings.record import Setting
from mlp_core.training_input import check_ends

# From so many times the low end on a scale is logarithmic; and more values would be too many.
DECADES, MOST = 15, 9
# Of a linear scale, the first of these by which the step is a short number.
COUNTS = (5, 6, 4, 7)
SEEDS = 5


def axis_names_of(base: TrainConfig) -> list[str]:
    """The names of all that a sweep may go along from ``base``: of its data set and its split
    what these have."""
    has = {
        "data": base.source.record.parameters,
        "split": split.used_by(_value(base, "split.method")),
    }
    return [
        name
        for name in axis_names()
        if "." not in name or name.partition(".")[2] in has[name.partition(".")[0]]
    ]


def suggested(base: TrainConfig, name: str) -> Axis:
    """What an axis of ``base`` along ``name`` begins with.

    Between the ends that the record of the setting says, widened to the value of ``base``; else
    around that value. Of choices all that fit the data, and of layer sizes hidden layers that are
    alike, as many as there are. ``ValueError`` for a name that there is not.
    """
    record, value = along(name), _value(base, name)
    match record.kind:
        case Whole() | Real():
            return Axis(name, _numbers(record, record.kind, value))
        case YesNo():
            return Axis(name, Listed((False, True)))
        case Choice() as kind:
            fitting = (one for one in kind.names if one == value or _fits(base, name, one))
            return Axis(name, Listed(tuple(fitting)))
        case Several() as kind:
            return Axis(name, Listed(tuple(dict.fromkeys([value, tuple(kind.table)]))))
        case Sizes() as kind:
            return Axis(name, Listed(tuple(_sizes(base, record.tried or kind.units))))
    raise TypeError(f"nothing is suggested for settings such as {name}")


def _value(base: TrainConfig, name: str) -> Any:
    """What the base has there."""
    room, _, field = name.partition(".")
    if name in SETTINGS:
        return getattr(base, name)
    setting, table = ROOMS[room]
    return getattr(base, setting).get(field, table[field].default)


def _usual(record: Setting | Field) -> Any:
    """What it is where nobody has set it; None where it has to be set."""
    if isinstance(record, Field):
        return record.default
    return None if record.is_required else record.neutral


def _numbers(record: Setting | Field, kind: Whole | Real, value: float) -> Spread:
    low, high = record.tried or _around(kind, value or _usual(record) or 0)
    if value != _usual(record):
        low, high = min(low, value), max(high, value)
    whole = isinstance(kind, Whole)
    if low <= 0 or high < DECADES * low:
        return Ranged(low, high, _count(low, high, whole), whole=whole)
    decades = math.log10(high / low)
    n = round(2 * decades) if 2 * decades < MOST else round(decades)
    spread = Ranged(low, high, min(n + 1, MOST), "log", whole)
    # What a run is without is not on such a scale, and worth trying all the same.
    return Listed((_usual(record), *spread.values)) if _usual(record) == 0 else spread


def _around(kind: Whole | Real, value: float) -> Limits:
    """Ends about a value of which no record says between which it is worth trying."""
    limits = kind.limits
    if isinstance(kind, Real) and kind.step is not None:
        low, high = max(value - 2 * kind.step, kind.step), value + 2 * kind.step
    elif isinstance(kind, Real) or kind.logarithmic:
        low, high = value / 10, value * 10
    elif limits.high - limits.low < MOST:
        low, high = limits
    else:
        low = min(value, limits.high - SEEDS + 1)
        high = low + SEEDS - 1
    if isinstance(kind, Whole):
        low, high = round(low), round(high)
    low, high = (float(f"{end:.6g}") if isinstance(kind, Real) else end for end in (low, high))
    return Limits(max(low, limits.low), min(high, limits.high))


def _count(low: float, high: float, whole: bool) -> int:
    """How many values are on a linear scale."""
    if whole and high - low < MOST:
        return round(high - low) + 1
    steps = {n: (high - low) / (n - 1) for n in COUNTS}
    short = (n for n, step in steps.items() if math.isclose(step, float(f"{step:.1g}")))
    return next(short, COUNTS[0])


def _sizes(base: TrainConfig, tried: Limits) -> Iterator[tuple[int, ...]]:
    """Hidden layers that are alike, as many as the base has, or one."""
    first, *hidden, last = base.units
    for n in Ranged(*tried, COUNTS[0], "log", whole=True).values:
        yield (first, *[n] * max(1, len(hidden)), last)


def _fits(base: TrainConfig, name: str, value: str) -> bool:
    """Whether a choice is one for the data of ``base``, or for other data that are here."""
    try:
        made = placed(base, {name: value})
        facts = made.source.facts
        if facts is None:
            return made.dataset == base.dataset
        check_ends(made, facts)
        if made.dataset != base.dataset and not _is_like(made.source, base.source):
            return False
        # A few rows such as its own.
        rows = np.arange(10 * facts.units_out)
        split_rows(rows / 2 if facts.is_regression else rows % facts.units_out, made.split)
    except ValueError:
        return False
    return True


def _is_like(other: Source, source: Source) -> bool:
    """Whether other rows are here, and of classes where these are."""
    if other.record.remote is not None or other.facts is None:
        return False
    return source.facts is None or source.facts.is_regression == other.facts.is_regression
