"""How a network lies in flat arrays: what the kernels and whoever calls them agree on.

Parameters are one array, layer by layer, weights before biases. The first layer's weights lie
input by input, (n_in, n_out), so that an input of zero, such as an empty pixel, costs nothing;
all others unit by unit, (n_out, n_in), as in ``network``.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_parameters, check_units

# The rows of a layout, which has a column a layer, the input layer first: its units, where its
# weights and its biases begin in the parameters, where its values begin in the arrays of h (z for
# the last layer) and of grad_z, and the code of its activation, 0 where there is none.
UNITS, WEIGHTS_AT, BIASES_AT, VALUES_AT, ACTIVATION = range(5)
# What optimizers may be told, in the order in which the kernels are given it.
OPTIONS = ("momentum", "beta_1", "beta_2", "epsilon")
MOMENTUM, BETA_1, BETA_2, EPSILON = range(len(OPTIONS))
# At most so many observations are in work at once; a larger batch adds up its gradients.
CHUNK_ROWS = 256


def make_layout(
    units: Sequence[int], activations: Sequence[int], n_rows: int = CHUNK_ROWS
) -> NDArray[np.uint64]:
    """The layout (5, layers + 1) of a network of these layer sizes, input first.

    ``activations`` are the codes of the hidden layers' and ``n_rows`` the most observations that
    are in work at once, which is what arrays of values must have room for.
    """
    units = check_units(units)
    weights_at, biases_at, end = [0], [0], 0
    for n_in, n_out in itertools.pairwise(units):
        weights_at.append(end)
        biases_at.append(end + n_in * n_out)
        end += (n_in + 1) * n_out
    values_at = [n_rows * sum(units[:k]) for k in range(len(units))]
    codes = [0, *activations, 0]
    return np.array([units, weights_at, biases_at, values_at, codes], dtype=np.uint64)


def pack(parameters: Parameters) -> Array:
    """The parameters as one new array of float64."""
    weights, biases = check_parameters(*parameters, finite=False)
    in_order = [weights[0].T, *weights[1:]]
    return np.concatenate(
        [array.ravel() for layer in zip(in_order, biases, strict=True) for array in layer]
    )


def unpack(packed: Array, units: Sequence[int]) -> Parameters:
    """The inverse of ``pack``: weights (n_out, n_in) and biases, all new arrays.

    Raises ``ValueError`` for as many numbers as another network has.
    """
    n_needed = sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(units))
    if packed.shape != (n_needed,):
        raise ValueError(f"packed must have shape ({n_needed},) for {units}; got {packed.shape}")
    weights, biases, start = [], [], 0
    for k, (n_in, n_out) in enumerate(itertools.pairwise(units)):
        W = packed[start : start + n_in * n_out]
        start += n_in * n_out
        weights.append(W.reshape(n_in, n_out).T.copy() if k == 0 else W.reshape(n_out, n_in).copy())
        biases.append(packed[start : start + n_out].copy())
        start += n_out
    return weights, biases
