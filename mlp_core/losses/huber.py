"""Huber loss of a linear output, of the error e = z - y:

    L = Σ ½ e²  where |e| ≤ 1,  |e| - ½  beyond        ∂L/∂z = e, held within ±1

Near its target a unit learns as with squared error, far from it as with absolute error. It is
PyTorch's HuberLoss with delta 1 and reduction "sum" (Huber 1964, Annals of Mathematical
Statistics 35(1), with k = 1).

With c, the gradient, it is c (e - ½ c) on both sides, which never overflows.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.bounded import UNIT, Bounded, exactly, lossy, minus, rounded
from mlp_core.forms import Forms
from mlp_core.losses.record import Loss, Numbers, check_pair


def clipped(error: Array) -> Array:
    """The nearest number from -1 to 1; what is imaginary has no slope beyond."""
    return np.where(np.abs(error.real) <= 1.0, error, np.sign(error.real))


def terms(output: ArrayLike, y: ArrayLike) -> Array:
    """½ e² or |e| - ½ of each unit, (..., n_out)."""
    output, y = check_pair(output, y)
    error = output - y
    held = clipped(error)
    return held * (error - 0.5 * held)


def gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """z - y from -1 to 1, (..., n_out)."""
    output, y = check_pair(output, y)
    return clipped(output - y)


def bounds(output: Bounded, y: Array, terms: Array, prediction: Array) -> Numbers:
    """The terms, whose slope is the gradient, and the gradient, whose slope is 1 or 0."""
    error = minus(output, exactly(y))
    # From within ±1 the way to the other end is the longer one; from beyond there may be none.
    beyond = np.abs(error.value) - 1.0
    reached = np.where(beyond > 0.0, np.clip(error.bound - beyond, 0.0, 2.0), 2.0 + beyond)
    handed_on = error.bound * np.minimum(1.0, error.reach)
    return {
        "loss_terms": rounded(terms, handed_on, UNIT * np.abs(terms), lossy(error)),
        "grad_output": Bounded(clipped(error.value), np.minimum(error.bound, reached)),
    }


HUBER = Loss(
    terms,
    gradient,
    bounds,
    unit="linear",
    measure="Huber loss",
    spellings=("huber", "smoothl1"),
    value_forms=Forms(
        "Σ_i (½ min(1, |{0}[i] − y[i]|)² + max(0, |{0}[i] − y[i]| − 1))",
        r"\sum_i \left( \tfrac12 \min\left(1, \left|{0}[i] - y[i]\right|\right)^2 "
        r"+ \max\left(0, \left|{0}[i] - y[i]\right| - 1\right) \right)",
        "(0.5 * np.minimum(1, np.abs({0} - y)) ** 2 + np.maximum(0, np.abs({0} - y) - 1)).sum()",
        safe=(
            "size = np.abs({0} - y)",
            "np.sum(0.5 * np.minimum(1, size) ** 2 + np.maximum(0, size - 1))",
        ),
    ),
    gradient_forms=Forms(
        "max(−1, min(1, {0} − y))",
        r"\max\left(-1, \min\left(1, {0} - y\right)\right)",
        "np.clip({0} - y, -1, 1)",
    ),
    label="Huber loss",
    brief="Huber loss",
    about="half the square of an error up to 1, and |error| - ½ beyond, summed over the outputs",
    convention="An error e = z − y adds ½ e² from −1 to 1, and |e| − ½ beyond.",
    slope_kinks=(-1.0, 1.0),
)
