"""Steps, extensions and changes of the learning rate: what a person does to a run on its way."""

import dataclasses
import itertools

import pytest

from mlp_core import EpochMetrics, TrainConfig, one_hot, train_epoch
from mlp_core.experiments.jobs.training_job import TrainingJob
from mlp_core.training import starting_point, train_in_slices
from tests.mlp_core.both_engines import RTOL, as_bytes, assert_parameters_agree
from tests.mlp_core.jobs import (
    CONFIG,
    ITEMS_OF_AN_EPOCH,
    N_ROWS,
    N_TEST,
    everything,
    held,
    plain,
    whole_run,
)
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import finish

pytestmark = pytest.mark.usefixtures("kernels")


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS, N_TEST)


def of_epochs(n: int) -> TrainConfig:
    return dataclasses.replace(CONFIG, epochs=n)


def test_a_step_is_an_epoch(small):
    job = TrainingJob(CONFIG, small)
    for n in (1, 2, 3):
        job.step()
        snapshot = finish(job)
        assert (snapshot.state, snapshot.reason) == ("paused", "")
        assert everything(job) == whole_run(of_epochs(n), small)
        assert job.share_done == n / 4
    job.step()
    assert finish(job).state == "finished"
    assert everything(job) == whole_run(CONFIG, small)


def test_a_step_ends_the_epoch_that_is_half_done(small, row_slices):
    job = held(CONFIG, small, at_step=ITEMS_OF_AN_EPOCH + 7)
    job.pause()
    job.gate.open()
    assert len(finish(job).progress.scores) == 1
    job.step()
    assert finish(job).state == "paused"
    assert everything(job) == whole_run(of_epochs(2), small)
    assert job.gate.steps == 2 * ITEMS_OF_AN_EPOCH


def test_a_step_of_a_running_job_ends_its_epoch(small, row_slices):
    job = held(CONFIG, small, at_step=ITEMS_OF_AN_EPOCH + 7)
    job.step()
    job.gate.open()
    assert finish(job).state == "paused"
    assert everything(job) == whole_run(of_epochs(2), small)


def test_a_step_takes_a_pause_back(small, row_slices):
    job = held(CONFIG, small, at_step=7)
    job.pause()
    job.step()
    job.gate.open()
    assert (finish(job).state, len(job.snapshot.progress.scores)) == ("paused", 1)


def test_a_step_beyond_the_end_is_an_epoch_more(small):
    job = TrainingJob(CONFIG, small)
    job.resume()
    finish(job)
    for n in (5, 6):
        job.step()
        assert finish(job).state == "finished"
        assert job.epochs == n
        assert everything(job) == whole_run(of_epochs(n), small)


def test_resuming_after_a_step_goes_to_the_end(small):
    job = TrainingJob(CONFIG, small)
    job.step()
    finish(job)
    job.resume()
    assert finish(job).state == "finished"
    assert everything(job) == whole_run(CONFIG, small)


def test_resuming_within_a_step_goes_to_the_end(small, row_slices):
    job = held(CONFIG, small, at_step=7)
    job.step()
    job.resume()
    job.gate.open()
    assert (finish(job).state, len(job.snapshot.progress.scores)) == ("finished", CONFIG.epochs)


@pytest.mark.parametrize("batch_size", [1, 7])
def test_an_extended_run_is_the_longer_run(small, batch_size):
    config = dataclasses.replace(CONFIG, batch_size=batch_size)
    job = TrainingJob(config, small)
    job.resume()
    finish(job)
    job.extend(3)
    assert finish(job).state == "finished"
    assert everything(job) == whole_run(dataclasses.replace(config, epochs=7), small)
    assert job.share_done == 1.0


def test_extending_while_it_runs(small, row_slices):
    # In the last slice of the last epoch.
    job = held(CONFIG, small, at_step=4 * ITEMS_OF_AN_EPOCH)
    job.extend(2)
    job.gate.open()
    assert finish(job).state == "finished"
    assert everything(job) == whole_run(of_epochs(6), small)


def test_extending_a_paused_job_leaves_it_paused(small):
    job = TrainingJob(CONFIG, small)
    job.step()
    snapshot = finish(job)
    job.extend(1)
    assert job.snapshot is snapshot
    job.resume()
    finish(job)
    assert everything(job) == whole_run(of_epochs(5), small)


def test_extending_after_steps_goes_to_the_end(small):
    job = TrainingJob(of_epochs(1), small)
    job.step()
    assert finish(job).state == "finished"
    job.extend(3)
    finish(job)
    assert everything(job) == whole_run(CONFIG, small)


def test_resuming_a_finished_run_trains_no_more(small):
    job = TrainingJob(CONFIG, small)
    job.resume()
    before = finish(job)
    job.resume()
    assert finish(job).state == "finished"
    assert job.snapshot.progress.scores == before.progress.scores


@pytest.mark.parametrize("order", ["resume", "step"])
def test_a_stopped_run_has_ended(small, order):
    job = TrainingJob(CONFIG, small)
    job.step()
    finish(job)
    job.stop()
    snapshot = job.snapshot
    getattr(job, order)()
    job.extend(2)
    assert finish(job) is snapshot
    assert len(snapshot.progress.scores) == 1


RATES = (0.01, 0.02, 0.02, 0.005)


def run_at(rates, dataset):
    """The epochs of a run with a rate for each."""
    slices = train_in_slices(CONFIG, dataset, rate_of_epoch=lambda epoch: rates[epoch - 1])
    epochs = (item for item in slices if isinstance(item, EpochMetrics))
    return list(itertools.islice(epochs, len(rates)))


def test_a_change_of_the_learning_rate(small):
    job = TrainingJob(CONFIG, small)
    for rate in RATES:
        job.change_learning_rate(rate)
        job.step()
        finish(job)
    progress = job.snapshot.progress
    assert tuple(score.learning_rate for score in progress.scores) == RATES
    expected = run_at(RATES, small)
    assert plain(progress.scores) == plain(metrics.scores for metrics in expected)
    assert as_bytes(progress.parameters) == as_bytes(expected[-1].parameters)


def test_rates_of_epochs_are_those_of_train_epoch(small):
    parameters, orders = starting_point(CONFIG, N_ROWS)
    labels = one_hot(small.y_train, 10)
    for metrics, rate in zip(run_at(RATES, small), RATES, strict=True):
        order = next(orders)
        weights, biases, total_loss = train_epoch(
            small.X_train[order], labels[order], *parameters, rate
        )
        parameters = weights, biases
        assert metrics.learning_rate == rate
        assert metrics.total_loss == pytest.approx(total_loss, rel=RTOL)
        assert_parameters_agree(metrics.parameters, parameters)


def test_a_change_within_an_epoch_waits_for_the_next(small, row_slices):
    job = held(CONFIG, small, at_step=ITEMS_OF_AN_EPOCH + 3)
    job.change_learning_rate(0.02)
    job.gate.open()
    scores = finish(job).progress.scores
    assert [score.learning_rate for score in scores] == [0.01, 0.01, 0.02, 0.02]
    expected = run_at((0.01, 0.01, 0.02, 0.02), small)
    assert plain(scores) == plain(metrics.scores for metrics in expected)


@pytest.mark.parametrize("rate", [0.0, -0.1, 200.0, float("nan"), float("inf")])
def test_a_rate_off_limits_is_refused(small, rate):
    job = TrainingJob(CONFIG, small)
    with pytest.raises(ValueError, match="learning_rate must lie between 1e-07 and 100; got"):
        job.change_learning_rate(rate)
    assert job.learning_rate == CONFIG.learning_rate
