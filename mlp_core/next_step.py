"""The step that a training would take next, with a row of one's choice, as a task of its own."""

import math
from collections.abc import Sequence

from mlp_core._checks import Array
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.epoch_scores import EpochScores
from mlp_core.patience import patience_after
from mlp_core.settings import SETTINGS
from mlp_core.starting_point import starting_point
from mlp_core.task import Task
from mlp_core.task_options import OPTIONS
from mlp_core.validation_part import held_out

# What says how a step of a training goes: a task is told it by the same names.
OF_A_STEP = tuple(name for name in OPTIONS if name in SETTINGS)


def next_task(
    config: TrainConfig,
    checkpoint: Checkpoint,
    x: Array,
    y: Array,
    learning_rate: float,
    row_weight: float = 1.0,
) -> Task:
    """A step on the row ``x`` (n_in,) with target ``y`` (n_out,), as it goes after ``checkpoint``.

    It is the update that an engine makes of this row alone, whose loss is the weighted mean over
    it: nothing is left of its weight but what it divides the penalty by. Raises ``ValueError`` as
    ``Task``.
    """
    options = {name: getattr(config, name) for name in OF_A_STEP}
    options["learning_rate"] = learning_rate
    options["alpha"] = config.alpha / row_weight
    return Task(x, y, *checkpoint.parameters, **options, state=checkpoint.state)


def next_rate(config: TrainConfig, n_rows: int, scores: Sequence[EpochScores], epoch: int) -> float:
    """The learning rate of the epoch after ``epoch``, of a run with these scores from the first on.

    Where the run went on it is that which it had, else that which the schedule makes of what was
    last, on ``n_rows`` rows trained on.
    """
    if epoch < len(scores):
        return scores[epoch].learning_rate
    base = scores[-1].base_rate if scores else config.learning_rate
    return patience_after(config, n_rows, scores).rate(base)


def next_row(config: TrainConfig, dataset: Dataset, epoch: int) -> int:
    """The training row, by its number in ``X_train``, that the first step after ``epoch`` takes.

    In batches it is the first of several.
    """
    rows, _ = held_out(config, dataset)
    _, orders = starting_point(config, len(rows), epoch)
    return int(rows[next(orders)[0]])


def next_number(config: TrainConfig, n_rows: int, epoch: int) -> int:
    """The number of the first step after ``epoch``, counted from 1 at the start of the run."""
    return epoch * math.ceil(n_rows / config.batch_size) + 1
