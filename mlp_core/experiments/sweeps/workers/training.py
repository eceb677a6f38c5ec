"""Training one cell of a sweep, wherever that is: as ``train`` does, and whatever happens told."""

import logging
from collections.abc import Callable, Generator
from typing import NamedTuple

from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.engines.door import fastest_engine, prepare, prepared
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.run import RunState
from mlp_core.experiments.sweeps.plan.cell import Cell
from mlp_core.experiments.sweeps.result import Result, maker_here, packed
from mlp_core.patience import patience_after
from mlp_core.training import train_in_slices
from mlp_core.validation_part import held_out

# How long a slice waits for the compiler.
LISTEN_SECONDS = 0.02


class Task(NamedTuple):
    """A cell to train; ``before`` is what the same run came to with fewer epochs, to go on from.

    With ``keep_end`` the result has what more epochs would go on from.
    """

    cell: Cell
    before: Result | None = None
    keep_end: bool = False


class Outcome(NamedTuple):
    """A cell and what came of it."""

    cell: Cell
    result: Result


def train_task(task: Task, load: Callable[[TrainConfig], Dataset]) -> Outcome:
    """Train it to its end. Never raises."""
    slices = train_task_in_slices(task, load)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def train_task_in_slices(
    task: Task, load: Callable[[TrainConfig], Dataset]
) -> Generator[int, None, Outcome]:
    """The same, giving control back after each slice of some milliseconds.

    The epochs are those of ``train(config, dataset)``, to the last bit, and end where these do.
    """
    config = task.cell.config
    run = _Run(task)
    state: RunState = "finished"
    reason = ""
    try:
        dataset = load(config)
        prepare(config)
        while not prepared(config, LISTEN_SECONDS):
            yield 0
        yield from run.slices(dataset)
    except DivergenceError as error:
        state, reason = "diverged", str(error)
    except ValueError as error:
        state, reason = "failed", str(error)
    except Exception as error:  # one bad cell must not take the others with it
        logging.getLogger(__name__).exception("a run of a sweep failed")
        state, reason = "failed", f"{type(error).__name__}: {error}"
    maker = maker_here(fastest_engine(config))
    return Outcome(task.cell, Result(config, packed(run.scores), state, reason, maker, run.end))


class _Run:
    """What a task has come to."""

    def __init__(self, task: Task) -> None:
        self._config, self._keep_end = task.cell.config, task.keep_end
        self.scores: list[EpochScores] = []
        self.end: Checkpoint | None = None
        if task.before is not None and task.before.end is not None:
            self.scores, self.end = [*task.before.scores], task.before.end

    def slices(self, dataset: Dataset) -> Generator[int, None, None]:
        """Train until all epochs are there, or patience is over."""
        if self.scores and self._is_over(dataset):
            self.end = self.end if self._keep_end else None
            return
        items = train_in_slices(self._config, dataset, after=self.end, before=tuple(self.scores))
        self.end = None
        for item in items:
            if not isinstance(item, EpochMetrics):
                yield item
                continue
            self.scores.append(item.scores)
            ended = item.patience.stopped or len(self.scores) >= self._config.epochs
            if ended and self._keep_end:
                self.end = item.checkpoint
            if ended:
                return

    def _is_over(self, dataset: Dataset) -> bool:
        """Whether what there was before leaves nothing to train."""
        n_rows = len(held_out(self._config, dataset)[0])
        stopped = patience_after(self._config, n_rows, self.scores).stopped
        return stopped or len(self.scores) >= self._config.epochs
