"""What an axis takes: lists, and steps between two ends, exact at both."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.experiments.sweeps.plan.spreads import MOST_VALUES, Listed, Ranged


def test_a_linear_scale_has_even_steps():
    assert Ranged(0.1, 0.5, 9).values == (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
    assert Ranged(-1, 1, 3).values == (-1.0, 0.0, 1.0)
    assert Ranged(0, 1, 1).values == (0.0,)
    assert Ranged(0, 1, 2).values == (0.0, 1.0)


def test_ends_that_are_close_have_values_between_them():
    assert Ranged(1.0000001, 1.0000002, 3).values == (1.0000001, 1.00000015, 1.0000002)
    assert len(Ranged(1000.001, 1000.002, 11, "log").values) == 11


def test_a_log_scale_has_even_factors():
    assert Ranged(1e-4, 0.1, 4, "log").values == (1e-4, 1e-3, 1e-2, 0.1)
    values = Ranged(3e-7, 90.0, 20, "log").values
    ratios = np.diff(np.log(values))
    # A value may be off its place by a twentieth of the way to the next, on either side.
    np.testing.assert_allclose(ratios, math.log(90.0 / 3e-7) / 19, rtol=0.1)


def test_values_between_the_ends_have_as_few_digits_as_they_need():
    assert Ranged(1e-4, 0.1, 8, "log").values == (
        *(0.0001, 0.00027, 0.0007, 0.0019, 0.0052, 0.014, 0.037),
        0.1,
    )
    assert Ranged(0.0, 1.0, 4).values == (0.0, 0.33, 0.67, 1.0)
    # Near to each other they need more, and the ends are as they were given.
    assert Ranged(10.0, 10.0001, 3).values == (10.0, 10.00005, 10.0001)
    assert Ranged(0.12345678, 1.0, 2).values == (0.12345678, 1.0)


def test_whole_numbers_are_whole_and_there_once():
    assert Ranged(1, 200, 6, "log", whole=True).values == (1, 3, 8, 24, 69, 200)
    assert Ranged(1, 3, 9, whole=True).values == (1, 2, 3)
    values = Ranged(1.0, 3.0, 3, whole=True).values
    assert [type(value) for value in values] == [int] * 3
    # Far out, too, where six digits would not tell one seed from the next.
    assert Ranged(4294967290, 4294967295, 6, whole=True).values == (*range(4294967290, 2**32),)


ENDS = st.floats(1e-12, 1e12)


@given(ENDS, ENDS, st.integers(2, MOST_VALUES), st.sampled_from(["linear", "log"]))
def test_ends_are_exact_and_all_between_ascend(one, other, n, scale):
    low, high = sorted((one, other))
    if low == high:
        return
    values = Ranged(low, high, n, scale).values
    assert values[0] == low
    assert values[-1] == high
    assert all(a < b for a, b in itertools.pairwise(values))
    assert len(values) == n or high - low < 1e-12 * high


@given(ENDS, ENDS, st.floats(0, 1), st.sampled_from(["linear", "log"]))
def test_a_draw_lies_between_the_ends(one, other, share, scale):
    low, high = sorted((one, other))
    if low == high:
        return
    spread = Ranged(low, high, 2, scale)
    assert low <= spread.at(share) <= high
    assert spread.at(0.0) == pytest.approx(low, rel=1e-5)
    assert spread.at(1.0) == pytest.approx(high, rel=1e-5)


def test_a_draw_is_where_its_share_says():
    assert Ranged(1e-4, 1.0, 2, "log").at(0.25) == pytest.approx(1e-3)
    assert Ranged(0.0, 4.0, 2).at(0.25) == 1.0


def test_each_whole_number_is_drawn_as_often():
    shares = (np.arange(9000) + 0.5) / 9000
    drawn = Counter(Ranged(2, 4, 2, whole=True).at(share) for share in shares)
    assert drawn == {2: 3000, 3: 3000, 4: 3000}
    # On a log scale by how far it is to the next: log(2/1), log(3/2), log(4/3) of log 4.
    drawn = Counter(Ranged(1, 3, 2, "log", whole=True).at(share) for share in shares)
    expected = {n: 9000 * math.log((n + 1) / n) / math.log(4) for n in (1, 2, 3)}
    assert drawn == pytest.approx(expected, abs=2)


def test_each_of_a_list_is_drawn_as_often():
    spread = Listed(("a", "b", "c"))
    assert [spread.at(share) for share in (0.0, 0.33, 0.34, 0.66, 0.67, 1.0)] == [*"aabbcc"]


def test_a_list_is_its_own():
    values = [1, 2]
    spread = Listed(values)
    values.append(3)
    assert spread == Listed((1, 2))
    assert hash(spread) == hash(Listed((1, 2)))


def test_numbers_of_other_kinds_are_the_same_range():
    ours = Ranged(1, 8, 4, "log", whole=True)
    theirs = Ranged(np.float64(1.0), np.int64(8), np.int32(4), "log", whole=True)
    assert theirs == ours
    assert repr(theirs) == repr(ours)
    assert hash(theirs) == hash(ours)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Listed(()), "a list of 1 to 1000 values"),
        (lambda: Listed((0,) * 1001), "a list of 1 to 1000 values"),
        (lambda: Listed("tanh"), "a list of 1 to 1000 values; got 'tanh'"),
        (lambda: Ranged(1, 1, 3), "from a smaller to a larger value; got 1.0 to 1.0"),
        (lambda: Ranged(2, 1, 3), "from a smaller to a larger"),
        (lambda: Ranged(0, math.inf, 3), "finite"),
        (lambda: Ranged(math.nan, 1, 3), "finite"),
        (lambda: Ranged(None, 1, 3), "must be a number; got None"),
        (lambda: Ranged(0, 1, 0), "1 or more; got 0"),
        (lambda: Ranged(0, 1, 2.0), "whole number; got 2.0"),
        (lambda: Ranged(0, 1, 1001), "1000 values or fewer; got 1001"),
        (lambda: Ranged(0, 1, 3, "log"), "log scale must begin above 0; got 0"),
        (lambda: Ranged(0, 1, 3, "sqrt"), "linear or log; got 'sqrt'"),
        (lambda: Ranged(0.5, 2, 3, whole=True), "whole ends; got 0.5 and 2"),
    ],
)
def test_what_is_no_spread_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
