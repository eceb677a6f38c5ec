"""What is worse than the best beyond noise: by hand, and by simulated sweeps of known truth."""

import math
import statistics

import numpy as np
import pytest
from scipy import stats

from mlp_core.experiments.findings.spread import compare_groups
from mlp_core.experiments.sweeps.findings.board import Row
from mlp_core.experiments.sweeps.findings.noise import margins, seed_freedom, typical_variance

# A hill of 8 by 8; one plateau; one far above the rest. And how far seeds take each.
ACROSS, DOWN = np.meshgrid(np.arange(8), np.arange(8))
HILL = (0.97 - 0.004 * ((ACROSS - 3) ** 2 + (DOWN - 4) ** 2)).ravel()
PLATEAU = np.full(64, 0.95) + 1e-4 * (np.arange(64) == 17)
ALONE = np.where(np.arange(64) == 17, 0.99, 0.85)


def row(*values):
    deviation = statistics.stdev(values) if len(values) > 1 else None
    return Row((), 0, values, ("finished",) * len(values), mean=statistics.mean(values),
               deviation=deviation)  # fmt: skip


def rows_of(values):
    return [row(*map(float, own)) for own in values]


def as_good(rows, n_rows):
    means = np.array([one.mean for one in rows])
    best = int(means.argmax())
    return set(np.flatnonzero(means[best] - means <= margins(rows, best, n_rows)).tolist())


def test_of_two_the_margin_over_rows_is_that_of_two_groups():
    for a, b in ((0.9, 0.95), (0.5, 0.9), (1.0, 1.0), (0.2, 0.21)):
        low, _ = compare_groups([a], [b], 200).test
        assert margins([row(a), row(b)], 1, 200)[0] == pytest.approx(b - a - low, rel=1e-12)


def test_of_more_each_comparison_has_its_part_of_the_chance():
    means = (0.9, 0.95, 0.8, 0.5)
    z = stats.norm.isf(0.025 / 3)
    low = wilson(0.95, 200, z)[0]
    by_hand = [math.hypot(0.95 - low, wilson(mean, 200, z)[1] - mean) for mean in means]
    assert margins([row(mean) for mean in means], 1, 200) == pytest.approx(by_hand, rel=1e-12)


def wilson(p, n, z):
    """Where p is z of its own standard errors away, solved as a quadratic."""
    a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_seeds_are_judged_by_student_with_a_part_of_the_chance_each():
    rows = [row(0.5, 0.6, 0.7), row(0.8, 0.9, 1.0), row(0.1, 0.2, 0.3)]
    # Alike as they are, each is known by all nine values.
    half = stats.t.isf(0.025 / 2, 6) * math.sqrt(2 * typical_variance(rows) / 3)
    assert margins(rows, 1, None) == pytest.approx(half, rel=1e-12)


def test_the_typical_variance_is_the_true_one_of_many_and_heeds_no_few():
    rng = np.random.default_rng(0)
    for n in (2, 3, 5):
        values = rng.normal(0, 0.3, (4000, n))
        values[:400] *= 1000
        assert typical_variance(rows_of(values)) == pytest.approx(0.09, rel=0.4)
        assert typical_variance(rows_of(values[400:])) == pytest.approx(0.09, rel=0.1)


def test_deviations_that_are_alike_are_known_by_all_together():
    rng = np.random.default_rng(0)
    for n in (2, 3, 5):
        found = seed_freedom(rows_of(rng.normal(0, 0.3, (1000, n))))
        assert found > 20 * (n - 1)
    assert seed_freedom(rows_of(rng.normal(0, 0.3, (2, 3)))) <= 4


@pytest.mark.parametrize("prior", [1.0, 4.0])
@pytest.mark.parametrize("n", [2, 3, 5])
def test_deviations_of_many_kinds_are_known_by_smyths_prior(prior, n):
    """True variances are drawn as his prior has them: scaled inverse chi-squared."""
    rng = np.random.default_rng(1)
    variances = 0.09 * prior / rng.chisquare(prior, 4000)
    rows = rows_of(rng.standard_normal((4000, n)) * np.sqrt(variances)[:, np.newaxis])
    assert seed_freedom(rows) == pytest.approx(n - 1 + prior, rel=0.3)


def test_deviations_of_next_to_nothing_do_not_count_as_another_kind():
    values = np.random.default_rng(2).normal(0, 0.3, (1000, 3))
    before = seed_freedom(rows_of(values))
    values[:150] = 0.5
    assert seed_freedom(rows_of(values)) > 8
    # So few that are too large do.
    values[:150] = np.random.default_rng(3).normal(0, 3, (150, 3))
    assert seed_freedom(rows_of(values)) < 4 < before
    assert seed_freedom(rows_of(np.full((5, 3), 0.9))) == 10


def test_what_jumps_about_more_than_is_typical_has_its_own_margin():
    rows = [row(0.5, 0.5), row(0.4, 0.4), row(0.3, 0.3), row(0.0, 0.6)]
    found = margins(rows, 0, None)
    assert found[:3].tolist() == [0.0, 0.0, 0.0]
    assert found[3] > 0.3


def test_chances_of_seeds_and_rows_add_up_by_squares():
    rows = rows_of(np.random.default_rng(1).uniform(0.5, 0.9, (5, 3)))
    seeds, both = margins(rows, 2, None), margins(rows, 2, 100)
    alone = margins([row(one.mean) for one in rows], 2, 100)
    assert both == pytest.approx(np.hypot(seeds, alone), rel=1e-12)


def test_one_seed_of_what_is_no_share_tells_nothing():
    assert margins([row(0.1), row(0.9)], 1, None) is None


@pytest.mark.parametrize("n_seeds", [1, 3])
@pytest.mark.parametrize("n_rows", [287, None])
@pytest.mark.parametrize("truth", [HILL, PLATEAU, ALONE], ids=["hill", "plateau", "alone"])
@pytest.mark.parametrize("uneven", [False, True])
def test_the_truly_best_is_among_those_that_are_as_good(truth, n_seeds, n_rows, uneven):
    if n_rows is None and n_seeds == 1:
        pytest.skip("nothing can be told of it")
    found = [simulated(truth, n_seeds, n_rows, uneven=uneven, seed=seed) for seed in range(50)]
    held = statistics.mean(hit for hit, _ in found)
    assert held >= 0.95
    if truth is ALONE and n_rows is None:
        assert statistics.mean(size for _, size in found) < 1.5


def simulated(truth, n_seeds, n_rows, *, uneven, seed):
    """Whether the truly best was in the set, and the size of the set.

    A seed moves the accuracy of a combination, and each row is read right with that chance. Of one
    seed the truly best is the best of the networks that it made.
    """
    rng = np.random.default_rng(seed)
    deviation = 0.1 * (1 - truth) + 0.002 * np.exp(rng.normal(0, 0.7, 64)) if uneven else 0.005
    moved = truth[:, np.newaxis] + (deviation * rng.standard_normal((n_seeds, 64))).T
    chances = np.clip(moved, 0, 1)
    best = int(chances[:, 0].argmax() if n_seeds == 1 else truth.argmax())
    seen = chances if n_rows is None else rng.binomial(n_rows, chances) / n_rows
    found = as_good(rows_of(seen), n_rows)
    return best in found, len(found)


def test_ten_thousand_combinations_are_compared_at_once():
    rng = np.random.default_rng(3)
    rows = rows_of(rng.binomial(287, 0.9, (10_000, 3)) / 287)
    assert margins(rows, 7, 287).shape == (10_000,)
