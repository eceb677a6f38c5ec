"""Timing some runs: by a clock that the test drives, and once by the real one."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.config import QUESTION_2
from mlp_core.divergence import DivergenceError
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps import timing as timing_module
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.estimate import A_START, Timing, estimate, rule, some_configs
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.timing import (
    EVALUATION,
    N_PROBES,
    TimingJob,
    probes,
    timed_in_slices,
    timing_in_slices,
)
from mlp_core.experiments.sweeps.workers.rows import load_by_name
from tests.every_set import small_config
from tests.patience import PATIENCE_SECONDS

IRIS = small_config("iris")
RATES = Axis("learning_rate", Ranged(1e-4, 0.1, 8, "log"))


class Clock:
    """Stands still but where training goes on, which takes as long as a test has said."""

    def __init__(self, monkeypatch, items):
        self.now, self.items = 100.0, items
        self.asked = 0
        monkeypatch.setattr(timing_module.time, "thread_time", lambda: self.now)
        monkeypatch.setattr(timing_module, "train_in_slices", self.train)

    def train(self, config, dataset):
        for seconds, item in self.items(config):
            self.now += seconds
            self.asked += 1
            if isinstance(item, Exception):
                raise item
            yield item


def an_epoch():
    return object.__new__(EpochMetrics)


def last_of(slices):
    while True:
        try:
            next(slices)
        except StopIteration as end:
            return end.value


def timed(seconds=0.1):
    return last_of(timed_in_slices(IRIS, load_by_name(IRIS), seconds))


def epochs(first, *others):
    """An epoch of two slices after another, the first of which takes ``first``."""

    def items(config):
        for one in (first, *others):
            yield one / 2, 60
            yield one / 4, 60
            yield one / 4, an_epoch()

    return items


def test_the_first_epoch_is_longer_by_what_a_run_takes_beside(monkeypatch):
    Clock(monkeypatch, epochs(0.05, *[0.02] * 9))
    assert timed() == (pytest.approx(0.02), pytest.approx(0.03))


def test_a_moment_of_other_work_does_not_count(monkeypatch):
    Clock(monkeypatch, epochs(0.02, 0.02, 0.02, 0.5, 0.02))
    assert timed(0.57) == (pytest.approx(0.02), pytest.approx(0.0))


def test_it_ends_when_the_time_is_over(monkeypatch):
    clock = Clock(monkeypatch, epochs(*[0.02] * 1000))
    timed(0.095)
    assert clock.now == pytest.approx(100.1)


def test_of_a_long_run_there_is_an_epoch_or_a_slice(monkeypatch):
    Clock(monkeypatch, epochs(0.2, 0.2))
    # 120 rows make an epoch of 120 rows, which evaluation adds to.
    n_rows = len(load_by_name(IRIS).X_train)
    assert timed(0.14).epoch == pytest.approx(0.15 / 120 * n_rows / (1 - EVALUATION))
    Clock(monkeypatch, epochs(10.0))
    assert timed().epoch == pytest.approx(5 / 60 * n_rows / (1 - EVALUATION))
    Clock(monkeypatch, epochs(0.2, 0.2))
    assert timed(0.18) == (pytest.approx(0.2 - A_START), pytest.approx(A_START))


def test_the_ratio_is_that_of_all_the_work(monkeypatch):
    # Any activation costs what the test says, times the rule.
    dear = {"tanh": 1.0, "relu": 2.0, "gelu": 5.0}

    def items(config):
        one = rule(config, n_rows) * dear[config.activation]
        while True:
            yield one, an_epoch()

    n_rows = len(load_by_name(IRIS).X_train)
    sizes = Axis("units", Listed(((4, 3), (4, 10, 3), (4, 1000, 3), (4, 200, 200, 3))))
    sweep = Sweep(IRIS, (Axis("activation", Listed((*dear,))), sizes, RATES))
    monkeypatch.setattr(timing_module, "N_PROBES", 48)
    Clock(monkeypatch, items)
    *before, found = timing_in_slices(sweep, load_by_name)
    assert {*before} == {None}
    exact = sum(rule(c, n_rows) * dear[c.activation] for c in some_configs(sweep))
    by_rule = sum(rule(c, n_rows) for c in some_configs(sweep))
    assert found.ratio == pytest.approx(exact / by_rule, rel=0.15)
    assert found.rows == {IRIS.source: n_rows}
    assert not found.locked


def test_probes_are_where_the_work_is():
    sizes = Axis("units", Listed(((4, 3), (4, 500, 500, 3))))
    sweep = Sweep(IRIS, (sizes, RATES))
    timing = Timing(rows={IRIS.source: 120})
    chosen = probes(sweep, some_configs(sweep), timing)
    assert len(chosen) == N_PROBES
    assert sum(config.units == (4, 3) for config in chosen) <= 1
    alike = Sweep(IRIS, (Axis("batch_size", Ranged(1, 30, 30)),))
    assert len({*probes(alike, some_configs(alike), timing)}) == N_PROBES
    assert probes(sweep, some_configs(sweep), Timing()) == []


def test_runs_that_cannot_be_trained_are_left_out(monkeypatch):
    def items(config):
        if config.learning_rate > 0.01:
            yield 0.01, DivergenceError(1.0, 0.1, 1)
        while True:
            yield 3 * rule(config, len(load_by_name(IRIS).X_train)), an_epoch()

    Clock(monkeypatch, items)
    assert [*timing_in_slices(Sweep(IRIS, (RATES,)), load_by_name)][-1].ratio == pytest.approx(3.0)


def test_where_nothing_can_be_trained_the_rule_stands_alone():
    lost = replace(QUESTION_2, dataset="mnist", units=(784, 10))
    *_, found = timing_in_slices(Sweep(lost, (RATES,)), load_by_name)
    assert found == Timing()
    wrong = replace(IRIS, units=(4, 7))
    *_, found = timing_in_slices(Sweep(wrong, (RATES,)), load_by_name)
    assert found == Timing(rows={wrong.source: len(load_by_name(IRIS).X_train)})


def test_a_real_timing_beside_the_page():
    sets = Axis("dataset", Listed(("iris", "wine", "moons")))
    sweep = Sweep(IRIS, (sets, Axis("optimizer", Listed(("sgd", "adam")))))
    job = TimingJob(sweep, load_by_name, Slots(1))
    assert job.snapshot.progress is None
    job.resume()
    assert job.wait(PATIENCE_SECONDS)
    assert job.snapshot.state == "finished"
    timing = job.snapshot.progress
    assert timing.ratio > 0
    assert timing.start >= 0
    assert {source.dataset for source in timing.rows} == {"iris", "wine", "moons"}
    assert np.isfinite(estimate(sweep, timing, 2).seconds)
    job.close()


def test_sets_are_loaded_up_to_a_number(monkeypatch):
    asked = []

    def load(config):
        asked.append(config.source)
        return load_dataset("iris", "standard")

    Clock(monkeypatch, lambda config: iter(lambda: (0.1, an_epoch()), None))
    noises = Axis("data.noise", Ranged(0.0, 1.0, 50))
    list(timing_in_slices(Sweep(small_config("moons"), (noises,)), load))
    assert len({*asked}) == timing_module.MOST_SETS
