"""What the gradient promises for a step against what the step brings, for any step length.

To first order a step changes the loss by -Σ ∂L/∂w · change of w over all parameters, which for
plain gradient descent is -η ‖∇L‖²: the shorter the step, the closer it comes to that. Too long a
step overshoots, and the loss may rise.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Parameters
from mlp_core.bounded import is_rounding
from mlp_core.divergence import ignore_overflow
from mlp_core.names import numbered
from mlp_core.optimizers import each
from mlp_core.sgd_step import SGDStep, changes_at
from mlp_core.teaching.lessons.moving import loss_at
from mlp_core.teaching.lessons.rounding import loss_scale

RATES = tuple(float(rate) for rate in np.logspace(-6, 1, 29))
# A change below this share of the loss's scale is a difference of nearly equal numbers with
# fewer than three digits left.
RESOLUTION = 1e-13


@dataclass(frozen=True)
class StepLength:
    """The promised and the actual change of the loss at one learning rate.

    Where a change is not ``resolved`` it is mostly rounding, and the ratio tells nothing. What is
    nothing but rounding counts as 0.
    """

    learning_rate: float
    predicted: float
    actual: float
    resolved: bool

    @property
    def ratio(self) -> float | None:
        """actual / predicted: 1 where it is as predicted, negative where the loss rises.

        None where the gradient is zero: nothing was promised.
        """
        return self.actual / self.predicted if self.predicted else None


def step_length(step: SGDStep) -> StepLength:
    """The promise and the outcome of ``step``, of one observation or of a batch."""
    changes = step.weight_changes, step.bias_changes
    return _outcome(step, step.learning_rate, changes, step.loss_after)


@ignore_overflow
def step_lengths(step: SGDStep, rates: Sequence[float] = RATES) -> list[StepLength]:
    """The same from the same parameters at every rate; where the loss is not finite, left out."""
    outcomes, parameters = [], (step.weights, step.biases)
    for rate in rates:
        changes = changes_at(step, rate)
        loss_after = loss_at(step, each(np.subtract, parameters, changes))
        if math.isfinite(loss_after):
            outcomes.append(_outcome(step, rate, changes, loss_after))
    return outcomes


def _outcome(step: SGDStep, rate: float, changes: Parameters, loss_after: float) -> StepLength:
    made = numbered("W", changes[0], "b", changes[1] if step.objective.learns_biases else [])
    predicted = -sum(
        float((step.without_rounding(f"grad_{name}") * change).sum())
        for name, change in made.items()
    )
    actual = loss_after - step.loss
    if is_rounding(actual, step.bounds["loss_change"]):
        actual = 0.0
    resolved = abs(actual) > RESOLUTION * loss_scale(step)
    return StepLength(rate, predicted, actual, resolved)
