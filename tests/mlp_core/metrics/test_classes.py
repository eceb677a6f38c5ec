"""Metrics: scikit-learn and scipy as judges, and a confusion matrix worked by hand."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from mlp_core import accuracy, accuracy_interval, class_scores, confusion_matrix, row_shares

N_CLASSES = 4
# Classes that are never true or never predicted turn up often among so few rows.
rows_of_pairs = st.lists(
    st.tuples(st.integers(0, N_CLASSES - 1), st.integers(0, N_CLASSES - 1)),
    min_size=1,
    max_size=12,
)
# Three rows of class 0 (one taken for 1), one of class 1 (right), none of class 2, which was
# predicted once, for a row of class 0.
CONFUSION = np.array([[1, 1, 1], [0, 1, 0], [0, 0, 0]])


@given(rows_of_pairs)
def test_accuracy_and_confusion_are_scikit_learns(pairs):
    truth, predicted = np.array(pairs).T
    assert accuracy(truth, predicted) == sklearn.metrics.accuracy_score(truth, predicted)
    expected = sklearn.metrics.confusion_matrix(truth, predicted, labels=range(N_CLASSES))
    np.testing.assert_array_equal(confusion_matrix(truth, predicted, N_CLASSES), expected)


@given(rows_of_pairs)
def test_class_scores_are_scikit_learns(pairs):
    truth, predicted = np.array(pairs).T
    scores = class_scores(confusion_matrix(truth, predicted, N_CLASSES))
    expected = sklearn.metrics.precision_recall_fscore_support(
        truth, predicted, labels=range(N_CLASSES), zero_division=0
    )
    for ours, theirs in zip(
        (scores.precision, scores.recall, scores.f1, scores.support), expected, strict=True
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-15)


def test_class_scores_by_hand():
    scores = class_scores(CONFUSION)
    np.testing.assert_array_equal(scores.precision, [1.0, 0.5, 0.0])
    np.testing.assert_array_equal(scores.recall, [1 / 3, 1.0, 0.0])
    # 2PR / (P + R): (2/3) / (4/3) = 1/2 and 1 / (3/2) = 2/3.
    np.testing.assert_allclose(scores.f1, [1 / 2, 2 / 3, 0.0], rtol=1e-15)
    np.testing.assert_array_equal(scores.support, [3, 1, 0])


def test_row_shares_add_up_to_one_where_there_are_rows():
    expected = [[1 / 3, 1 / 3, 1 / 3], [0, 1, 0], [0, 0, 0]]
    np.testing.assert_array_equal(row_shares(CONFUSION), expected)


def test_rows_are_true_classes():
    np.testing.assert_array_equal(confusion_matrix([0, 0], [1, 1], 2), [[0, 2], [0, 0]])


@given(st.integers(1, 2000), st.data())
def test_interval_is_scipys_wilson(n, data):
    correct = data.draw(st.integers(0, n))
    expected = binomtest(correct, n).proportion_ci(0.95, method="wilson")
    low, high = accuracy_interval(correct / n, n)
    assert low == pytest.approx(expected.low, rel=1e-9, abs=1e-12)
    assert high == pytest.approx(expected.high, rel=1e-9, abs=1e-12)
    assert 0.0 <= low < high <= 1.0


def test_a_perfect_score_has_a_width():
    # Wilson at 1: low = n / (n + z²) = 360 / (360 + 3.8414588) for 360 test rows.
    low, high = accuracy_interval(1.0, 360)
    assert low == pytest.approx(360 / 363.8414588, rel=1e-9)
    assert high == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize(("score", "n"), [(-0.01, 10), (1.01, 10), (np.nan, 10), (0.5, 0)])
def test_intervals_of_nothing(score, n):
    with pytest.raises(ValueError, match=r"score must lie in 0\.\.1 and n be 1 or more; got"):
        accuracy_interval(score, n)


@pytest.mark.parametrize(
    ("truth", "predicted"), [([], []), ([0, 1], [0]), ([[0, 1]], [[0, 1]]), (0, 0)]
)
def test_labels_that_are_no_pair_of_vectors(truth, predicted):
    with pytest.raises(ValueError, match=r"vectors of one length, not empty; got shapes"):
        accuracy(truth, predicted)
    with pytest.raises(ValueError, match=r"vectors of one length, not empty; got shapes"):
        confusion_matrix(truth, predicted, 2)


def test_classes_outside_the_matrix():
    # -1 would index the last row without a word.
    with pytest.raises(ValueError, match="y_true must hold classes 0 to 1; got -1 to 1"):
        confusion_matrix([-1, 1], [0, 1], 2)
    with pytest.raises(ValueError, match="y_pred must hold classes 0 to 1; got 0 to 2"):
        confusion_matrix([0, 1], [0, 2], 2)
