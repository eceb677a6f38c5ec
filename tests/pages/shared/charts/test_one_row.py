"""Charts of one row: which figure is on which axis, and what colours mean."""

import pandas as pd

from pages.shared.charts import one_row
from pages.shared.charts.palette import BLUE, GREY, ORANGE

CLASSES = pd.DataFrame(
    {
        "class": ["a", "b"],
        "figure": [0.9, 0.1],
        "written": ["90 %", "10 %"],
        "is": ["named", "other"],
    }
)
TERMS = pd.DataFrame({"label": ["unit 1"], "term": [-2.0], "written": ["−2"], "how": ["1 · −2"]})
LAYER = pd.DataFrame({"unit": [1], "value": [0.5], "value_text": ["0.5"], "z": ["0.55"]})


def test_a_bar_a_class_in_their_order():
    spec = one_row.class_bars(CLASSES, "probability", True).to_dict()["encoding"]
    assert (spec["x"]["field"], spec["x"]["axis"]["title"]) == ("figure", "probability")
    assert spec["x"]["scale"]["domain"] == [0, 1]
    assert (spec["y"]["field"], spec["y"]["sort"]) == ("class", None)
    colour = spec["color"]
    assert colour["scale"]["domain"] == [one_row.NAMED, one_row.TRUE, one_row.OTHER]
    assert colour["scale"]["range"] == [BLUE, ORANGE, GREY]
    assert colour["legend"] is None
    told = one_row.class_bars(CLASSES, "output z", False, True).to_dict()["encoding"]
    assert told["color"]["legend"]["orient"] == "top"
    assert "domain" not in told["x"]["scale"]


def test_terms_go_to_both_sides_of_0():
    spec = one_row.term_bars(TERMS, "z of a minus z of b", 2.0).to_dict()["encoding"]
    assert spec["x"]["scale"]["domain"] == [-2.0, 2.0]
    assert spec["x"]["axis"]["title"] == "z of a minus z of b"
    assert spec["color"]["condition"] == {"test": "datum.term >= 0", "value": BLUE}
    assert spec["color"]["value"] == ORANGE
    assert [tip["field"] for tip in spec["tooltip"]] == ["label", "written", "how"]


def test_a_bar_a_unit():
    spec = one_row.layer_bars(LAYER, "h = tanh(z)").to_dict()["encoding"]
    assert (spec["x"]["field"], spec["y"]["field"]) == ("unit", "value")
    assert spec["y"]["axis"]["title"] == "h = tanh(z)"
    assert spec["x"]["axis"]["title"] == "unit"
    assert spec["color"]["condition"] == {"test": "datum.value >= 0", "value": BLUE}
    assert spec["color"]["value"] == ORANGE
