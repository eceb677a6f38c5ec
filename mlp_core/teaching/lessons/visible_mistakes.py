"""Whether a mistake in the backward pass can be seen in a step, and where else it can be."""

from dataclasses import replace

import numpy as np

from mlp_core.divergence import DivergenceError
from mlp_core.gradient_check import COMPLEX_FLOOR, TOLERANCE, flatten, relative_error
from mlp_core.initialisers import seeded_parameters
from mlp_core.sgd_step import SGDStep, made_again, step_from
from mlp_core.task import Task
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
    """The step on a batch of two rows, both its one observation: the same loss, where it is a mean.

    Raises ``ValueError`` for the step of a batch.
    """
    if step.n_rows:
        raise ValueError(f"one observation can be taken twice; got {step.n_rows} rows")
    both = {name: np.stack([getattr(step, name)] * 2) for name in ("x", "y")}
    # The penalty is divided by the rows, too.
    return made_again(step, **both, alpha=2.0 * step.objective.alpha)


def seed_that_shows(key: str, task: Task) -> int | None:
    """The first seed whose random starting weights let the mistake be seen; None if none does.

    It is asked of the first step of ``task``, with all else as it is there.
    """
    for seed in range(MOST_SEEDS):
        weights, biases = seeded_parameters(task.units, seed)
        drawn = replace(task, weights=weights, biases=biases, state=None)
        try:
            step = step_from(drawn, drawn.start())
        except DivergenceError:
            continue
        if shows(step, key):
            return seed
    return None
