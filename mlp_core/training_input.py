"""Whether what a training is given fits together: configuration, data, parameters, row orders.

Asked once by whoever opens an engine and once an epoch, so that no loop has to ask, and compiled
code, which asks nothing, never reads or writes beyond an array.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import (
    Parameters,
    check_classes,
    check_learning_rate,
    check_parameters,
    check_shapes,
    check_type,
)
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.epoch_scores import EpochScores
from mlp_core.losses import get_loss
from mlp_core.optimizers import get_optimizer


def check_types(config: TrainConfig, dataset: Dataset) -> None:
    """Raise ``ValueError`` unless they are what they are said to be."""
    check_type("config", config, TrainConfig)
    check_type("dataset", dataset, Dataset)


def check_fit(config: TrainConfig, dataset: Dataset) -> None:
    """Raise ``ValueError`` unless the network's ends and the scaling are the data set's.

    Two classes may have an output each, or a single one where the loss is a logistic one.
    """
    check_types(config, dataset)
    first, *_, last = config.units
    alone = dataset.n_classes == 2 and get_loss(config.loss).tells_two_apart(last)
    if first != dataset.n_features or not (last == dataset.n_classes or alone):
        or_alone = ", or with 1 under a logistic loss" if dataset.n_classes == 2 else ""
        raise ValueError(
            f"units must begin with {dataset.n_features} features and end with "
            f"{dataset.n_classes} classes{or_alone}; got {config.units}"
        )
    if config.scaling != dataset.scaling:
        raise ValueError(
            f"the data set must be scaled as the configuration says ({config.scaling}); "
            f"got {dataset.scaling}"
        )


def check_start(config: TrainConfig, dataset: Dataset, parameters: Parameters) -> Parameters:
    """``parameters`` to train from as float arrays of the configuration's network.

    Training from infinite ones diverges, and says so.
    Raises ``ValueError`` for others, and as ``check_fit`` does.
    """
    check_fit(config, dataset)
    weights, biases = check_parameters(*parameters, finite=False)
    check_shapes(config.units, weights, biases)
    return weights, biases


def check_checkpoint(config: TrainConfig, dataset: Dataset, start: Checkpoint) -> Checkpoint:
    """``start`` with float arrays, of the configuration's network and optimizer.

    Raises ``ValueError`` for others, and as ``check_start`` does.
    """
    parameters = check_start(config, dataset, start.parameters)
    state = get_optimizer(config.method).check(start.state, parameters)
    return replace(start, parameters=parameters, state=state)


def check_history(before: Sequence[EpochScores], done: int) -> None:
    """Raise ``ValueError`` unless ``before`` are the scores of the first ``done`` epochs."""
    found = [scores.epoch for scores in before]
    if found != list(range(1, done + 1)):
        raise ValueError(
            f"to go on after epoch {done}, the scores of all epochs up to it are needed; got "
            f"those of {len(found)} epochs"
        )


def check_order(order: ArrayLike, n_rows: int) -> NDArray[np.intp]:
    """Numbers of rows to visit, one after another, each of them below ``n_rows``."""
    rows = check_classes("order", order, n_rows)
    if rows.ndim != 1:
        raise ValueError(f"order must be a list of row numbers; got shape {rows.shape}")
    return rows


def check_rates(rates: Sequence[float]) -> list[float]:
    """The learning rates of an epoch or more."""
    checked = [check_learning_rate(rate) for rate in rates]
    if not checked:
        raise ValueError("a learning rate is needed for each epoch, one at least; got none")
    return checked
