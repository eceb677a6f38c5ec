"""Steps of random networks for the tests of lessons."""

from collections.abc import Iterator

import numpy as np

from mlp_core import ACTIVATIONS, LOSSES, SGDStep, entry_names, sgd_step
from mlp_core.sgd_step import position_after, step_from
from mlp_core.task import Task
from tests.mlp_core.networks import make_problem

LOSS_NAMES, ACTIVATION_NAMES = sorted(LOSSES), sorted(ACTIVATIONS)


def make_step(
    units: tuple[int, ...],
    loss: str = "softmax_cross_entropy",
    activation: str = "tanh",
    seed: int = 0,
    n_rows: int | None = None,
    scale: float = 1.0,
    learning_rate: float = 0.1,
) -> SGDStep:
    """A step of ``make_problem``'s network with its parameters times ``scale``."""
    p = make_problem(units, n_rows, loss, activation, seed)
    weights, biases = [scale * W for W in p.weights], [scale * b for b in p.biases]
    return sgd_step(p.x, p.y, weights, biases, learning_rate, loss, activation)


def random_steps(n: int, max_units: int, n_rows: int | None = None) -> Iterator[SGDStep]:
    """``n`` steps: all losses and activations in turn, 2 to 6 layers, input included."""
    for seed in range(n):
        rng = np.random.default_rng(seed)
        yield make_step(
            tuple(int(size) for size in rng.integers(1, max_units + 1, size=rng.integers(2, 7))),
            LOSS_NAMES[seed % len(LOSS_NAMES)],
            ACTIVATION_NAMES[seed // 2 % len(ACTIVATION_NAMES)],
            seed,
            n_rows,
        )


def task_steps(task: Task, n: int = 3) -> Iterator[SGDStep]:
    """The first ``n`` steps of a task, with the bounds of what went before."""
    position = task.start()
    for number in range(1, n + 1):
        step = step_from(task, position)
        yield step
        position = position_after(step, number)


def number(step: SGDStep, name: str) -> float:
    """The number that the step keeps under a cell's name."""
    if name in step.constants:
        return step.constants[name]
    array, _, index = name.rstrip("]").partition("[")
    value = step.values()[array]
    return value[tuple(int(i) - 1 for i in index.split(","))] if index else value


def cell_names(step: SGDStep) -> list[str]:
    """The names of all cells of a step."""
    arrays = step.values().items()
    return [*step.constants, *(cell for name, array in arrays for cell in entry_names(name, array))]
