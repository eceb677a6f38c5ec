"""The losses with error bounds: what each output adds, the loss, and the gradient at the output.

Each is handed what ``losses`` computed, of which the bounds are.
"""

import numpy as np

from mlp_core._checks import Array
from mlp_core.bounded import (
    FUNCTION,
    MARGIN,
    TINY,
    UNIT,
    Bounded,
    divided,
    exactly,
    gamma,
    minus,
    times,
    total,
)

Numbers = dict[str, Bounded]


def bounded_squared_error(
    output: Bounded, y: Array, terms: Array, probabilities: Array | None
) -> Numbers:
    """½ (z - y)² and z - y; there are no probabilities."""
    difference = minus(output, exactly(y))
    bounds = times(times(exactly(np.asarray(0.5)), difference), difference).bound
    return _with_means(Bounded(terms, bounds), difference)


def bounded_cross_entropy(
    output: Bounded, y: Array, terms: Array, probabilities: Array | None
) -> Numbers:
    """The probabilities p, -y log p and p - y.

    With s = Σ exp(z_j - z_i) over the other outputs, p = 1 / (1 + s). Where each z_j - z_i is off
    by no more than d, s is off by a factor within e^±d, so p by at most p (1 - p)(e^d - 1) and
    log p by at most (1 - p)(e^d - 1). An exponential that is off by a share counts as a z that is
    off by as much.
    """
    z, n = output.value, output.value.shape[-1]
    largest = z.max(axis=-1, keepdims=True)
    # exp(0) of the largest is exactly 1; all others have a rounded argument and a rounded exp.
    shares = np.where(z == largest, 0.0, FUNCTION + UNIT * (np.abs(z - largest) + 1.0))
    off = output.bound + shares
    growth = np.expm1(off + off.max(axis=-1, keepdims=True))
    p = np.asarray(probabilities)
    others = _sums_of_others(p)
    p_bound = np.minimum(1.0, p * others * growth + (gamma(n) + UNIT) * p)
    bounded_p = Bounded(p, MARGIN * p_bound + TINY * (n > 1))
    # -y (z - m - log Σ exp(z - m)): two differences, a logarithm of a sum, and a product.
    log_sum = np.log(np.exp(z - largest).sum(axis=-1, keepdims=True))
    rounding = UNIT * (np.abs(z - largest) + np.abs(z - largest - log_sum))
    rounding = rounding + FUNCTION * log_sum + gamma(n - 1)
    log_p_bound = MARGIN * (others * growth + rounding) + TINY * (n > 1)
    log_p = Bounded(z - largest - log_sum, log_p_bound)
    bounded_terms = Bounded(terms, times(exactly(y), log_p).bound)
    numbers = _with_means(bounded_terms, minus(bounded_p, exactly(y)))
    return {"probabilities": bounded_p, **numbers}


def _sums_of_others(p: Array) -> Array:
    """For each entry the sum of all others: 1 - p without its cancellation."""
    n = p.shape[-1]
    return p @ (np.ones((n, n)) - np.eye(n))


def _with_means(terms: Bounded, gradient: Bounded) -> Numbers:
    """The terms, the loss, which is the mean of their sums over rows, and its gradient."""
    rows = 1 if terms.value.ndim == 1 else len(terms.value)
    return {
        "loss_terms": terms,
        "loss": divided(total(terms), rows),
        "grad_output": divided(gradient, rows),
    }
