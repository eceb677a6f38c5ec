"""How well a network does at numbers: mean loss and R², in slices; both engines ask here."""

import math

import numpy as np

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.divergence import divergence, ignore_overflow
from mlp_core.engines.slices import Slices, rows_in_slice
from mlp_core.losses import get_loss
from mlp_core.metrics.regression import r2_of_sums, squares_about_mean
from mlp_core.passes import forward_pass, mean_loss


def regression_scores(
    rows: Array, labels: Array, parameters: Parameters, config: TrainConfig
) -> Slices[tuple[float, float]]:
    """Mean loss per row, and R², which is scikit-learn's ``score``: the mean over the targets.

    ``labels`` are (n_samples, n_targets). ``DivergenceError`` where the loss is not finite.
    """
    mean, residuals = 0.0, np.zeros(labels.shape[1])
    n_rows = rows_in_slice(parameters)
    for first in range(0, len(rows), n_rows):
        x, y = rows[first : first + n_rows], labels[first : first + n_rows]
        loss, squares = _of_slice(x, y, parameters, config)
        mean += loss * (len(x) / len(rows))
        residuals += squares
        yield 0
    return mean, float(r2_of_sums(residuals, squares_about_mean(labels)).mean())


@ignore_overflow
def _of_slice(
    x: Array, y: Array, parameters: Parameters, config: TrainConfig
) -> tuple[float, Array]:
    output, _ = forward_pass(x, *parameters, config.activation)
    loss = mean_loss(output, y, config.loss)
    if not math.isfinite(loss):
        raise divergence(x, *parameters, config.activation, config.learning_rate)
    squares: Array = ((get_loss(config.loss).predict(output) - y) ** 2).sum(axis=0)
    if not np.isfinite(squares).all():
        raise divergence(x, *parameters, config.activation, config.learning_rate)
    return loss, squares
