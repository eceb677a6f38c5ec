"""Activations like ReLU, but smooth: straight on the right, and levelling off on the left.

    softplus  h = log(1 + exp(z))            dh/dz = σ(z), σ the logistic function
    elu       h = z where z > 0,             dh/dz = 1 where h > 0,
                  exp(z) - 1 elsewhere               h + 1 elsewhere

As PyTorch has them, with β = 1 and α = 1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_floats, check_numbers
from mlp_core.activations.curves import SIGMOID, curve_bounds, sigmoid
from mlp_core.activations.record import Activation
from mlp_core.bounded import FUNCTION, UNIT, ActivationBounds, Bounded, rounded
from mlp_core.forms import Forms


def softplus(z: ArrayLike) -> Array:
    """h = log(1 + exp(z)), which is z + log(1 + exp(-z)): neither overflows on its side."""
    z = check_numbers("z", z)
    below = z.real < 0.0
    return np.where(below, 0.0, z) + np.log1p(np.exp(np.where(below, z, -z)))


def softplus_derivative(z: ArrayLike) -> Array:
    """dh/dz = 1 / (1 + exp(-z))."""
    return sigmoid(check_floats("z", z))


def elu(z: ArrayLike) -> Array:
    """h = z where z > 0, else exp(z) - 1."""
    z = check_numbers("z", z)
    above = z.real > 0.0
    return np.where(above, z, np.expm1(np.where(above, 0.0, z)))


def elu_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1 where h > 0, else h + 1, which is exp(z)."""
    return np.minimum(check_floats("h", h) + 1.0, 1.0)


def _elu_bounds(z: Bounded, h: Array) -> Bounded:
    """The slope, exp(z) below 0, is largest at the upper end of where z may lie."""
    handed_on = z.bound * np.exp(np.minimum(z.value + z.bound, 0.0))
    return rounded(h, handed_on, FUNCTION * np.maximum(-h, 0.0))


def _elu_slope_bounds(h: Bounded, z: Bounded, slope: Array) -> Bounded:
    handed_on = np.where(h.value - h.bound < 0.0, h.bound, 0.0)
    return rounded(slope, handed_on, UNIT * slope * (h.value < 0.0))


SOFTPLUS = Activation(
    softplus,
    softplus_derivative,
    curve_bounds(
        softplus_derivative,
        1.0,
        # |f''| = σ'(u).
        lambda u: sigmoid(u) * sigmoid(-u),
        lambda z: np.full_like(z, 2 * FUNCTION + UNIT),
        lambda z: SIGMOID * sigmoid(z),
    ),
    steepest=1.0,
    value_forms=Forms(
        "log(1 + exp({0}))",
        r"\log\left(1 + \exp\left({0}\right)\right)",
        "np.log(1 + np.exp({0}))",
        safe=("np.logaddexp(0, {0})",),
    ),
    slope_forms=Forms(
        "(1 / (1 + exp(−{0})))",
        r"\frac{{1}}{{1 + \exp\left(-{0}\right)}}",
        "1 / (1 + np.exp(-{0}))",
        safe=("np.exp(-np.logaddexp(0, -{0}))",),
    ),
    label="softplus",
    brief="softplus",
    prose="softplus",
    flat="dead",
    slope_of="z",
)

ELU = Activation(
    elu,
    elu_derivative,
    ActivationBounds(_elu_bounds, _elu_slope_bounds),
    steepest=1.0,
    value_forms=Forms(
        "(max(0, {0}) + min(0, exp({0}) − 1))",
        r"\max\left(0, {0}\right) + \min\left(0, \exp\left({0}\right) - 1\right)",
        "np.maximum({0}, 0) + np.expm1(np.minimum({0}, 0))",
    ),
    slope_forms=Forms("min(1, {0} + 1)", r"\min\left(1, {0} + 1\right)", "np.minimum(1, {0} + 1)"),
    label="ELU",
    brief="ELU",
    prose="ELU",
    flat="saturated",
    slope_kink=0.0,
)
