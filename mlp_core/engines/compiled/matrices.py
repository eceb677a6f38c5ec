"""Forward and backward for many observations at once, as matrix products by BLAS at ``gemm``.

The layers lie in ``P``, ``H``, ``Z`` and ``G`` as ``layout`` says; ``D`` takes a gradient for every
parameter, in the order of ``P``.
"""

from mlp_core.engines.compiled import calls
from mlp_core.engines.compiled.calls import multiply
from mlp_core.engines.compiled.functions import at, inlined
from mlp_core.engines.compiled.layout import (
    ACTIVATE,
    BIASES_AT,
    TIMES_SLOPE,
    UNITS,
    VALUES_AT,
    WEIGHTS_AT,
)


@inlined
def forward_rows(gemm, X, x, P, H, Z, layout, n_layers, n_rows):
    """Z = H Wᵀ + b through all layers, for ``n_rows`` observations, the first at X[x]."""
    for k in range(1, n_layers + 1):
        n_in, n_out = at(layout, UNITS, k - 1), at(layout, UNITS, k)
        h, z = at(layout, VALUES_AT, k - 1), at(layout, VALUES_AT, k)
        W, b = at(layout, WEIGHTS_AT, k), at(layout, BIASES_AT, k)
        for row in range(n_rows):
            for j in range(n_out):
                H[z + row * n_out + j] = P[b + j]
        shape = n_rows, n_out, n_in
        if k == 1:
            multiply(gemm, X, x, False, P, W, False, 1.0, H, z, shape)
        else:
            multiply(gemm, H, h, False, P, W, True, 1.0, H, z, shape)
        if k < n_layers:
            calls.activate(at(layout, ACTIVATE, k), H, Z, z, n_rows * n_out)


@inlined
def backward_rows(gemm, D, P, H, Z, G, layout, n_layers, n_rows, adds):
    """grad_z of all hidden layers and, into D, grad_W = grad_Zᵀ H and grad_b = Σ grad_z.

    Where it ``adds``, D becomes the sum of these and what it was.
    """
    kept = 1.0 if adds else 0.0
    for k in range(n_layers, 0, -1):
        n_in, n_out = at(layout, UNITS, k - 1), at(layout, UNITS, k)
        h, z = at(layout, VALUES_AT, k - 1), at(layout, VALUES_AT, k)
        W, b = at(layout, WEIGHTS_AT, k), at(layout, BIASES_AT, k)
        if k == 1:
            shape = n_in, n_out, n_rows
            multiply(gemm, H, h, True, G, z, False, kept, D, W, shape)
        else:
            shape = n_out, n_in, n_rows
            multiply(gemm, G, z, True, H, h, False, kept, D, W, shape)
            shape = n_rows, n_in, n_out
            multiply(gemm, G, z, False, P, W, False, 0.0, G, h, shape)
            calls.times_slope(at(layout, TIMES_SLOPE, k - 1), G, H, Z, h, n_rows * n_in)
        for j in range(n_out):
            D[b + j] = D[b + j] if adds else 0.0
        for row in range(n_rows):
            for j in range(n_out):
                D[b + j] += G[z + row * n_out + j]
