"""How long a sweep takes, by arithmetic of which each part is known; and what is too much."""

from dataclasses import replace

import pytest

from mlp_core.config import QUESTION_2
from mlp_core.experiments.jobs.cost import SHARED, Bounds
from mlp_core.experiments.sweeps.plan.allowance import SHARED_SWEEP, Allowance, why_too_much
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.estimate import (
    A_REMEMBERED,
    A_ROW,
    A_TURN,
    A_WEIGHT,
    AN_EPOCH,
    SOME_ROWS,
    Timing,
    estimate,
    rule,
    some_configs,
)
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from tests.every_set import small_config

BASE = replace(QUESTION_2, epochs=10)
RATES = Axis("learning_rate", Ranged(1e-4, 0.1, 8, "log"))
SIZES = Axis("units", Listed(((64, 10), (64, 50, 10))))
ROWS = {BASE.source: 1000}
# Of a machine half as fast as that of the rule.
SLOW = Timing(ratio=2.0, start=0.5, rows=ROWS)


def test_the_rule_by_hand():
    n = 64 * 50 + 50 * 10
    assert rule(BASE, 1000) == pytest.approx(AN_EPOCH + 1000 * A_ROW + 1000 * n * A_WEIGHT)
    # 67 steps of 15 rows, in each of which Adam remembers two numbers a weight.
    adam = replace(BASE, optimizer="adam", batch_size=15)
    more = rule(adam, 1000) - rule(BASE, 1000)
    assert more == pytest.approx(67 * 2 * n * A_REMEMBERED)


def test_an_estimate_by_hand():
    sweep = Sweep(BASE, (RATES, SIZES), repeats=3)
    found = estimate(sweep, SLOW, 1)
    assert (found.n_runs, found.n_epochs) == (48, 480)
    of_two = 2 * (rule(replace(BASE, units=(64, 10)), 1000) + rule(BASE, 1000)) + 2 * A_TURN
    assert found.seconds == pytest.approx(48 * 0.5 + 24 * 10 * of_two)


def test_epochs_and_seeds_count():
    epochs = Sweep(BASE, (Axis("epochs", Listed((1, 5, 30))), SIZES), repeats=2)
    assert estimate(epochs, SLOW, 1).n_epochs == 2 * 2 * 36
    drawn = replace(epochs, draws=50)
    assert estimate(drawn, SLOW, 1).n_epochs == drawn.n_epochs
    assert drawn.n_epochs == 2 * sum(c.epochs for c in some_configs(drawn))


def test_halving_trains_fewer_epochs_and_begins_more_often():
    sweep = Sweep(replace(BASE, epochs=9), (RATES,), halving=Halving(1, 3))
    assert sweep.n_epochs == 8 * 1 + 3 * 2 + 1 * 6
    found = estimate(sweep, SLOW, 1)
    assert found.n_epochs == 20
    assert found.seconds == pytest.approx(12 * 0.5 + 20 * (2 * rule(BASE, 1000) + A_TURN))


def test_several_at_once_share_the_work_and_threads_wait_for_the_interpreter():
    sweep = Sweep(BASE, (RATES,))
    slow = replace(SLOW, start=0.0)
    alone, two, many = (estimate(sweep, slow, width).seconds for width in (1, 2, 100))
    assert two == pytest.approx(alone / 2)
    # No more at once than there are runs; and within one process each waits for the interpreter.
    locked = 80 * (2 * AN_EPOCH + A_TURN)
    assert many == pytest.approx(max(alone / 8, locked))
    processes = estimate(sweep, slow, 100, one_process=False).seconds
    assert processes == pytest.approx(alone / 8)
    numpy = replace(slow, locked=True)
    assert estimate(sweep, numpy, 4).seconds == pytest.approx(alone)
    assert estimate(sweep, numpy, 4, one_process=False).seconds == pytest.approx(alone / 4)


def test_what_is_known_takes_no_time():
    sweep = Sweep(BASE, (RATES,))
    left = estimate(sweep, SLOW, 1, n_known=6)
    assert (left.n_runs, left.n_epochs) == (2, 20)
    assert left.seconds == pytest.approx(estimate(sweep, SLOW, 1).seconds / 4)
    assert estimate(sweep, SLOW, 1, n_known=8).seconds == 0.0


def test_rows_of_a_set_that_nobody_has_loaded_are_those_of_others():
    noisy = [small_config("moons", data_parameters={"noise": n / 10}) for n in range(3)]
    iris = small_config("iris")
    timing = Timing(rows={noisy[0].source: 100, noisy[1].source: 300, iris.source: 50})
    assert timing.n_rows(noisy[2].source) == 200
    assert timing.n_rows(small_config("wine").source) == 150
    assert timing.n_rows(iris.source) == 50
    assert Timing().n_rows(iris.source) == SOME_ROWS


def test_some_stand_for_all_where_they_are_many():
    sizes = Axis("units", Listed(tuple((64, n, 10) for n in range(1, 21))))
    seeds = Axis("seed", Ranged(0, 999, 1000))
    sweep = Sweep(BASE, (seeds, sizes))
    some = some_configs(sweep, 500)
    assert len({*some}) == 500
    # Each value of the last axis is there about as often: 25 times, if it were even.
    counts = [sum(config.units[1] == n for config in some) for n in range(1, 21)]
    assert min(counts) >= 10
    assert estimate(sweep, SLOW, 1).n_runs == 20_000
    assert len(some_configs(replace(sweep, draws=1000), 500)) == 500
    assert some_configs(Sweep(BASE, (SIZES,))) == [replace(BASE, units=u) for u in SIZES.values]
    assert some_configs(Sweep(BASE, ())) == [BASE]


def rows_of(config):
    return 1437


def test_a_usual_sweep_is_not_too_much():
    assert why_too_much(Sweep(replace(BASE, epochs=20), (RATES, SIZES), repeats=16), rows_of) == ""


def test_too_many_runs():
    reason = why_too_much(Sweep(BASE, (RATES, SIZES), repeats=17), rows_of)
    assert reason.startswith("These are 272 runs, and a sweep may have 256 here.")
    assert why_too_much(Sweep(BASE, (RATES,), draws=257), rows_of)
    assert why_too_much(Sweep(BASE, (RATES,), draws=256), rows_of) == ""


def test_one_run_that_is_too_dear_is_named():
    wide = Axis("units", Listed(((64, 10), (64, 1024, 1024, 10))))
    reason = why_too_much(Sweep(BASE, (wide, RATES)), rows_of)
    assert reason.startswith("units 64-1024-1024-10, learning rate 0.0001: The network has 1,12")
    base = replace(BASE, epochs=500, units=(64, 500, 10))
    (seeds,) = (Axis("seed", Listed((0, 1))),)
    assert "a run may cost 160 billion here" in why_too_much(Sweep(base, (seeds,)), lambda c: 10**5)


def test_all_of_them_together_may_be_too_much():
    # (64 + 1) · 10 parameters, 1437 rows, 10 epochs, for each of 8 · 2 runs.
    sweep = Sweep(replace(BASE, units=(64, 10)), (RATES,), repeats=2)
    work = 650 * 1437 * 10 * 16
    each = Bounds(10**12, 10**9)
    assert why_too_much(sweep, rows_of, Allowance(100, work, each)) == ""
    reason = why_too_much(sweep, rows_of, Allowance(100, work - 1, each))
    assert "of all 16 runs come to 0 billion" in reason
    assert SHARED_SWEEP.work == 10 * SHARED.work
    # Halving has 8 · 1 + 3 · 2 + 1 · 6 + 1 · 1 epochs in the place of 80.
    halved = replace(sweep, halving=Halving(1, 3))
    assert why_too_much(halved, rows_of, Allowance(100, work * 21 // 80, each)) == ""
    assert why_too_much(halved, rows_of, Allowance(100, work * 21 // 80 - 1, each))
