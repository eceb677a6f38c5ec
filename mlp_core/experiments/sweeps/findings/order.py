"""In which order the values of an axis stand, where they have one; and combinations in words."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from mlp_core.experiments.sweeps.plan.axis import Axis, along
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.quoting import one_line
from mlp_core.setting_kinds import Real, Whole

LONGEST_VALUE = 40


def numbers_of(axis: Axis, values: Iterable[Any]) -> Mapping[Any, float] | None:
    """A number for each of ``values`` of an axis; None of an axis that knows no more and less.

    A number is itself, or its logarithm where the axis is on such a scale. Layer sizes that differ
    in one layer alone are the size of that layer.
    """
    own = list(dict.fromkeys(values))
    if all(map(_is_number, own)):
        log = is_logarithmic(axis) and min(own, default=0) > 0
        return {value: math.log(value) if log else float(value) for value in own}
    if all(isinstance(value, tuple) and all(map(_is_number, value)) for value in own):
        return _of_one_layer(own)
    return None


def is_logarithmic(axis: Axis) -> bool:
    """Whether its numbers are on such a scale: as was asked for, else the setting's own."""
    if isinstance(axis.spread, Ranged):
        return axis.spread.scale == "log"
    kind = along(axis.name).kind
    return isinstance(kind, (Real, Whole)) and kind.logarithmic


def named(sweep: Sweep, at: tuple[Any, ...]) -> str:
    """A combination as people read it: learning rate 0.01, activation relu."""
    told = (
        f"{axis.column} {one_line(axis.shown(value), LONGEST_VALUE)}"
        for axis, value in zip(sweep.axes, at, strict=True)
    )
    return ", ".join(told) or "the base itself"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _of_one_layer(values: list[tuple[Any, ...]]) -> Mapping[Any, float] | None:
    if len({len(value) for value in values}) != 1:
        return None
    layers = [layer for layer, sizes in enumerate(zip(*values, strict=True)) if len({*sizes}) > 1]
    return {value: float(value[layers[0]]) for value in values} if len(layers) == 1 else None
