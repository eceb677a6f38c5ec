"""What to change in a row: the gradient of a sum of outputs by the inputs, Σ_k c_k ∂z_k/∂x.

It is the backward pass of training, begun with c in place of ∂L/∂z.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters, check_finite
from mlp_core.activations import Names, get_activations
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.passes import Trace, backpropagate, forward_pass


class UnitAtKink(NamedTuple):
    """A hidden unit, both counted from 0, whose z lies exactly where it has no slope."""

    layer: int
    unit: int


@dataclass(frozen=True, eq=False)
class InputGradient:
    """How a sum of outputs answers to each input of a row, near it.

    ``value`` is the sum and ``gradient`` (n_features,) its slopes by the inputs as the network is
    handed them. Where units are ``at_kinks`` there is no gradient: their slope is taken as that
    below the kink. ``silent`` says that nothing comes through: every slope is 0.
    """

    value: float
    gradient: Array
    at_kinks: tuple[UnitAtKink, ...] = ()

    @property
    def silent(self) -> bool:
        return not self.gradient.any()


@ignore_overflow
def input_gradient(
    parameters: Parameters, activation: Names, row: ArrayLike, asked: ArrayLike
) -> InputGradient:
    """The gradient of Σ c_k z_k by a row (n_features,), ``asked`` being c (n_out,).

    Raises ``ValueError`` for shapes that do not fit together.
    """
    (weights, biases), trace = parameters, Trace()
    shapes = weights[0].shape[1:], biases[-1].shape
    x, c = check_finite("row", row), check_finite("asked", asked)
    for name, array, shape in zip(("row", "asked"), (x, c), shapes, strict=True):
        if array.shape != shape:
            raise ValueError(f"{name} must have shape {shape}; got {array.shape}")
    output, hiddens = forward_pass(x, weights, biases, activation)
    backpropagate(x, c, hiddens, weights, activation, trace)
    fs = get_activations(activation, len(hiddens))
    at_kinks = tuple(
        UnitAtKink(layer, int(unit))
        for layer, (f, z) in enumerate(zip(fs, hiddens.z, strict=True))
        if f.kink is not None
        for unit in np.flatnonzero(z == f.kink)
    )
    return InputGradient(float(c @ output), trace["grad_x"], at_kinks)


def in_units(dataset: Dataset, gradient: Array) -> Array:
    """Slopes by scaled inputs (n_features,) as slopes by these in the units that people know."""
    ends = np.array([[0.0], [1.0]]) * np.ones(dataset.n_features)
    offset, one = dataset.unscaled(ends)
    return np.asarray(gradient / (one - offset))
