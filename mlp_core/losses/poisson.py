"""Exponential units and half the Poisson deviance: ŷ = exp(z), L = Σ ŷ - y + y log(y / ŷ).

For targets that count something: up to what y alone decides, L is -log of the probability of y
where ŷ are expected. The slope exp(z) of the unit cancels in the gradient: ∂L/∂z = ŷ - y. 0 log 0
is 0, so that a y of 0 costs ŷ.

It is computed from log(ŷ / y) = z - log y, which no ŷ that is rounded to 0 can spoil. Where ŷ is
near y the three numbers cancel; there ŷ - y is y (exp(log(ŷ / y)) - 1), which keeps its digits. A
ŷ beyond float64 is infinite, and so is its loss.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_numbers
from mlp_core.bounded import FUNCTION, TINY, UNIT, Bounded, exactly, minus, rounded
from mlp_core.forms import Forms
from mlp_core.losses.record import Loss, Numbers, check_pair
from mlp_core.losses.targets import COUNTS


def exponential(output: ArrayLike) -> Array:
    """ŷ = exp(z), unit by unit; infinite where that is beyond float64."""
    with np.errstate(over="ignore"):
        return np.exp(check_numbers("output", output))


def terms(output: ArrayLike, y: ArrayLike) -> Array:
    """ŷ - y + y log(y / ŷ) of each unit, (..., n_out)."""
    output, y = check_pair(output, y)
    ahead = output - _log_or_0(y)
    near = (y > 0.0) & (np.abs(ahead.real) < 1.0)
    difference = np.where(near, y * np.expm1(np.where(near, ahead, 0.0)), exponential(output) - y)
    return np.asarray(difference - y * ahead)


def gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """ŷ - y, (..., n_out)."""
    output, y = check_pair(output, y)
    return exponential(output) - y


def bounds(output: Bounded, y: Array, terms: Array, prediction: Array) -> Numbers:
    """ŷ, ŷ - y + y log(y / ŷ), and ŷ - y.

    Within d of z, exp(z) grows by no more than the factor e^d. The term's slope by z is ŷ - y, by
    log(ŷ / y) also; where that is not small, neither ŷ nor y is twice as large as ŷ - y.
    """
    handed_on = (prediction + TINY) * np.expm1(output.bound)
    made = rounded(prediction, handed_on, FUNCTION * prediction, 1.0)
    error, log_y = minus(made, exactly(y)), _log_or_0(y)
    ahead = np.abs(output.value - log_y)
    of_ahead = (y > 0.0) * (UNIT * ahead + FUNCTION * np.abs(log_y))
    rounding = 2 * error.reach * (of_ahead + FUNCTION + UNIT) + UNIT * (y * ahead + np.abs(terms))
    return {
        "prediction": made,
        "loss_terms": rounded(terms, error.reach * output.bound, rounding, 1.0),
        "grad_output": error,
    }


def _log_or_0(y: Array) -> Array:
    """log y, and any number where y is 0, which multiplies it."""
    return np.asarray(np.log(np.where(y > 0.0, y, 1.0)))


POISSON = Loss(
    terms,
    gradient,
    bounds,
    unit="exponential",
    measure="Poisson deviance",
    spellings=("poisson", "deviance"),
    value_forms=Forms(
        "Σ_i ({0}[i] − y[i] + y[i]·log(y[i] / {0}[i]))",
        r"\sum_i \left( {0}[i] - y[i] + y[i] \log (y[i] / {0}[i]) \right)",
        "({0} - y + y * np.log(np.where(y > 0, y, 1) / {0})).sum()",
        safe=(
            "log_y = np.log(np.where(y > 0, y, 1))",
            "np.sum(np.exp({0}) - y + y * (log_y - {0}))",
        ),
    ),
    gradient_forms=Forms("{0} − y", "{0} - y", "{0} - y", safe=("np.exp({0}) - y",)),
    label="Poisson deviance",
    brief="exponential outputs with Poisson deviance",
    about="half the Poisson deviance of counts y from exp(output), summed over the outputs",
    convention="Where y is 0, y·log(y / ŷ) counts as 0.",
    to_prediction=exponential,
    prediction_forms=Forms("exp({0})", "e^{{{0}}}", "np.exp({0})"),
    targets=COUNTS,
    sklearn="MLPRegressor",
)
