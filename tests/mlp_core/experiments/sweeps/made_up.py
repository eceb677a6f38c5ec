"""Runs whose curves a test has written by hand, and an executor that hands them out."""

from dataclasses import replace

import numpy as np

from mlp_core.checkpoint import Checkpoint
from mlp_core.config import QUESTION_2
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.sweeps.result import Result, packed
from mlp_core.experiments.sweeps.workers.training import Outcome
from mlp_core.optimizers import OptimizerState

# Scores of the validation part need one.
BASE = replace(QUESTION_2, epochs=9, split={"validation_size": 0.2})


def scores(values):
    """An epoch a value, which is its validation accuracy; its loss is 1 minus that."""
    return [
        EpochScores(
            epoch, 0.1, 1.0, 0.5, 0.5, 0.5, 0.5, float(epoch), validation_loss=1 - value,
            validation_accuracy=value,
        )
        for epoch, value in enumerate(values, start=1)
    ]  # fmt: skip


def result(config, values, state="finished", end=None):
    return Result(config, packed(scores(values)), state, end=end)


def end_after(epoch, n_numbers=10):
    return Checkpoint(([np.zeros((1, n_numbers))], [np.zeros(0)]), OptimizerState(), epoch, 0.1)


class Curves:
    """Trains a cell to what ``curve(cell)`` says of as many epochs as it has.

    A curve that has None among its values diverges there. ``log`` has (place, epochs, epochs to
    go on from) of each task, in rounds.
    """

    width, notes = 1, ()

    def __init__(self, curve, n_numbers=10):
        self.curve, self.n_numbers, self.log = curve, n_numbers, []

    def train(self, tasks):
        self.log.append([])
        for task in tasks:
            cell = task.cell
            values = list(self.curve(cell))[: cell.config.epochs]
            before = task.before.n_epochs if task.before else 0
            self.log[-1].append((cell.place, cell.config.epochs, before))
            if None in values:
                yield Outcome(cell, result(cell.config, values[: values.index(None)], "diverged"))
                continue
            end = end_after(len(values), self.n_numbers) if task.keep_end else None
            yield None
            yield Outcome(cell, result(cell.config, values, end=end))
