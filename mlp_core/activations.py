"""Activation functions of the hidden layers: of each, all there is to know, in one record.

    identity    h = z                  dh/dz = 1
    tanh        h = tanh(z)            dh/dz = 1 - h²
    relu        h = max(0, z)          dh/dz = 1 where h > 0, else 0
    leaky_relu  h = max(0.01 z, z)     dh/dz = 1 where h > 0, else 0.01
    logistic    h = 1 / (1 + exp(-z))  dh/dz = h (1 - h)

Derivatives are written in terms of h, the value a forward pass keeps, not z. At the kink
of relu (z = 0) the derivative is taken as 0, as scikit-learn and PyTorch do. The functions
accept complex z, which the complex-step gradient check needs, and anything else that holds
numbers, which becomes float64; they raise ``ValueError`` for what does not.

Beside each stands how far rounding may move it, in the arithmetic of ``bounded``. What is
compiled of an activation is in ``compiled/functions.py``; without, it trains on NumPy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_floats, check_numbers, check_real, look_up
from mlp_core.bounded import (
    FUNCTION,
    UNIT,
    ActivationBounds,
    Bounded,
    bounds_of_lines,
    lossy,
    rounded,
)
from mlp_core.forms import Forms

# The slope of leaky_relu below 0: PyTorch's.
LEAK = 0.01


def identity(z: ArrayLike) -> Array:
    """h = z."""
    return check_numbers("z", z)


def identity_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1."""
    return np.ones_like(check_floats("h", h))


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


def relu(z: ArrayLike) -> Array:
    """h = max(0, z), element by element; a NaN stays one."""
    z = check_numbers("z", z)
    # Asked this way round, a NaN stays one: a diverged run must not pass for a dead unit.
    return np.where(z.real <= 0.0, 0.0, z)


def relu_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1 where h > 0, else 0."""
    return (check_floats("h", h) > 0.0).astype(float)


def leaky_relu(z: ArrayLike) -> Array:
    """h = z where z > 0, else 0.01 z; a NaN stays one."""
    z = check_numbers("z", z)
    return np.where(z.real > 0.0, z, LEAK * z)


def leaky_relu_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1 where h > 0, else 0.01."""
    return np.where(check_floats("h", h) > 0.0, 1.0, LEAK)


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


@dataclass(frozen=True)
class Activation:
    """All that the project knows of an activation.

    function    z to h, element by element
    derivative  h to dh/dz
    bounds      how far rounding may move both
    steepest    the largest derivative there is
    value_forms, slope_forms  how h is written in terms of z, and dh/dz in terms of h
    label       in menus, tables and legends
    brief       what hidden layers have, in the description of a network
    prose       in a sentence
    flat        what a unit is called whose derivative is next to nothing, so that no gradient
                comes through it; None where the derivative never is
    kink        the z where there is no derivative, if there is one: it is taken as that below it
    sklearn     what scikit-learn's MLPClassifier calls it, if it has it
    """

    function: Callable[[ArrayLike], Array]
    derivative: Callable[[ArrayLike], Array]
    bounds: ActivationBounds
    steepest: float
    value_forms: Forms
    slope_forms: Forms
    label: str
    brief: str
    prose: str
    flat: Literal["dead", "saturated"] | None
    kink: float | None = None
    sklearn: str | None = None

    @property
    def slope_at_kink(self) -> float:
        """What the derivative is taken as where there is none; ``ValueError`` without a kink."""
        return float(self.derivative(self.function(check_real("kink", self.kink))))


ACTIVATIONS = {
    "tanh": Activation(
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
    ),
    "relu": Activation(
        relu,
        relu_derivative,
        bounds_of_lines(relu, relu_derivative),
        steepest=1.0,
        value_forms=Forms("max(0, {0})", r"\max\left(0, {0}\right)", "np.maximum({0}, 0)"),
        slope_forms=Forms("[{0} > 0]", "[{0} > 0]", "{0} > 0"),
        label="relu",
        brief="relu",
        prose="ReLU",
        flat="dead",
        kink=0.0,
        sklearn="relu",
    ),
    "leaky_relu": Activation(
        leaky_relu,
        leaky_relu_derivative,
        bounds_of_lines(leaky_relu, leaky_relu_derivative),
        steepest=1.0,
        value_forms=Forms(
            "max(0.01·{0}, {0})",
            r"\max\left(0.01 \cdot {0}, {0}\right)",
            "np.maximum(0.01 * {0}, {0})",
        ),
        slope_forms=Forms(
            "(0.01 + 0.99·[{0} > 0])",
            r"0.01 + 0.99 \cdot [{0} > 0]",
            "np.where({0} > 0, 1.0, 0.01)",
        ),
        label="leaky_relu",
        brief="leaky ReLU",
        prose="leaky ReLU",
        flat=None,
        kink=0.0,
    ),
    "identity": Activation(
        identity,
        identity_derivative,
        bounds_of_lines(identity, identity_derivative),
        steepest=1.0,
        value_forms=Forms("{0}", "{0}", "{0}"),
        slope_forms=Forms("1", "1", "np.ones_like({0})"),
        label="identity",
        brief="no activation",
        prose="identity",
        flat=None,
        sklearn="identity",
    ),
    "logistic": Activation(
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
        slope_forms=Forms("{0}·(1 − {0})", r"{0} \odot (1 - {0})", "{0} * (1 - {0})"),
        label="logistic",
        brief="logistic activations",
        prose="the logistic function",
        flat="saturated",
        sklearn="logistic",
    ),
}


def get_activation(name: str) -> Activation:
    """The activation called ``name``; ``ValueError`` for a name not in ACTIVATIONS."""
    return look_up(ACTIVATIONS, name, "activation")
