"""Activations of straight lines: the identity, and those that bend once.

    identity    h = z                  dh/dz = 1
    relu        h = max(0, z)          dh/dz = 1 where h > 0, else 0
    leaky_relu  h = max(0.01 z, z)     dh/dz = 1 where h > 0, else 0.01

At the kink, z = 0, the derivative is taken as that below it, as scikit-learn and PyTorch do.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_floats, check_numbers
from mlp_core.activations.record import Activation
from mlp_core.bounded import bounds_of_lines
from mlp_core.forms import Forms

# The slope of leaky_relu below 0: PyTorch's.
LEAK = 0.01


def identity(z: ArrayLike) -> Array:
    """h = z."""
    return check_numbers("z", z)


def identity_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1."""
    return np.ones_like(check_floats("h", h))


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


IDENTITY = Activation(
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
    spellings=("linear", "none", "no activation", "purelin"),
)

RELU = Activation(
    relu,
    relu_derivative,
    bounds_of_lines(relu, relu_derivative),
    steepest=1.0,
    value_forms=Forms("max(0, {0})", r"\max\left(0, {0}\right)", "np.maximum({0}, 0)"),
    slope_forms=Forms("[{0} > 0]", r"\left[{0} > 0\right]", "{0} > 0"),
    label="ReLU",
    brief="relu",
    prose="ReLU",
    flat="dead",
    kink=0.0,
    sklearn="relu",
    spellings=("rectifier", "rectified linear", "poslin"),
)

LEAKY_RELU = Activation(
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
        r"0.01 + 0.99 \cdot \left[{0} > 0\right]",
        "np.where({0} > 0, 1.0, 0.01)",
    ),
    label="leaky ReLU",
    brief="leaky ReLU",
    prose="leaky ReLU",
    flat=None,
    kink=0.0,
)
