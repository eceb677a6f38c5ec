"""Charts as Vega-Lite reads them: which field is on which axis, in which colour, how written."""

import pandas as pd

from pages.shared.charts import curves

FRAME = pd.DataFrame(
    {"run": ["this run"] * 2, "epoch": [1, 2], "series": ["test"] * 2, "loss": [2e11, 0.5]}
)


def lines(**options) -> dict:
    return curves.spec(FRAME, "loss", "mean loss per row", **options)["layer"][0]


def test_curves_go_over_epochs_a_line_a_series():
    encoding = lines()["encoding"]
    assert encoding["x"]["field"] == "epoch"
    assert encoding["y"]["field"] == "loss"
    assert encoding["y"]["axis"]["title"] == "mean loss per row"
    assert encoding["color"]["field"] == encoding["strokeDash"]["field"] == "series"
    assert encoding["opacity"]["condition"]["test"] == f"datum.run == '{curves.EARLIER}'"
    assert encoding["opacity"]["condition"]["value"] < encoding["opacity"]["value"]


def test_colour_and_dash_share_one_legend():
    """Of two that differ Vega complains in the browser's console."""
    encoding = lines()["encoding"]
    assert encoding["color"]["legend"] == encoding["strokeDash"]["legend"]


def test_a_logarithmic_axis_labels_powers_of_ten():
    axis = lines(log=True)["encoding"]["y"]["axis"]
    assert "[1, 2, 5] : [1]" in axis["labelExpr"]
    assert axis["title"] == "mean loss per row"


def test_the_axis_of_a_run_that_diverges_has_short_labels():
    expression = lines()["encoding"]["y"]["axis"]["labelExpr"]
    assert expression.startswith("abs(datum.value) >= 1e6")
    assert "'.3~g'" in expression


def test_the_logarithm_is_of_the_loss():
    assert lines(log=True)["encoding"]["y"]["scale"] == {"type": "log"}
    assert lines()["encoding"]["y"]["scale"] == {"zero": False}


def test_the_data_has_a_name():
    """Without one a chart is drawn empty first, and Vega complains of an infinite extent."""
    spec = curves.spec(FRAME, "loss", "loss")
    assert spec["datasets"][spec["data"]["name"]] is FRAME


def test_a_mark_says_where_something_changed():
    marks = ((2, "η = 0.01"), (1, "best epoch 1"))
    drawn = curves.spec(FRAME, "loss", "loss", marks=marks)
    line, text = drawn["layer"][1:]
    assert line["mark"]["type"] == "rule"
    assert line["data"] == text["data"] == {"name": "marks"}
    assert text["encoding"]["text"]["field"] == "says"
    found = drawn["datasets"]["marks"]
    assert list(zip(found["epoch"], found["says"], strict=True)) == sorted(marks)
    # Of two that are near neither is written over the other, nor beyond the edge.
    assert found["below"].nunique() == 2
    assert (found["align"].iloc[-1], found["beside"].iloc[-1]) == ("right", -4)
