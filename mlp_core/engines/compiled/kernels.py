"""What is compiled for epochs: training on some rows of one, a row or a batch at a time, and
evaluating some rows.

Functions of other kinds, and BLAS's product of matrices, are given by their addresses. X (n, n_in)
and Y (n, n_out) lie row by row. ``P``, ``H``, ``Z``, ``G`` and ``layout`` are the flat arrays of
``layout``; D, as long as P, gets the gradients of a batch; ``filled`` is what ``rows`` says, and
``M``, ``N``, ``steps`` and ``options`` are what ``updates`` says.
"""

import math

from mlp_core.engines.compiled import calls
from mlp_core.engines.compiled.batches import losses, mean_times, penalty, take_rows
from mlp_core.engines.compiled.functions import at
from mlp_core.engines.compiled.layout import CHUNK_ROWS, UNITS, VALUES_AT
from mlp_core.engines.compiled.matrices import backward_rows, forward_rows
from mlp_core.engines.compiled.rows import forward_row, take_row


def train_one_by_one(
    X,
    Y,
    order,
    weights,
    first,
    last,
    n_all,
    batch_size,
    total,
    loss,
    learn,
    gemm,
    D,
    filled,
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
    alpha,
    options,
):
    """Update P on each of the observations order[first:last], whose weights divide alpha.

    total[0] gets the sum of their losses, each taken just before its update, with ½ alpha ‖W‖².
    Returns ``last``; or where a loss is not finite its place, with that loss alone, whose update
    was not made.
    """
    n_in, total[0] = at(layout, UNITS, 0), 0.0
    n_out, output = at(layout, UNITS, n_layers), at(layout, VALUES_AT, n_layers)
    for position in range(first, last):
        row = order[position]
        take_row(X, row * n_in, n_in, H, filled)
        forward_row(P, H, Z, layout, n_layers, filled)
        share, decay = weights[row] / weights[row], alpha / weights[row]
        row_loss = share * calls.row_loss(loss, Y, row * n_out, H, G, output, n_out, share)
        row_loss += penalty(P, decay, layout, n_layers)
        if not math.isfinite(row_loss):
            total[0] = row_loss
            return position
        calls.learn(learn, P, H, Z, G, layout, n_layers, filled, M, N, steps, rate, decay, options)
        total[0] += row_loss
    return last


def train_batches(
    X,
    Y,
    order,
    weights,
    first,
    last,
    n_all,
    batch_size,
    total,
    loss,
    update,
    gemm,
    D,
    filled,
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
    alpha,
    options,
):
    """Update P on the observations order[first], order[first + 1], … in batches of order[:n_all].

    total[0] gets the sum of their losses, each taken just before its update: for a batch its
    number of rows times what scikit-learn's is, (Σ weight · loss + ½ alpha ‖W‖²) / Σ weight.
    Returns the position reached: the end of a chunk, at ``last`` or after it. Where a loss is not
    finite, it is all that total[0] gets, and the place of its chunk is returned, whose update was
    not made. D has the gradients of a batch's chunks so far, and must be kept between two calls.
    """
    n_in, total[0] = at(layout, UNITS, 0), 0.0
    position = first
    while position < last:
        batch_start = position - position % batch_size
        batch_end = min(batch_start + batch_size, n_all)
        chunk_end = min(position + CHUNK_ROWS, batch_end)
        n_batch, n_rows = batch_end - batch_start, chunk_end - position
        weight = 0.0
        for place in range(batch_start, batch_end):
            weight += weights[order[place]]
        take_rows(X, order, position, n_rows, n_in, H)
        forward_rows(gemm, H, 0, P, H, Z, layout, n_layers, n_rows)
        chunk_loss = losses(
            loss, Y, order, position, n_rows, weights, 1.0 / weight, H, G, layout, n_layers
        )
        if chunk_end == batch_end:
            chunk_loss += penalty(P, alpha, layout, n_layers)
        chunk_loss = mean_times(chunk_loss, n_batch, weight)
        if not math.isfinite(chunk_loss):
            total[0] = chunk_loss
            return position
        backward_rows(gemm, D, P, H, Z, G, layout, n_layers, n_rows, position > batch_start)
        if chunk_end == batch_end:
            calls.update(update, D, P, layout, n_layers, M, N, steps, rate, alpha / weight, options)
        total[0] += chunk_loss
        position = chunk_end
    return position


def evaluate_rows(
    X, Y, classes, first, last, alone, total, loss, gemm, P, H, Z, G, layout, n_layers
):
    """How many of X[first:last] are classified correctly; total[0] gets the sum of their losses.

    Correct is whose largest output stands where ``classes`` says, or with ``alone`` whose only one
    is above 0 where it says 1.
    """
    n_in, n_correct, total[0] = at(layout, UNITS, 0), 0, 0.0
    n_out, output = at(layout, UNITS, n_layers), at(layout, VALUES_AT, n_layers)
    for position in range(first, last, CHUNK_ROWS):
        n_rows = min(CHUNK_ROWS, last - position)
        forward_rows(gemm, X, position * n_in, P, H, Z, layout, n_layers, n_rows)
        for row in range(n_rows):
            z, best = output + row * n_out, 0
            total[0] += calls.row_loss(loss, Y, (position + row) * n_out, H, G, z, n_out, 1.0)
            for j in range(n_out):
                best = j if H[z + j] > H[z + best] else best
            if alone and H[z] > 0.0:
                best = 1
            n_correct += best == classes[position + row]
    return n_correct
