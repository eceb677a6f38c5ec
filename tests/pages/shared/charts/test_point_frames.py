"""The frames behind charts over points."""

import math

import numpy as np
import pytest

from mlp_core.data.dataset import Plane
from mlp_core.inspection.lattice import lattice_over
from mlp_core.inspection.marked_points import MarkedPoints
from pages.shared.charts import point_frames

LINE = np.array([[0.0], [1.0], [2.0]])


def marked(points, targets, predictions):
    n = len(points)
    return MarkedPoints(
        np.arange(n),
        np.array(points),
        np.array(targets),
        np.array(predictions),
        np.array(targets) != np.array(predictions),
    )


def test_pieces_are_one_line_with_a_gap_after_each():
    frame = point_frames.pieces([[[0.0, 1.0], [2.0, 3.0]], [[4.0, 5.0], [6.0, 7.0]]])
    assert frame["x"].tolist()[:2] == [0.0, 2.0]
    assert [math.isnan(x) for x in frame["y"]] == [False, False, True] * 2
    assert frame["order"].tolist() == [*range(6)]
    assert point_frames.pieces([]).columns.tolist() == ["x", "y", "order"]


def test_a_curve_a_name_and_none_where_there_is_no_number():
    lattice = lattice_over(Plane(LINE[:2], LINE[2:], lambda points: points, ("x",)), 2)
    frame = point_frames.curves(lattice, np.array([[1.0, 2.0], [3.0, np.inf]]), ("a", "b"))
    assert frame["name"].tolist() == ["a", "a", "b", "b"]
    assert frame["x"].tolist() == pytest.approx([0.4, 1.6] * 2)
    assert frame["y"].tolist()[:3] == [1.0, 3.0, 2.0]
    assert math.isnan(frame["y"].tolist()[3])


def test_wrong_points_are_those_taken_for_another_class():
    parts = {
        "training": marked([[0.0, 1.0], [2.0, 3.0]], [0, 1], [0, 0]),
        "test": marked([[4.0, 5.0]], [0], [1]),
    }
    points = point_frames.of_classes(parts, ("left", "right"))
    assert points["name"].tolist() == ["left", "right", "left"]
    wrong = point_frames.wrong(parts, ("left", "right"))
    assert wrong[["x", "part", "name", "taken"]].values.tolist() == [
        [2.0, "training", "right", "left"],
        [4.0, "test", "left", "right"],
    ]


def test_over_a_line_classes_lie_apart_and_numbers_at_their_height():
    parts = {"training": marked(LINE[:2], [0, 0], [0, 0]), "test": marked(LINE[2:], [0], [0])}
    heights = point_frames.of_classes(parts, ("one",))["y"]
    assert heights.tolist() == [1.06, 1.06, -0.06]
    numbers = point_frames.of_numbers(parts, [[5.0, 6.0], [7.0]], "y")
    assert numbers["y"].tolist() == numbers["value"].tolist() == [5.0, 6.0, 7.0]
