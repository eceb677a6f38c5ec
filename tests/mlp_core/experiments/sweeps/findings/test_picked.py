"""The interval of what was picked: by hand, by the binomial itself, and by simulated sweeps."""

import statistics

import numpy as np
import pytest
from scipy import stats
from scipy.stats import binom

from mlp_core.experiments.sweeps.findings.best import seed_interval
from mlp_core.experiments.sweeps.findings.board import Row
from mlp_core.experiments.sweeps.findings.noise import seed_freedom, typical_variance
from mlp_core.experiments.sweeps.findings.picked import exact_interval, n_read, picked_interval
from mlp_core.experiments.sweeps.plan.objective import Objective


def row(*values, n_epochs=1):
    deviation = statistics.stdev(values) if len(values) > 1 else None
    return Row((), 0, values, ("finished",) * len(values), n_epochs=n_epochs,
               mean=statistics.mean(values), deviation=deviation)  # fmt: skip


@pytest.mark.parametrize(("right", "n"), [(57, 60), (6, 60), (1, 287), (1999, 2000)])
def test_the_exact_interval_is_that_of_the_binomial(right, n):
    low, high = exact_interval(right / n, n, 0.0004, 0.025)
    assert binom.sf(right - 1, n, low) == pytest.approx(0.0004)
    assert binom.cdf(right, n, high) == pytest.approx(0.025)


def test_none_right_and_all_right_have_an_end_at_the_end():
    low, high = exact_interval(0.0, 60, 0.025, 0.025)
    assert (low, high) == (0.0, pytest.approx(1 - 0.025 ** (1 / 60)))
    low, high = exact_interval(1.0, 60, 0.01, 0.025)
    assert (low, high) == (pytest.approx(0.01 ** (1 / 60)), 1.0)


def test_what_was_not_picked_from_many_has_its_ordinary_interval():
    one = row(0.90, 0.92, 0.97)
    assert picked_interval(one, [one], 1, 1, None) == pytest.approx(seed_interval(one))
    one = row(0.9)
    assert picked_interval(one, [one], 1, 1, 200) == pytest.approx(
        exact_interval(0.9, 200, 0.025, 0.025)
    )
    assert picked_interval(one, [one], 1, 1, None) is None


def test_only_the_end_on_the_side_of_luck_gives_way():
    rows = [row(0.9), *(row(0.5) for _ in range(9))]
    low, high = picked_interval(rows[0], rows, 1, 10, 200)
    assert (low, high) == pytest.approx(exact_interval(0.9, 200, 0.0025, 0.025))
    # Where each was looked at after twenty epochs.
    low, high = picked_interval(rows[0], rows, 1, 200, 200)
    assert (low, high) == pytest.approx(exact_interval(0.9, 200, 0.025 / 200, 0.025))


def test_seeds_are_judged_by_all_combinations_together():
    rows = [row(0.5, 0.6, 0.7), row(0.8, 0.9, 1.0)]
    error = (typical_variance(rows) / 3) ** 0.5
    # t of 4 degrees of freedom from its table, at 1.25 % and 2.5 %.
    far, near = 3.4954 * error, 2.7764 * error
    assert picked_interval(rows[1], rows, 1, 2, None) == pytest.approx(
        (0.9 - far, 0.9 + near), abs=1e-4
    )
    # Of a loss the best is the least, and luck is above it.
    assert picked_interval(rows[0], rows, -1, 2, None) == pytest.approx(
        (0.6 - near, 0.6 + far), abs=1e-4
    )


def test_one_that_jumps_about_has_its_own_deviation():
    rows = [row(0.5, 0.6, 0.7), row(0.0, 0.9, 1.8), row(0.6, 0.6, 0.6)]
    quantile = stats.t.isf(0.025, seed_freedom(rows))
    _, high = picked_interval(rows[1], rows, 1, 3, None)
    assert high == pytest.approx(0.9 + quantile * 0.9 / 3**0.5)


def test_both_chances_add_up_by_squares():
    rows = [row(0.85, 0.9, 0.95), row(0.4, 0.5, 0.6)]
    seeds, alone = (
        picked_interval(rows[0], rows, 1, 2, None),
        exact_interval(0.9, 99, 0.0125, 0.025),
    )
    low, high = picked_interval(rows[0], rows, 1, 2, 99)
    assert low == pytest.approx(0.9 - np.hypot(0.9 - seeds[0], 0.9 - alone[0]))
    assert high == pytest.approx(0.9 + np.hypot(seeds[1] - 0.9, alone[1] - 0.9))


def test_where_the_best_epoch_counts_every_epoch_of_every_seed_was_looked_at():
    tried = [row(0.8, 0.9, n_epochs=20), row(0.7, 0.6, n_epochs=5)]
    assert n_read(tried, Objective()) == 2
    assert n_read(tried, Objective(epoch="best")) == 50


ALIKE = np.full(64, 0.95)
TRUTHS = {
    "alike": ALIKE,
    "guess": np.full(64, 0.1),
    "alone": np.where(np.arange(64) == 17, 0.95, 0.8),
    "smooth": 0.96 - 0.5 * ((np.arange(64) - 20) / 64) ** 2,
}


@pytest.mark.parametrize("truth", TRUTHS)
@pytest.mark.parametrize(
    ("n_seeds", "n_rows"), [(1, 60), (1, 287), (3, 2000), (3, None), (10, None)]
)
def test_the_interval_holds_the_truth_of_what_was_picked(truth, n_seeds, n_rows):
    held = [simulated(TRUTHS[truth], n_seeds, n_rows, seed) for seed in range(N)]
    assert sum(held) >= FEWEST


@pytest.mark.parametrize("n_seeds", [2, 3, 10])
def test_it_holds_where_some_jump_about_more_than_others(n_seeds):
    for spread in (0.35, 0.7):
        deviations = 0.008 * np.exp(np.random.default_rng(5).normal(0, spread, 64))
        held = [simulated(ALIKE, n_seeds, None, seed, deviations) for seed in range(N)]
        assert sum(held) >= FEWEST


# Of 200 sweeps at 95 %, fewer that hold would be bad luck that one in a hundred has.
N = 200
FEWEST = binom.ppf(0.01, N, 0.95)


def simulated(truth, n_seeds, n_rows, seed, deviations=0.008):
    """Whether the interval held; a seed moves the chance of a combination to read a row right.

    Of one seed the truth is that of the network that it made.
    """
    rng = np.random.default_rng(seed)
    moved = rng.standard_normal((n_seeds, len(truth))) * deviations
    chances = np.clip(truth + moved, 0, 1).T if n_rows else (truth + moved).T
    seen = chances if n_rows is None else rng.binomial(n_rows, chances) / n_rows
    deviations = seen.std(axis=1, ddof=1).tolist() if n_seeds > 1 else [None] * len(seen)
    rows = [
        Row((), 0, tuple(own), (), mean=mean, deviation=deviation)
        for own, mean, deviation in zip(
            seen.tolist(), seen.mean(axis=1).tolist(), deviations, strict=True
        )
    ]
    best = int(seen.mean(axis=1).argmax())
    low, high = picked_interval(rows[best], rows, 1, len(rows), n_rows)
    return low <= (chances[best, 0] if n_seeds == 1 else truth[best]) <= high
