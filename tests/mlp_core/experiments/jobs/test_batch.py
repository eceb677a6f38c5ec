"""A batch of runs: no more in the queue than there are slots, stopped and paused as one."""

import dataclasses

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.jobs.training_job import TrainingJob
from tests.mlp_core.jobs import CONFIG, Collecting, GatedJob, everything, held, whole_run
from tests.mlp_core.small_data import few_digits, one_number
from tests.mlp_core.waiting import wait_until
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.usefixtures("kernels")
CONFIGS = [dataclasses.replace(CONFIG, seed=seed) for seed in range(5)]


@pytest.fixture
def small(digits):
    return few_digits(digits, 30, 20)


def gated(small, slots: Slots, n: int = 3) -> list[GatedJob]:
    """Jobs that each stand at a gate after their first slice."""
    return [GatedJob(config, small, 1, slots=slots) for config in CONFIGS[:n]]


def test_all_are_trained_as_they_would_be_alone_and_kept(store, small):
    slots = Slots(2)
    jobs = [recorded_job(store, config, small, slots, group="g") for config in CONFIGS]
    ids = [job.run_id for job in jobs]
    batch = Batch(jobs)
    assert (batch.active, batch.n_ended, batch.share_done) == (False, 0, 0.0)
    batch.resume()
    assert batch.wait(PATIENCE_SECONDS)
    assert batch.states == ["finished"] * 5
    assert (batch.active, batch.n_ended, batch.share_done) == (False, 5, 1.0)
    assert [everything(job) for job in jobs] == [whole_run(config, small) for config in CONFIGS]
    kept = {summary.run.id: summary.run for summary in store.summaries()}
    assert [kept[run_id].config for run_id in ids] == CONFIGS
    assert {(run.state, run.group) for run in kept.values()} == {("finished", "g")}


def test_somebody_elses_job_comes_between(small):
    slots = Slots(1)
    jobs = gated(small, slots)
    batch = Batch(jobs)
    batch.resume()
    jobs[0].gate.wait_for_arrival()
    other = Collecting(range(3), slots)
    other.resume()
    assert batch.states == ["running", "paused", "paused"]
    assert other.place_in_queue == 1
    jobs[0].gate.open()
    assert other.wait(PATIENCE_SECONDS)
    assert other.snapshot.state == "finished"
    for job in jobs[1:]:
        job.gate.open()
    assert batch.wait(PATIENCE_SECONDS)


def test_stop_ends_what_has_begun_and_what_has_not(store, small):
    slots = Slots(2)
    jobs = gated(small, slots, 5)
    batch = Batch(jobs)
    batch.resume()
    for job in jobs[:2]:
        job.gate.wait_for_arrival()
    batch.stop("enough")
    for job in jobs:
        job.gate.open()
    assert batch.wait(PATIENCE_SECONDS)
    assert batch.states == ["stopped"] * 5
    assert {job.snapshot.reason for job in jobs} == {"enough"}
    batch.resume()
    assert not batch.active
    wait_until(lambda: not slots._running)


def test_a_paused_batch_begins_nothing_and_goes_on_to_the_same(small):
    slots = Slots(1)
    jobs = gated(small, slots)
    batch = Batch(jobs)
    batch.resume()
    jobs[0].gate.wait_for_arrival()
    batch.pause("lost")
    for job in jobs:
        job.gate.open()
    assert batch.wait(PATIENCE_SECONDS)
    assert batch.states == ["paused"] * 3
    batch.start_next()  # as a job would that ended at this moment
    assert batch.states == ["paused"] * 3
    assert jobs[0].snapshot.reason == "lost"
    assert 0 < batch.share_done < 1
    batch.resume()
    assert batch.wait(PATIENCE_SECONDS)
    assert [everything(job) for job in jobs] == [whole_run(config, small) for config in CONFIGS[:3]]


def test_a_job_that_diverges_or_fails_does_not_hold_the_others_up(small, caplog):
    slots = Slots(1)
    wild = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)
    broken = dataclasses.replace(CONFIG, units=(63, 5, 10))
    jobs = [
        TrainingJob(wild, one_number([2.0] * 100, [2.0]), slots),
        TrainingJob(broken, small, slots),
        TrainingJob(CONFIG, small, slots),
    ]
    batch = Batch(jobs)
    batch.resume()
    assert batch.wait(PATIENCE_SECONDS)
    assert batch.states == ["diverged", "failed", "finished"]
    assert (batch.n_ended, batch.share_done) == (3, 1.0)


def test_closing_lets_go_of_everything(small):
    slots = Slots(1)
    busy = held(CONFIG, small, 1, slots=slots)
    jobs = gated(small, slots)
    batch = Batch(jobs)
    batch.resume()
    assert batch.states == ["queued", "paused", "paused"]
    batch.close()
    assert batch.states == ["stopped"] * 3
    busy.gate.open()
    assert busy.wait(PATIENCE_SECONDS)
    wait_until(lambda: not slots._running)


def test_a_batch_of_nothing_is_done():
    batch = Batch([])
    batch.resume()
    assert (batch.active, batch.states, batch.share_done) == (False, [], 0.0)
