"""Problems with friendly numbers, drawn from a seed.

Networks that teach little are drawn again, layer by layer: saturated ones, layers mostly
on the dead side of a kink, and outputs that already are the target, or on the kink of the loss. So
are those, as a whole, whose loss the step makes infinite.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import get_activation, get_activations
from mlp_core.losses import get_loss
from mlp_core.network import forward
from mlp_core.task import Task
from mlp_core.teaching.exercise.problems import GIVEN, QUESTION_1, Problem, ProblemSpec, step_at
from mlp_core.teaching.exercise.question_1 import question_1

LEARNING_RATES = (0.1, 0.5)
# Where tanh and the logistic function are still steep, and how far from a kink. Both lie
# off every grid of short decimals, so that no machine's rounding decides about a draw.
LARGEST_Z = 2.0123456789
SMALLEST_Z = 0.0123456789

Layer = tuple[Array, Array, Array]


def draw_problem(spec: ProblemSpec) -> Problem:
    """The problem of ``spec``, the same for ever: its numbers do not depend on the loss.

    Drawn, x is of halves from -1 to 2, y one-hot, every weight and bias one of ±0.1 to ±0.5.
    """
    if spec.numbers == QUESTION_1:
        return question_1(spec)
    if spec.task is not None:
        return Problem(spec.task, spec.blanks, numbers=GIVEN, number=spec.step)
    rng = np.random.default_rng(spec.seed)
    x = np.zeros(spec.units[0])
    while not x.any():
        x = rng.integers(-2, 5, size=spec.units[0]) / 2
    y = np.zeros(spec.units[-1])
    y[rng.integers(len(y))] = 1.0
    learning_rate = LEARNING_RATES[rng.integers(len(LEARNING_RATES))]
    rate = learning_rate if spec.learning_rate is None else spec.learning_rate
    while True:
        layers = _draw_layers(rng, x, y, spec)
        weights, biases = [W for W, _, _ in layers], [b for _, b, _ in layers]
        task = Task(x, y, weights, biases, rate, spec.loss, spec.activation)
        if _makes_a_step(task):
            return Problem(task, spec.blanks, spec.seed)


def _makes_a_step(task: Task) -> bool:
    """Whether the rate does not lead beyond float64 at once."""
    try:
        step_at(task, 1)
    except ValueError:
        return False
    return True


def _draw_layers(rng: np.random.Generator, x: Array, y: Array, spec: ProblemSpec) -> list[Layer]:
    layers, h = [], x
    fs = get_activations(spec.activation, len(spec.units) - 2)
    for n_out, f in zip(spec.units[1:-1], fs, strict=True):
        friendly = _not_saturated if f.kink is None else partial(_mostly_alive, kink=f.kink)
        layers.append(_draw_layer(rng, h, n_out, friendly))
        h = f.function(layers[-1][2])
    layers.append(_draw_layer(rng, h, len(y), partial(_friendly_output, y=y, loss=spec.loss)))
    return layers


def _draw_layer(
    rng: np.random.Generator, h: Array, n_out: int, friendly: Callable[[Array], bool]
) -> Layer:
    """W, b and the friendly z that they make of ``h``."""
    while True:
        W, b = _tenths(rng, n_out, len(h)), _tenths(rng, n_out)
        z, _ = forward(h, [W], [b])
        if friendly(z):
            return W, b, z


def _not_saturated(z: Array) -> bool:
    return bool(np.abs(z).max() < LARGEST_Z)


def _mostly_alive(z: Array, kink: float) -> bool:
    alive = 2 * np.count_nonzero(z > kink) >= len(z)
    return _not_saturated(z) and bool(alive and np.abs(z - kink).min() > SMALLEST_Z)


def _friendly_output(z: Array, y: Array, loss: str) -> bool:
    """Neither saturated nor dead, and not what it should be already."""
    record, made = get_loss(loss), z
    alive = _not_saturated(z)
    if record.has_slope:
        made, f = record.predict(z), get_activation(record.unit)
        alive = alive if f.kink is None else _mostly_alive(z, f.kink)
    if record.kink is not None:
        # On it rounding alone would decide about the gradient.
        alive = alive and bool(np.abs(made - y - record.kink).min() > SMALLEST_Z)
    return alive and bool(np.abs(made - y).max() > SMALLEST_Z)


def _tenths(rng: np.random.Generator, *shape: int) -> Array:
    signs = 2 * rng.integers(0, 2, size=shape) - 1
    tenths: Array = signs * rng.integers(1, 6, size=shape) / 10
    return tenths
