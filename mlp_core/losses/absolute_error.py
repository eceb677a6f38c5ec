"""Absolute error of a linear output: L = Σ |z - y|, ∂L/∂z = sign(z - y).

However far off a z is, it pulls as hard as one that is nearly right: outliers count less than in
squared error, and what is learned is a median. At z = y there is no slope, and 0 is taken. It is
PyTorch's L1Loss with reduction "sum".
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.bounded import Bounded, exactly, minus
from mlp_core.forms import Forms
from mlp_core.losses.record import Loss, Numbers, check_pair


def terms(output: ArrayLike, y: ArrayLike) -> Array:
    """|z - y| of each unit, (..., n_out)."""
    output, y = check_pair(output, y)
    error = output - y
    return error * np.sign(error.real)


def gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """The sign of z - y, 0 where they are equal, (..., n_out)."""
    output, y = check_pair(output, y)
    return np.sign(output - y)


def bounds(output: Bounded, y: Array, terms: Array, prediction: Array) -> Numbers:
    """|z - y|, and a sign that is another where z - y may be on either side of 0."""
    error = minus(output, exactly(y))
    sign = np.sign(error.value)
    ends = [np.sign(error.value + end) for end in (-error.bound, error.bound)]
    turned = np.maximum(*(np.abs(end - sign) for end in ends))
    return {"loss_terms": Bounded(terms, error.bound), "grad_output": Bounded(sign, turned)}


ABSOLUTE_ERROR = Loss(
    terms,
    gradient,
    bounds,
    unit="linear",
    measure="absolute error",
    spellings=("absolute", "mae", "l1"),
    value_forms=Forms(
        "Σ_i |{0}[i] − y[i]|",
        r"\sum_i \left|{0}[i] - y[i]\right|",
        "np.abs({0} - y).sum()",
    ),
    gradient_forms=Forms(
        "sign({0} − y)", r"\operatorname{{sign}}\left({0} - y\right)", "np.sign({0} - y)"
    ),
    label="Absolute error",
    brief="absolute error",
    about="the sizes of output - y, summed over the outputs",
    convention="Where z = y, the size of z − y has no slope: 0 is taken.",
    kink=0.0,
)
