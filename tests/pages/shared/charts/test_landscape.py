"""Charts of landscapes: which field is on which axis, in which bands, and what has no place."""

import numpy as np
import pytest

from mlp_core.inspection.landscape.profile import Profile
from mlp_core.inspection.landscape.relief import Relief
from mlp_core.inspection.landscape.walk import WalkPoint
from pages.shared.charts import landscape, prebuilt

PROFILE = Profile(
    np.array([0.0, 0.5, 1.0]),
    np.array([2.0, np.inf, 1.0]),
    np.array([3.0, 2.0, np.nan]),
    np.array([0.5, 0.5, 0.5]),
)
RELIEF = Relief(
    np.array([0.0, 2.0]), np.array([10.0, 13.0]), np.array([[1.0, np.inf], [0.01, 100.0]])
)


def test_a_line_has_its_losses_over_the_place_and_gaps_beyond():
    lines = landscape.profile_frame(PROFILE, penalised=True)
    of_train = lines[lines["part"] == landscape.TRAIN]
    assert of_train["says"].to_list() == ["2.00000", "beyond float64", "1.00000"]
    assert of_train["loss"].isna().to_list() == [False, True, False]
    penalised = lines[lines["part"] == landscape.PENALISED]["loss"]
    assert penalised.to_list()[::2] == [2.5, 1.5]
    assert set(landscape.profile_frame(PROFILE, penalised=False)["part"]) == {
        landscape.TRAIN,
        landscape.TEST,
    }
    spec = prebuilt.with_frames(
        landscape.profile_chart,
        {"lines": lines, "ends": None},
        True,
        ("a", "b"),
        ("#1", "#2", "#3"),
    )
    curve = spec["layer"][2]["encoding"]
    assert (curve["x"]["field"], curve["y"]["field"]) == ("place", "loss")
    assert curve["y"]["scale"]["type"] == "log"
    assert curve["y"]["axis"]["title"] == "mean loss per row"
    assert curve["color"]["scale"] == {"domain": ["a", "b"], "range": ["#1", "#2"]}
    assert curve["strokeDash"]["field"] == curve["color"]["field"] == "part"


@pytest.mark.parametrize(
    ("heights", "wide"),
    [([1.0, 19.0], False), ([1.0, 21.0], True), ([0.0, 5.0], False), ([np.inf], False)],
)
def test_what_is_far_apart_needs_a_logarithmic_scale(heights, wide):
    assert landscape.is_wide(heights) == wide


def test_bands_are_between_the_lowest_and_the_highest():
    narrow, wide = landscape.bands([1.0, 2.0, np.nan]), landscape.bands([0.01, 100.0, np.inf])
    for edges, low, high in ((narrow, 1.0, 2.0), (wide, 0.01, 100.0)):
        assert len(edges) == landscape.BANDS - 1
        assert low < edges[0] < edges[-1] < high
    ratios = np.array(wide[1:]) / np.array(wide[:-1])
    assert ratios == pytest.approx(ratios[0])
    assert landscape.bands([3.0, 3.0]) == landscape.bands([np.nan]) == ()


def test_a_plane_has_cells_around_its_places_and_a_walk_in_the_same_colours():
    cells = landscape.cells_frame(RELIEF)
    assert ((cells["left"] + cells["right"]) / 2).to_list() == pytest.approx([0, 2, 0, 2])
    assert ((cells["bottom"] + cells["top"]) / 2).to_list() == pytest.approx([10, 10, 13, 13])
    assert cells["height"].isna().to_list() == [False, True, False, False]
    points = [WalkPoint(0, (1.0, 2.0), 0.5, 3.0, 2.0), WalkPoint(7, (0.0, 0.0), 0.0, np.inf, 1.0)]
    walk = landscape.walk_frame(points, "this run", 7)
    assert walk[["x", "y"]].to_numpy().tolist() == [[1.0, 2.0], [0.0, 0.0]]
    assert walk["now"].to_list() == [False, True]
    assert walk["says"].to_list() == ["3.00000", "beyond float64"]
    frames = {"cells": cells, "walk": walk}
    spec = prebuilt.with_frames(landscape.plane_chart, frames, ("over", "up"), (0.1, 1.0))
    beyond, ground, _, line, spots = spec["layer"]
    assert (ground["encoding"]["x"]["title"], ground["encoding"]["y"]["title"]) == ("over", "up")
    assert ground["encoding"]["color"]["field"] == spots["encoding"]["color"]["field"] == "height"
    assert ground["encoding"]["color"]["scale"] == spots["encoding"]["color"]["scale"]
    assert ground["encoding"]["color"]["scale"]["domain"] == [0.1, 1.0]
    assert beyond["transform"] == [{"filter": "!isValid(datum.height)"}]
    assert line["encoding"]["order"]["field"] == "epoch"
    told = [one["field"] for one in spots["encoding"]["tooltip"]]
    assert told == ["run", "epoch", "says", "beneath", "outside"]
