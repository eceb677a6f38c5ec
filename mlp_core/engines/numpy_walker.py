"""The walk in NumPy: the steps of ``take_steps``, without all the numbers in between.

It is the reference that the compiled walk is held equal to, and makes the steps that it cannot.
"""

import math

import numpy as np

from mlp_core._checks import Array
from mlp_core.divergence import ignore_overflow
from mlp_core.optimizers import get_optimizer
from mlp_core.passes import forward_pass
from mlp_core.task import Position, Task


class NumpyWalker:
    """Walks on from ``start``; every step makes a new position."""

    # See the compiled walker's.
    work_of_a_step = 150_000

    def __init__(self, task: Task, start: Position) -> None:
        self.position = start
        self._task, self._update = task, get_optimizer(task.method).update

    def go(self, n_steps: int) -> Array:
        """The losses before each of ``n_steps``, up to the first that is not finite."""
        losses: list[float] = []
        while len(losses) < n_steps and all(map(math.isfinite, losses[-1:])):
            losses.append(self._step())
        return np.array(losses)

    @ignore_overflow
    def _step(self) -> float:
        """The loss before a step, and where it is finite the step."""
        task, here, objective = self._task, self.position, self._task.objective
        x, y = task.rows_of(here.number)
        output, hiddens = forward_pass(x, *here.parameters, objective.activations)
        loss = float(objective.value(output, y, here.parameters[0]))
        if math.isfinite(loss):
            gradients = objective.gradients(x, y, output, hiddens, here.parameters[0])
            updated = self._update(
                here.parameters,
                objective.learning(gradients),
                here.state,
                task.learning_rate,
                task.options,
            )
            self.position = Position(here.number + 1, *updated)
        return loss
