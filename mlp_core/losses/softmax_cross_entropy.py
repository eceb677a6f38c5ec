"""Softmax and cross-entropy: p = softmax(z), L = -Σ y · log p, ∂L/∂z = p - y.

It is computed from the logits: log softmax(z) = z - log Σ exp(z), with the largest z taken out of
the sum before exponentiating (log-sum-exp), so no probability is ever rounded to zero inside a
logarithm.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_floats
from mlp_core.bounded import (
    FUNCTION,
    MARGIN,
    TINY,
    UNIT,
    Bounded,
    exactly,
    gamma,
    minus,
    times,
)
from mlp_core.forms import Forms
from mlp_core.losses.record import CROSS_ENTROPY, Loss, Numbers, check_has_units, check_pair
from mlp_core.losses.targets import PROBABILITIES


def softmax(output: ArrayLike) -> Array:
    """Probabilities of shape like ``output``, adding up to 1 along the last axis.

    NaN where an output beside them is not finite. Raises ``ValueError`` for no numbers, or none
    along the last axis.
    """
    output = check_floats("output", output)
    check_has_units(output)
    with np.errstate(invalid="ignore"):
        return _probabilities(output)


def terms(output: ArrayLike, y: ArrayLike) -> Array:
    """-y log softmax(output) of each unit, (..., n_out)."""
    output, y = check_pair(output, y)
    shifted = output - output.real.max(axis=-1, keepdims=True)
    log_probabilities: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -y * log_probabilities


def gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """softmax(output) - y, (..., n_out)."""
    output, y = check_pair(output, y)
    return _probabilities(output) - y


def bounds(output: Bounded, y: Array, terms: Array, prediction: Array) -> Numbers:
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
    p = prediction
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
    return {
        "probabilities": bounded_p,
        "loss_terms": bounded_terms,
        "grad_output": minus(bounded_p, exactly(y)),
    }


def _sums_of_others(p: Array) -> Array:
    """For each entry the sum of all others: 1 - p without its cancellation."""
    n = p.shape[-1]
    return p @ (np.ones((n, n)) - np.eye(n))


def _probabilities(output: Array) -> Array:
    exp = np.exp(output - output.max(axis=-1, keepdims=True))
    probabilities: Array = exp / exp.sum(axis=-1, keepdims=True)
    return probabilities


SOFTMAX_CROSS_ENTROPY = Loss(
    terms,
    gradient,
    bounds,
    unit="softmax",
    measure="cross-entropy",
    spellings=CROSS_ENTROPY,
    value_forms=Forms(
        "−Σ_i y[i]·log({0}[i])",
        r"-\sum_i y[i] \log {0}[i]",
        "-(y * np.log({0})).sum()",
        safe=(
            "shifted = {0} - {0}.max(axis=-1, keepdims=True)",
            "log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
            "-np.sum(y * log_p)",
        ),
    ),
    gradient_forms=Forms(
        "{0} − y",
        "{0} - y",
        "{0} - y",
        safe=(
            "exp = np.exp({0} - {0}.max(axis=-1, keepdims=True))",
            "exp / exp.sum(axis=-1, keepdims=True) - y",
        ),
    ),
    label="Cross-entropy",
    brief="softmax with cross-entropy",
    about="-log of the probability of the true class",
    to_prediction=softmax,
    prediction_forms=Forms(
        "softmax({0})",
        r"\frac{{e^{{{0}}}}}{{\sum_i e^{{{0}[i]}}}}",
        "np.exp({0}) / np.exp({0}).sum()",
    ),
    targets=PROBABILITIES,
    sklearn="MLPClassifier",
)
