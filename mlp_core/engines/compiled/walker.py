"""The compiled walk: what is given to its kernel, and where that leads."""

import numpy as np

from mlp_core._checks import Array
from mlp_core.engines.compiled.loader import (
    LOADER,
    Need,
    addresses,
    blas,
    loops_of,
    network_needs,
)
from mlp_core.engines.compiled.memory import NetworkMemory, OptimizerMemory
from mlp_core.losses import get_loss
from mlp_core.task import Position, Task

WALK = "walk_steps"


class CompiledWalker:
    """Walks on from ``start``, in place on a copy of its own.

    Raises ``RuntimeError`` with the reason where it cannot walk through ``task``.
    """

    # What a step takes beside its parameters times rows, in their unit: see ``slices.SLICE_WORK``.
    work_of_a_step = 4_000

    def __init__(self, task: Task, start: Position) -> None:
        functions = LOADER.load(needs_of(task))
        if functions is None:
            raise RuntimeError(f"there is no compiled walk: {why_not_compiled(task)}")
        self._walk, self._number, self._n_rows = (
            functions[WALK, WALK].call,
            start.number,
            task.n_rows,
        )
        self._rows = (
            *(np.ascontiguousarray(np.atleast_2d(rows), np.float64) for rows in (task.x, task.y)),
            *(np.arange(task.n_rows, dtype=np.int64), np.ones(task.n_rows)),
        )
        rows_of_a_step = len(np.atleast_2d(task.rows_of(1)[0]))
        loops = loops_of(task.objective.activations, functions)
        self._network = NetworkMemory(task.units, start.parameters, loops, rows_of_a_step)
        self._optimizer = OptimizerMemory(task.method, task.options, start.state, task.units)
        self._what, self._rates = _what_steps_minimise(task)
        self._loops = functions["loss", task.loss].address, functions["update", task.method].address

    @property
    def position(self) -> Position:
        """Where the steps so far have led, in arrays of its own."""
        return Position(self._number, self._network.parameters, self._optimizer.state)

    def go(self, n_steps: int) -> Array:
        """The losses before each of ``n_steps``, up to the first that is not finite."""
        losses, (in_turn, share, biases_learn) = np.empty(n_steps), self._what
        network, optimizer = self._network, self._optimizer
        done = self._walk(
            *(*addresses(*self._rows), self._number - 1, n_steps, self._n_rows, in_turn),
            *(*addresses(losses), share, biases_learn, *self._loops, blas("float64"), network.D),
            *(*network.arguments, *optimizer.arguments, *self._rates, optimizer.options),
        )
        self._number += done
        return losses[: done + 1]


def needs_of(task: Task) -> list[Need]:
    """What must be compiled for a walk through it."""
    return [
        *network_needs(task.objective.activations, task.loss, "float64"),
        Need("update", task.method, "optimizer"),
        Need(WALK, WALK, "kernel"),
    ]


def why_not_compiled(task: Task) -> str:
    """Why ``task`` has no compiled walk here, for after a colon; empty where it has."""
    return LOADER.why_missing(needs_of(task))


def _what_steps_minimise(task: Task) -> tuple[tuple[bool, float, bool], tuple[float, float]]:
    """in_turn, share and biases_learn, and rate and decay, as the kernel is given them."""
    objective, (_, y) = task.objective, task.rows_of(1)
    n = objective.divisor(y)
    with_half = objective.record is get_loss(task.loss)
    share = (1.0 if with_half else 2.0) / n
    in_turn = task.order == "one by one"
    return (in_turn, share, objective.learns_biases), (task.learning_rate, task.alpha / n)
