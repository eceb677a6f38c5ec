"""The compiled walk: what is given to its kernel, and where that leads."""

from typing import Any

import numpy as np

from mlp_core._checks import Array
from mlp_core.engines.compiled import loader
from mlp_core.engines.compiled.layout import make_layout, pack, unpack
from mlp_core.engines.compiled.memory import OptimizerMemory
from mlp_core.losses import get_loss
from mlp_core.task import Position, Task


class CompiledWalker:
    """Walks on from ``start``, in place on a copy of its own.

    Raises ``RuntimeError`` with the reason where it cannot walk through ``task``.
    """

    # What a step takes beside its parameters times rows, in their unit: see ``slices.SLICE_WORK``.
    work_of_a_step = 4_000

    def __init__(self, task: Task, start: Position) -> None:
        kernels, reason = loader.WALKS.load(), why_not_compiled(task)
        if kernels is None or reason:
            raise RuntimeError(f"there is no compiled walk: {reason}")
        self._kernel = kernels.functions["walk_steps"]
        self._units, self._number = task.units, start.number
        rows = (np.atleast_2d(array) for array in (task.x, task.y))
        self._rows = [np.require(array, np.float64, ["C", "W"]) for array in rows]
        self._order = np.arange(task.n_rows, dtype=np.uint64)
        self._packed = pack(start.parameters)
        self._memory = OptimizerMemory(kernels, task.method, task.options, start.state, self._units)
        self._what = _what_steps_minimise(task)
        rows_of_a_step = len(np.atleast_2d(task.rows_of(1)[0]))
        codes = [kernels.activations.index(name) for name in task.objective.activations]
        self._network = (
            kernels.losses.index(task.loss),
            make_layout(self._units, codes, rows_of_a_step),
            self._packed,
            *(np.empty(rows_of_a_step * sum(self._units)) for _ in range(3)),
            np.empty_like(self._packed),
        )

    @property
    def position(self) -> Position:
        """Where the steps so far have led, in arrays of its own."""
        return Position(self._number, unpack(self._packed, self._units), self._memory.state)

    def go(self, n_steps: int) -> Array:
        """The losses before each of ``n_steps``, up to the first that is not finite."""
        losses, first = np.empty(n_steps), self._number - 1
        done = self._kernel(
            *(*self._rows, self._order, first, losses, *self._what, *self._network),
            *self._memory.arguments,
        )
        self._number += done
        return losses[: done + 1]


def why_not_compiled(task: Task) -> str:
    """Why ``task`` has no compiled walk here, for after a colon; empty where it has."""
    kernels = loader.WALKS.load()
    if kernels is None:
        return loader.WALKS.why_missing()
    return kernels.lacks(task.objective.activations, task.loss, task.method)


def _what_steps_minimise(task: Task) -> tuple[Any, ...]:
    """in_turn, share, decay, biases_learn and rate, as the kernel is given them."""
    objective, (_, y) = task.objective, task.rows_of(1)
    n = objective.divisor(y)
    with_half = objective.record is get_loss(task.loss)
    share = (1.0 if with_half else 2.0) / n
    in_turn = task.order == "one by one"
    return in_turn, share, task.alpha / n, objective.learns_biases, task.learning_rate
