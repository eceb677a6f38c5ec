"""Where predictions first get worse by more than chance explains."""

import numpy as np
import pytest

from mlp_core.experiments.findings.first_fall import Fall, beside, beside_sentence, first_fall
from mlp_core.experiments.findings.paired_test import paired_test


def first_fall_of_classes(truth, predicted):
    return first_fall(truth, predicted, are_numbers=False)


def first_fall_of_numbers(truth, predicted):
    return first_fall(truth, predicted, are_numbers=True)


TRUTH = np.zeros(100, dtype=int)


def wrong(n, begin=0):
    """Predictions that are wrong on ``n`` rows from ``begin`` on."""
    said = TRUTH.copy()
    said[begin : begin + n] = 1
    return said


def test_five_rows_lost_are_chance_and_six_are_not():
    # Two-sided: 2 · ½⁵ = 6.25 %, 2 · ½⁶ = 3.1 %.
    assert first_fall_of_classes(TRUTH, [wrong(0), wrong(3), wrong(5)]) is None
    found = first_fall_of_classes(TRUTH, [wrong(0), wrong(5), wrong(6), wrong(50)])
    assert found == Fall(2, paired_test(6, 0))


def test_rows_that_are_won_count_against_those_lost():
    # 10 rows wrong before, other 10 now: as many won as lost.
    assert first_fall_of_classes(TRUTH, [wrong(10), wrong(10, 50)]) is None
    # Getting better is no fall, however clearly.
    assert first_fall_of_classes(TRUTH, [wrong(30), wrong(0)]) is None
    assert first_fall_of_classes(TRUTH, [wrong(30), wrong(0), wrong(60)]).place == 2


def test_nothing_pruned_is_no_fall():
    assert first_fall_of_classes(TRUTH, [wrong(10)]) is None
    assert first_fall_of_numbers(np.zeros(5), [np.ones(5)]) is None


def test_numbers_fall_where_errors_grow_by_more_than_chance():
    rng = np.random.default_rng(0)
    truth = rng.normal(size=200)
    whole = truth + 0.5 * rng.normal(size=200)
    other = truth + 0.5 * rng.normal(size=200)
    off = truth + 0.8 * rng.normal(size=200)
    assert first_fall_of_numbers(truth, [whole, whole, other]) is None
    found = first_fall_of_numbers(truth, [whole, other, off, other])
    assert found.place == 2
    assert found.test.low > 0.0
    assert first_fall_of_numbers(truth, [off, whole]) is None


def test_numbers_beyond_float64_are_worse_than_any():
    beyond = np.array([1.0, np.inf, 2.0])
    assert first_fall_of_numbers(np.zeros(3), [np.ones(3), beyond]) == Fall(1, None)


def test_predictions_have_to_be_of_the_same_rows():
    with pytest.raises(ValueError, match="y_true, a and b must be"):
        first_fall_of_numbers(np.zeros(3), [np.zeros(3), np.zeros(4)])


@pytest.mark.parametrize("kind", ["classes", "numbers", "beyond"])
def test_every_test_has_a_sentence(kind):
    are_numbers = kind != "classes"
    b = np.full(100, np.nan) if kind == "beyond" else wrong(9)
    said = beside_sentence(beside(TRUTH, wrong(0), b, are_numbers=are_numbers))
    expected = {
        "classes": "9 rows are read correctly by one of them alone, 9 of them by A: that is more",
        "numbers": "Of 100 rows A alone is closer on 9 and B on 0.",
        "beyond": "B says numbers beyond all",
    }
    assert said.startswith(expected[kind])
