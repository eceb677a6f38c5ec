"""The curve of a score while a network is pruned: axes, colours, and what is marked."""

import altair as alt

from pages.shared.charts import pruning
from pages.shared.charts.palette import GREY, ORANGE


def test_a_line_a_part_over_what_is_gone():
    spec = pruning.curve(
        alt.NamedData("points"),
        alt.NamedData("reads"),
        alt.NamedData("at"),
        "weights",
        "accuracy (%)",
        ("Test rows", "Training rows"),
        ("#111111", "#222222", "#333333"),
        ("fall", "chosen"),
    ).to_dict()
    read_off, rules, lines = spec["layer"]
    assert lines["data"] == {"name": "points"}
    x, y = lines["encoding"]["x"], lines["encoding"]["y"]
    assert (x["field"], x["title"], x["scale"]) == (
        "share",
        "weights gone (%)",
        {"domain": [0, 100]},
    )
    assert (y["field"], y["title"]) == ("score", "accuracy (%)")
    colour = lines["encoding"]["color"]
    assert colour["field"] == "part"
    assert colour["scale"] == {
        "domain": ["Test rows", "Training rows"],
        "range": ["#111111", "#222222"],
    }
    # Told apart without colours, too.
    assert lines["encoding"]["strokeDash"]["field"] == "part"
    assert rules["data"] == {"name": "at"}
    assert rules["encoding"]["color"]["scale"] == {
        "domain": ["fall", "chosen"],
        "range": [ORANGE, GREY],
    }
    assert rules["encoding"]["x"]["field"] == "share"
    assert [tip["field"] for tip in read_off["encoding"]["tooltip"]] == ["gone", "test", "train"]
    assert read_off["data"] == {"name": "reads"}
    # The colours of the marks are not those of the parts.
    assert spec["resolve"] == {"scale": {"color": "independent"}}
