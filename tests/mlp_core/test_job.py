"""TrainingJob: a run on a thread of its own, watched, stopped, and failing in words."""

import dataclasses
import math
import threading

import numpy as np
import pytest

from mlp_core import QUESTION_2, EpochScores, TrainConfig, train
from mlp_core.experiments.job import TrainingJob
from tests.mlp_core.reference import assert_layers_equal
from tests.mlp_core.small_data import few_digits, one_number
from tests.mlp_core.waiting import Gate, finish, wait_until

CONFIG = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=4)
N_ROWS = 30


class GatedJob(TrainingJob):
    """A training run that a gate can hold between two steps."""

    def __init__(self, config, dataset, at_step):
        super().__init__(config, dataset)
        self.gate = Gate(at_step)

    def _breathe(self):
        self.gate.step()
        super()._breathe()


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS)


def plain(scores: tuple[EpochScores, ...]) -> list[EpochScores]:
    """Scores without the wall-clock time, which no two runs share."""
    return [dataclasses.replace(score, seconds=0.0) for score in scores]


def test_a_finished_job_is_the_run_of_train(small):
    job = TrainingJob(CONFIG, small)
    job.start()
    snapshot = finish(job)
    expected = list(train(CONFIG, small))
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert plain(snapshot.progress.scores) == plain(tuple(m.scores for m in expected))
    assert_layers_equal(snapshot.progress.parameters[0], expected[-1].parameters[0])
    assert_layers_equal(snapshot.progress.parameters[1], expected[-1].parameters[1])


def test_a_job_that_was_not_started_has_nothing_yet(small):
    job = TrainingJob(CONFIG, small)
    assert job.running
    assert job.snapshot.progress.scores == ()
    assert job.snapshot.progress.parameters is None


def test_stopping_a_long_run_keeps_its_epochs(digits):
    job = TrainingJob(dataclasses.replace(QUESTION_2, epochs=500), digits)
    job.start()
    wait_until(lambda: len(job.snapshot.progress.scores) >= 2)
    job.stop()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("stopped", "")
    scores = snapshot.progress.scores
    assert 2 <= len(scores) < 500
    assert [score.epoch for score in scores] == list(range(1, len(scores) + 1))


def test_a_stop_takes_effect_at_the_step_it_is_asked_in(small, publish_everything):
    # Held in the fifth step of the third epoch: two epochs are whole, and no step follows.
    job = GatedJob(CONFIG, small, at_step=2 * N_ROWS + 5)
    job.start()
    job.gate.wait_for_arrival()
    assert job.running
    assert not job.wait(0.0)
    assert len(job.snapshot.progress.scores) == 2
    job.stop()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert job.gate.steps == 2 * N_ROWS + 5
    expected = list(train(dataclasses.replace(CONFIG, epochs=2), small))
    assert plain(snapshot.progress.scores) == plain(tuple(m.scores for m in expected))
    assert_layers_equal(snapshot.progress.parameters[0], expected[-1].parameters[0])


def test_a_stop_inside_the_first_epoch(small):
    job = GatedJob(CONFIG, small, at_step=3)
    job.start()
    job.gate.wait_for_arrival()
    job.stop()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert snapshot.progress.scores == ()
    assert snapshot.progress.parameters is None


def test_a_stop_before_the_start(small):
    job = TrainingJob(CONFIG, small)
    job.stop()
    job.start()
    assert finish(job).state == "stopped"


def test_a_stop_after_the_end_changes_nothing(small):
    job = TrainingJob(CONFIG, small)
    job.start()
    snapshot = finish(job)
    job.stop()
    assert job.snapshot is snapshot


def test_a_failure_says_why(small):
    job = TrainingJob(dataclasses.replace(CONFIG, units=(63, 5, 10)), small)
    job.start()
    snapshot = finish(job)
    assert snapshot.state == "failed"
    assert snapshot.reason.startswith("ValueError: units must begin with 64 features")


def test_a_failure_keeps_the_epochs_before_it(small):
    class Failing(TrainingJob):
        def _work(self):
            for count, progress in enumerate(super()._work()):
                if count == 2:
                    raise RuntimeError("the third epoch")
                yield progress

    job = Failing(CONFIG, small)
    job.start()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("failed", "RuntimeError: the third epoch")
    assert len(snapshot.progress.scores) == 2


def test_divergence_has_a_state_of_its_own_and_a_finite_history():
    # The error grows fourfold a step and overflows in epoch 3, as test_divergence works out.
    config = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)
    job = TrainingJob(config, one_number([2.0] * 100, [2.0]))
    job.start()
    snapshot = finish(job)
    assert snapshot.state == "diverged"
    assert snapshot.reason.startswith("The loss stopped being a finite number in epoch 3")
    assert len(snapshot.progress.scores) == 2
    for score in snapshot.progress.scores:
        assert all(math.isfinite(value) for value in dataclasses.astuple(score))


def test_a_snapshot_never_changes(small, publish_everything):
    job = GatedJob(CONFIG, small, at_step=N_ROWS + 1)
    job.start()
    job.gate.wait_for_arrival()
    early = job.snapshot
    scores = early.progress.scores
    weights = [W.copy() for W in early.progress.parameters[0]]
    job.gate.open()
    late = finish(job)
    assert early.state == "running"
    assert early.progress.scores == scores
    assert (len(scores), len(late.progress.scores)) == (1, CONFIG.epochs)
    assert_layers_equal(early.progress.parameters[0], weights)
    assert (late.progress.parameters[0][0] != weights[0]).any()
    assert late.seconds >= early.seconds > 0.0
    for record, name in ((early, "state"), (early.progress, "scores"), (scores[0], "epoch")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, None)


def test_elapsed_time_stands_still_after_the_end(small):
    job = GatedJob(CONFIG, small, at_step=1)
    job.start()
    job.gate.wait_for_arrival()
    first, second = job.elapsed, job.elapsed
    assert second >= first > 0.0
    job.gate.open()
    assert finish(job).seconds == job.elapsed == job.elapsed


def test_no_thread_is_left_behind(small):
    before = set(threading.enumerate())
    job = TrainingJob(CONFIG, small)
    assert set(threading.enumerate()) == before
    job.start()
    finish(job)
    assert set(threading.enumerate()) <= before


def test_jobs_run_side_by_side(small):
    configs = [dataclasses.replace(CONFIG, seed=seed) for seed in range(4)]
    jobs = [TrainingJob(config, small) for config in configs]
    for job in jobs:
        job.start()
    for config, job in zip(configs, jobs, strict=True):
        weights = finish(job).progress.parameters[0]
        expected = list(train(config, small))[-1].parameters[0]
        np.testing.assert_array_equal(weights[0], expected[0])
