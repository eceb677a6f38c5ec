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
from mlp_core.data.record import Facts
from mlp_core.epoch_scores import EpochScores
from mlp_core.losses import check_targets, get_loss
from mlp_core.optimizers import get_optimizer


def check_types(config: TrainConfig, dataset: Dataset) -> None:
    """Raise ``ValueError`` unless they are what they are said to be."""
    check_type("config", config, TrainConfig)
    check_type("dataset", dataset, Dataset)


def check_fit(config: TrainConfig, dataset: Dataset) -> None:
    """Raise ``ValueError`` unless the network's ends, loss and scaling are the data set's.

    Two classes may have an output each, or a single one where the loss is a logistic one. A
    regression has an output a target, and a loss of numbers such as its targets.
    """
    check_types(config, dataset)
    if config.scaling != dataset.scaling:
        raise ValueError(
            f"the data set must be scaled as the configuration says ({config.scaling}); "
            f"got {dataset.scaling}"
        )
    check_ends(config, dataset.facts)
    if dataset.is_regression:
        for targets in (dataset.y_train, dataset.y_test):
            check_targets(dataset.labels(targets, dataset.n_targets), config.loss)


def check_ends(config: TrainConfig, facts: Facts) -> None:
    """``check_fit`` by what is known of a data set before it is loaded."""
    first, *_, last = config.units
    if facts.is_regression:
        kind, or_alone, fits = "targets", "", last == facts.units_out
        reason = why_no_numbers(config.loss)
        if reason:
            raise ValueError(f"loss must be one of numbers: {reason}")
    else:
        two = facts.units_out == 2
        alone = two and get_loss(config.loss).tells_two_apart(last)
        kind, fits = "classes", last == facts.units_out or alone
        or_alone = ", or with 1 under a logistic loss" if two else ""
    if first != facts.units_in or not fits:
        raise ValueError(
            f"units must begin with {facts.units_in} features and end with "
            f"{facts.units_out} {kind}{or_alone}; got {config.units}"
        )


def why_no_numbers(loss: str) -> str:
    """Why a loss cannot be of targets that are any numbers; empty where it can."""
    record = get_loss(loss)
    if record.predicts_probabilities:
        return f"{record.measure} is of classes, and the targets are numbers"
    return ""


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
