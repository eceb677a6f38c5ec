"""One observation at a time, for batch size 1: forward, then backward and update in one go.

``P`` holds the parameters, ``H`` the h of every layer (z of the last), ``Z`` the z of those whose
activation asks for it, and ``G`` the grad_z, as ``layout`` says. ``filled`` lists the inputs that
are not zero, and last how many they are.
"""

import numpy as np

from mlp_core.engines.compiled.activation_loops import activate, times_derivative
from mlp_core.engines.compiled.functions import inlined
from mlp_core.engines.compiled.layout import ACTIVATION, BIASES_AT, UNITS, VALUES_AT, WEIGHTS_AT

ZERO, ONE, TWO, THREE, FOUR = map(np.uint64, range(5))


@inlined
def find_filled(H, n_in, filled):
    """List the inputs that are not zero."""
    n_filled = ZERO
    for i in range(n_in):
        filled[n_filled] = i
        if H[i] != 0.0:
            n_filled += ONE
    filled[n_in] = n_filled


@inlined
def forward_row(P, H, Z, filled, layout):
    """z = W h + b through all layers."""
    n_layers = layout.shape[1] - 1
    for k in range(1, n_layers + 1):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h, z = layout[VALUES_AT, k - 1], layout[VALUES_AT, k]
        W, b = layout[WEIGHTS_AT, k], layout[BIASES_AT, k]
        for j in range(n_out):
            H[z + j] = P[b + j]
        if k == 1:
            _add_filled_inputs(P, W, n_in, n_out, H, filled, z)
        else:
            for j in range(n_out):
                w, total = W + j * n_in, 0.0
                for i in range(n_in):
                    total += P[w + i] * H[h + i]
                H[z + j] += total
        if k < n_layers:
            activate(H, Z, z, n_out, layout[ACTIVATION, k])


@inlined
def learn_row(P, H, Z, G, filled, layout, rate):
    """grad_h = Wᵀ grad_z, W -= rate · grad_z hᵀ, b -= rate · grad_z, from the last layer down.

    Each weight is read for the gradient of the layer below just before it is updated.
    """
    for k in range(layout.shape[1] - 1, 0, -1):
        n_in, n_out = layout[UNITS, k - 1], layout[UNITS, k]
        h, z = layout[VALUES_AT, k - 1], layout[VALUES_AT, k]
        W, b = layout[WEIGHTS_AT, k], layout[BIASES_AT, k]
        if k == 1:
            for q in range(filled[n_in]):
                w, step = W + filled[q] * n_out, rate * H[filled[q]]
                for j in range(n_out):
                    P[w + j] -= step * G[z + j]
        else:
            for i in range(n_in):
                G[h + i] = 0.0
            for j in range(n_out):
                w, grad_z = W + j * n_in, G[z + j]
                step = rate * grad_z
                for i in range(n_in):
                    G[h + i] += grad_z * P[w + i]
                    P[w + i] -= step * H[h + i]
            times_derivative(G, H, Z, h, n_in, layout[ACTIVATION, k - 1])
        for j in range(n_out):
            P[b + j] -= rate * G[z + j]


@inlined
def _add_filled_inputs(P, W, n_in, n_out, H, filled, z):
    """z += Σ x_i W[i] over the filled inputs, four at a time: z is loaded and stored less."""
    q, n_filled = ZERO, filled[n_in]
    while q + FOUR <= n_filled:
        i, j, k, m = filled[q], filled[q + ONE], filled[q + TWO], filled[q + THREE]
        a, b, c, d = H[i], H[j], H[k], H[m]
        wa, wb, wc, wd = W + i * n_out, W + j * n_out, W + k * n_out, W + m * n_out
        for o in range(n_out):
            H[z + o] += (a * P[wa + o] + b * P[wb + o]) + (c * P[wc + o] + d * P[wd + o])
        q += FOUR
    while q < n_filled:
        a, wa = H[filled[q]], W + filled[q] * n_out
        for o in range(n_out):
            H[z + o] += a * P[wa + o]
        q += ONE
