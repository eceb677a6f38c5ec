"""Thresholds of two classes: scikit-learn as judge, every pair of rows counted, and by hand."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import assume, given
from hypothesis import strategies as st

from mlp_core import accuracy, confusion_matrix
from mlp_core.metrics import best_threshold, name_above, thinned, thresholds_of

# Scores that are alike are the hard part: ten values among so many rows often are.
rows = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 10).map(lambda n: n / 10)), min_size=2, max_size=30
)
TRUTH, SCORES = np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])


def both_classes(pairs):
    truth, scores = np.array([t for t, _ in pairs]), np.array([s for _, s in pairs])
    assume(0 < truth.sum() < len(truth))
    return truth, scores


@given(rows)
def test_curves_and_areas_are_scikit_learns(pairs):
    truth, scores = both_classes(pairs)
    found = thresholds_of(truth, scores)
    fpr, tpr, thresholds = sklearn.metrics.roc_curve(truth, scores, drop_intermediate=False)
    np.testing.assert_array_equal(found.thresholds, thresholds)
    np.testing.assert_allclose(found.false_positive_rate, fpr, rtol=1e-15)
    np.testing.assert_allclose(found.true_positive_rate, tpr, rtol=1e-15)
    assert found.roc_area == pytest.approx(sklearn.metrics.roc_auc_score(truth, scores))
    precision, recall, _ = sklearn.metrics.precision_recall_curve(truth, scores)
    np.testing.assert_allclose(found.precision[::-1], precision, rtol=1e-15)
    np.testing.assert_allclose(found.true_positive_rate[::-1], recall, rtol=1e-15)
    area = sklearn.metrics.average_precision_score(truth, scores)
    assert found.average_precision == pytest.approx(area)


@given(rows)
def test_the_area_is_the_share_of_pairs_in_the_right_order(pairs):
    truth, scores = both_classes(pairs)
    ahead = scores[truth == 1][:, np.newaxis] - scores[truth == 0]
    share = ((ahead > 0) + (ahead == 0) / 2).mean()
    assert thresholds_of(truth, scores).roc_area == pytest.approx(share, rel=1e-12)


def test_by_hand():
    found = thresholds_of(TRUTH, SCORES)
    assert found.thresholds.tolist() == [np.inf, 0.8, 0.4, 0.35, 0.1]
    assert found.true_positives.tolist() == [0, 1, 1, 2, 2]
    assert found.false_positives.tolist() == [0, 0, 1, 1, 2]
    assert found.precision.tolist() == [1.0, 1.0, 0.5, 2 / 3, 0.5]
    assert found.accuracy.tolist() == [0.5, 0.75, 0.5, 0.75, 0.5]
    np.testing.assert_allclose(found.f1, [0, 2 / 3, 1 / 2, 4 / 5, 2 / 3], rtol=1e-15)
    assert found.roc_area == 0.75


@given(rows, st.sampled_from(["accuracy", "F1"]))
def test_no_threshold_is_better_than_the_best(pairs, aim):
    truth, scores = both_classes(pairs)
    score = {"accuracy": accuracy, "F1": sklearn.metrics.f1_score}[aim]
    best = best_threshold(thresholds_of(truth, scores), aim)
    reached = score(truth, (scores > best).astype(int))
    others = [score(truth, (scores > other).astype(int)) for other in (-1, *scores, 2)]
    assert reached == pytest.approx(max(others), rel=1e-12)


def test_the_best_threshold_lies_between_two_scores():
    # By hand: accuracy is best from 0.8 on, down to the next score, 0.4; F1 from 0.35, to 0.1.
    found = thresholds_of(TRUTH, SCORES)
    assert best_threshold(found) == pytest.approx(0.6)
    assert best_threshold(found, "F1") == pytest.approx(0.225)
    with pytest.raises(ValueError, match="aim must be one of accuracy, F1; got 'recall'"):
        best_threshold(found, "recall")


def test_the_best_threshold_at_either_end():
    assert best_threshold(thresholds_of([1, 0, 0], [0.1, 0.5, 0.9])) == np.inf
    lowest = best_threshold(thresholds_of([0, 1, 1], [0.5, 0.5, 0.5]))
    assert 0.499 < lowest < 0.5
    # Between neighbouring floats nothing lies halfway.
    low, high = 0.5, float(np.nextafter(0.5, 1.0))
    assert best_threshold(thresholds_of([0, 1], [low, high])) == low


@given(rows, st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_a_threshold_names_as_a_network_would(pairs, threshold):
    truth, scores = np.array([t for t, _ in pairs]), np.array([s for _, s in pairs])
    found = name_above(truth, scores, threshold)
    expected = confusion_matrix(truth, (scores > threshold).astype(int), 2)
    np.testing.assert_array_equal(found.confusion, expected)
    assert found.accuracy == accuracy(truth, (scores > threshold).astype(int))


def test_one_class_alone_has_no_curves():
    with pytest.raises(ValueError, match="rows of both classes; got class 1 alone"):
        thresholds_of([1, 1], [0.2, 0.3])
    with pytest.raises(ValueError, match="rows of both classes; got class 0 alone"):
        thresholds_of([0, 0], [0.2, 0.3])
    assert name_above([0, 0], [0.2, 0.3], 0.25).false_positives == 1


@pytest.mark.parametrize(
    ("truth", "scores"), [([], []), ([0, 1], [0.1]), ([[0, 1]], [[0.1, 0.2]]), (0, 0.5)]
)
def test_shapes_that_do_not_fit(truth, scores):
    for function in (thresholds_of, lambda *pair: name_above(*pair, 0.5)):
        with pytest.raises(ValueError, match="vectors of one length, not empty; got shapes"):
            function(truth, scores)


@given(rows, st.integers(2, 12))
def test_a_thinned_curve_keeps_its_ends_and_stays_near(pairs, most):
    truth, scores = both_classes(pairs)
    found = thresholds_of(truth, scores)
    x, y = found.false_positive_rate, found.true_positive_rate
    kept = thinned(x, y, most)
    assert len(kept) <= most
    assert (np.diff(kept) > 0).all()
    assert (kept[0], kept[-1]) == (0, len(x) - 1)
    if len(x) <= most:
        assert len(kept) == len(x)


def test_a_thinned_curve_loses_no_area_that_one_would_see():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 20_000)
    found = thresholds_of(truth, truth + rng.normal(size=20_000))
    x, y = found.false_positive_rate, found.true_positive_rate
    kept = thinned(x, y)
    assert len(kept) <= 200
    assert np.trapezoid(y[kept], x[kept]) == pytest.approx(found.roc_area, abs=1e-3)
    # At most a step of length 2 / 199 and one of the curve's own between two that are kept.
    gaps = np.abs(np.diff(x[kept])) + np.abs(np.diff(y[kept]))
    assert gaps.max() < 2 / 199 + 2e-3
