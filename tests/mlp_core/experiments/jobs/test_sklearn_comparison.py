"""ComparisonJob: the practical's classifier first, then parity where it applies."""

import dataclasses

import pytest

from mlp_core import TrainConfig, load_dataset
from mlp_core.experiments.jobs import sklearn_comparison
from mlp_core.experiments.jobs.sklearn_comparison import ComparisonJob, parity_verdict
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.practical_classifier import PracticalScores
from mlp_core.sklearn_twin import ParityPoint, parity
from tests.mlp_core.jobs import Gated
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import Gate, finish

CONFIG = TrainConfig((64, 5, 10), learning_rate=0.001, epochs=3)
RATES = (0.001, 0.004, 0.002)
N_ROWS = 60
# On the practical's own rows, whatever rows and scaling the run has.
PRACTICAL = PracticalScores(0.9993041057759221, 0.9722222222222222, epochs=542)
# Of a job: the practical, then for each epoch a slice of ours on the training rows, two of
# evaluation, one for scikit-learn, and the point.
ITEMS_OF_AN_EPOCH = 5


class GatedComparison(Gated, ComparisonJob):
    """A comparison that a gate can hold between two slices."""

    def __init__(self, *arguments, at_step, **options):
        self.gate = Gate(at_step)
        super().__init__(*arguments, **options)


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS)


@pytest.fixture
def quick(monkeypatch):
    """The practical's figures without its training; the data sets it was asked to train on."""
    datasets = []

    def fit(dataset):
        datasets.append(dataset)
        return PRACTICAL

    monkeypatch.setattr(sklearn_comparison, "fit_practical", fit)
    return datasets


def test_the_practical_and_a_point_an_epoch(small):
    job = ComparisonJob(CONFIG, small, [CONFIG.learning_rate] * 3)
    assert (job.snapshot.state, job.snapshot.progress.practical) == ("paused", None)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert snapshot.progress.practical == PRACTICAL
    assert list(snapshot.progress.points) == list(parity(CONFIG, small))
    assert [point.epoch for point in snapshot.progress.points] == [1, 2, 3]


def test_the_rates_are_those_that_the_epochs_had(small, quick):
    job = ComparisonJob(CONFIG, small, RATES)
    job.resume()
    points = finish(job).progress.points
    assert list(points) == list(parity(CONFIG, small, rates=RATES))
    assert max(point.max_difference for point in points) < 1e-12
    assert list(points) != list(parity(CONFIG, small))


@pytest.mark.parametrize("n_epochs", [1, 5])
def test_as_many_epochs_as_the_run_has_had(small, quick, n_epochs):
    # Stopped early, or extended beyond the configuration's three.
    job = ComparisonJob(CONFIG, small, [0.001] * n_epochs)
    job.resume()
    assert len(finish(job).progress.points) == n_epochs


def test_the_practical_comes_first(small, quick, publish_everything):
    job = GatedComparison(CONFIG, small, RATES, at_step=2)
    job.resume()
    job.gate.wait_for_arrival()
    assert job.snapshot.state == "running"
    assert job.snapshot.progress.practical == PRACTICAL
    assert job.snapshot.progress.points == ()
    job.gate.open()
    assert len(finish(job).progress.points) == 3


def test_the_practical_trains_on_raw_pixels(quick):
    scaled = few_digits(load_dataset(scaling="standard"), N_ROWS)
    config = dataclasses.replace(CONFIG, scaling="standard")
    job = ComparisonJob(config, scaled, RATES)
    job.resume()
    assert finish(job).state == "finished"
    assert [dataset.scaling for dataset in quick] == ["none"]
    assert len(quick[0].X_train) == 1437


def test_squared_error_ends_with_the_practical(small, quick):
    job = ComparisonJob(dataclasses.replace(CONFIG, loss="squared_error"), small, RATES)
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "finished"
    assert snapshot.progress.practical == PRACTICAL
    assert snapshot.progress.points == ()


@pytest.mark.parametrize(("order", "state"), [("stop", "stopped"), ("pause", "paused")])
def test_points_so_far_are_kept(small, quick, order, state):
    job = GatedComparison(CONFIG, small, RATES, at_step=1 + ITEMS_OF_AN_EPOCH + 2)
    job.resume()
    job.gate.wait_for_arrival()
    getattr(job, order)()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == state
    assert snapshot.progress.practical == PRACTICAL
    assert [point.epoch for point in snapshot.progress.points] == [1]
    assert job.gate.steps == 1 + ITEMS_OF_AN_EPOCH + 2
    job.resume()
    points = finish(job).progress.points
    assert len(points) == (3 if order == "pause" else 1)
    assert list(points) == list(parity(CONFIG, small, rates=RATES))[: len(points)]


def test_a_comparison_queues_like_any_job(small, quick):
    place = Slots(1)
    first = GatedComparison(CONFIG, small, RATES, at_step=2, slots=place)
    second = ComparisonJob(CONFIG, small, RATES, place)
    first.resume()
    first.gate.wait_for_arrival()
    second.resume()
    assert (second.snapshot.state, second.place_in_queue) == ("queued", 1)
    first.gate.open()
    for job in (first, second):
        assert (finish(job).state, len(job.snapshot.progress.points)) == ("finished", 3)


def test_a_network_that_does_not_fit_the_data_fails_in_words(small, quick, caplog):
    job = ComparisonJob(dataclasses.replace(CONFIG, units=(63, 10)), small, RATES)
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "failed"
    assert snapshot.reason.startswith("ValueError: units must begin with 64 features")
    assert "ComparisonJob failed" in caplog.text


@pytest.mark.parametrize(
    ("first_step", "now", "verdict"),
    [
        (0.0, 0.0, "identical"),
        (1e-16, 1e-15, "rounding"),
        (1e-16, 1e-2, "chaos"),
        (1e-5, 1e-2, "disagreement"),
    ],
)
def test_chaos_is_claimed_only_after_an_equal_first_step(first_step, now, verdict):
    assert parity_verdict(ParityPoint(7, now, first_step, 0.9, 0.9)) == verdict
