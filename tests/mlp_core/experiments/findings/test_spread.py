"""Seeds' spread and the comparison of groups, against scipy and figures worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from mlp_core.experiments.findings.spread import (
    BandPoint,
    Spread,
    compare_groups,
    compare_r2_groups,
    comparison_sentence,
    seed_band,
    spread,
)

N_TEST = 360
GROUPS = st.lists(st.integers(0, N_TEST).map(lambda n: n / N_TEST), min_size=2, max_size=12)


def test_a_spread_worked_by_hand():
    # Mean 0.94; squared deviations 0.0004, 0, 0.0004 over n - 1 = 2.
    result = spread([0.92, 0.94, 0.96])
    assert (result.n, result.mean) == (3, pytest.approx(0.94))
    assert result.deviation == pytest.approx(0.02)


def test_one_seed_has_no_spread():
    assert spread([0.9]) == Spread(1, 0.9, None)


@pytest.mark.parametrize("values", [[], [[0.9]], [0.9, math.nan], ["x"]])
def test_what_has_no_spread_is_refused(values):
    with pytest.raises(ValueError, match="accuracies"):
        spread(values)


def test_a_band_over_runs_of_several_lengths():
    assert seed_band([[1.0, 2.0, 3.0], [3.0, 0.0], [2.0, 1.0, 5.0]]) == [
        BandPoint(1, 3, 2.0, 1.0, 3.0),
        BandPoint(2, 3, 1.0, 0.0, 2.0),
        BandPoint(3, 2, 4.0, 3.0, 5.0),
    ]
    assert seed_band([]) == seed_band([[], []]) == []


def test_a_band_of_equal_values_has_no_width():
    # In float64 (0.1 + 0.1 + 0.1) / 3 is above 0.1.
    assert seed_band([[0.1]] * 3) == [BandPoint(1, 3, 0.1, 0.1, 0.1)]


@given(st.lists(st.lists(st.floats(0, 1e9), min_size=3, max_size=3), min_size=1, max_size=9))
def test_a_band_holds_its_mean(curves):
    for point in seed_band(curves):
        assert point.low <= point.mean <= point.high


@given(GROUPS, GROUPS)
def test_welchs_interval_is_scipys(a, b):
    # Of equal values the variance may be a rounding error, of which scipy warns.
    assume(np.ptp(a) > 0 and np.ptp(b) > 0)
    theirs = stats.ttest_ind(b, a, equal_var=False).confidence_interval(0.95)
    assert compare_groups(a, b, N_TEST).seeds == pytest.approx(tuple(theirs), rel=1e-9, abs=1e-12)


def test_newcombes_interval_is_that_of_his_table():
    # Newcombe (1998), table II, method 10: 9/10 - 3/10 is 0.1705 to 0.8090.
    low, high = compare_groups([0.3], [0.9], 10).test
    assert (low, high) == (pytest.approx(0.1705, abs=5e-5), pytest.approx(0.8090, abs=5e-5))


def test_all_seeds_alike_leave_no_room():
    comparison = compare_groups([0.9, 0.9], [0.5, 0.5], N_TEST)
    assert comparison.seeds == (pytest.approx(-0.4), pytest.approx(-0.4))
    assert comparison.verdict == "beyond both"
    assert compare_groups([0.9, 0.9], [0.9, 0.9], N_TEST).verdict == "within both"


@given(GROUPS, GROUPS)
def test_swapping_the_groups_turns_everything_round(a, b):
    there, back = compare_groups(a, b, N_TEST), compare_groups(b, a, N_TEST)
    assert there.difference == -back.difference
    for interval, other in ((there.seeds, back.seeds), (there.test, back.test)):
        assert interval == pytest.approx((-other[1], -other[0]))
        assert interval[0] <= there.difference <= interval[1]


@pytest.mark.parametrize(
    ("a", "b", "verdict", "sentence"),
    [
        (
            [0.951, 0.957, 0.954],
            [0.956, 0.962, 0.956],
            "within both",
            "0.4 points apart: within the noise of both the seeds and the test set",
        ),
        (
            [0.951, 0.952, 0.953],
            [0.962, 0.963, 0.964],
            "beyond seeds",
            "1.1 points apart: more than the seeds' spread explains, but other test rows might "
            "undo it",
        ),
        (
            [0.80, 0.99, 0.70],
            [0.95, 0.95, 0.96],
            "beyond test",
            "12.3 points apart: more than the test set's interval explains, but within the "
            "seeds' spread",
        ),
        (
            [0.981, 0.982, 0.983],
            [0.920, 0.922, 0.921],
            "beyond both",
            "6.1 points apart: more than the seeds' spread and the test set's interval explain",
        ),
    ],
)
def test_verdicts_and_their_sentences(a, b, verdict, sentence):
    comparison = compare_groups(a, b, N_TEST)
    assert comparison.verdict == verdict
    assert comparison_sentence(comparison).startswith(f"{sentence} (95 % intervals: seeds ")


def test_a_sentence_with_its_numbers():
    # Welch: deviations 0.01, so 2 · 0.0001 / 3 = 0.00816²; 4 degrees of freedom, t = 2.776.
    # Newcombe: Wilson's 0.90 is (0.8646, 0.9270), 0.92 is (0.8873, 0.9439) of 360 rows.
    comparison = compare_groups([0.89, 0.90, 0.91], [0.91, 0.92, 0.93], N_TEST)
    assert comparison_sentence(comparison) == (
        "2.0 points apart: within the noise of both the seeds and the test set "
        "(95 % intervals: seeds -0.3 to +4.3, test rows -2.2 to +6.3)."
    )


@pytest.mark.parametrize(("a", "b"), [([0.9], [0.92]), ([0.9], [0.91, 0.93]), ([0.9, 0.9], [0.92])])
def test_one_seed_is_said_to_be_one(a, b):
    comparison = compare_groups(a, b, N_TEST)
    assert (comparison.seeds, comparison.verdict) == (None, "one seed")
    assert comparison_sentence(comparison) == (
        "2.0 points apart: with one seed a group there is no telling how much of it is the "
        "seed's doing (test rows -2.2 to +6.3)."
    )


@pytest.mark.parametrize(("accuracies", "n"), [([1.2], 360), ([0.9], 0)])
def test_what_is_no_accuracy_is_refused(accuracies, n):
    with pytest.raises(ValueError, match=r"score must lie in 0..1 and n be 1 or more"):
        compare_groups([0.9], accuracies, n)


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        (
            [0.50, 0.52, 0.48],
            [0.80, 0.82, 0.78],
            "R² is 0.300 apart: more than the seeds' spread explains, but other test rows might",
        ),
        (
            [0.50, 0.70, 0.30],
            [0.55, 0.75, 0.35],
            "R² is 0.050 apart: within the noise of the seeds",
        ),
        ([0.5], [0.6], "R² is 0.100 apart: with one seed a group there is no telling"),
    ],
)
def test_groups_of_r2_are_told_apart_by_their_seeds(a, b, says):
    found = compare_r2_groups(a, b)
    assert found.test is None
    assert comparison_sentence(found).startswith(says)
    if len(a) > 1:
        low, high = stats.ttest_ind(b, a, equal_var=False).confidence_interval(0.95)
        assert found.seeds == pytest.approx((low, high))
        assert found.verdict == ("within seeds" if low <= 0 <= high else "beyond seeds")
    # R² falls below 0 without end: no share, and no interval of one.
    assert compare_r2_groups([-500.0, 0.5], [0.4, 0.5]).difference == pytest.approx(250.2)
