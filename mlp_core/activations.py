"""Activation functions of the hidden layers, each beside its derivative.

    tanh      h = tanh(z)            dh/dz = 1 - h²
    relu      h = max(0, z)          dh/dz = 1 where h > 0, else 0
    logistic  h = 1 / (1 + exp(-z))  dh/dz = h (1 - h)

Derivatives are written in terms of h, the value a forward pass keeps, not z. At the kink
of relu (z = 0) the derivative is taken as 0, as scikit-learn and PyTorch do. The functions
accept complex z, which the complex-step gradient check needs, and anything else that holds
numbers, which becomes float64; they raise ``ValueError`` for what does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_floats, check_numbers, look_up


def tanh(z: ArrayLike) -> Array:
    """h = tanh(z), element by element."""
    return np.tanh(check_numbers("z", z))


def tanh_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1 - h²."""
    h = check_floats("h", h)
    return 1.0 - h * h


def relu(z: ArrayLike) -> Array:
    """h = max(0, z), element by element; a NaN stays one."""
    z = check_numbers("z", z)
    # Asked this way round, a NaN stays one: a diverged run must not pass for a dead unit.
    return np.where(z.real <= 0.0, 0.0, z)


def relu_derivative(h: ArrayLike) -> Array:
    """dh/dz = 1 where h > 0, else 0."""
    return (check_floats("h", h) > 0.0).astype(float)


def logistic(z: ArrayLike) -> Array:
    """h = 1 / (1 + exp(-z)), element by element."""
    # 1 / (1 + exp(-z)) through tanh, which never overflows.
    return 0.5 + 0.5 * np.tanh(0.5 * check_numbers("z", z))


def logistic_derivative(h: ArrayLike) -> Array:
    """dh/dz = h (1 - h)."""
    h = check_floats("h", h)
    return h * (1.0 - h)


@dataclass(frozen=True)
class Activation:
    """``function`` maps z to h element by element; ``derivative`` maps h to dh/dz.

    ``steepest`` is the largest derivative there is, and ``flat`` what a unit is called whose
    derivative is next to nothing, so that no gradient comes through it.
    """

    function: Callable[[ArrayLike], Array]
    derivative: Callable[[ArrayLike], Array]
    steepest: float
    flat: Literal["dead", "saturated"]


ACTIVATIONS = {
    "tanh": Activation(tanh, tanh_derivative, 1.0, "saturated"),
    "relu": Activation(relu, relu_derivative, 1.0, "dead"),
    "logistic": Activation(logistic, logistic_derivative, 0.25, "saturated"),
}


def get_activation(name: str) -> Activation:
    """The activation called ``name``; ``ValueError`` for a name not in ACTIVATIONS."""
    return look_up(ACTIVATIONS, name, "activation")
