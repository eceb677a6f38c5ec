"""Runs as a store would keep them, trained here and now."""

import dataclasses
from collections.abc import Sequence

from mlp_core import Dataset, TrainConfig, load_dataset, train
from mlp_core.checkpoint import Checkpoint
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.run import Run
from mlp_core.training import train_in_slices
from tests.mlp_core.small_data import few_digits

SCORE = EpochScores(1, 0.001, 3021.7, 1.9, 1.95, 1 / 3, 0.125, 0.1 + 0.2)


def make_run(config: TrainConfig, scores: Sequence[EpochScores] = (SCORE,), **fields) -> Run:
    """A finished run with these scores, everything else made up."""
    made_up = {
        "id": "a1b2c3",
        "name": "first try",
        "epochs": config.epochs,
        "fingerprint": "0123abcd",
        "engine": "compiled",
        "versions": {"python": "3.11.7", "numpy": "2.4.6"},
        "started": 1700000000.1234567,
        "ended": 1700000001.7654321,
        "state": "finished",
    }
    return Run(config=config, scores=tuple(scores), **(made_up | fields))


def trained_run(
    config: TrainConfig, rates: Sequence[float] | None = None, dataset: Dataset | None = None
) -> tuple[Run, Checkpoint]:
    """A run of as many epochs as there are rates, and the checkpoint it ended with."""
    rates = rates or [config.learning_rate] * config.epochs
    dataset = dataset or config.source.load(config.scaling)
    scores = []
    for item in train_in_slices(config, dataset, rate_of_epoch=lambda epoch: rates[epoch - 1]):
        if isinstance(item, EpochMetrics):
            scores.append(item.scores)
            if item.epoch == len(rates):
                return make_run(config, scores), item.checkpoint
    raise AssertionError("training does not end by itself")


def stopped_early() -> tuple[Run, Checkpoint, Checkpoint]:
    """A run with momentum that has gone on after its best epoch, its last checkpoint and the best.

    It is a run of rows that are among those of the digits.
    """
    stopping = {"early_stopping": True, "validation_fraction": 0.3, "n_iter_no_change": 2}
    config = TrainConfig((64, 9, 10), 0.005, 60, 8, momentum=0.9, scaling="min_max", **stopping)
    epochs = list(train(config, few_digits(load_dataset(scaling="min_max"), 200), engine="numpy"))
    held = [epoch.validation_accuracy for epoch in epochs]
    best = held.index(max(held))
    assert best < len(epochs) - 1 < config.epochs - 1
    run = make_run(config, [epoch.scores for epoch in epochs])
    return run, epochs[-1].checkpoint, epochs[best].checkpoint


def at_rate(scores: EpochScores, rate: float, **changes) -> EpochScores:
    """The scores as of an epoch for which somebody has chosen this rate."""
    return dataclasses.replace(scores, learning_rate=rate, base_rate=rate, **changes)


def with_score(run: Run, index: int, **changes) -> Run:
    """The run with some figures of one epoch replaced."""
    scores = list(run.scores)
    scores[index] = dataclasses.replace(scores[index], **changes)
    return dataclasses.replace(run, scores=tuple(scores))
