"""Two networks on the same numbers: scipy's bootstrap as judge, chance itself, and the words."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from mlp_core.experiments.findings.paired_errors import (
    PairedErrors,
    apart,
    paired_errors,
    paired_errors_sentence,
)


def test_by_hand():
    # |errors| of A: 1, 0, 2, 1; of B: 0, 3, 2, 3. B minus A: -1, 3, 0, 2, whose mean is 1.
    found = paired_errors([0, 0, 0, 0], [1, 0, -2, 1], [0, 3, 2, -3], "mg")
    assert (found.a, found.b, found.difference) == (1.0, 2.0, 1.0)
    assert (found.closer_a, found.closer_b, found.n_rows, found.unit) == (2, 1, 4, "mg")
    # One column is one target.
    column = np.array([[0], [0], [0], [0]])
    assert paired_errors(column, [[1], [0], [-2], [1]], [[0], [3], [2], [-3]], "mg") == found


def test_the_interval_is_scipys():
    rng = np.random.default_rng(0)
    truth = rng.normal(size=200)
    a, b = truth + rng.normal(size=200), truth + 1.3 * rng.normal(size=200)
    found = paired_errors(truth, a, b)
    more = np.abs(b - truth) - np.abs(a - truth)
    expected = bootstrap(
        (more,), np.mean, n_resamples=20_000, method="percentile", random_state=1
    ).confidence_interval
    width = expected.high - expected.low
    assert (found.low, found.high) == pytest.approx(tuple(expected), abs=0.06 * width)


def test_networks_that_are_equally_good_are_told_apart_as_seldom_as_is_said():
    rng, told = np.random.default_rng(2), 0
    for _ in range(400):
        truth = rng.normal(size=80)
        # Correlated, as the errors of two networks are.
        shared = rng.normal(size=80)
        a, b = (truth + shared + rng.normal(size=80) for _ in range(2))
        told += paired_errors(truth, a, b).significant
    # 5 %, a little more for so few rows.
    assert 0.02 < told / 400 < 0.09


def test_pairs_stay_together():
    # A constant lead is found however much the rows differ.
    truth = 100 * np.random.default_rng(3).normal(size=50)
    a = truth + np.abs(truth)
    found = paired_errors(truth, a, a + 0.01)
    assert found.significant
    assert found.difference == pytest.approx(0.01)
    assert found.high - found.low < 1e-9


def test_swapped_networks_swap_everything():
    truth, a, b = np.random.default_rng(4).normal(size=(3, 30))
    one, other = paired_errors(truth, a, b), paired_errors(truth, b, a)
    assert (one.a, one.closer_a) == (other.b, other.closer_b)
    assert one.difference == -other.difference
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_of_several_targets_each_counts_alike():
    truth = np.array([[0.0, 0.0], [2.0, 2000.0]])
    # Off by a deviation (1 and 1000) in one target of a row; the mean over both is a half.
    off_in_first, off_in_second = np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([[0, 0], [0, 1000]])
    found = paired_errors(truth, truth + off_in_first, truth + off_in_second)
    assert (found.a, found.b) == (0.25, 0.25)
    assert found.unit == "deviations"
    # A target that never changes has no deviation to count in.
    assert paired_errors([[1.0, 0], [1.0, 2]], [[2.0, 0], [1.0, 2]], [[1.0, 0], [1.0, 2]]).a == 0.25


def found(**changes):
    return PairedErrors(
        **{"a": 40.0, "b": 43.5, "difference": 3.5, "low": 1.0, "high": 6.0}
        | {"closer_a": 50, "closer_b": 39, "n_rows": 89}
        | changes
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "A is 3.500 closer: that is more than chance explains, and A is better at rows like"),
        (
            {"a": 43.5, "b": 40.0, "difference": -3.5, "low": -6.0, "high": -1.0},
            "B is 3.500 closer: that is more than chance explains, and B is better at rows like",
        ),
        ({"low": -1.0}, "A is 3.500 closer: chance explains that, and which of them is better"),
        (
            {"difference": -3.5, "low": -6.0, "high": 0.0},
            "B is 3.500 closer: chance explains that, and which of them is better cannot be told",
        ),
        ({"unit": "mg"}, "A is 3.500 mg closer"),
        ({"unit": "mg"}, "mean absolute error 40.00 and 43.50; 95 % interval of B's minus A's by"),
        ({}, "Of 89 rows A alone is closer on 50 and B on 39."),
        ({"difference": 0.0, "low": -1.0}, "On average both are as close: chance explains that"),
        ({"closer_a": 0, "closer_b": 0}, "equally far off on every row"),
    ],
)
def test_the_sentence_says_what_the_numbers_say(changes, says):
    assert says in paired_errors_sentence(found(**changes))


@pytest.mark.parametrize(
    "shapes", [((3,), (3,), (2,)), ((0,), (0,), (0,)), ((), (), ()), ((2, 1, 1),) * 3]
)
def test_shapes_that_do_not_fit(shapes):
    with pytest.raises(ValueError, match="of one shape and not empty; got shapes"):
        paired_errors(*map(np.ones, shapes))


def test_the_rows_that_tell_them_apart_by_hand():
    # |B| - |A|: -1, 3, 0, 2, -4.
    a, b = [1.0, 0.0, -2.0, 1.0, 5.0], [0.0, 3.0, 2.0, -3.0, -1.0]
    assert apart(a, b, 5) == ([1, 3], [4, 0])
    assert apart(a, b, 1) == ([1], [4])
    assert apart(a, a, 5) == ([], [])
    with pytest.raises(ValueError, match=r"must be \(n_rows,\) each; got \(2,\) and \(3,\)"):
        apart([1, 2], [1, 2, 3], 1)
