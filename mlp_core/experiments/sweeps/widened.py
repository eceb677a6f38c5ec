"""A wider axis: the values that it has as they are, and some beyond one of its ends."""

import itertools
from collections.abc import Sequence
from typing import Any

from mlp_core.experiments.sweeps.findings.edges import Side
from mlp_core.experiments.sweeps.findings.order import is_logarithmic, numbers_of
from mlp_core.experiments.sweeps.plan.axis import Axis, along
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.layer_sizes import Sizes
from mlp_core.setting_kinds import Limits, Real, Whole

# So many steps such as the one at the end of the axis.
N_MORE = 3
# Significant digits of what is new: it is a suggestion.
DIGITS = 3
# By so much steps grow that are meant as factors.
GROWTH = 1.5


def widened(axis: Axis, side: Side) -> Axis | None:
    """``axis`` with up to N_MORE further values beyond its lower or its upper end.

    All that it has is in it to the last bit, so that what is known of it stays known. The steps
    are like the last one: factors where the axis is logarithmic or its steps grow, and for layer
    sizes that differ in one layer. None where the axis has no two values in an order, as seeds
    have none, or where nothing that the setting takes lies beyond.
    """
    values, kind = list(dict.fromkeys(axis.values)), along(axis.name).kind
    numbers = numbers_of(axis, values)
    if numbers is None or len(values) < 2 or not isinstance(kind, (Real, Whole, Sizes)):
        return None
    if isinstance(kind, Whole) and kind.is_name:
        return None
    values.sort(key=numbers.__getitem__)
    new: list[Any] = (
        _sizes_beyond(values, side, kind.units)
        if isinstance(kind, Sizes)
        else _beyond(
            axis.spread.exact if isinstance(axis.spread, Ranged) else values,
            side,
            is_logarithmic(axis) or _steps_grow(values),
            kind.limits,
            isinstance(kind, Whole),
        )
    )
    if not new:
        return None
    return Axis(axis.name, Listed((*reversed(new), *values) if side == "low" else (*values, *new)))


def _sizes_beyond(
    values: Sequence[tuple[int, ...]], side: Side, limits: Limits
) -> list[tuple[Any, ...]]:
    """The same for layer sizes, of which one layer differs."""
    first = values[0]
    layer = next(k for k, sizes in enumerate(zip(*values, strict=True)) if len({*sizes}) > 1)
    new = _beyond([value[layer] for value in values], side, True, limits, whole=True)
    return [(*first[:layer], n, *first[layer + 1 :]) for n in new]


def _steps_grow(values: Sequence[float]) -> bool:
    """Whether the largest steps between ascending ``values`` are the last, each beyond GROWTH."""
    steps = [after - before for before, after in itertools.pairwise(values)]
    return len(steps) > 1 and all(b > GROWTH * a for a, b in itertools.pairwise(steps))


def _beyond(
    values: Sequence[float], side: Side, by_factors: bool, limits: Limits, whole: bool
) -> list[float]:
    """What comes after the end of ascending ``values``, the nearest first, within ``limits``."""
    end, before = (values[0], values[1]) if side == "low" else (values[-1], values[-2])
    found: list[float] = []
    for k in range(1, N_MORE + 1):
        if by_factors and end > 0 and before > 0:
            value = end * (end / before) ** k
        else:
            value = end + k * (end - before)
        value = min(max(float(f"{value:.{DIGITS}g}"), limits.low), limits.high)
        value = round(value) if whole else value
        last = found[-1] if found else end
        if (value < last) if side == "low" else (value > last):
            found.append(value)
    return found
