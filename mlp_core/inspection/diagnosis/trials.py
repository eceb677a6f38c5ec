"""Trials: one more epoch in another way, from where a run is; and the steps to a divergence."""

from collections.abc import Iterator

import numpy as np

from mlp_core.checkpoint import Checkpoint
from mlp_core.class_weights import row_weights
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError, ignore_overflow
from mlp_core.engines.numpy_engine import batches, objective_of
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.optimizers import get_optimizer
from mlp_core.passes import forward_pass
from mlp_core.starting_point import starting_point
from mlp_core.training import train_in_slices
from mlp_core.validation_part import held_out

# Steps that a divergence is followed for.
MOST_STEPS = 2_000


def loss_after_an_epoch(
    config: TrainConfig,
    dataset: Dataset,
    end: Checkpoint,
    scores: tuple[EpochScores, ...],
    rate: float,
) -> float:
    """The mean training loss after one more epoch from ``end`` as ``config`` says, at this rate.

    ``scores`` are those of the epochs before. Infinity where that diverges.
    """
    slices = train_in_slices(
        config, dataset, rate_of_epoch=lambda _: rate, after=end, before=scores
    )
    try:
        return next(item.train_loss for item in slices if isinstance(item, EpochMetrics))
    except DivergenceError:
        return float("inf")


@ignore_overflow
def gradients_to_divergence(
    config: TrainConfig, dataset: Dataset, end: Checkpoint
) -> list[list[float]]:
    """‖∂L/∂W‖ of each layer in each step of the epoch after ``end``, while all are finite.

    The first MOST_STEPS of them at most.
    """
    return list(_gradient_norms(config, dataset, end))


def _gradient_norms(
    config: TrainConfig, dataset: Dataset, end: Checkpoint
) -> Iterator[list[float]]:
    trained, _ = held_out(config, dataset)
    _, orders = starting_point(config, len(trained), end.epoch)
    order = next(orders)[: MOST_STEPS * config.batch_size]
    rows = dataset.X_train[trained[order]]
    labels = dataset.labels(dataset.y_train[trained[order]], config.units[-1])
    of_rows = row_weights(config, dataset)
    objective, optimizer = objective_of(config), get_optimizer(config.method)
    parameters, state = end.parameters, end.state
    for x, y, at, _ in batches(rows, labels, config.batch_size):
        output, hiddens = forward_pass(x, *parameters, objective.activations)
        weighted = None if of_rows is None else of_rows[order][at]
        gradients = objective.gradients(x, y, output, hiddens, parameters[0], row_weights=weighted)
        norms = [float(np.linalg.norm(grad_W)) for grad_W in gradients[0]]
        if not np.isfinite(norms).all():
            return
        yield norms
        parameters, state = optimizer.update(
            parameters, gradients, state, end.learning_rate, config.options
        )
