"""McNemar's exact test: against published examples, by counting, and in words."""

from fractions import Fraction
from math import comb

import pytest

from mlp_core.experiments.findings.paired_test import paired_sentence, paired_test


@pytest.mark.parametrize(
    ("only_a", "only_b", "published"),
    # Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91: airway
    # hyper-responsiveness (Bentur 2009) and complete response (Cavo 2012) before and after.
    [(1, 7, 0.070), (6, 16, 0.0525)],
)
def test_published_examples(only_a, only_b, published):
    assert paired_test(only_a, only_b).p_value == pytest.approx(published, abs=5e-4)
    assert paired_test(only_b, only_a).p_value == paired_test(only_a, only_b).p_value


@pytest.mark.parametrize(("a", "b"), [(0, 1), (3, 3), (0, 6), (2, 9), (40, 21)])
def test_the_probability_is_that_of_so_many_coins(a, b):
    n, few = a + b, min(a, b)
    tail = Fraction(sum(comb(n, k) for k in range(few + 1)), 2**n)
    assert paired_test(a, b).p_value == pytest.approx(float(min(Fraction(1), 2 * tail)), rel=1e-12)


def test_no_row_that_differs_proves_nothing():
    found = paired_test(0, 0)
    assert found.p_value == 1.0
    assert not found.significant
    assert "on the very same rows" in paired_sentence(found)


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        (0, 6, "6 rows are read correctly by one of them alone, 6 of them by B: that is more"),
        (30, 5, "30 of them by A: that is more than chance explains, and A is better"),
        (0, 5, "chance explains that, and which of them is better cannot be told"),
        (4, 4, "8 rows are read correctly by one of them alone, half of them by A and half by B"),
        (1, 0, "1 row is read correctly by one of them alone, 1 of them by A: chance"),
        (500, 100, "a probability of below 0.01 %"),
        (1, 7, "with a probability of 7.03 % if both were equally good"),
    ],
)
def test_the_sentence_says_what_the_numbers_say(a, b, says):
    assert says in paired_sentence(paired_test(a, b))


def test_counts_below_zero_are_refused():
    with pytest.raises(ValueError, match="only_b must be a count of rows from 0 on; got -1"):
        paired_test(3, -1)
