"""Waiting for what another thread does, without guessing how long it takes."""

import threading
from collections.abc import Callable

from mlp_core.experiments.jobs.job import Job, Snapshot
from tests.patience import PATIENCE_SECONDS

POLL_SECONDS = 0.01


def wait_until(condition: Callable[[], bool]) -> None:
    """Return as soon as ``condition`` holds; fail the test if it never does."""
    never = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
        if condition():
            return
        never.wait(POLL_SECONDS)
    raise AssertionError("waited in vain")


def finish(job: Job) -> Snapshot:
    """The last snapshot of ``job``, once it rests."""
    assert job.wait(PATIENCE_SECONDS), "the job does not end"
    assert not job.active
    return job.snapshot


class Gate:
    """Holds a working thread at one of its steps until the test has looked around."""

    def __init__(self, at_step: int) -> None:
        self.at_step = at_step
        self.steps = 0
        self._reached = threading.Event()
        self._opened = threading.Event()

    def step(self) -> None:
        """For the working thread: count a step, and wait at the one the gate stands at."""
        self.steps += 1
        if self.steps == self.at_step:
            self._reached.set()
            self._opened.wait(PATIENCE_SECONDS)

    def wait_for_arrival(self) -> None:
        """For the test: return once the thread stands at the gate."""
        assert self._reached.wait(PATIENCE_SECONDS), "the step was never reached"

    def open(self) -> None:
        self._opened.set()
