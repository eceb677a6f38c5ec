"""Forward, backward and update one observation at a time: fastest for small batches.

``P`` holds the parameters, ``H`` the h of every layer (z of the last) and ``G`` the grad_z,
as ``layout`` says. ``filled`` lists, a row an observation, the inputs that are not zero, and
in its last column how many they are.
"""

import numpy as np

from mlp_core.compiled.functions import activate, inlined, times_derivative
from mlp_core.compiled.layout import BIASES_AT, UNITS, VALUES_AT, WEIGHTS_AT

ZERO, ONE, TWO, THREE, FOUR = map(np.uint64, range(5))


@inlined
def find_filled(H, row, n_in, filled):
    """List the inputs of the observation that are not zero, and after n_in how many."""
    n = ZERO
    for i in range(n_in):
        filled[row, n] = i
        if H[row * n_in + i] != 0.0:
            n += ONE
    filled[row, n_in] = n


@inlined
def forward_row(P, H, row, filled, layout, activation):
    """One observation through all layers."""
    n_layers = layout.shape[1] - 1
    for k in range(1, n_layers + 1):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h, z = layout[VALUES_AT, k - 1] + row * n_in, layout[VALUES_AT, k] + row * n_out
        W, b = layout[WEIGHTS_AT, k], layout[BIASES_AT, k]
        for j in range(n_out):
            H[z + j] = P[b + j]
        if k == 1:
            _add_inputs(P, W, n_in, n_out, H, h, filled, row, z)
        else:
            _add_products(P, W, n_in, n_out, H, h, z)
        if k < n_layers:
            activate(H, z, n_out, activation)


@inlined
def backward_row(P, H, G, row, layout, activation):
    """grad_z of all hidden layers, from that of the last."""
    for k in range(layout.shape[1] - 1, 1, -1):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h, z = layout[VALUES_AT, k - 1] + row * n_in, layout[VALUES_AT, k] + row * n_out
        for i in range(n_in):
            G[h + i] = 0.0
        for j in range(n_out):
            w, grad_z = layout[WEIGHTS_AT, k] + j * n_in, G[z + j]
            for i in range(n_in):
                G[h + i] += grad_z * P[w + i]
        times_derivative(G, H, h, n_in, activation)


@inlined
def update_row(P, H, G, row, filled, layout, rate):
    """W -= rate · grad_z hᵀ and b -= rate · grad_z of every layer."""
    for k in range(1, layout.shape[1]):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h, z = layout[VALUES_AT, k - 1] + row * n_in, layout[VALUES_AT, k] + row * n_out
        W, b = layout[WEIGHTS_AT, k], layout[BIASES_AT, k]
        if k == 1:
            for q in range(filled[row, n_in]):
                i = filled[row, q]
                w, step = W + i * n_out, rate * H[h + i]
                for j in range(n_out):
                    P[w + j] -= step * G[z + j]
        else:
            for j in range(n_out):
                w, step = W + j * n_in, rate * G[z + j]
                for i in range(n_in):
                    P[w + i] -= step * H[h + i]
        for j in range(n_out):
            P[b + j] -= rate * G[z + j]


@inlined
def _add_inputs(P, W, n_in, n_out, H, h, filled, row, z):
    """z += Σ x_i W[i] over the filled inputs, four at a time: z is loaded and stored less."""
    q, n_filled = ZERO, filled[row, n_in]
    while q + FOUR <= n_filled:
        i, j = filled[row, q], filled[row, q + ONE]
        k, m = filled[row, q + TWO], filled[row, q + THREE]
        a, b, c, d = H[h + i], H[h + j], H[h + k], H[h + m]
        wa, wb, wc, wd = W + i * n_out, W + j * n_out, W + k * n_out, W + m * n_out
        for o in range(n_out):
            H[z + o] += (a * P[wa + o] + b * P[wb + o]) + (c * P[wc + o] + d * P[wd + o])
        q += FOUR
    while q < n_filled:
        a, wa = H[h + filled[row, q]], W + filled[row, q] * n_out
        for o in range(n_out):
            H[z + o] += a * P[wa + o]
        q += ONE


@inlined
def _add_products(P, W, n_in, n_out, H, h, z):
    """z_j += W[j] · h."""
    for j in range(n_out):
        w, total = W + j * n_in, 0.0
        for i in range(n_in):
            total += P[w + i] * H[h + i]
        H[z + j] += total
