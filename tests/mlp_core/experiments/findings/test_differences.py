"""What differs between two sets of predictions, by hand."""

import numpy as np
import pytest

from mlp_core import confusion_matrix
from mlp_core.experiments.findings.differences import compare_predictions

TRUTH = [0, 1, 2, 0, 1, 2, 0]
A = [0, 1, 2, 1, 2, 0, 1]
B = [0, 2, 2, 0, 0, 0, 2]


def test_who_is_right_where():
    difference = compare_predictions(TRUTH, A, B, n_classes=3)
    assert difference.only_a.tolist() == [1]
    assert difference.only_b.tolist() == [3]
    assert difference.both_right.tolist() == [0, 2]
    assert difference.both_wrong.tolist() == [4, 5, 6]


def test_how_the_confusion_differs():
    difference = compare_predictions(TRUTH, A, B, n_classes=3)
    # A row a true class: B knows one 0 more, and takes one for a 2 instead of two for a 1.
    assert difference.confusion.tolist() == [[1, -2, 1], [1, -1, 0], [0, 0, 0]]


def test_random_predictions_are_divided_among_the_four():
    rng = np.random.default_rng(0)
    truth, a, b = rng.integers(0, 10, size=(3, 500))
    difference = compare_predictions(truth, a, b, 10)
    parts = (
        difference.only_a,
        difference.only_b,
        difference.both_right,
        difference.both_wrong,
    )
    assert sorted(np.concatenate(parts)) == list(range(500))
    assert len(difference.only_b) - len(difference.only_a) == difference.confusion.trace()
    np.testing.assert_array_equal(difference.confusion.sum(axis=1), 0)
    back = compare_predictions(truth, b, a, 10)
    np.testing.assert_array_equal(back.confusion, -difference.confusion)
    np.testing.assert_array_equal(back.only_a, difference.only_b)
    assert confusion_matrix(truth, a, 10).trace() == len(difference.only_a) + len(
        difference.both_right
    )


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [([0, 1], TRUTH, "vectors of one length"), (A, [0, 1, 2, 0, 1, 2, 3], "classes 0 to 2")],
)
def test_what_does_not_fit_is_refused(a, b, message):
    with pytest.raises(ValueError, match=message):
        compare_predictions(TRUTH, a, b, 3)
