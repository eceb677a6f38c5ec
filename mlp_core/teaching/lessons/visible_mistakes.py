"""Whether a mistake in the backward pass can be seen in a step, and where else it can be."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core.activations import Names
from mlp_core.divergence import DivergenceError
from mlp_core.gradient_check import COMPLEX_FLOOR, TOLERANCE, flatten, relative_error
from mlp_core.network import seeded_parameters
from mlp_core.sgd_step import SGDStep, made_again, sgd_step
from mlp_core.teaching.lessons.broken_backward import broken_gradients

# Starting weights from so many seeds are tried.
MOST_SEEDS = 20


def shows(step: SGDStep, key: str) -> bool:
    """Whether the gradient check finds this mistake, asked of the gradients themselves.

    That is where a gradient is off by more than the check's tolerance; one that the shapes do
    not let pass changes none. Raises ``ValueError`` for an unknown mistake.
    """
    right = flatten(step.grad_weights, step.grad_biases)
    wrong = flatten(*broken_gradients(step, [key]))
    sizes = [float(np.abs(array).max()) for array in (step.output, right)]
    floor = COMPLEX_FLOOR * max(1.0, step.loss, *sizes)
    return bool((relative_error(right, wrong, floor) >= TOLERANCE).any())


def twice(step: SGDStep) -> SGDStep:
    """The step on a batch of two rows, both its one observation: the same mean loss."""
    return made_again(step, x=np.stack([step.x, step.x]), y=np.stack([step.y, step.y]))


def seed_that_shows(
    key: str,
    x: ArrayLike,
    y: ArrayLike,
    units: Sequence[int],
    learning_rate: float,
    loss: str,
    activation: Names,
) -> int | None:
    """The first seed whose random starting weights let the mistake be seen; None if none does.

    Arguments are those of ``sgd_step``, with layer sizes in place of parameters.
    """
    for seed in range(MOST_SEEDS):
        parameters = seeded_parameters(units, seed)
        try:
            step = sgd_step(x, y, *parameters, learning_rate, loss, activation)
        except DivergenceError:
            continue
        if shows(step, key):
            return seed
    return None
