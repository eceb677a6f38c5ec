"""What is compiled for walks: many steps on the same few rows, the loss of each kept.

``P``, ``H``, ``Z``, ``G`` and ``layout`` are the flat arrays of ``layout``, with room for all rows
of a step.
"""

import math

import numpy as np

from mlp_core.engines.compiled.batches import add_decay, check_codes, copy_inputs, losses, penalty
from mlp_core.engines.compiled.functions import inlined
from mlp_core.engines.compiled.layout import BIASES_AT, UNITS
from mlp_core.engines.compiled.matrices import backward_rows, forward_rows
from mlp_core.engines.compiled.rows import ONE, ZERO
from mlp_core.engines.compiled.updates import update


def walk_steps(
    X,
    Y,
    order,
    first,
    losses_before,
    in_turn,
    share,
    decay,
    biases_learn,
    rate,
    loss,
    layout,
    P,
    H,
    Z,
    G,
    D,
    optimizer,
    options,
    M,
    steps,
):
    """Update P once for each place in ``losses_before``, which gets the loss before that update.

    A step goes over all rows at once or, with ``in_turn``, step s over row s modulo their number,
    where ``first`` is the s of the first step. It minimises ``share`` times the sum of its rows'
    losses plus ½ decay ‖W‖². Returns how many steps were made: up to the first whose loss is not
    finite, which is kept, but without its update.

    ``order`` lists the rows, uint64. D is as long as P. ``options``, M and ``steps`` are what
    ``updates`` says.
    """
    check_codes(layout, loss, optimizer)
    n_all = np.uint64(len(order))
    for s in range(np.uint64(len(losses_before))):
        row, n_rows = ((first + s) % n_all, ONE) if in_turn else (ZERO, n_all)
        copy_inputs(X, order, row, n_rows, H)
        forward_rows(P, H, Z, n_rows, layout)
        row_losses = losses(Y, order, row, n_rows, H, G, share, layout, loss)
        losses_before[s] = share * row_losses + penalty(P, decay, layout)
        if not math.isfinite(losses_before[s]):
            return s
        backward_rows(P, H, Z, G, D, n_rows, layout)
        add_decay(P, D, decay, layout)
        if not biases_learn:
            _leave_biases(D, layout)
        update(P, D, M, steps, rate, options, optimizer)
    return np.uint64(len(losses_before))


@inlined
def _leave_biases(D, layout):
    """No gradient, from which every optimizer makes no change where it has had none before."""
    for k in range(1, layout.shape[1]):
        for j in range(layout[UNITS, k]):
            D[layout[BIASES_AT, k] + j] = 0.0
