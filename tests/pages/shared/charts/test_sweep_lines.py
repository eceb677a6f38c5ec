"""A sweep along one setting, by two at random, and over all: what is where, and what stays put."""

import json

import altair as alt
import pytest

from pages.shared.charts import palette, sweep_parallel, sweep_profile, sweep_scatter
from pages.shared.charts.sweep_colours import SCALE, Ends
from pages.shared.charts.sweep_map import CLICK, Side
from pages.shared.charts.sweep_signs import SIGNS

ENDS, INK = Ends(0.9, 1.0), "#1B2330"
RATES = Side("learning rate", ("0.001", "0.01", "0.1"))
NAMES = Side("activation", ("tanh", "ReLU"))


def profile(side=RATES, scale="log", ends=ENDS, share=True):
    frames = alt.NamedData("means"), alt.NamedData("seeds")
    return sweep_profile.profile(*frames, side, scale, ends, "accuracy", share, INK).to_dict()


def points(x=(RATES, "log"), y=(NAMES, "names"), **options):
    frame = alt.NamedData("points")
    return sweep_scatter.points(frame, x, y, True, "accuracy", INK, **options).to_dict()


def layers(spec, kind):
    return [own for own in spec["layer"] if own["mark"]["type"] == kind]


def test_numbers_are_on_the_scale_of_their_axis():
    for layer in profile()["layer"]:
        x = layer["encoding"]["x"]
        assert (x["field"], x["type"], x["title"]) == ("x", "quantitative", "learning rate")
        assert (x["scale"]["type"], x["scale"]["domain"]) == ("log", [0.001, 0.1])
        assert x["axis"]["values"] == [0.001, 0.01, 0.1]


def test_a_band_of_the_seeds_around_their_mean():
    spec = profile()
    (band,), (line,) = layers(spec, "area"), layers(spec, "line")
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    assert line["encoding"]["y"]["field"] == "value"
    assert {band["mark"]["color"], line["mark"]["color"]} == {palette.BLUE}
    # A point a seed, of its own rows.
    seeds = next(own for own in spec["layer"] if own.get("data") == {"name": "seeds"})
    assert (seeds["mark"]["type"], seeds["encoding"]["y"]["field"]) == ("point", "value")


def test_names_are_side_by_side_and_not_joined():
    spec = profile(NAMES, "names")
    assert not layers(spec, "line")
    assert not layers(spec, "area")
    (rule,) = layers(spec, "rule")
    assert (rule["encoding"]["y"]["field"], rule["encoding"]["y2"]["field"]) == ("low", "high")
    assert rule["encoding"]["x"]["scale"]["domain"] == ["tanh", "ReLU"]


def test_the_vertical_axis_stays_where_it_is():
    for layer in profile()["layer"]:
        if "scale" in layer["encoding"]["y"]:
            assert layer["encoding"]["y"]["scale"]["domain"] == [0.9, 1.0]
    assert "%" in json.dumps(layers(profile(), "line")[0]["encoding"]["y"]["axis"])
    losses = profile(ends=Ends(0.01, 100.0, True, False), share=False)
    assert layers(losses, "line")[0]["encoding"]["y"]["scale"]["type"] == "log"


def test_what_has_no_height_has_a_sign_above_the_axis():
    signs = profile()["layer"][-1]
    domain = signs["encoding"]["shape"]["scale"]["domain"]
    # What is stuck has a height, a low one.
    assert domain == ["diverged", "failed", "stopped", "to come"]
    assert "expr" in signs["encoding"]["y"]["value"]
    guess = profile()["layer"][-2]
    assert guess["transform"] == [{"filter": "datum.kind == 'stuck'"}]
    assert guess["mark"]["shape"] == SIGNS["stuck"].path
    assert guess["encoding"]["y"]["field"] == "value"


def test_points_are_coloured_by_what_came_of_them():
    spec = points()
    (coloured,) = [own for own in spec["layer"] if "color" in own["encoding"]]
    colour = coloured["encoding"]["color"]
    assert (colour["field"], colour["scale"]["range"]) == ("share", [*SCALE])
    assert coloured["transform"] == [{"filter": "datum.kind == 'value'"}]
    assert coloured["encoding"]["x"]["scale"]["type"] == "log"
    assert coloured["encoding"]["y"]["scale"]["domain"] == ["tanh", "ReLU"]
    (signs,) = [own for own in spec["layer"] if "shape" in own["encoding"]]
    assert signs["encoding"]["shape"]["scale"]["domain"] == [*SIGNS]


def test_small_ones_are_smaller_and_many_are_painted():
    assert points(small=True)["height"] < points()["height"]
    assert "usermeta" in points(many=True)
    assert "usermeta" not in points()


@pytest.mark.parametrize("spec", [profile(), points()])
def test_a_click_says_the_place(spec):
    (click,) = spec["params"]
    assert (click["name"], click["select"]["fields"]) == (CLICK, ["place"])


def test_a_line_goes_over_all_settings_to_what_came_of_it():
    frames = alt.NamedData("lines"), alt.NamedData("marks")
    columns = ("learning rate", "it's", "accuracy")
    spec = sweep_parallel.lines(*frames, columns, True, "accuracy", INK).to_dict()
    first, *_ = layers(spec, "line")
    assert (first["encoding"]["x"]["field"], first["encoding"]["y"]["field"]) == (
        "column",
        "height",
    )
    assert first["encoding"]["detail"]["field"] == "place"
    assert first["encoding"]["order"]["field"] == "column"
    assert first["encoding"]["color"]["field"] == "share"
    assert first["encoding"]["x"]["scale"]["domain"] == [0, 2]
    labels = first["encoding"]["x"]["axis"]["labelExpr"]
    assert "0: 'learning rate'" in labels
    # A name is a text, whatever is in it.
    assert r"'it\'s'" in labels
    (texts,) = layers(spec, "text")
    assert texts["encoding"]["text"]["field"] == "text"
    assert texts["data"] == {"name": "marks"}
