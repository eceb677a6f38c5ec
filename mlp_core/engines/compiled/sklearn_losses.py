"""Losses as scikit-learn reports them, beside their gradients, for its estimators.

They are those of ``loss_loops`` but for two customs: a probability is clipped to between ε and
1 - ε before its logarithm is taken, where ε is the distance of the floats from 1 on, and a squared
error is the mean over the outputs. Its gradients know of neither. Each enters itself by the name
that scikit-learn gives its output unit; targets of classes are 0 or 1.
"""

import math
from collections.abc import Callable

import numpy as np
from numba.extending import overload

from mlp_core.engines.compiled.functions import exp_below, inlined
from mlp_core.engines.compiled.loss_loops import LOSS_LOOPS, exponentials

SKLEARN_LOOPS: dict[str, Callable] = {}
squared_error, poisson = (inlined(LOSS_LOOPS[name]) for name in ("squared_error", "poisson"))


def epsilon_of(x):
    """The distance of 1 from the next float of x's type."""
    return float(np.finfo(x.dtype).eps)


@overload(epsilon_of)
def _epsilon_of(x):
    epsilon = float(np.finfo(np.dtype(x.name)).eps)
    return lambda x: epsilon


@inlined
def surprise(p, epsilon):
    """-log p of the clipped probability; a NaN stays one."""
    return -math.log(epsilon if p < epsilon else 1.0 - epsilon if p > 1.0 - epsilon else p)


def sklearn_softmax(Y, y, H, G, start, count, share):
    """-Σ y log p with p = softmax(output); G = share · (p - y)."""
    _, exp_sum = exponentials(H, G, start, count)
    total, epsilon = 0.0, epsilon_of(H[start])
    for j in range(count):
        p = G[start + j] / exp_sum
        if Y[y + j] != 0.0:
            total += surprise(p, epsilon)
        G[start + j] = share * (p - Y[y + j])
    return total


def sklearn_logistic(Y, y, H, G, start, count, share):
    """-Σ (y log p + (1 - y) log(1 - p)) with p = 1 / (1 + exp(-output)); G = share · (p - y)."""
    total, epsilon = 0.0, epsilon_of(H[start])
    for j in range(count):
        e = exp_below(-abs(H[start + j]))
        p = (1.0 if H[start + j] > 0.0 else e) / (1.0 + e)
        total += surprise(p if Y[y + j] != 0.0 else 1.0 - p, epsilon)
        G[start + j] = share * (p - Y[y + j])
    return total


def sklearn_identity(Y, y, H, G, start, count, share):
    """½ mean of (output - y)²; G = share · (output - y)."""
    return squared_error(Y, y, H, G, start, count, share) / count


def sklearn_exp(Y, y, H, G, start, count, share):
    """Σ p - y + y log(y / p) with p = exp(output), NaN for a y below 0; G = share · (p - y)."""
    total = poisson(Y, y, H, G, start, count, share)
    for j in range(count):
        total = np.nan if Y[y + j] < 0.0 else total
    return total


for loop in (sklearn_softmax, sklearn_logistic, sklearn_identity, sklearn_exp):
    SKLEARN_LOOPS[loop.__name__.removeprefix("sklearn_")] = loop
