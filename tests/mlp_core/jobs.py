"""Jobs to watch: some that a gate holds, some that only collect, and what a training came to."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from mlp_core import Dataset, EpochScores, TrainConfig, train
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.jobs.training_job import TrainingJob
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.waiting import Gate

# A run of four short epochs, each with an order of its own.
CONFIG = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=4, shuffle=True)
N_ROWS, N_TEST = 30, 20
# In slices of a row: training, evaluating training and test rows, and the metrics.
ITEMS_OF_AN_EPOCH = N_ROWS + N_ROWS + N_TEST + 1


class Gated(Job):
    """Mixed into a job: ``gate`` holds it when it has taken an item, before it goes on."""

    gate = Gate(at_step=0)

    def _take(self, item: Any) -> None:
        super()._take(item)
        self.gate.step()


class Collecting(Job[tuple]):
    """A job that collects the items of an iterable, and remembers that it was let go of."""

    def __init__(
        self,
        items: Iterable[Any],
        slots: Slots | None = None,
        deadline: float | None = None,
    ) -> None:
        self.items = items
        self.taken: list[Any] = []
        self.let_go = False
        super().__init__(slots or Slots(1), deadline)

    def _work(self) -> Iterator[Any]:
        try:
            yield from self.items
        finally:
            self.let_go = True

    def _take(self, item: Any) -> None:
        self.taken.append(item)

    def _progress(self) -> tuple:
        return tuple(self.taken)


class GatedCollecting(Gated, Collecting):
    """Collects 0, 1, … 9, and stands at a gate when it has so many items."""

    def __init__(self, at_step: int, slots: Slots | None = None) -> None:
        self.gate = Gate(at_step)
        super().__init__(range(10), slots)

    def held(self) -> "GatedCollecting":
        """Begun, and standing at its gate."""
        self.resume()
        self.gate.wait_for_arrival()
        return self


class GatedJob(Gated, TrainingJob):
    """A training run that a gate can hold between two slices."""

    def __init__(self, config: TrainConfig, dataset: Dataset, at_step: int, **options: Any) -> None:
        self.gate = Gate(at_step)
        super().__init__(config, dataset, **options)


def held(config: TrainConfig, dataset: Dataset, at_step: int, **options: Any) -> GatedJob:
    """A training run that stands at its gate."""
    job = GatedJob(config, dataset, at_step, **options)
    job.resume()
    job.gate.wait_for_arrival()
    return job


def plain(scores: Iterable[EpochScores]) -> list[EpochScores]:
    """Scores without the wall-clock time, which no two runs share."""
    return [dataclasses.replace(score, seconds=0.0) for score in scores]


def everything(job: TrainingJob) -> tuple[list[EpochScores], bytes]:
    """All that a run has come to, to the last bit."""
    progress = job.snapshot.progress
    return plain(progress.scores), as_bytes(progress.parameters)


def whole_run(config: TrainConfig, dataset: Dataset) -> tuple[list[EpochScores], bytes]:
    """``everything`` of a run in one go."""
    epochs = list(train(config, dataset))
    return plain(metrics.scores for metrics in epochs), as_bytes(epochs[-1].parameters)
