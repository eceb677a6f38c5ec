"""What is compiled for epochs: training on some rows of an epoch, and evaluating some rows.

``P``, ``H``, ``Z``, ``G`` and ``layout`` are the flat arrays of ``layout``.
"""

import math

import numpy as np

from mlp_core.engines.compiled.batches import add_decay, check_codes, copy_inputs, losses, penalty
from mlp_core.engines.compiled.functions import inlined
from mlp_core.engines.compiled.layout import CHUNK_ROWS, UNITS, VALUES_AT
from mlp_core.engines.compiled.matrices import backward_rows, forward_rows
from mlp_core.engines.compiled.rows import ONE, ZERO, find_filled, forward_row, learn_row
from mlp_core.engines.compiled.updates import SGD, update

CHUNK = np.uint64(CHUNK_ROWS)


def train_rows(
    X,
    Y,
    order,
    first,
    last,
    batch_size,
    rate,
    alpha,
    loss,
    layout,
    P,
    H,
    Z,
    G,
    D,
    S,
    filled,
    optimizer,
    options,
    M,
    steps,
):
    """Update P on the observations order[first], order[first + 1], … in batches.

    Returns the sum of their losses, each taken just before its update, and the position
    reached: the end of a chunk, at ``last`` or after it. Where a loss is not finite, it is
    the sum returned, with the position of its chunk, whose update was not made. A batch's
    penalty counts once for each of its rows: ½ alpha ‖W‖² in all.

    X (n, n_in) and Y (n, n_out) are float, ``order``, ``filled`` (n_in + 1,) and ``layout``
    uint64. D and S are as long as P, and S is zero between batches. ``options``, M and ``steps``
    are what ``updates`` says.
    """
    check_codes(layout, loss, optimizer)
    total, position, n_all = 0.0, first, np.uint64(len(order))
    while position < last:
        batch_start = position - position % batch_size
        batch_end = min(batch_start + batch_size, n_all)
        chunk_end = min(position + CHUNK, batch_end)
        n_batch, n_rows = batch_end - batch_start, chunk_end - position
        copy_inputs(X, order, position, n_rows, H)
        if batch_size == ONE:
            find_filled(H, layout[UNITS, 0], filled)
            forward_row(P, H, Z, filled, layout)
        else:
            forward_rows(P, H, Z, n_rows, layout)
        chunk_loss = losses(Y, order, position, n_rows, H, G, 1.0 / n_batch, layout, loss)
        if chunk_end == batch_end:
            chunk_loss += penalty(P, alpha, layout)
        if not math.isfinite(chunk_loss):
            return chunk_loss, position
        if batch_size == ONE and optimizer == SGD and alpha == 0.0:
            learn_row(P, H, Z, G, filled, layout, rate)
        else:
            backward_rows(P, H, Z, G, D, n_rows, layout)
            if n_batch > CHUNK:
                _add_up(D, S, chunk_end == batch_end)
            if chunk_end == batch_end:
                add_decay(P, D, alpha / n_batch, layout)
                update(P, D, M, steps, rate, options, optimizer)
        total += chunk_loss
        position = chunk_end
    return total, position


def evaluate_rows(X, Y, order, classes, first, last, threshold, loss, layout, P, H, Z, G):
    """The sum of losses of the observations order[first:last], and how many are classified
    correctly: have their largest output where ``classes`` says, uint64 as ``order``, or with
    ``threshold`` their only one above 0 where it says 1."""
    check_codes(layout, loss, 0)
    total, n_correct, position = 0.0, 0, first
    n_layers = layout.shape[1] - 1
    n_out, output = layout[UNITS, n_layers], layout[VALUES_AT, n_layers]
    while position < last:
        n_rows = min(CHUNK, last - position)
        copy_inputs(X, order, position, n_rows, H)
        forward_rows(P, H, Z, n_rows, layout)
        total += losses(Y, order, position, n_rows, H, G, 1.0, layout, loss)
        for row in range(n_rows):
            z, best = output + row * n_out, ZERO
            for j in range(n_out):
                best = j if H[z + j] > H[z + best] else best
            if threshold and H[z] > 0.0:
                best = ONE
            n_correct += best == classes[order[position + row]]
        position += n_rows
    return total, n_correct


@inlined
def _add_up(D, S, is_last):
    """Add a chunk's gradient to S; the last chunk's D becomes the sum, and S zero again."""
    for i in range(len(D)):
        S[i] += D[i]
    if is_last:
        for i in range(len(D)):
            D[i] = S[i]
            S[i] = 0.0
