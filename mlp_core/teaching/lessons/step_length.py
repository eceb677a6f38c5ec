"""What the gradient promises for a step against what the step brings, for any step length.

To first order a step of gradient descent changes the loss by -η ‖∇L‖², ∇L the gradient of all
parameters together: the shorter the step, the closer it comes to that. Too long a step
overshoots, and the loss may rise.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core.bounded import is_rounding
from mlp_core.divergence import ignore_overflow
from mlp_core.network import compute_loss, forward, update_weights
from mlp_core.sgd_step import SGDStep
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
    return _outcome(step, step.learning_rate, step.loss_after)


@ignore_overflow
def step_lengths(step: SGDStep, rates: Sequence[float] = RATES) -> list[StepLength]:
    """The same from the same parameters at every rate; where the loss is not finite, left out."""
    outcomes = []
    for rate in rates:
        updated = update_weights(
            step.weights, step.biases, step.grad_weights, step.grad_biases, rate
        )
        output, _ = forward(step.x, *updated, step.activation)
        loss_after = compute_loss(output, step.y, step.loss_name)
        if math.isfinite(loss_after):
            outcomes.append(_outcome(step, rate, loss_after))
    return outcomes


def _outcome(step: SGDStep, rate: float, loss_after: float) -> StepLength:
    names = [f"grad_{name}{k}" for k in range(1, len(step.weights) + 1) for name in "Wb"]
    gradients = map(step.without_rounding, names)
    predicted = -rate * sum(float((gradient**2).sum()) for gradient in gradients)
    actual = loss_after - step.loss
    if is_rounding(actual, step.bounds["loss_change"]):
        actual = 0.0
    resolved = abs(actual) > RESOLUTION * loss_scale(step)
    return StepLength(rate, predicted, actual, resolved)
