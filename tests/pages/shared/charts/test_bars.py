"""Bars about a middle, and histograms: which field is where, and which colour means what."""

import pandas as pd
import pytest

from pages.shared.charts import bars
from pages.shared.charts.palette import BLUE, ORANGE

SIGNED = pd.DataFrame({"name": ["a", "b"], "value": [1.5, -0.5]})


@pytest.mark.parametrize("middle", [0.0, 0.5])
def test_bars_go_from_the_middle_to_the_value(middle):
    spec = bars.signed(SIGNED, "weight", middle).to_dict()
    drawn, line = spec["layer"]
    assert drawn["transform"] == [{"calculate": str(middle), "as": "middle"}]
    encoding = drawn["encoding"]
    assert (encoding["x"]["field"], encoding["x"]["title"]) == ("value", "weight")
    assert encoding["x2"]["field"] == "middle"
    # In the order of the frame: names are not sorted.
    assert (encoding["y"]["field"], encoding["y"]["sort"]) == ("name", None)
    assert encoding["color"]["condition"] == {"test": f"datum.value < {middle}", "value": ORANGE}
    assert encoding["color"]["value"] == BLUE
    assert [tip["field"] for tip in encoding["tooltip"]] == ["name", "value"]
    assert line["encoding"]["x"]["field"] == "middle"


def test_shares_are_on_the_scale_of_all_shares():
    scales = [
        bars.signed(SIGNED, "share", middle).to_dict()["layer"][0]["encoding"]["x"].get("scale")
        for middle in (0.5, 0.0)
    ]
    assert scales == [{"domain": [0, 1.0]}, None]


def test_a_histogram_has_a_bar_a_range():
    frame = pd.DataFrame({"low": [0.0, 1.0], "high": [1.0, 2.0], "rows": [3, 4]})
    encoding = bars.histogram(frame, "h of unit 3", "training rows").to_dict()["encoding"]
    assert (encoding["x"]["field"], encoding["x"]["bin"]) == ("low", "binned")
    assert encoding["x2"]["field"] == "high"
    assert (encoding["y"]["field"], encoding["y"]["title"]) == ("rows", "training rows")
    assert encoding["x"]["title"] == "h of unit 3"
    assert [tip["title"] for tip in encoding["tooltip"]] == ["from", "to", "training rows"]
