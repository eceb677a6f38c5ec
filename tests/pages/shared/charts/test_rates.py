"""Curves over thresholds and the reliability diagram: what is on which axis, and what is faint."""

import altair as alt

from pages.shared.charts import rates

NAMED = [alt.NamedData(name) for name in ("curve", "points", "chance", "here")]


def layers(chart) -> list[dict]:
    return chart.to_dict()["layer"]


def test_a_curve_over_thresholds_has_shares_on_both_axes():
    chance, line, dots, rule = layers(rates.thresholds(*NAMED, ("recall", "precision")))
    for layer in (chance, line, dots):
        for axis, title in (("x", "recall"), ("y", "precision")):
            encoding = layer["encoding"][axis]
            assert encoding["field"] == axis
            assert encoding["scale"]["domain"] == [0, 1]
            assert encoding["axis"]["title"] == title
            assert "%" in encoding["axis"]["labelExpr"]
    assert line["encoding"]["color"]["field"] == dots["encoding"]["color"]["field"] == "rows"
    # By their order, or a line would run from left to right through what goes up and down.
    assert line["encoding"]["order"]["field"] == "i"
    assert chance["mark"]["strokeDash"]
    said = {tip["field"]: tip["title"] for tip in rule["encoding"]["tooltip"]}
    assert said == {"threshold": "threshold", "x_text": "recall", "y_text": "precision"}


def test_reliability_is_how_often_right_over_how_sure():
    ideal, interval, dots = layers(rates.reliability(*NAMED[:2]))
    assert (ideal["encoding"]["x"]["field"], ideal["encoding"]["y"]["field"]) == ("x", "y")
    assert (dots["encoding"]["x"]["field"], dots["encoding"]["y"]["field"]) == (
        "sureness",
        "accuracy",
    )
    assert (interval["encoding"]["y"]["field"], interval["encoding"]["y2"]["field"]) == (
        "low",
        "high",
    )
    assert dots["encoding"]["size"]["field"] == "rows"
    assert dots["encoding"]["color"]["condition"]["test"] == "datum.outside"
    assert dots["encoding"]["x"]["axis"]["title"] == "how sure it was"
    assert dots["encoding"]["y"]["axis"]["title"] == "how often right"
