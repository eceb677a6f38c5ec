"""One observation at a time, for batch size 1: forward. ``updates`` has the way back.

``P`` holds the parameters, ``H`` the h of every layer (z of the last) and ``Z`` the z of those
whose activation asks for it, as ``layout`` says. ``filled`` lists the inputs that are not zero, and
last how many they are.
"""

from mlp_core.engines.compiled import calls
from mlp_core.engines.compiled.functions import at, inlined
from mlp_core.engines.compiled.layout import ACTIVATE, BIASES_AT, UNITS, VALUES_AT, WEIGHTS_AT


@inlined
def take_row(X, x, n_in, H, filled):
    """The inputs of an observation, and a list of those that are not zero."""
    n_filled = 0
    for i in range(n_in):
        H[i] = X[x + i]
        filled[n_filled] = i
        if H[i] != 0.0:
            n_filled += 1
    filled[n_in] = n_filled


@inlined
def forward_row(P, H, Z, layout, n_layers, filled):
    """z = W h + b through all layers."""
    for k in range(1, n_layers + 1):
        n_in, n_out = at(layout, UNITS, k - 1), at(layout, UNITS, k)
        h, z = at(layout, VALUES_AT, k - 1), at(layout, VALUES_AT, k)
        W, b = at(layout, WEIGHTS_AT, k), at(layout, BIASES_AT, k)
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
            calls.activate(at(layout, ACTIVATE, k), H, Z, z, n_out)


@inlined
def _add_filled_inputs(P, W, n_in, n_out, H, filled, z):
    """z += Σ x_i W[i] over the filled inputs, four at a time: z is loaded and stored less."""
    q, n_filled = 0, filled[n_in]
    while q + 4 <= n_filled:
        i, j, k, m = filled[q], filled[q + 1], filled[q + 2], filled[q + 3]
        a, b, c, d = H[i], H[j], H[k], H[m]
        wa, wb, wc, wd = W + i * n_out, W + j * n_out, W + k * n_out, W + m * n_out
        for o in range(n_out):
            H[z + o] += (a * P[wa + o] + b * P[wb + o]) + (c * P[wc + o] + d * P[wd + o])
        q += 4
    while q < n_filled:
        a, wa = H[filled[q]], W + filled[q] * n_out
        for o in range(n_out):
            H[z + o] += a * P[wa + o]
        q += 1
