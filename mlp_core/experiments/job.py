"""Work that goes on beside the page: a thread, a stop, and snapshots that never change.

A job iterates a generator on a thread of its own. Whoever watches reads ``snapshot``, one
immutable value rebound as a whole, and never a list that is still growing.
"""

import logging
import math
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from mlp_core.config import TrainConfig
from mlp_core.datasets import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.epoch_metrics import EpochScores, Parameters
from mlp_core.training import train

# How often a running job publishes. Pages redraw less often than that.
PUBLISH_SECONDS = 0.1
# NumPy's small steps hold the interpreter lock; giving it up this often keeps pages quick.
YIELD_SECONDS = 0.001

State = Literal["running", "finished", "stopped", "diverged", "failed"]
Progress = TypeVar("Progress")


@dataclass(frozen=True, eq=False)
class Snapshot(Generic[Progress]):
    """A job at one moment: its state, what it has come to, and why it ended (else empty).

    ``seconds`` is the wall-clock time since the start, up to the end for a job that ended.
    """

    state: State
    progress: Progress
    reason: str
    seconds: float


class _StopRequested(Exception):
    """Raised inside the work, between two steps, once a stop was asked for."""


class Job(ABC, Generic[Progress]):
    """Iterates ``_work`` on a daemon thread; each item it yields is the progress so far."""

    def __init__(self, nothing_yet: Progress) -> None:
        self._started = time.perf_counter()
        self._last_yield = self._started
        self._stop_requested = threading.Event()
        self._stop_reason = ""
        self._snapshot = Snapshot("running", nothing_yet, "", 0.0)
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)

    def start(self) -> None:
        """Begin the work; a job is started once."""
        self._started = time.perf_counter()
        self._thread.start()

    def stop(self, reason: str = "") -> None:
        """Ask the work to end after the step it is in; what it has come to stays.

        ``reason`` is a sentence for the snapshot, where it is not the visitor who asked.
        """
        self._stop_reason = reason
        self._stop_requested.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the work to end, at most ``timeout`` seconds; whether it has ended."""
        self._thread.join(timeout)
        return not self.running

    @property
    def running(self) -> bool:
        return self._snapshot.state == "running"

    @property
    def elapsed(self) -> float:
        """Seconds since the start, up to the end for a job that ended."""
        if self.running:
            return time.perf_counter() - self._started
        return self._snapshot.seconds

    @property
    def snapshot(self) -> Snapshot[Progress]:
        return self._snapshot

    @abstractmethod
    def _work(self) -> Iterator[Progress]:
        """The progress after each stretch of work; calls ``_breathe`` as often as it can."""

    def _breathe(self) -> None:
        if self._stop_requested.is_set():
            raise _StopRequested
        now = time.perf_counter()
        if now - self._last_yield > YIELD_SECONDS:
            time.sleep(0)
            self._last_yield = time.perf_counter()

    def _run(self) -> None:
        progress = self._snapshot.progress
        state: State = "finished"
        reason = ""
        published = self._started
        try:
            for progress in self._work():
                now = time.perf_counter()
                if now - published > PUBLISH_SECONDS:
                    self._publish("running", progress, "")
                    published = now
        except _StopRequested:
            state, reason = "stopped", self._stop_reason
        except DivergenceError as error:
            state, reason = "diverged", str(error)
        except Exception as error:  # whatever happened, the page must say so
            logging.getLogger(__name__).exception("%s failed", type(self).__name__)
            state, reason = "failed", f"{type(error).__name__}: {error}"
        self._publish(state, progress, reason)

    def _publish(self, state: State, progress: Progress, reason: str) -> None:
        seconds = time.perf_counter() - self._started
        self._snapshot = Snapshot(state, progress, reason, seconds)


@dataclass(frozen=True, eq=False)
class TrainingProgress:
    """The scores of all epochs so far and the latest parameters, None before the first."""

    scores: tuple[EpochScores, ...] = ()
    parameters: Parameters | None = None


class TrainingJob(Job[TrainingProgress]):
    """A training run. Only the latest parameters are kept: a wide network's fill megabytes."""

    def __init__(self, config: TrainConfig, dataset: Dataset) -> None:
        super().__init__(TrainingProgress())
        self.config = config
        self.dataset = dataset
        self._steps = config.epochs * math.ceil(len(dataset.X_train) / config.batch_size)
        self._steps_done = 0

    @property
    def share_done(self) -> float:
        """The share (0 to 1) of the planned updates that are done, within an epoch too."""
        return min(1.0, self._steps_done / self._steps)

    def _after_step(self) -> None:
        self._steps_done += 1
        self._breathe()

    def _work(self) -> Iterator[TrainingProgress]:
        scores: tuple[EpochScores, ...] = ()
        for metrics in train(self.config, self.dataset, after_step=self._after_step):
            scores += (metrics.scores,)
            yield TrainingProgress(scores, metrics.parameters)
