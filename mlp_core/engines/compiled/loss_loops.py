"""Losses with their output units for compiled loops, each beside its gradient.

The formulas are those of ``losses``. A loop goes over the ``count`` outputs of one row, from
H[start] on, beside the targets from Y[y] on: it returns their loss and leaves ``share`` times its
gradient in G. Each enters itself in LOSS_LOOPS by the name that it has in ``losses``, as those of
``activation_loops`` do.
"""

import math
from collections.abc import Callable

import numpy as np

from mlp_core.engines.compiled.activation_loops import (
    identity,
    identity_slope,
    logistic_slope,
    relu,
    relu_slope,
    tanh_slope,
)
from mlp_core.engines.compiled.functions import (
    exactly,
    exp_below,
    inlined,
    logistic,
    named,
    softplus,
    tanh,
)

LOSS_LOOPS: dict[str, Callable] = {}


def enter_squared_error(name, unit, slope):
    """½ (p - y)² of an output unit p: its value of one z, and its derivative of that value."""

    @named(name)
    def squared_error(Y, y, H, G, start, count, share):
        total = 0.0
        for j in range(count):
            p = unit(H[start + j])
            error = p - Y[y + j]
            total += 0.5 * error * error
            G[start + j] = share * error * slope(p)
        return total

    LOSS_LOOPS[name] = squared_error


enter_squared_error("squared_error", identity, identity_slope)
enter_squared_error("logistic_squared_error", logistic, logistic_slope)
enter_squared_error("tanh_squared_error", tanh, tanh_slope)
enter_squared_error("relu_squared_error", relu, relu_slope)


@inlined
def exponentials(H, G, start, count):
    """G = exp(output - largest); the largest output, and the sum of these."""
    largest = H[start]
    for j in range(count):
        largest = max(largest, H[start + j])
    exp_sum = 0.0
    for j in range(count):
        G[start + j] = exp_below(H[start + j] - largest)
        exp_sum += G[start + j]
    return largest, exp_sum


def softmax_cross_entropy(Y, y, H, G, start, count, share):
    """-Σ y log p with p = softmax(output); G = share · (p - y)."""
    largest, exp_sum = exponentials(H, G, start, count)
    log_sum, per_sum = math.log(exp_sum), share / exp_sum
    total = 0.0
    for j in range(count):
        total -= Y[y + j] * (H[start + j] - largest - log_sum)
        G[start + j] = per_sum * G[start + j] - share * Y[y + j]
    return total


LOSS_LOOPS["softmax_cross_entropy"] = softmax_cross_entropy


@exactly
def softplus_less_line(z, y):
    """softplus(z) - y z, exact to its own size: what cancels is subtracted first."""
    return (relu(z) - y * z) + softplus(-abs(z))


def logistic_cross_entropy(Y, y, H, G, start, count, share):
    """-Σ (y log p + (1 - y) log(1 - p)) with p = logistic(output); G = share · (p - y)."""
    total = 0.0
    for j in range(count):
        z, target = H[start + j], Y[y + j]
        total += softplus_less_line(z, target)
        G[start + j] = share * (logistic(z) - target)
    return total


LOSS_LOOPS["logistic_cross_entropy"] = logistic_cross_entropy


def poisson(Y, y, H, G, start, count, share):
    """Σ p - y + y log(y / p) with p = exp(output); G = share · (p - y)."""
    total = 0.0
    for j in range(count):
        z, target = H[start + j], Y[y + j]
        # exp is NumPy's, which is infinite where Python's would refuse.
        p = np.exp(z)
        ahead = z - math.log(target) if target > 0.0 else z
        near = target > 0.0 and abs(ahead) < 1.0
        total += (target * math.expm1(ahead) if near else p - target) - target * ahead
        G[start + j] = share * (p - target)
    return total


LOSS_LOOPS["poisson"] = poisson


def absolute_error(Y, y, H, G, start, count, share):
    """Σ |z - y|; G = share · sign(z - y)."""
    total = 0.0
    for j in range(count):
        error = H[start + j] - Y[y + j]
        total += abs(error)
        G[start + j] = share * np.sign(error)
    return total


LOSS_LOOPS["absolute_error"] = absolute_error


def huber(Y, y, H, G, start, count, share):
    """Σ c (e - ½ c) of e = z - y, with c the nearest number from -1 to 1; G = share · c."""
    total = 0.0
    for j in range(count):
        error = H[start + j] - Y[y + j]
        held = error if abs(error) <= 1.0 else np.sign(error)
        total += held * (error - 0.5 * held)
        G[start + j] = share * held
    return total


LOSS_LOOPS["huber"] = huber
