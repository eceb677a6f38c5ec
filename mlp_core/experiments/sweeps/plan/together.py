"""Axes together: where one of them brings rows of other ends, no layer sizes tell their own."""

from collections.abc import Sequence
from dataclasses import replace

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis, along, placed
from mlp_core.layer_sizes import Sizes


def together(base: TrainConfig, axes: Sequence[Axis]) -> tuple[Axis, ...]:
    """``axes`` as a sweep around ``base`` has them: their layer sizes know whether ends vary."""
    if not any(isinstance(along(axis.name).kind, Sizes) for axis in axes):
        return tuple(axes)
    varies = any(_varies_ends(base, axis) for axis in axes if axis.is_of_rows)
    return tuple(
        axis if axis.ends_vary == varies else replace(axis, ends_vary=varies) for axis in axes
    )


def _varies_ends(base: TrainConfig, axis: Axis) -> bool:
    for value in axis.values:
        try:
            units = placed(base, {axis.name: value}).units
        except ValueError:  # it may go with a value of another axis only
            continue
        if (units[0], units[-1]) != (base.units[0], base.units[-1]):
            return True
    return False
