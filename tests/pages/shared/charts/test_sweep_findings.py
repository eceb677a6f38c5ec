"""How much settings matter, what halving dropped, one cell's curves: fields, axes and colours."""

import altair as alt
import pytest

from pages.shared.charts import palette, sweep_cell, sweep_findings
from pages.shared.charts.sweep_colours import Ends

ENDS = Ends(0.4, 1.0)


def data(name):
    return alt.NamedData(name)


def test_bars_with_their_intervals():
    spec = sweep_findings.importances(data("bars"), ("rate", "units"), "#1B2330").to_dict()
    assert spec["layer"][1]["mark"]["color"] == "#1B2330"
    bars, ends = (layer["encoding"] for layer in spec["layer"])
    assert (bars["x"]["field"], bars["x"]["scale"]["domain"]) == ("share", [0, 1])
    assert bars["x"]["axis"]["title"] == "part in the variation"
    assert bars["y"]["scale"]["domain"] == ["rate", "units"]
    assert (ends["x"]["field"], ends["x2"]["field"]) == ("low", "high")
    assert bars["color"]["scale"] == {
        "domain": ["beyond noise", "within noise"],
        "range": [palette.BLUE, palette.GREY],
    }


def rounds(epochs):
    lines, drops = data("lines"), data("drops")
    return sweep_findings.rounds(lines, drops, epochs, ENDS, "accuracy", True).to_dict()


def test_a_line_a_combination_that_ends_in_a_cross_where_it_was_dropped():
    lines, _, crosses = rounds((1, 3, 9))["layer"]
    assert lines["encoding"]["detail"]["field"] == "combination"
    assert (lines["encoding"]["x"]["field"], lines["encoding"]["y"]["field"]) == (
        "epochs",
        "value",
    )
    assert lines["encoding"]["x"]["scale"]["type"] == "log"
    assert lines["encoding"]["x"]["axis"]["values"] == [1, 3, 9]
    assert lines["encoding"]["y"]["scale"]["domain"] == [0.4, 1.0]
    assert lines["encoding"]["color"]["scale"] == {
        "domain": ["went on", "dropped"],
        "range": [palette.BLUE, palette.ORANGE],
    }
    assert (crosses["data"], crosses["mark"]["color"]) == ({"name": "drops"}, palette.ORANGE)


@pytest.mark.parametrize("epochs", [(5,), (5, 10)])
def test_few_rounds_have_an_axis_that_is_no_point(epochs):
    scale = rounds(epochs)["layer"][0]["encoding"]["x"]["scale"]
    low, high = scale["domain"]
    assert low < high
    assert scale["type"] == "linear"


def test_each_seed_is_thin_and_their_mean_thick():
    parts = ("validation", "training")
    frames = data("lines"), data("means"), data("points")
    spec = sweep_cell.seeds(*frames, parts, "loss", True, False, True).to_dict()
    thin, mean, rule = spec["layer"]
    assert (thin["data"], thin["encoding"]["detail"]["field"]) == ({"name": "lines"}, "seed")
    assert mean["data"] == {"name": "means"}
    assert thin["mark"]["strokeWidth"] < mean["mark"]["strokeWidth"]
    for own in (thin, mean):
        encoded = own["encoding"]
        assert (encoded["x"]["field"], encoded["y"]["field"]) == ("epoch", "value")
        assert encoded["y"]["scale"]["type"] == "log"
        assert encoded["color"]["scale"] == {
            "domain": ["validation", "training"],
            "range": [palette.BLUE, palette.ORANGE],
        }
    assert [tip["field"] for tip in rule["encoding"]["tooltip"]] == ["epoch", *parts]
    alone = sweep_cell.seeds(*frames, parts, "loss", False, False, False).to_dict()
    assert len(alone["layer"]) == 2
