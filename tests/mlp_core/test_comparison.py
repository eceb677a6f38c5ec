"""ComparisonJob: the practical's classifier first, then parity where it applies."""

import dataclasses

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.comparison import ComparisonJob, parity_verdict
from mlp_core.sklearn_twin import ParityPoint, PracticalScores, parity
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import Gate, finish

CONFIG = TrainConfig((64, 5, 10), learning_rate=0.001, epochs=3)
N_ROWS = 60
# On the practical's own rows, whatever rows and scaling the run has.
PRACTICAL = PracticalScores(0.9993041057759221, 0.9722222222222222, epochs=542)


class GatedComparison(ComparisonJob):
    """A comparison that a gate can hold between two steps of its parity run."""

    def __init__(self, config, dataset, at_step):
        super().__init__(config, dataset)
        self.gate = Gate(at_step)

    def _breathe(self):
        self.gate.step()
        super()._breathe()


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS)


def test_the_practical_and_a_point_an_epoch(small):
    job = ComparisonJob(CONFIG, small)
    job.start()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert snapshot.progress.practical == PRACTICAL
    assert list(snapshot.progress.points) == list(parity(CONFIG, small))
    assert [point.epoch for point in snapshot.progress.points] == [1, 2, 3]


def test_the_practical_comes_first(small, publish_everything):
    job = GatedComparison(CONFIG, small, at_step=1)
    assert job.snapshot.progress.practical is None
    job.start()
    job.gate.wait_for_arrival()
    assert job.snapshot.state == "running"
    assert job.snapshot.progress.practical == PRACTICAL
    assert job.snapshot.progress.points == ()
    job.gate.open()
    assert len(finish(job).progress.points) == 3


def test_squared_error_ends_with_the_practical(small):
    job = ComparisonJob(dataclasses.replace(CONFIG, loss="squared_error"), small)
    job.start()
    snapshot = finish(job)
    assert snapshot.state == "finished"
    assert snapshot.progress.practical == PRACTICAL
    assert snapshot.progress.points == ()


def test_a_stop_keeps_the_points_so_far(small):
    # An epoch of parity takes 60 steps of ours and one slice for scikit-learn.
    job = GatedComparison(CONFIG, small, at_step=(N_ROWS + 1) + 5)
    job.start()
    job.gate.wait_for_arrival()
    job.stop()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert snapshot.progress.practical is not None
    assert [point.epoch for point in snapshot.progress.points] == [1]


def test_a_network_that_does_not_fit_the_data_fails_in_words(small):
    job = ComparisonJob(dataclasses.replace(CONFIG, units=(63, 10)), small)
    job.start()
    snapshot = finish(job)
    assert snapshot.state == "failed"
    assert snapshot.reason.startswith("ValueError: units must begin with 64 features")


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
