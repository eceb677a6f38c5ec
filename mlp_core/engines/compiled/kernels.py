"""What is compiled: training on some rows of an epoch, and evaluating some rows.

``P``, ``H``, ``G`` and ``layout`` are the flat arrays of ``layout``.
"""

import math

import numpy as np

from mlp_core.engines.compiled.functions import check_codes, inlined, loss_and_gradient
from mlp_core.engines.compiled.layout import CHUNK_ROWS, UNITS, VALUES_AT
from mlp_core.engines.compiled.matrices import backward_rows, forward_rows
from mlp_core.engines.compiled.rows import ONE, ZERO, find_filled, forward_row, learn_row
from mlp_core.engines.compiled.updates import SGD, check_update_code, update

CHUNK = np.uint64(CHUNK_ROWS)


def train_rows(
    X,
    Y,
    order,
    first,
    last,
    batch_size,
    rate,
    activation,
    loss,
    layout,
    P,
    H,
    G,
    D,
    S,
    filled,
    optimizer,
    M,
    steps,
):
    """Update P on the observations order[first], order[first + 1], … in batches.

    Returns the sum of their losses, each taken just before its update, and the position
    reached: the end of a chunk, at ``last`` or after it. Where a loss is not finite, it is
    the sum returned, with the position of its chunk, whose update was not made.

    X (n, n_in) and Y (n, n_out) are float, ``order``, ``filled`` (n_in + 1,) and ``layout``
    uint64. D and S are as long as P, and S is zero between batches. M and ``steps`` are what
    ``updates`` says.
    """
    check_codes(activation, loss)
    check_update_code(optimizer)
    total, position, n_all = 0.0, first, np.uint64(len(order))
    while position < last:
        batch_start = position - position % batch_size
        batch_end = min(batch_start + batch_size, n_all)
        chunk_end = min(position + CHUNK, batch_end)
        n_batch, n_rows = batch_end - batch_start, chunk_end - position
        _copy_inputs(X, order, position, n_rows, H)
        if batch_size == ONE:
            find_filled(H, layout[UNITS, 0], filled)
            forward_row(P, H, filled, layout, activation)
        else:
            forward_rows(P, H, n_rows, layout, activation)
        chunk_loss = _losses(Y, order, position, n_rows, H, G, 1.0 / n_batch, layout, loss)
        if not math.isfinite(chunk_loss):
            return chunk_loss, position
        if batch_size == ONE and optimizer == SGD:
            learn_row(P, H, G, filled, layout, activation, rate)
        else:
            backward_rows(P, H, G, D, n_rows, layout, activation)
            whole_batch, end_of_batch = n_batch <= CHUNK, chunk_end == batch_end
            _learn_batch(P, D, S, whole_batch, end_of_batch, M, steps, rate, optimizer)
        total += chunk_loss
        position = chunk_end
    return total, position


def evaluate_rows(X, Y, order, classes, first, last, activation, loss, layout, P, H, G):
    """The sum of losses of the observations order[first:last], and how many are classified
    correctly: have their largest output where ``classes`` says, uint64 as ``order``."""
    check_codes(activation, loss)
    total, n_correct, position = 0.0, 0, first
    n_layers = layout.shape[1] - 1
    n_out, output = layout[UNITS, n_layers], layout[VALUES_AT, n_layers]
    while position < last:
        n_rows = min(CHUNK, last - position)
        _copy_inputs(X, order, position, n_rows, H)
        forward_rows(P, H, n_rows, layout, activation)
        total += _losses(Y, order, position, n_rows, H, G, 1.0, layout, loss)
        for row in range(n_rows):
            z, best = output + row * n_out, ZERO
            for j in range(n_out):
                best = j if H[z + j] > H[z + best] else best
            n_correct += best == classes[order[position + row]]
        position += n_rows
    return total, n_correct


@inlined
def _copy_inputs(X, order, position, n_rows, H):
    """The inputs of ``n_rows`` observations, side by side."""
    n_in = np.uint64(X.shape[1])
    for row in range(n_rows):
        x = order[position + row]
        for i in range(n_in):
            H[row * n_in + i] = X[x, i]


@inlined
def _losses(Y, order, position, n_rows, H, G, share, layout, loss):
    """The sum of the rows' losses; G of the last layer is ``share`` of their gradients."""
    n_layers = layout.shape[1] - 1
    n_out, output = layout[UNITS, n_layers], layout[VALUES_AT, n_layers]
    total = 0.0
    for row in range(n_rows):
        y = order[position + row]
        total += loss_and_gradient(Y, y, H, G, output + row * n_out, n_out, share, loss)
    return total


@inlined
def _learn_batch(P, D, S, whole_batch, end_of_batch, M, steps, rate, optimizer):
    """An update along the batch's gradient, which is D for a whole batch and else adds up in S."""
    if whole_batch:
        update(P, D, M, steps, rate, optimizer)
        return
    for i in range(len(P)):
        S[i] += D[i]
    if end_of_batch:
        update(P, S, M, steps, rate, optimizer)
        for i in range(len(P)):
            S[i] = 0.0
