"""The factor that squared error has in ∂L/∂z and cross-entropy has not: the output unit's slope.

    squared error   ∂L/∂z = (ŷ - y)·g'(z)
    cross-entropy   ∂L/∂z = p - y

Where the unit is saturated g' is next to nothing: the more wrong it is, the slower it learns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core.activations import get_activation
from mlp_core.names import entry_names
from mlp_core.sgd_step import SGDStep

# A slope below this share of the largest that the unit has makes learning slow.
FLAT_SHARE = 0.2


@dataclass(frozen=True)
class MissingSlope:
    """Both ∂L/∂z of one output unit, that which is most wrong, and the slope between them.

    ``cell`` is the name of the gradient, ``steepest`` the largest slope that the unit can have.
    """

    cell: str
    slope: float
    steepest: float
    squared_error: float
    cross_entropy: float

    @property
    def slow(self) -> bool:
        """Whether it is the slope that keeps squared error from learning."""
        return self.slope < FLAT_SHARE * self.steepest

    @property
    def factor(self) -> float | None:
        """How many times as large cross-entropy's is; None beside a 0."""
        return self.cross_entropy / self.squared_error if self.squared_error else None


def missing_slope(steps: Sequence[SGDStep]) -> MissingSlope | None:
    """What there is to learn from the two of ``ledger.both_losses``.

    None where the losses have other output units, whose slope is not what sets them apart, and
    where the prediction is the target, so that there is nothing to learn.
    """
    records = [step.objective.record for step in steps]
    if len(steps) != 2 or not records[0].has_slope:
        return None
    top = len(steps[0].weights)
    name, slope = f"grad_z{top}", f"slope{top}"
    squared, entropy = (step.without_rounding(name) for step in steps)
    most_wrong = int(np.abs(entropy).argmax())
    if not entropy.flat[most_wrong]:
        return None
    return MissingSlope(
        cell=entry_names(name, entropy)[most_wrong],
        slope=float(steps[0].without_rounding(slope).flat[most_wrong]),
        steepest=get_activation(records[0].unit).steepest,
        squared_error=float(squared.flat[most_wrong]),
        cross_entropy=float(entropy.flat[most_wrong]),
    )
