"""The observer of a job is told everything, in its order, before anybody else knows."""

import pytest

from mlp_core import EpochMetrics
from mlp_core.experiments.jobs.training_job import TrainingJob
from tests.mlp_core.compiling import busy_compiler
from tests.mlp_core.jobs import CONFIG, N_ROWS, N_TEST
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import finish

pytestmark = pytest.mark.usefixtures("kernels")


class Listening:
    """Notes all that it is told, and how far the job was for others then."""

    def __init__(self):
        self.told = []
        self.job = None

    def begin(self, job):
        self.job = job
        self.told.append(("begin", job.engine))

    def take(self, item):
        if isinstance(item, EpochMetrics):
            self.told.append(("epoch", item.epoch))

    def rest(self, state, reason):
        self.told.append((state, reason, self.job and self.job.snapshot.state))


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS, N_TEST)


def test_an_observer_is_told_everything(small):
    listening = Listening()
    job = TrainingJob(CONFIG, small, observers=[listening])
    assert listening.told == [("paused", "", None)]
    assert job.engine is None
    job.step()
    finish(job)
    job.resume()
    finish(job)
    assert listening.told[1:] == [
        ("begin", "compiled"),
        ("epoch", 1),
        ("paused", "", "running"),
        ("epoch", 2),
        ("epoch", 3),
        ("epoch", 4),
        ("finished", "", "running"),
    ]


def test_an_observer_is_told_of_a_stop_at_rest(small):
    listening = Listening()
    job = TrainingJob(CONFIG, small, engine="numpy", observers=[listening])
    job.step()
    finish(job)
    job.stop("enough")
    assert listening.told[1] == ("begin", "numpy")
    assert listening.told[-1] == ("stopped", "enough", "paused")


def test_an_engine_that_is_named_trains_without_waiting_for_the_other(small, monkeypatch):
    busy_compiler(monkeypatch)
    job = TrainingJob(CONFIG, small, engine="numpy")
    job.resume()
    assert not job.preparing
    assert finish(job).state == "finished"
