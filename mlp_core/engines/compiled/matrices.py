"""Forward and backward for many observations at once, as matrix products by BLAS.

The layers lie in ``P``, ``H``, ``Z`` and ``G`` as in ``rows``; ``D`` takes a gradient for every
parameter, in the order of ``P``.
"""

import numpy as np

from mlp_core.engines.compiled.activation_loops import activate, times_derivative
from mlp_core.engines.compiled.functions import inlined
from mlp_core.engines.compiled.layout import ACTIVATION, BIASES_AT, UNITS, VALUES_AT, WEIGHTS_AT


@inlined
def matrix(array, start, n_rows, n_columns):
    """The part of a flat ``array`` from ``start`` on as a matrix, without a copy."""
    return array[start : start + n_rows * n_columns].reshape((n_rows, n_columns))


@inlined
def forward_rows(P, H, Z, n_rows, layout):
    """Z = H Wᵀ + b through all layers, for the first ``n_rows`` observations in H."""
    n_layers = layout.shape[1] - 1
    for k in range(1, n_layers + 1):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h = matrix(H, layout[VALUES_AT, k - 1], n_rows, n_in)
        z = matrix(H, layout[VALUES_AT, k], n_rows, n_out)
        if k == 1:
            np.dot(h, matrix(P, layout[WEIGHTS_AT, k], n_in, n_out), z)
        else:
            np.dot(h, matrix(P, layout[WEIGHTS_AT, k], n_out, n_in).T, z)
        z_at, b = layout[VALUES_AT, k], layout[BIASES_AT, k]
        for row in range(n_rows):
            for j in range(n_out):
                H[z_at + row * n_out + j] += P[b + j]
        if k < n_layers:
            activate(H, Z, z_at, n_rows * n_out, layout[ACTIVATION, k])


@inlined
def backward_rows(P, H, Z, G, D, n_rows, layout):
    """grad_z of all hidden layers and, into D, grad_W = grad_Zᵀ H and grad_b = Σ grad_z."""
    for k in range(layout.shape[1] - 1, 0, -1):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h_at, W, b = layout[VALUES_AT, k - 1], layout[WEIGHTS_AT, k], layout[BIASES_AT, k]
        h = matrix(H, h_at, n_rows, n_in)
        grad_z = matrix(G, layout[VALUES_AT, k], n_rows, n_out)
        if k == 1:
            np.dot(h.T, grad_z, matrix(D, W, n_in, n_out))
        else:
            np.dot(grad_z.T, h, matrix(D, W, n_out, n_in))
            np.dot(grad_z, matrix(P, W, n_out, n_in), matrix(G, h_at, n_rows, n_in))
            times_derivative(G, H, Z, h_at, n_rows * n_in, layout[ACTIVATION, k - 1])
        for j in range(n_out):
            D[b + j] = 0.0
        for row in range(n_rows):
            for j in range(n_out):
                D[b + j] += grad_z[row, j]
