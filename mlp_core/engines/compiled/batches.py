"""What every step begins and ends with, whatever the layers do: rows in, losses, and the penalty.

``P``, ``H``, ``G`` and ``layout`` are the flat arrays of ``layout``.
"""

from mlp_core.engines.compiled import calls
from mlp_core.engines.compiled.functions import at, exactly, inlined
from mlp_core.engines.compiled.layout import BIASES_AT, UNITS, VALUES_AT, WEIGHTS_AT


@inlined
def take_rows(X, order, position, n_rows, n_in, H):
    """The inputs of ``n_rows`` observations, side by side."""
    for row in range(n_rows):
        x = order[position + row] * n_in
        for i in range(n_in):
            H[row * n_in + i] = X[x + i]


@inlined
def losses(loss, Y, order, position, n_rows, weights, share, H, G, layout, n_layers):
    """The sum of the rows' losses, times their weights; G of the last layer has ``share`` of it."""
    n_out, output = at(layout, UNITS, n_layers), at(layout, VALUES_AT, n_layers)
    total = 0.0
    for row in range(n_rows):
        y = order[position + row]
        place = output + row * n_out
        total += weights[y] * calls.row_loss(
            loss, Y, y * n_out, H, G, place, n_out, weights[y] * share
        )
    return total


@inlined
def penalty(P, alpha, layout, n_layers):
    """½ alpha ‖W‖², of which an update adds the gradient."""
    total = 0.0
    if alpha != 0.0:
        for k in range(1, n_layers + 1):
            for i in range(at(layout, WEIGHTS_AT, k), at(layout, BIASES_AT, k)):
                total += P[i] * P[i]
    return 0.5 * alpha * total


@exactly
def mean_times(total, n_rows, weight):
    """``total`` over the sum of weights, once for each row; to the bit where that is their number.

    Reassociated it would be n · total first, which may be infinite.
    """
    return total * (n_rows / weight)
