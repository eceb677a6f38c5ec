"""Output units that learn slowly: their slope makes a gradient small that the error would not."""

from typing import NamedTuple

import numpy as np

from mlp_core.activations import get_activation
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.quantities.expressions import Entry, entry

# A unit is flat where its slope is below this share of the steepest it can have: no change of the
# rate that one would think of makes up for that.
FLAT = 0.1
# And it is wrong where it is more than half of its range away from y: nearer to the other end.
WRONG = 0.5


class Saturated(NamedTuple):
    """An output unit's ∂L/∂z, by its ``cell``, and what that is made of, ``error`` being ŷ - y."""

    cell: Entry
    error: float
    slope: float
    gradient: float


def saturated(step: SGDStep) -> Saturated | None:
    """The output unit that is most wrong of those that are flat and wrong; None without any.

    Of a batch in the row where it is. Only a unit that levels off at both ends has a range.
    """
    if not step.objective.record.has_slope:
        return None
    unit = get_activation(step.objective.record.unit)
    if unit.flat != "saturated":
        return None
    width = float(np.ptp(unit.function(np.array([-np.inf, np.inf]))))
    errors, slopes = step.prediction - step.y, step.slope
    slow = (slopes < FLAT * unit.steepest) & (np.abs(errors) > WRONG * width)
    if not slow.any():
        return None
    at = np.unravel_index(int(np.argmax(np.abs(errors) * slow)), errors.shape)
    cell = entry(f"grad_z{len(step.z)}", *(int(i) + 1 for i in at))
    values = (float(array[at]) for array in (errors, slopes, step.grad_z[-1]))
    return Saturated(cell, *values)
