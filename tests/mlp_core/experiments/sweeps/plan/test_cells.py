"""What runs a sweep has, in which order, by grid and by draws."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import qmc

from mlp_core.config import QUESTION_2
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells, combinations, some_combinations
from mlp_core.experiments.sweeps.plan.draws import drawn
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep

RATES = Axis("learning_rate", Listed((0.1, 0.001, 0.01)))
SIZES = Axis("units", Listed(((64, 10), (64, 50, 10))))
BATCHES = Axis("batch_size", Listed((1, 32)))
ALPHA = Axis("alpha", Ranged(1e-6, 1.0, 4, "log"))
MOMENTUM = Axis("momentum", Ranged(0.0, 0.9, 4))


def test_the_order_is_that_of_the_product_the_last_axis_fastest():
    sweep = Sweep(QUESTION_2, (RATES, SIZES, BATCHES))
    expected = [*itertools.product(RATES.values, SIZES.values, BATCHES.values)]
    found = list(cells(sweep))
    assert [cell.at for cell in found] == expected
    assert [cell.place for cell in found] == [*range(12)]
    assert [
        (c.config.learning_rate, c.config.units, c.config.batch_size) for c in found
    ] == expected
    assert sweep.n_runs == sweep.n_combinations == 12


def test_seeds_of_a_combination_stand_together():
    base = replace(QUESTION_2, seed=7)
    found = list(cells(Sweep(base, (SIZES,), repeats=3)))
    assert [(c.place, c.config.units, c.repeat, c.config.seed) for c in found] == [
        (place, units, repeat, 7 + repeat)
        for place, (units, repeat) in enumerate(itertools.product(SIZES.values, range(3)))
    ]


def test_seeds_begin_again_after_the_last():
    base = replace(QUESTION_2, seed=2**32 - 2)
    found = [cell.config.seed for cell in cells(Sweep(base, (), repeats=4))]
    assert found == [2**32 - 2, 2**32 - 1, 0, 1]


def test_without_axes_there_is_the_base():
    assert [cell.config for cell in cells(Sweep(QUESTION_2, ()))] == [QUESTION_2]
    assert [cell.config for cell in cells(Sweep(QUESTION_2, (), draws=2))] == [QUESTION_2] * 2


def test_draws_are_scipys_points_on_the_scale_of_each_axis():
    points = qmc.Sobol(3, scramble=True, rng=np.random.default_rng(5)).random(8)
    found = drawn((ALPHA, MOMENTUM, BATCHES), 8, 5)
    for (alpha, momentum, batch), (one, two, three) in zip(found, points, strict=True):
        assert alpha == pytest.approx(1e-6 ** (1 - one), rel=1e-5)
        assert momentum == pytest.approx(0.9 * two, rel=1e-4, abs=1e-6)
        assert batch == (1 if three < 0.5 else 32)


@pytest.mark.parametrize("n", [1, 2, 3, 8, 31, 100])
def test_the_first_of_more_are_the_same(n):
    axes = (ALPHA, MOMENTUM, RATES)
    assert drawn(axes, n, 3) == drawn(axes, 500, 3)[:n]


def test_draws_are_of_their_seed():
    assert drawn((ALPHA,), 8, 1) == drawn((ALPHA,), 8, 1)
    assert drawn((ALPHA,), 8, 1) != drawn((ALPHA,), 8, 2)
    sweep = Sweep(replace(QUESTION_2, seed=1), (ALPHA,), draws=8)
    assert [cell.at for cell in cells(sweep)] == drawn((ALPHA,), 8, 1)


def unevenness(points):
    return qmc.discrepancy(np.array(points))


def test_draws_are_more_even_than_independent_ones():
    axes = (Axis("momentum", Ranged(0.0, 1.0, 2)), Axis("data.noise", Ranged(0.0, 1.0, 2)))
    rng = np.random.default_rng(0)
    for seed in range(10):
        ours = unevenness(drawn(axes, 64, seed))
        theirs = sorted(unevenness(rng.random((64, 2))) for _ in range(20))
        assert ours < theirs[0] / 2
    # And on each axis alone: one of 64 in each sixty-fourth.
    one = np.array(drawn(axes, 64, 0))[:, 0]
    assert [*np.histogram(one, 64, (0.0, 1.0))[0]] == [1] * 64


def test_every_value_of_a_list_is_drawn_about_as_often():
    found = [at[0] for at in drawn((RATES, ALPHA), 96, 0)]
    assert all(28 <= found.count(value) <= 36 for value in RATES.values)


def test_a_sweep_has_as_many_runs_as_it_says():
    for sweep in (
        Sweep(QUESTION_2, (RATES, SIZES), repeats=3),
        Sweep(QUESTION_2, (RATES, SIZES), repeats=3, draws=10),
        Sweep(QUESTION_2, (Axis("batch_size", Ranged(1, 3, 9)),)),
        Sweep(QUESTION_2, (Axis("epochs", Listed((3, 5))), RATES), repeats=2),
        Sweep(QUESTION_2, (Axis("epochs", Ranged(3, 50, 5)), RATES), draws=20),
    ):
        found = list(cells(sweep))
        assert len(found) == sweep.n_runs
        assert sum(cell.config.epochs for cell in found) == sweep.n_epochs


def test_equal_sweeps_are_equal():
    one, other = (Sweep(QUESTION_2, (RATES, ALPHA), halving=Halving(5)) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != replace(one, objective=Objective(epoch="best"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"base": None}, "base must be a TrainConfig; got None"),
        ({"axes": (RATES, SIZES, RATES)}, "got learning_rate twice"),
        ({"repeats": 0}, "repeats must be 1 or more"),
        ({"repeats": 101}, "repeats must be 100 or fewer; got 101"),
        ({"draws": -1}, "draws must be 0 or more"),
        ({"draws": 1_000_001}, "1,000,000 runs or fewer; got 1,000,001"),
        ({"repeats": 2, "axes": (Axis("seed", Listed((1,))),)}, "both vary the seed"),
        ({"halving": Halving(5), "axes": (Axis("epochs", Listed((9,))),)}, "varies them itself"),
        ({"halving": Halving(101)}, "100 epochs or fewer, those of the base; got 101"),
    ],
)
def test_what_is_no_sweep_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Sweep(**{"base": QUESTION_2, "axes": (RATES,), **changes})


def test_too_many_axes_and_runs_are_refused_before_any_is_made():
    names = ["momentum", "alpha", "power_t", "tol", "beta_1", "beta_2", "epsilon", "init_scale"]
    names += ["validation_fraction", "data.noise", "split.test_size", "split.validation_size"]
    axes = [Axis(name, Ranged(0.1, 0.2, 10)) for name in names]
    with pytest.raises(ValueError, match="12 axes or fewer; got 13"):
        Sweep(QUESTION_2, (*axes, RATES))
    with pytest.raises(ValueError, match="runs or fewer; got 1,000,000,000,000"):
        Sweep(QUESTION_2, tuple(axes))


def test_what_is_no_halving_is_refused():
    for arguments in ((0, 3), (5, 1), (2.5, 3), (True, 3)):
        with pytest.raises(ValueError, match="must be"):
            Halving(*arguments)


def test_some_combinations_are_all_or_as_many_of_them_as_asked():
    axes = (
        Axis("learning_rate", Ranged(0.001, 1.0, 50)),
        Axis("batch_size", Ranged(1, 64, 40, whole=True)),
    )
    sweep = Sweep(QUESTION_2, axes)
    whole = list(combinations(sweep))
    assert some_combinations(sweep, 2000) == whole
    some = some_combinations(sweep, 100)
    assert len({*some}) == 100
    assert {*some} < {*whole}
    # Of every value of either axis there is about as much of it: 2 and 2.5 times.
    assert len({rate for rate, _ in some}) > 35
    assert len({size for _, size in some}) > 30
    draws = replace(sweep, draws=300)
    assert some_combinations(draws, 100) == list(combinations(draws))[:100]
    assert some_combinations(draws, 500) == list(combinations(draws))
    assert some_combinations(Sweep(QUESTION_2, ()), 5) == [()]
