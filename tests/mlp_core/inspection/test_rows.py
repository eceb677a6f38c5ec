"""Rows worth a look: scikit-learn and pandas as judges, and labels that were swapped on purpose."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from mlp_core import load_dataset
from mlp_core.inspection import rows as looking
from mlp_core.inspection.rows import Doubtful, class_means, doubtful_rows, nearest_rows


def test_means_are_those_of_groups():
    rng = np.random.default_rng(0)
    rows, classes = rng.normal(size=(50, 3)), rng.integers(0, 4, 50)
    expected = pd.DataFrame(rows).groupby(classes).mean()
    np.testing.assert_allclose(class_means(rows, classes, 4), expected, rtol=1e-12)


def test_a_class_without_rows_has_no_mean():
    means = class_means([[1.0, 2.0], [3.0, 6.0]], [2, 2], 3)
    assert np.isnan(means[:2]).all()
    assert means[2].tolist() == [2.0, 4.0]


@pytest.mark.parametrize("part", [1, 100, 10**9])
def test_the_nearest_are_scikit_learns(monkeypatch, part):
    monkeypatch.setattr(looking, "PART", part)
    rng = np.random.default_rng(1)
    rows, point = rng.normal(size=(80, 5)), rng.normal(size=5)
    found, distances = nearest_rows(rows, point, 7)
    expected = NearestNeighbors(n_neighbors=7).fit(rows).kneighbors([point])
    np.testing.assert_array_equal(found, expected[1][0])
    np.testing.assert_allclose(distances, expected[0][0], rtol=1e-12)


def test_of_rows_as_near_the_first_comes_first_and_the_row_itself_is_left_out():
    rows = np.array([[0.0], [3.0], [1.0], [1.0], [-1.0]])
    found, distances = nearest_rows(rows, rows[2], 3, besides=2)
    assert found.tolist() == [3, 0, 1]
    assert distances.tolist() == [0.0, 1.0, 2.0]
    assert nearest_rows(rows, rows[2], 3)[0].tolist() == [2, 3, 0]
    assert nearest_rows(rows, rows[2], 99)[0].tolist() == [2, 3, 0, 1, 4]
    with pytest.raises(ValueError, match=r"point must have shape \(1,\); got \(2,\)"):
        nearest_rows(rows, [1.0, 2.0], 3)


def test_doubtful_by_hand():
    shares = np.array(
        [[0.9, 0.1, 0.0], [0.2, 0.2, 0.6], [0.1, 0.8, 0.1], [0.1, 0.0, 0.9], [0.4, 0.3, 0.3]]
    )
    # Row 0 is sure and right. Row 4 is right however improbable. Of 2 and 3 the surer comes first.
    found = doubtful_rows([0, 0, 0, 0, 0], shares, 10)
    assert found == [Doubtful(3, 0.1, 2, 0.9), Doubtful(2, 0.1, 1, 0.8), Doubtful(1, 0.2, 2, 0.6)]
    assert doubtful_rows([0, 0, 0, 0, 0], shares, 1) == found[:1]
    assert doubtful_rows([0, 2, 1, 2, 0], shares, 10) == []


def test_labels_that_were_swapped_are_found():
    digits = load_dataset("digits", scaling="min_max")
    classes = digits.y_train.copy()
    swapped = np.random.default_rng(1).choice(len(classes), 30, replace=False)
    classes[swapped] = (classes[swapped] + 1) % 10
    model = LogisticRegression(max_iter=500).fit(digits.X_train, classes)
    found = doubtful_rows(classes, model.predict_proba(digits.X_train), 30)
    right = [row for row in found if row.row in swapped]
    # Of rows drawn blindly one in fifty would be.
    assert len(right) >= 25
    assert sum(row.named == digits.y_train[row.row] for row in right) >= 24


@pytest.mark.parametrize(
    ("classes", "message"),
    [([0], r"classes must have shape \(2,\); got \(1,\)"), ([0, 2], "classes 0 to 1; got 0 to 2")],
)
def test_classes_that_do_not_fit(classes, message):
    with pytest.raises(ValueError, match=message):
        doubtful_rows(classes, np.full((2, 2), 0.5), 3)
    with pytest.raises(ValueError, match=message):
        class_means(np.ones((2, 3)), classes, 2)
