"""Points over a field: which they are, and which are marked as wrong."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import Dataset, predict
from mlp_core.data.dataset import Plane
from mlp_core.inspection.marked_points import marked_points
from tests.mlp_core.inspection.planes import network

POINTS = np.random.default_rng(5).normal(size=(50, 2))


def halved(points):
    return points / 2


@pytest.fixture
def moons():
    classes = (POINTS[:, 0] > 0).astype(int)
    return Dataset(
        name="moons",
        scaling="none",
        X_train=halved(POINTS[:40]),
        X_test=halved(POINTS[40:]),
        y_train=classes[:40],
        y_test=classes[40:],
        X_test_raw=POINTS[40:],
        class_names=("left", "right"),
        plane=Plane(POINTS[:40], POINTS[40:], halved, ("x1", "x2")),
    )


@pytest.mark.parametrize(("part", "own"), [("train", POINTS[:40]), ("test", POINTS[40:])])
def test_wrong_ones_are_those_that_predict_gets_wrong(moons, part, own):
    parameters = network(2, 5, 2)
    marked = marked_points(moons, part, parameters, "tanh", "softmax_cross_entropy", 100)
    np.testing.assert_array_equal(marked.points, own)
    np.testing.assert_array_equal(marked.targets, own[:, 0] > 0)
    named = predict(halved(own), *parameters)
    np.testing.assert_array_equal(marked.predictions, named)
    np.testing.assert_array_equal(marked.wrong, named != (own[:, 0] > 0))
    assert 0 < marked.wrong.sum() < len(own)


@pytest.mark.parametrize(("most", "rows"), [(40, range(40)), (39, range(0, 40, 2)), (1, [0])])
def test_of_many_points_some_are_drawn_evenly(moons, most, rows):
    marked = marked_points(moons, "train", network(2, 2), "tanh", "softmax_cross_entropy", most)
    assert marked.rows.tolist() == [*rows]
    np.testing.assert_array_equal(marked.points, POINTS[[*rows]])


def test_numbers_are_neither_right_nor_wrong(moons):
    numbers = {"y_train": POINTS[:40, 1], "y_test": POINTS[40:, 1]}
    fitted = replace(moons, class_names=(), target_names=("height",), **numbers)
    marked = marked_points(fitted, "test", network(2, 3, 1), "relu", "squared_error", 10)
    assert marked.targets.shape == marked.predictions.shape == (10, 1)
    np.testing.assert_array_equal(marked.targets[:, 0], POINTS[40:, 1])
    assert not marked.wrong.any()


def test_rows_that_are_no_points_are_refused(moons):
    with pytest.raises(ValueError, match="whose rows are points; got moons"):
        marked_points(replace(moons, plane=None), "test", network(2, 2), "tanh", "squared_error", 9)
