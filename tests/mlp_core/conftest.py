"""What the tests of jobs and of their store share."""

import os
from collections.abc import Iterator

import pytest

from mlp_core import QUESTION_2
from mlp_core.engines import slices
from mlp_core.engines.compiled.engine import needs_of
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.experiments.jobs import job
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.store_processes import Nursery


@pytest.fixture
def publish_everything(monkeypatch):
    """Snapshots after every slice of work, however short."""
    monkeypatch.setattr(job, "PUBLISH_SECONDS", -1.0)


@pytest.fixture
def kernels():
    """Compiled before the test: a job that waits for them makes slices of its own."""
    LOADER.load(needs_of(QUESTION_2))


@pytest.fixture
def row_slices(monkeypatch):
    """Slices of a row, so that an epoch has many."""
    monkeypatch.setattr(slices, "SLICE_WORK", 1)


class Clock:
    """A clock that goes only as far as a test puts it on."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Nobody waits for this clock."""


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The clock that jobs go by."""
    clock = Clock()
    monkeypatch.setattr(job, "time", clock)
    return clock


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """A process that forks others to train into files of runs."""
    if not hasattr(os, "fork"):
        pytest.skip("this system does not fork processes")
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def store(tmp_path):
    """A store in a file of the test's own."""
    store = RunStore(tmp_path / "runs.sqlite")
    yield store
    store.close()
