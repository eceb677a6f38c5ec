"""What choosing by the test rows would have claimed: by hand, and in sweeps of known truth."""

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.optimism import Excess, excess, optimism
from mlp_core.experiments.sweeps.findings.optimism_text import optimism_sentences
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.metrics import accuracy_interval
from tests.mlp_core.experiments.sweeps.findings.made import BASE, result, swept

RATES = (0.001, 0.01, 0.1, 1.0)
VALIDATION = (0.90, 0.94, 0.92, 0.80)
TEST = (0.91, 0.93, 0.97, 0.80)
LOSS = Objective("validation_loss")


def opened(validation=VALIDATION, test=TEST, objective=None, repeats=1, base=BASE, **axes):
    """The board and its optimism; a value a combination, or a list of one an epoch."""
    sweep = swept(repeats, objective, **(axes or {"learning_rate": RATES[: len(validation)]}))
    sweep = replace(sweep, base=base)
    what = sweep.objective.score.removeprefix("validation_")
    made = [
        result(
            cell.config,
            **{
                f"validation_{what}": validation[cell.place // repeats],
                f"test_{what}": test[cell.place // repeats],
            },
        )
        for cell in cells(sweep)
    ]
    now = board(sweep, made)
    return now, optimism(now, 100, 300)


def told(*args, **kwargs):
    return optimism_sentences(*opened(*args, **kwargs))


def test_the_one_that_validation_chose_is_reported_and_the_claim_of_the_other_measured():
    _, found = opened()
    assert (found.chosen.at, found.validation, found.test) == ((0.01,), 0.94, 0.93)
    assert found.test_interval == accuracy_interval(0.93, 300)
    assert (found.by_test.at, found.claimed, found.n) == ((0.1,), 0.97, 4)
    apart = np.array(TEST) - np.array(VALIDATION)
    assert found.of_test.value == pytest.approx(0.05 - apart.mean())
    assert found.of_validation.value == pytest.approx(0.01 + apart.mean())
    # Student's t of 3 degrees of freedom, from its table; the noise of 100 rows is three fourths.
    half = 3.182446 * apart.std(ddof=1) * math.sqrt(0.75 + 1 / 4)
    assert found.of_test.high - found.of_test.value == pytest.approx(half, rel=1e-6)
    half = 3.182446 * apart.std(ddof=1) * math.sqrt(0.25 + 1 / 4)
    assert found.of_validation.value - found.of_validation.low == pytest.approx(half, rel=1e-6)


def test_less_loss_is_better_and_optimism_has_the_same_sign():
    _, found = opened((2.0, 1.0, 1.5, 3.0), (2.1, 1.2, 1.0, 3.3), LOSS)
    assert (found.chosen.at, found.test, found.test_interval) == ((0.01,), 1.2, None)
    assert (found.by_test.at, found.claimed) == ((0.1,), 1.0)
    # It looks 0.5 better by test than by validation, where test losses are 0.025 more on average.
    assert found.of_test.value == pytest.approx(0.5 + 0.025)


def test_of_the_best_epoch_each_choice_has_its_own():
    validation = ([0.9, 0.8, 0.7], [0.1, 0.2, 0.6], [0.3, 0.4, 0.5], [0.2, 0.2, 0.2])
    test = ([0.5, 0.9, 0.6], [0.1, 0.2, 0.3], [0.95, 0.2, 0.1], [0.2, 0.2, 0.2])
    _, found = opened(validation, test, Objective(epoch="best"))
    assert (found.chosen.at, found.validation, found.test) == ((0.001,), 0.9, 0.5)
    assert (found.by_test.at, found.claimed) == ((0.1,), 0.95)
    # At their best epochs by test: 0.9 and 0.8, 0.3 and 0.6, 0.95 and 0.3, 0.2 and 0.2.
    assert found.of_test.value == pytest.approx(0.65 - (0.1 - 0.3 + 0.65 + 0.0) / 4)


def test_seeds_are_averaged():
    sweep = swept(2, learning_rate=RATES)
    made = [
        result(c.config, validation_accuracy=0.5 + 0.1 * c.repeat, test_accuracy=0.1 * c.place)
        for c in cells(sweep)
    ]
    found = optimism(board(sweep, made), 100, 100)
    assert found.validation == pytest.approx(0.55)
    assert found.test == pytest.approx(0.05)
    assert found.claimed == pytest.approx(0.65)


def test_of_those_that_share_the_best_score_the_mean_counts():
    by, other = np.array([0.9, 0.9, 0.5, 0.4]), np.array([0.8, 0.7, 0.5, 0.4])
    found = excess(by, other, 100, 100)
    assert found.value == pytest.approx(0.15 - 0.075)
    apart = by - other
    half = 3.182446 * apart.std(ddof=1) * math.sqrt(0.5 / 2 + 1 / 4)
    assert found.high - found.value == pytest.approx(half, rel=1e-6)


def test_what_reads_rows_badly_does_not_count():
    by, other = np.array([0.9, 0.8, 0.85, 0.7]), np.array([0.8, 0.8, 0.8, 0.7])
    bad_by, bad_other = np.array([0.1, 0.2, 0.3, 0.1]), np.array([0.3, 0.1, 0.0, 0.6])
    whole = excess(np.append(by, bad_by), np.append(other, bad_other), 100, 100)
    assert whole == pytest.approx(excess(by, other, 100, 100))


def test_the_better_half_is_that_by_both_scores_in_proportion_to_their_rows():
    by = np.array([0.9, 0.8, 0.8, 0.8, 0.7, 0.5, 0.1, 0.1])
    other = np.array([0.8, 0.8, 0.8, 0.8, 0.1, 0.9, 0.1, 0.1])
    first = np.arange(8) < 4
    # Of many rows of one kind those that this one likes are the better.
    assert excess(by, other, 100, 100) == pytest.approx(excess(by[first], other[first], 100, 100))
    assert excess(by, other, 1, 9999).value != pytest.approx(
        excess(by[first], other[first], 1, 9999).value
    )


def test_where_the_test_rows_are_harder_for_all_nothing_is_luck():
    found = excess(np.array([0.6, 0.7, 0.8, 0.5]), np.array([0.7, 0.8, 0.9, 0.6]), 100, 100)
    assert found == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)


def test_too_few_and_what_is_not_chosen_by_validation_say_nothing():
    _, found = opened((0.9, 0.8, 0.7), (0.9, 0.8, 0.7))
    assert (found.of_test, found.of_validation) == (None, None)
    sweep = swept(objective=Objective("train_accuracy"), learning_rate=RATES)
    made = [result(cell.config, train_accuracy=0.5) for cell in cells(sweep)]
    assert optimism(board(sweep, made), 100, 100) is None
    assert optimism(board(swept(), []), 100, 100) is None
    _, found = opened(test=(0.9, 0.9, math.nan, 0.9))
    assert found is None


@pytest.mark.parametrize("wrong", [0, 1.5, True, None])
def test_numbers_of_rows_must_be_such(wrong):
    now = board(swept(), [])
    for numbers in ((wrong, 100), (100, wrong)):
        with pytest.raises(ValueError, match="n_"):
            optimism(now, *numbers)


@pytest.mark.parametrize("alike", [True, False], ids=["rows alike", "rows of their own"])
@pytest.mark.parametrize("truth", ["plateau", "slope", "alone"])
def test_the_estimate_is_near_the_truth_that_is_known(truth, alike):
    chances = {
        "plateau": np.full(32, 0.95),
        "slope": 0.97 - 0.005 * np.arange(32),
        "alone": np.where(np.arange(32) == 7, 0.99, 0.85),
    }[truth]
    found = [simulated(chances, alike, seed) for seed in range(200)]
    off = [estimate.value - true for estimate, true in found]
    # Three standard errors of the mean.
    assert abs(statistics.mean(off)) < 3 * statistics.stdev(off) / math.sqrt(len(off)) + 0.0005
    held = np.mean([estimate.low <= true <= estimate.high for estimate, true in found])
    assert held >= 0.9
    if truth == "plateau":
        assert statistics.mean(true for _, true in found) > 0.01


def simulated(chances, alike, seed):
    """The excess that is estimated, and the true one.

    Each row is read right with its chance; where rows are alike, one that is hard is so for all.
    """
    rng = np.random.default_rng(seed)
    scores = []
    for n in (360, 287):
        if alike:
            lot = 0.8 * rng.random(n) + 0.2 * rng.random((32, n))
            # What share of such sums lies below: the chance that a row is read right.
            order = np.quantile(0.8 * rng.random(20000) + 0.2 * rng.random(20000), chances)
            scores.append((lot < order[:, np.newaxis]).mean(axis=1))
        else:
            scores.append(rng.binomial(n, chances) / n)
    by, other = scores
    best = by == by.max()
    luck = by - chances
    return excess(by, other, 360, 287), luck[best].mean() - luck.mean()


def test_the_figure_to_report_comes_first():
    first, second, *_ = told()
    assert first == (
        "The one that validation chose of 4 has a test accuracy of 93.00 % (95 % interval 89.54 % "
        "to 95.38 % over the choice of test rows): the figure to report."
    )
    assert second == (
        "Choosing by the test rows would have claimed 97.00 %, with learning rate 0.1."
    )
    diabetes = replace(BASE, units=(10, 5, 1), loss="squared_error", dataset="diabetes")
    assert told(base=diabetes)[0] == (
        "The one that validation chose of 4 has a test R² of 0.930: the figure to report."
    )


def test_where_both_choose_the_same_that_is_said():
    second = told(test=(0.9, 0.99, 0.8, 0.7))[1]
    assert second == (
        "Choosing by the test rows would have taken the same combination, the same figure."
    )
    validation = ([0.9, 0.8, 0.7], [0.1] * 3, [0.1] * 3, [0.1] * 3)
    test = ([0.5, 0.9, 0.6], [0.1] * 3, [0.1] * 3, [0.1] * 3)
    second = told(validation, test, Objective(epoch="best"))[1]
    assert second == (
        "Choosing by the test rows would have taken the same combination, at another epoch, and "
        "claimed 90.00 %."
    )


def of(value, low, high):
    now, found = opened()
    measured = Excess(value, low, high)
    return optimism_sentences(now, replace(found, of_test=measured, of_validation=measured))[2:]


def test_luck_is_claimed_only_where_the_numbers_bear_it_out():
    assert of(0.02, 0.01, 0.03) == [
        f"{subject} is too good by +2.00 points (95 % interval +1.00 points to +3.00 points): what "
        "was chosen by a score looks better in it than it is."
        for subject in ("That claim", "The validation score of the chosen one")
    ]
    assert of(0.02, -0.01, 0.05)[0] == (
        "That claim is too good by +2.00 points (95 % interval −1.00 points to +5.00 points) as "
        "measured, which is within noise: it may be sound."
    )
    assert of(-0.01, -0.02, 0.02)[0] == (
        "That claim is not too good as measured: by −1.00 points (95 % interval −2.00 points to "
        "+2.00 points), within noise."
    )
    assert of(-0.03, -0.04, -0.02)[0] == (
        "That claim is not too good but too modest here, by −3.00 points (95 % interval −4.00 "
        "points to −2.00 points)."
    )
    assert told((0.9, 0.8), (0.9, 0.8))[2:] == [
        "How much of that is luck cannot be told from so few combinations."
    ]


def test_there_are_no_sentences_on_what_was_not_chosen_by_validation():
    now, found = opened()
    with pytest.raises(ValueError, match="validation"):
        optimism_sentences(now.judged_by(Objective("train_loss")), found)
