"""How a network lies in flat arrays: what the kernels and whoever calls them agree on.

Parameters are one array, layer by layer, weights before biases. The first layer's weights lie
input by input, (n_in, n_out), so that an input of zero, such as an empty pixel, costs nothing;
all others unit by unit, (n_out, n_in), as in ``network``.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlp_core._checks import Array, Parameters, check_parameters, check_units

# The fields of a layout, layer by layer, the input layer first: its units, where its weights, its
# biases and what comes after them begin in the parameters, where its values begin in the arrays of
# h (z for the last layer) and of grad_z, and where its activation's two loops begin in memory.
UNITS, WEIGHTS_AT, BIASES_AT, END, VALUES_AT, ACTIVATE, TIMES_SLOPE = range(7)
FIELDS, NO_LOOPS = 7, (0, 0)
# What optimizers may be told, in the order in which the kernels are given it.
OPTIONS = ("momentum", "beta_1", "beta_2", "epsilon")
MOMENTUM, BETA_1, BETA_2, EPSILON = range(len(OPTIONS))
# How many numbers, the same for all parameters, an update may go by; the last is the decay.
N_NUMBERS = 8
DECAY = N_NUMBERS - 1
# At most so many observations are in work at once; a larger batch adds up its gradients.
CHUNK_ROWS = 256


def make_layout(
    units: Sequence[int], activations: Sequence[tuple[int, int]], n_rows: int = CHUNK_ROWS
) -> NDArray[np.int64]:
    """The layout (layers + 1, FIELDS) of a network of these layer sizes, input first.

    ``activations`` has for each hidden layer the addresses of its two loops, and ``n_rows`` is the
    most observations that are in work at once, which is what arrays of values must have room for.
    """
    units, end = check_units(units), 0
    layers = [(units[0], 0, 0, 0, 0, *NO_LOOPS)]
    pairs = itertools.pairwise(units)
    for k, (loops, (n_in, n_out)) in enumerate(
        zip([*activations, NO_LOOPS], pairs, strict=True), 1
    ):
        weights_at, biases_at = end, end + n_in * n_out
        end = biases_at + n_out
        layers.append((n_out, weights_at, biases_at, end, n_rows * sum(units[:k]), *loops))
    return np.array(layers, dtype=np.int64)


def pack(parameters: Parameters, dtype: DTypeLike = np.float64) -> Array:
    """The parameters as one new array of ``dtype``."""
    weights, biases = check_parameters(*parameters, finite=False)
    in_order = [weights[0].T, *weights[1:]]
    layers = zip(in_order, biases, strict=True)
    return np.concatenate([np.asarray(array, dtype).ravel() for layer in layers for array in layer])


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
