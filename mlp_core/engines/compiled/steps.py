"""What is compiled for walks: many steps on the same few rows, the loss of each kept.

``P``, ``H``, ``Z``, ``G`` and ``layout`` are the flat arrays of ``layout``, with room for all rows
of a step; the rest is as for ``kernels``.
"""

import math

from mlp_core.engines.compiled import calls
from mlp_core.engines.compiled.batches import losses, penalty, take_rows
from mlp_core.engines.compiled.functions import at, inlined
from mlp_core.engines.compiled.layout import BIASES_AT, END, UNITS
from mlp_core.engines.compiled.matrices import backward_rows, forward_rows


def walk_steps(
    X,
    Y,
    order,
    weights,
    first,
    n_steps,
    n_all,
    in_turn,
    losses_before,
    share,
    biases_learn,
    loss,
    update,
    gemm,
    D,
    P,
    H,
    Z,
    G,
    layout,
    n_layers,
    M,
    N,
    steps,
    rate,
    decay,
    options,
):
    """Update P so many times; losses_before[s] gets the loss before update s.

    A step goes over all rows at once or, with ``in_turn``, step s over row s modulo their number,
    where ``first`` is the s of the first step. It minimises ``share`` times the sum of its rows'
    losses plus ½ decay ‖W‖². Returns how many steps were made: up to the first whose loss is not
    finite, which is kept, but without its update.

    ``order`` lists the ``n_all`` rows, and ``weights`` has a 1 for each.
    """
    n_in = at(layout, UNITS, 0)
    for s in range(n_steps):
        row, n_rows = ((first + s) % n_all, 1) if in_turn else (0, n_all)
        take_rows(X, order, row, n_rows, n_in, H)
        forward_rows(gemm, H, 0, P, H, Z, layout, n_layers, n_rows)
        row_losses = losses(loss, Y, order, row, n_rows, weights, share, H, G, layout, n_layers)
        losses_before[s] = share * row_losses + penalty(P, decay, layout, n_layers)
        if not math.isfinite(losses_before[s]):
            return s
        backward_rows(gemm, D, P, H, Z, G, layout, n_layers, n_rows, False)
        if not biases_learn:
            _leave_biases(D, layout, n_layers)
        calls.update(update, D, P, layout, n_layers, M, N, steps, rate, decay, options)
    return n_steps


@inlined
def _leave_biases(D, layout, n_layers):
    """No gradient, from which every optimizer makes no change where it has had none before."""
    for k in range(1, n_layers + 1):
        for j in range(at(layout, BIASES_AT, k), at(layout, END, k)):
            D[j] = 0.0
