"""TrainingJob: the run of ``train``, in whatever pieces it is trained."""

import dataclasses
import math
import threading

import pytest

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.jobs.training_job import TrainingJob
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.jobs import (
    CONFIG,
    ITEMS_OF_AN_EPOCH,
    N_ROWS,
    N_TEST,
    everything,
    held,
    whole_run,
)
from tests.mlp_core.small_data import few_digits, one_number
from tests.mlp_core.waiting import finish, wait_until

pytestmark = pytest.mark.usefixtures("kernels")


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS, N_TEST)


def test_a_finished_job_is_the_run_of_train(small):
    job = TrainingJob(CONFIG, small)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert everything(job) == whole_run(CONFIG, small)
    assert job.share_done == 1.0


def test_a_job_that_was_not_begun_has_nothing_yet(small):
    job = TrainingJob(CONFIG, small)
    assert job.snapshot.state == "paused"
    assert (job.snapshot.progress.scores, job.snapshot.progress.parameters) == ((), None)
    assert (job.share_done, job.preparing) == (0.0, False)


@pytest.mark.parametrize("batch_size", [1, 7])
def test_a_run_with_a_pause_within_an_epoch_is_the_same_run(small, row_slices, batch_size):
    config = dataclasses.replace(CONFIG, batch_size=batch_size)
    job = held(config, small, at_step=ITEMS_OF_AN_EPOCH + 3)
    job.pause()
    job.gate.open()
    snapshot = finish(job)
    assert (snapshot.state, len(snapshot.progress.scores)) == ("paused", 1)
    assert job.gate.steps == ITEMS_OF_AN_EPOCH + 3
    job.resume()
    finish(job)
    assert everything(job) == whole_run(config, small)


def test_a_stop_within_an_epoch_keeps_the_epochs_before_it(small, row_slices):
    job = held(CONFIG, small, at_step=2 * ITEMS_OF_AN_EPOCH + 5)
    job.stop("enough")
    job.gate.open()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("stopped", "enough")
    assert job.gate.steps == 2 * ITEMS_OF_AN_EPOCH + 5
    assert everything(job) == whole_run(dataclasses.replace(CONFIG, epochs=2), small)


def test_a_stop_within_the_first_epoch(small, row_slices):
    job = held(CONFIG, small, at_step=3)
    job.stop()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert (snapshot.progress.scores, snapshot.progress.parameters) == ((), None)


def test_stopping_a_long_run_keeps_its_epochs(digits):
    job = TrainingJob(dataclasses.replace(QUESTION_2, epochs=500), digits)
    job.resume()
    wait_until(lambda: len(job.snapshot.progress.scores) >= 2)
    job.stop()
    scores = finish(job).progress.scores
    assert 2 <= len(scores) < 500
    assert [score.epoch for score in scores] == list(range(1, len(scores) + 1))


def test_divergence_leaves_a_finite_history():
    # The error grows fourfold a step and overflows in epoch 3, as test_divergence works out.
    config = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)
    job = TrainingJob(config, one_number([2.0] * 100, [2.0]))
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "diverged"
    assert snapshot.reason.startswith("The loss stopped being a finite number in epoch 3")
    assert len(snapshot.progress.scores) == 2
    for score in snapshot.progress.scores:
        assert all(value is None or math.isfinite(value) for value in vars(score).values())
    for order in (job.resume, job.step, lambda: job.extend(3)):
        order()
        assert finish(job) is snapshot


def test_a_failure_says_why(small, caplog):
    job = TrainingJob(dataclasses.replace(CONFIG, units=(63, 5, 10)), small)
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "failed"
    assert snapshot.reason.startswith("ValueError: units must begin with 64 features")
    assert "TrainingJob failed" in caplog.text


def test_a_deadline(small):
    job = TrainingJob(CONFIG, small, deadline=0.0)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.progress.scores) == ("stopped", ())
    assert snapshot.reason == "It had been running for 0 s, the limit."


def test_a_snapshot_never_changes(small, row_slices, publish_everything):
    job = held(CONFIG, small, at_step=ITEMS_OF_AN_EPOCH + 2)
    early = job.snapshot
    scores, parameters = early.progress.scores, as_bytes(early.progress.parameters)
    job.gate.open()
    late = finish(job)
    assert early.progress.scores is scores
    assert (len(scores), len(late.progress.scores)) == (1, CONFIG.epochs)
    assert as_bytes(early.progress.parameters) == parameters != as_bytes(late.progress.parameters)
    for record, name in ((early, "state"), (early.progress, "scores"), (scores[0], "epoch")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, None)


def test_the_share_done_grows_within_an_epoch(small, row_slices):
    job = held(CONFIG, small, at_step=ITEMS_OF_AN_EPOCH + 15)
    assert job.share_done == pytest.approx((N_ROWS + 15) / (4 * N_ROWS), rel=1e-15)
    job.extend(2)
    assert job.share_done == pytest.approx((N_ROWS + 15) / (6 * N_ROWS), rel=1e-15)
    job.gate.open()
    finish(job)
    assert job.share_done == 1.0


def test_the_second_job_queues(small, row_slices):
    place = Slots(1)
    first = held(CONFIG, small, at_step=5, slots=place)
    second = TrainingJob(CONFIG, small, place)
    second.step()
    assert (second.snapshot.state, second.place_in_queue) == ("queued", 1)
    first.gate.open()
    finish(first)
    snapshot = finish(second)
    assert (snapshot.state, len(snapshot.progress.scores)) == ("paused", 1)


def test_no_thread_is_left_behind(small):
    before = set(threading.enumerate())
    job = TrainingJob(CONFIG, small)
    job.step()
    assert finish(job).state == "paused"
    assert set(threading.enumerate()) == before
    job.close()
    assert set(threading.enumerate()) == before


def test_latest_parameters_alone_are_kept(small):
    job = TrainingJob(CONFIG, small)
    job.resume()
    snapshot = finish(job)
    assert not any(hasattr(score, "parameters") for score in snapshot.progress.scores)
