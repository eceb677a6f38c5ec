"""SensitivityJob: the drifts of ``sensitivity``, epoch after epoch, while somebody watches."""

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.sensitivity import SensitivityJob, sensitivity, sensitivity_in_slices
from tests.mlp_core.jobs import Gated
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import Gate, finish

CONFIG = TrainConfig((64, 5, 10), learning_rate=0.001, epochs=3, shuffle=True)
RATES = (0.001, 0.004, 0.002)


class GatedSensitivity(Gated, SensitivityJob):
    """A measurement that a gate can hold between two slices."""

    def __init__(self, *arguments, at_step, **options):
        self.gate = Gate(at_step)
        super().__init__(*arguments, **options)


@pytest.fixture
def small(digits):
    return few_digits(digits, 60)


def test_a_drift_an_epoch(small, kernels):
    job = SensitivityJob(CONFIG, small, RATES)
    assert (job.snapshot.state, job.snapshot.progress) == ("paused", ())
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert list(snapshot.progress) == list(sensitivity(CONFIG, small, RATES))
    assert len(snapshot.progress) == 3


@pytest.mark.parametrize(("order", "state"), [("stop", "stopped"), ("pause", "paused")])
def test_drifts_so_far_are_there_to_be_charted(small, kernels, order, state):
    items_of_an_epoch = len(list(sensitivity_in_slices(CONFIG, small, RATES[:1])))
    job = GatedSensitivity(CONFIG, small, RATES, at_step=items_of_an_epoch + 2)
    job.resume()
    job.gate.wait_for_arrival()
    getattr(job, order)()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == state
    assert [drift.epoch for drift in snapshot.progress] == [1]


def test_a_run_that_diverges_here_says_so(digits, kernels):
    config = TrainConfig((64, 10), 1.0, 3, loss="squared_error")
    job = SensitivityJob(config, digits, [1.0] * 3)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.progress) == ("diverged", ())
    assert "in epoch 1" in snapshot.reason
