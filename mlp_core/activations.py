"""Activation functions of the hidden layers, each beside its derivative.

    tanh      h = tanh(z)            dh/dz = 1 - h²
    relu      h = max(0, z)          dh/dz = 1 where h > 0, else 0
    logistic  h = 1 / (1 + exp(-z))  dh/dz = h (1 - h)

Derivatives are written in terms of h, the value a forward pass keeps, not z. At the kink
of relu (z = 0) the derivative is taken as 0, as scikit-learn and PyTorch do. The functions
accept complex z, which the complex-step gradient check needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_core._checks import Array, look_up


def tanh(z: Array) -> Array:
    """h = tanh(z), element by element."""
    return np.tanh(z)


def tanh_derivative(h: Array) -> Array:
    """dh/dz = 1 - h²."""
    return 1.0 - h * h


def relu(z: Array) -> Array:
    """h = max(0, z), element by element; a NaN stays one."""
    # Asked this way round, a NaN stays one: a diverged run must not pass for a dead unit.
    return np.where(z.real <= 0.0, 0.0, z)


def relu_derivative(h: Array) -> Array:
    """dh/dz = 1 where h > 0, else 0."""
    return (h > 0.0).astype(float)


def logistic(z: Array) -> Array:
    """h = 1 / (1 + exp(-z)), element by element."""
    # 1 / (1 + exp(-z)) through tanh, which never overflows.
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def logistic_derivative(h: Array) -> Array:
    """dh/dz = h (1 - h)."""
    return h * (1.0 - h)


@dataclass(frozen=True)
class Activation:
    """``function`` maps z to h element by element; ``derivative`` maps h to dh/dz.

    ``steepest`` is the largest derivative there is, and ``flat`` what a unit is called whose
    derivative is next to nothing, so that no gradient comes through it.
    """

    function: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
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
