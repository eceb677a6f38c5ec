"""Training the tasks of a sweep elsewhere, in bundles: what processes and a cluster share."""

import itertools
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.engines.door import fastest_engine
from mlp_core.experiments.jobs.training_job import expected_seconds
from mlp_core.experiments.sweeps.result import Result, maker_here, packed
from mlp_core.experiments.sweeps.workers.bundle_training import Trained
from mlp_core.experiments.sweeps.workers.bundles import BUNDLE_SECONDS, MOST_DEATHS, Bundle, Bundles
from mlp_core.experiments.sweeps.workers.executor import LISTEN_SECONDS, SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Outcome, Task, train_task


class Report(NamedTuple):
    """What became of the bundle of that number.

    trained  what its tasks came to; None where it was lost
    deaths   how often it was there when what trained it ended, as of ``Bundles.lost``; one that
             was lost otherwise is sent again
    """

    number: int
    trained: Trained | None = None
    deaths: int = 0


class BundleExecutor(ABC):
    """An ``Executor`` that sends bundles to workers and listens for what became of them.

    Those at work may be one more than there are workers, and an eighth: a worker that is through
    finds the next without waiting for this process.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._held, self._closed = threading.Event(), threading.Event()
        self._notes: list[str] = []

    @property
    @abstractmethod
    def width(self) -> int:
        """As of ``Executor``."""

    @abstractmethod
    def _send(self, number: int, bundle: Bundle, tell: Callable[[Report], None]) -> None:
        """Have it trained elsewhere, and its report told, by any thread.

        Raises what ``rows`` does where there is no data set for it.
        """

    @abstractmethod
    def _settle(self, report: Report, at_work: Sequence[int]) -> list[Report]:
        """What a report means for all that is at work: itself, and those that were lost with it.

        Raises ``SweepStopped`` where nobody is left to train.
        """

    @abstractmethod
    def _look_around(self, at_work: Sequence[int]) -> list[Report]:
        """Reports that nobody tells; called all the time. Raises as ``_settle``."""

    @abstractmethod
    def _through(self, number: int, bundle: Bundle) -> None:
        """Let go of what belongs to a bundle, whatever it came to."""

    @abstractmethod
    def close(self) -> None:
        """As of ``Executor``."""

    @property
    def _bundle_seconds(self) -> float:
        return BUNDLE_SECONDS

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def note(self, sentence: str) -> None:
        """Tell whoever watches, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def hold(self) -> None:
        self._held.set()

    def go_on(self) -> None:
        self._held.clear()

    def train(self, tasks: Sequence[Task]) -> Iterator[Outcome | None]:
        """As of ``Executor``."""
        bundles = Bundles(tasks, self._seconds)
        reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        at_work: dict[int, Bundle] = {}
        numbers = itertools.count()
        try:
            while bundles or at_work:
                yield from self._send_ahead(bundles, at_work, numbers, reports.put)
                heard = self._look_around(tuple(at_work))
                with suppress(queue.Empty):
                    report = reports.get(timeout=0 if heard else LISTEN_SECONDS)
                    heard += self._settle(report, tuple(at_work))
                told = False
                for report in heard:
                    # What was given up, and comes back all the same, has been sent again.
                    bundle = at_work.pop(report.number, None)
                    if bundle is not None:
                        self._through(report.number, bundle)
                        for outcome in self._outcomes(bundle, report, bundles):
                            told = True
                            yield outcome
                if not told:
                    yield None
        finally:
            for number, bundle in at_work.items():
                self._through(number, bundle)

    def _send_ahead(
        self,
        bundles: Bundles,
        at_work: dict[int, Bundle],
        numbers: Iterator[int],
        tell: Callable[[Report], None],
    ) -> Iterator[Outcome]:
        """Send what there is room for; yields what cannot be sent, since it has no rows."""
        while bundles and not self._held.is_set() and len(at_work) < self._most_at_work:
            self._check_open()
            bundle = bundles.take(self.width, self._bundle_seconds)
            if bundle is None:
                return
            # Nothing is ahead of those that are tried alone, so nothing comes beside them.
            if bundle.alone and at_work:
                bundles.back(bundle)
                return
            tasks = []
            for task in bundle.tasks:
                if self._has_rows(task.cell.config):
                    tasks.append(task)
                else:
                    yield train_task(task, self.rows.of)
            if tasks:
                bundle, number = bundle._replace(tasks=tuple(tasks)), next(numbers)
                at_work[number] = bundle
                self._send(number, bundle, tell)
        self._check_open()

    @property
    def _most_at_work(self) -> int:
        return self.width + 1 + self.width // 8

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise SweepStopped("It was stopped.")

    def _outcomes(self, bundle: Bundle, report: Report, bundles: Bundles) -> Iterator[Outcome]:
        if report.trained is not None:
            bundles.trained(bundle, report.trained.seconds)
            for task, result in zip(bundle.tasks, report.trained.results, strict=True):
                yield Outcome(task.cell, result)
        elif not report.deaths:
            bundles.back(bundle)
        else:
            for task in bundles.lost(bundle, report.deaths):
                yield Outcome(task.cell, _given_up(task))

    def _has_rows(self, config: TrainConfig) -> bool:
        try:
            self.rows.of(config)
        except Exception:  # whatever it is, training the task here tells it
            return False
        return True

    def _seconds(self, task: Task) -> float:
        """About how long it trains, by the formula; none where there is nothing to train on."""
        config = task.cell.config
        if not self._has_rows(config):
            return 0.0
        done = task.before.n_epochs if task.before else 0
        return expected_seconds(config, self.rows.of(config), max(0, config.epochs - done))


def _given_up(task: Task) -> Result:
    config = task.cell.config
    reason = (
        f"What trained it ended {MOST_DEATHS} times without an answer; it may need more memory "
        "than there is"
    )
    return Result(config, packed(()), "failed", reason, maker_here(fastest_engine(config)))
