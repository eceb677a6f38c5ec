"""TrainingJob and its engine: waiting for the compiler, doing without, wide networks, many jobs."""

import dataclasses
import os
import sys
import threading

import pytest

from mlp_core import TrainConfig, train
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.experiments.jobs.slots import LOWEST_PRIORITY, Slots
from mlp_core.experiments.jobs.training_job import TrainingJob, expected_seconds
from mlp_core.setting_kinds import Limits
from mlp_core.settings import SETTINGS, UNITS
from tests.mlp_core.both_engines import as_bytes, made_up_data
from tests.mlp_core.compiling import without_compiler, without_loops
from tests.mlp_core.jobs import CONFIG, N_ROWS, N_TEST, everything, held, whole_run
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import finish, wait_until

pytestmark = pytest.mark.usefixtures("kernels")


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS, N_TEST)


def test_a_job_waits_for_its_engine_and_listens_meanwhile(small, monkeypatch):
    ready, asked = threading.Event(), []

    def loaded(needs, timeout=0.0):
        asked.append(timeout)
        return ready.is_set()

    monkeypatch.setattr(LOADER, "loaded", loaded)
    job = TrainingJob(CONFIG, small)
    assert not job.preparing
    job.resume()
    wait_until(lambda: any(timeout > 0.0 for timeout in asked))
    assert job.preparing
    job.pause()
    assert finish(job).state == "paused"
    assert not job.preparing
    job.resume()
    wait_until(lambda: job.snapshot.state == "running")
    ready.set()
    assert finish(job).state == "finished"
    assert not job.preparing
    assert everything(job) == whole_run(CONFIG, small)


def test_without_a_compiler_numpy_trains(small, monkeypatch):
    without_compiler(monkeypatch)
    # NumPy's slices are steps: 5 batches of 7 rows at most, two evaluations, the metrics.
    config = dataclasses.replace(CONFIG, batch_size=7)
    job = held(config, small, at_step=8 + 3)
    job.pause()
    job.gate.open()
    assert len(finish(job).progress.scores) == 1
    job.resume()
    finish(job)
    epochs = list(train(config, small, engine="numpy"))
    assert as_bytes(job.snapshot.progress.parameters) == as_bytes(epochs[-1].parameters)


def test_numpy_trains_what_has_no_compiled_loop(small, monkeypatch):
    without_loops(monkeypatch, "tanh")
    job = TrainingJob(CONFIG, small)
    assert job.expected_seconds == expected_seconds(CONFIG, small, CONFIG.epochs, "numpy")
    assert job.expected_seconds > expected_seconds(CONFIG, small, CONFIG.epochs, "compiled")
    job.resume()
    assert finish(job).state == "finished"
    assert job.engine == "numpy"
    last = list(train(CONFIG, small, engine="numpy"))[-1]
    assert as_bytes(job.snapshot.progress.parameters) == as_bytes(last.parameters)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
@pytest.mark.parametrize("compiled", [True, False])
def test_only_a_job_that_leaves_the_interpreter_alone_goes_last(small, monkeypatch, compiled):
    if not compiled:
        # In NumPy it would hold the interpreter lock, and keep pages waiting for its turn.
        without_compiler(monkeypatch)
    priorities = set()

    class Watched(TrainingJob):
        def _take(self, item):
            priorities.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
            super()._take(item)

    job = Watched(CONFIG, small)
    job.resume()
    finish(job)
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert priorities == {LOWEST_PRIORITY if compiled else mine}


def test_jobs_run_side_by_side(small):
    configs = [dataclasses.replace(CONFIG, seed=seed) for seed in range(4)]
    jobs = [TrainingJob(config, small, Slots(4)) for config in configs]
    for job in jobs:
        job.resume()
    for config, job in zip(configs, jobs, strict=True):
        finish(job)
        assert everything(job) == whole_run(config, small)


@pytest.mark.parametrize("batch_size", [1, 32, 2000])
def test_a_stop_of_a_wide_network_comes_within_an_epoch(monkeypatch, batch_size):
    # Wider than the page allows: an epoch takes seconds, a batch of 2000 rows nearly one.
    wide = dataclasses.replace(UNITS, units=Limits(1, 1024))
    monkeypatch.setitem(SETTINGS, "units", dataclasses.replace(SETTINGS["units"], kind=wide))
    config = TrainConfig((784, 1024, 10), 0.001, 5, batch_size)
    job = held(config, made_up_data(784, 10, n_train=2000), at_step=2)
    job.stop()
    job.gate.open()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.progress.scores) == ("stopped", ())
    # Not a slice more than the one at work, and these are a small part of an epoch.
    assert job.gate.steps == 2
    assert 0.0 < job.share_done * config.epochs <= 2 * 256 / 2000
