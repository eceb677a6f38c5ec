"""Work that goes on beside the page: a thread, a stop, and snapshots that never change.

A job iterates a generator on a thread of its own. Whoever watches reads ``snapshot``, one
immutable value rebound as a whole, and never a list that is still growing.
"""

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
        self._snapshot = Snapshot("running", nothing_yet, "", 0.0)
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)

    def start(self) -> None:
        """Begin the work; a job is started once."""
        self._started = time.perf_counter()
        self._thread.start()

    def stop(self) -> None:
        """Ask the work to end after the step it is in; what it has come to stays."""
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
            state = "stopped"
        except DivergenceError as error:
            state, reason = "diverged", str(error)
        except Exception as error:  # whatever happened, the page must say so
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

    def _work(self) -> Iterator[TrainingProgress]:
        scores: tuple[EpochScores, ...] = ()
        for metrics in train(self.config, self.dataset, after_step=self._breathe):
            scores += (metrics.scores,)
            yield TrainingProgress(scores, metrics.parameters)
