"""BaselineJob: one after the other, the simplest first, and stopped between two."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.baselines import BASELINES, fit_baseline
from mlp_core.experiments.jobs.baseline_comparison import BaselineJob
from tests.mlp_core.jobs import Gated
from tests.mlp_core.waiting import Gate, finish


class GatedBaselines(Gated, BaselineJob):
    """One that a gate can hold between two baselines."""

    def __init__(self, dataset, at_step):
        self.gate = Gate(at_step)
        super().__init__(dataset)


@pytest.fixture(scope="module")
def wine():
    return load_dataset("wine", scaling="standard")


def test_all_of_them_in_their_order(wine):
    job = BaselineJob(wine)
    assert (job.snapshot.state, job.snapshot.progress) == ("paused", ())
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert [result.name for result in snapshot.progress] == list(BASELINES) == list(job.names)
    for result in snapshot.progress:
        assert result.test_score == fit_baseline(result.name, wine).test_score


def test_stopped_between_two_it_keeps_what_there_is(wine):
    job = GatedBaselines(wine, at_step=2)
    job.resume()
    job.gate.wait_for_arrival()
    job.stop()
    job.gate.open()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert [result.name for result in snapshot.progress] == ["constant", "linear"]


def test_of_one_class_the_constant_alone(wine):
    job = BaselineJob(replace(wine, y_train=np.zeros_like(wine.y_train)))
    job.resume()
    assert [result.name for result in finish(job).progress] == ["constant"]
