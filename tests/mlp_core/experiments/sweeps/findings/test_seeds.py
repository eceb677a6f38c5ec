"""The seeds' share of the variation, and how many of them tell two apart."""

import numpy as np
import pytest
from scipy.stats import f_oneway, ttest_ind

from mlp_core.experiments.sweeps.findings.best import best
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.seeds import (
    runner_up,
    seed_share,
    seeds_to_tell,
)
from mlp_core.experiments.sweeps.findings.seeds_text import seed_sentences
from mlp_core.experiments.sweeps.plan.objective import Objective
from tests.mlp_core.experiments.sweeps.findings.made import results, swept

LOSS = Objective("train_loss")
RATES = tuple(0.001 * k for k in range(1, 9))


def laid(values, objective=LOSS):
    """A board of losses, (n_combinations, n_seeds)."""
    values = np.asarray(values, dtype=float)
    n, n_seeds = values.shape
    sweep = swept(n_seeds, objective, learning_rate=RATES[:n])
    return board(sweep, results(sweep, lambda cell: float(values.ravel()[cell.place])))


def said(values, n_rows=None, objective=LOSS):
    now = laid(values, objective)
    return seed_sentences(now, best(now, n_rows))


def test_the_shares_are_those_of_an_analysis_of_variance():
    values = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [5.0, 5.0, 8.0]])
    share = seed_share(laid(values))
    ratio = f_oneway(*values).statistic
    within = values.var(axis=1, ddof=1).mean()
    settings = (ratio - 1) * within / 3
    assert share.value == pytest.approx(within / (within + settings))
    assert share.deviation == pytest.approx(np.sqrt(within))
    assert (share.n, share.n_seeds) == (3, 3)
    # F of 2 and 6 degrees of freedom, from its table: 7.26 and 1/39.33.
    assert share.high == pytest.approx(min(1, 3 / (ratio / 7.2599 + 2)), rel=1e-4)
    assert share.low == pytest.approx(3 / (ratio * 39.3315 + 2), rel=1e-4)


def test_the_interval_holds_the_truth():
    held = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        values = 5 + rng.normal(0, 2, (8, 1)) + rng.normal(0, 1, (8, 3))
        share = seed_share(laid(values))
        held.append(share.low <= 1 / 5 <= share.high)
    assert 0.91 <= np.mean(held) <= 0.99


def test_seeds_alone_and_settings_alone():
    rng = np.random.default_rng(0)
    assert not seed_share(laid(rng.normal(5, 1, (8, 5)))).settings_matter
    alone = seed_share(laid([[1, 1], [2, 2], [3, 3]]))
    assert alone[:4] == (0.0, 0.0, 0.0, 0.0)
    assert alone.settings_matter


def test_what_has_no_spread_says_nothing():
    assert seed_share(laid([[1], [2], [3]])) is None
    assert seed_share(laid([[1, 2]])) is None
    assert seed_share(laid([[1, 1], [1, 1]])) is None
    assert runner_up(laid([[1], [2], [3]])) is None
    assert runner_up(laid([[1, 2]])) is None


@pytest.mark.parametrize("effect", [0.5, 1.0, 2.0, 4.0])
def test_so_many_seeds_tell_two_apart_in_four_of_five_cases(effect):
    n = seeds_to_tell(effect, 1.0)
    rng = np.random.default_rng(1)

    def power(n):
        a, b = rng.normal(effect, 1, (4000, n)), rng.normal(0, 1, (4000, n))
        found = ttest_ind(a, b, axis=1)
        return np.mean((found.pvalue < 0.05) & (found.statistic > 0))

    assert power(n) >= 0.78
    assert n == 2 or power(n - 1) <= 0.82


def test_how_many_seeds_are_needed_is_bounded():
    assert seeds_to_tell(0.01, 1.0) is None
    assert seeds_to_tell(0.0, 1.0) is None
    assert seeds_to_tell(0.0, 0.0) is None
    assert seeds_to_tell(0.1, 0.0) == 2
    # Cohen's table: 64 each for an effect of half a deviation.
    assert seeds_to_tell(0.5, 1.0) == 64


def test_the_runner_up_is_the_second_best():
    found = runner_up(laid([[3.0, 3.2], [1.0, 1.2], [1.5, 1.7], [9.0, 9.2]]))
    assert found.row.at == (RATES[2],)
    assert found.apart == pytest.approx(0.5)
    found = runner_up(laid([[0.3, 0.3], [0.1, 0.1], [0.9, 0.9]], Objective("train_accuracy")))
    assert found.row.at == (RATES[0],)
    assert found.apart == pytest.approx(0.6)


def test_it_is_said_whose_the_variation_is():
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 1, (8, 5))
    settings = np.arange(8)[:, np.newaxis]
    assert said(50 + 4 * settings + 0.1 * noise)[0].endswith("seeds); the rest is the settings'.")
    assert "may be all of it" in said(50 + noise)[0]
    many = rng.normal(0, 1, (8, 40))
    assert "settings do less than the seed" in said(50 + 0.15 * settings + many)[0]
    assert "cannot be told" in said(50 + 0.4 * settings + 1.4 * noise)[0]
    told = said([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [5.0, 5.0, 8.0]])[0]
    assert told.startswith("Of the variation between runs 46 % is the seeds' (95 % interval ")
    assert "3 combinations of 3 seeds" in told


def test_it_is_said_what_would_tell_the_best_from_the_runner_up():
    assert said([[1, 1.1], [1.05, 1.05], [9, 9.1]])[1] == (
        "The runner-up, learning rate 0.002, has the very same mean."
    )
    assert said([[1, 1.01], [5, 5.01], [9, 9.01]])[1] == (
        "The runner-up, learning rate 0.002, is worse beyond noise: these seeds are enough."
    )
    assert "even 100 seeds" in said([[1, 2, 3], [1.001, 2.001, 3.001], [9, 9, 9]])[1]
    told = said([[1, 1.2, 1.4], [1.2, 1.4, 1.6], [9, 9.2, 9.4]])[1]
    assert "takes about" in told
    assert told.endswith("(in 80 % of cases), here there are 3.")


def test_of_one_seed_nothing_is_said():
    assert said([[1], [2]]) == []


def test_rows_that_might_undo_it_are_named_where_they_count():
    accuracies = [[0.9, 0.901, 0.902], [0.905, 0.906, 0.907], [0.1, 0.101, 0.102]]
    told = said(accuracies, 100, Objective())[1]
    assert told == (
        "The runner-up, learning rate 0.001, is 0.50 points behind: so many seeds would tell two "
        "alone apart, but among 3 that may be luck, or other rows might undo it."
    )
    assert "enough" in said(accuracies, None, Objective())[1]
