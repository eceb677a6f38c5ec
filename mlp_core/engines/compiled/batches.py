"""What every step begins and ends with, whatever the layers do: rows in, losses, and the penalty.

``P``, ``H``, ``G``, ``D`` and ``layout`` are the flat arrays of ``layout``.
"""

import numpy as np

from mlp_core.engines.compiled.activation_loops import ACTIVATION_LOOPS
from mlp_core.engines.compiled.functions import inlined
from mlp_core.engines.compiled.layout import ACTIVATION, BIASES_AT, UNITS, VALUES_AT, WEIGHTS_AT
from mlp_core.engines.compiled.loss_loops import LOSS_LOOPS, loss_and_gradient
from mlp_core.engines.compiled.updates import UPDATE_LOOPS

N_ACTIVATIONS, N_LOSSES, N_UPDATES = map(len, (ACTIVATION_LOOPS, LOSS_LOOPS, UPDATE_LOOPS))


@inlined
def check_codes(layout, loss, optimizer):
    """``ValueError`` for a code without a loop, with which the last loop would be run."""
    right = 0 <= loss < N_LOSSES and 0 <= optimizer < N_UPDATES
    for k in range(layout.shape[1]):
        right = right and layout[ACTIVATION, k] < N_ACTIVATIONS
    if not right:
        raise ValueError("there is no compiled loop for this code")


@inlined
def copy_inputs(X, order, position, n_rows, H):
    """The inputs of ``n_rows`` observations, side by side."""
    n_in = np.uint64(X.shape[1])
    for row in range(n_rows):
        x = order[position + row]
        for i in range(n_in):
            H[row * n_in + i] = X[x, i]


@inlined
def losses(Y, order, position, n_rows, H, G, share, layout, loss):
    """The sum of the rows' losses; G of the last layer is ``share`` of their gradients."""
    n_layers = layout.shape[1] - 1
    n_out, output = layout[UNITS, n_layers], layout[VALUES_AT, n_layers]
    total = 0.0
    for row in range(n_rows):
        y = order[position + row]
        total += loss_and_gradient(Y, y, H, G, output + row * n_out, n_out, share, loss)
    return total


@inlined
def penalty(P, decay, layout):
    """½ decay ‖W‖², of which ``add_decay`` adds the gradient."""
    total = 0.0
    if decay != 0.0:
        for k in range(1, layout.shape[1]):
            for i in range(layout[WEIGHTS_AT, k], layout[BIASES_AT, k]):
                total += P[i] * P[i]
    return 0.5 * decay * total


@inlined
def add_decay(P, D, decay, layout):
    """Add ``decay`` times the weights to their gradients; biases are free."""
    if decay != 0.0:
        for k in range(1, layout.shape[1]):
            for i in range(layout[WEIGHTS_AT, k], layout[BIASES_AT, k]):
                D[i] += decay * P[i]
