"""Activations that level off on both sides.

tanh        h = tanh(z)            dh/dz = 1 - h²
logistic    h = 1 / (1 + exp(-z))  dh/dz = h (1 - h)
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_floats, check_numbers
from mlp_core.activations.record import Activation
from mlp_core.bounded import FUNCTION, UNIT, ActivationBounds, Bounded, lossy, rounded
from mlp_core.forms import Forms


def tanh(z: ArrayLike) -> Array:
    """h = tanh(z), element by element."""
    return np.tanh(check_numbers("z", z))


def tanh_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1 - h²."""
    h = check_floats("h", h)
    return 1.0 - h * h


def _tanh_bounds(z: Bounded, h: Array) -> Bounded:
    """The slope grows by no more than e^2d within d of z, and is 1 - h² there."""
    slope = 1.0 - h * h + 2 * FUNCTION
    handed_on = np.minimum(2.0, z.bound * np.exp(2 * z.bound) * slope)
    return rounded(h, handed_on, FUNCTION * np.abs(h), lossy(z))


def _tanh_slope_bounds(h: Bounded, z: Bounded, slope: Array) -> Bounded:
    handed_on = h.bound * (np.abs(h.value) + h.reach)
    return rounded(slope, handed_on, UNIT * (h.value**2 + np.abs(slope)))


def logistic(z: ArrayLike) -> Array:
    """h = 1 / (1 + exp(-z)), element by element."""
    # 1 / (1 + exp(-z)) through tanh, which never overflows.
    return 0.5 + 0.5 * np.tanh(0.5 * check_numbers("z", z))


def logistic_derivative(h: ArrayLike) -> Array:
    """dh/dz = h (1 - h)."""
    h = check_floats("h", h)
    return h * (1.0 - h)


def _logistic_bounds(z: Bounded, h: Array) -> Bounded:
    """The slope h (1 - h) grows by no more than e^d within d of z."""
    slope = h * (1.0 - h) + FUNCTION
    handed_on = np.minimum(1.0, z.bound * np.exp(z.bound) * slope)
    rounding = FUNCTION / 2 * (np.abs(2 * h - 1) + 2 * UNIT) + UNIT * h
    return rounded(h, handed_on, rounding)


def _logistic_slope_bounds(h: Bounded, z: Bounded, slope: Array) -> Bounded:
    handed_on = h.bound * (np.abs(1.0 - 2 * h.value) + h.bound)
    return rounded(slope, handed_on, 3 * UNIT * np.abs(slope))


TANH = Activation(
    tanh,
    tanh_derivative,
    ActivationBounds(_tanh_bounds, _tanh_slope_bounds),
    steepest=1.0,
    value_forms=Forms("tanh({0})", r"\tanh\left({0}\right)", "np.tanh({0})"),
    slope_forms=Forms("(1 − {0}²)", "1 - {0}^2", "1 - {0}**2"),
    label="tanh",
    brief="tanh",
    prose="tanh",
    flat="saturated",
    sklearn="tanh",
    spellings=("hyperbolic tangent", "tansig"),
)

LOGISTIC = Activation(
    logistic,
    logistic_derivative,
    ActivationBounds(_logistic_bounds, _logistic_slope_bounds),
    steepest=0.25,
    value_forms=Forms(
        "1 / (1 + exp(−{0}))",
        r"\frac{{1}}{{1 + e^{{-{0}}}}}",
        "1 / (1 + np.exp(-{0}))",
        safe=("0.5 + 0.5 * np.tanh(0.5 * {0})",),
    ),
    slope_forms=Forms("{0}·(1 − {0})", r"{0} \odot \left(1 - {0}\right)", "{0} * (1 - {0})"),
    label="logistic",
    brief="logistic activations",
    prose="the logistic function",
    flat="saturated",
    glorot=2.0,
    sklearn="logistic",
    spellings=("sigmoid", "expit", "logsig", "σ"),
)
