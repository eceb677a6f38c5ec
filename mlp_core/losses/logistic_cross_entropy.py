"""Logistic units and cross-entropy: p = σ(z), L = -Σ y log p + (1 - y) log(1 - p), ∂L/∂z = p - y.

Each unit is a question of its own, answered by a probability, so a row of y need not add up to 1.
The slope σ' of the unit cancels in the gradient. It is computed from the logits, by
-log p = log(1 + exp(-z)) and -log(1 - p) = log(1 + exp(z)): softplus, which never overflows.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.activations.sigmoids import LOGISTIC
from mlp_core.activations.soft_ramps import softplus
from mlp_core.bounded import FUNCTION, UNIT, Bounded, exactly, minus, rounded, times
from mlp_core.forms import Forms
from mlp_core.losses.record import CROSS_ENTROPY, Loss, Numbers, check_pair
from mlp_core.losses.targets import SHARES


def terms(output: ArrayLike, y: ArrayLike) -> Array:
    """-y log p - (1 - y) log(1 - p) of each unit, (..., n_out)."""
    output, y = check_pair(output, y)
    return y * softplus(-output) + (1.0 - y) * softplus(output)


def gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """p - y, (..., n_out)."""
    output, y = check_pair(output, y)
    return LOGISTIC.function(output) - y


def bounds(output: Bounded, y: Array, terms: Array, prediction: Array) -> Numbers:
    """The probabilities p, -y log p - (1 - y) log(1 - p), and p - y."""
    p = LOGISTIC.bounds.function(output, prediction)
    upside_down = Bounded(-output.value, output.bound)
    right, wrong = map(_bounded_softplus, (upside_down, output))
    target = exactly(y)
    of_zero = times(minus(exactly(np.ones_like(y)), target), wrong)
    of_one = times(target, right)
    sum_of_both = minus(of_one, Bounded(-of_zero.value, of_zero.bound))
    return {
        "probabilities": p,
        "loss_terms": Bounded(terms, sum_of_both.bound),
        "grad_output": minus(p, target),
    }


def _bounded_softplus(z: Bounded) -> Bounded:
    """Its slope is σ, which grows by no more than e^d within d of z, and never beyond 1.

    An exponential off by a share moves log(1 + e) by no more than that share of itself.
    """
    value = softplus(z.value)
    slope = LOGISTIC.function(z.value) + FUNCTION
    handed_on = z.bound * np.minimum(1.0, slope * np.exp(z.bound))
    return rounded(value, handed_on, (2 * FUNCTION + UNIT) * value, 1.0)


LOGISTIC_CROSS_ENTROPY = Loss(
    terms,
    gradient,
    bounds,
    unit="logistic",
    measure="cross-entropy",
    spellings=CROSS_ENTROPY,
    value_forms=Forms(
        "−Σ_i (y[i]·log({0}[i]) + (1 − y[i])·log(1 − {0}[i]))",
        r"-\sum_i \left( y[i] \log {0}[i] + (1 - y[i]) \log(1 - {0}[i]) \right)",
        "-(y * np.log({0}) + (1 - y) * np.log(1 - {0})).sum()",
        safe=("np.sum(y * np.logaddexp(0, -{0}) + (1 - y) * np.logaddexp(0, {0}))",),
    ),
    gradient_forms=Forms(
        "{0} − y", "{0} - y", "{0} - y", safe=("0.5 + 0.5 * np.tanh(0.5 * {0}) - y",)
    ),
    label="Cross-entropy of logistic outputs",
    brief="logistic outputs with cross-entropy",
    about="-log of the probability of what is true, summed over the outputs",
    to_prediction=LOGISTIC.function,
    prediction_forms=LOGISTIC.value_forms,
    says_yes_or_no=True,
    targets=SHARES,
    sklearn="MLPClassifier",
)
