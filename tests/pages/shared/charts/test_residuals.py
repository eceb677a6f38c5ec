"""Dots of a regression, and the axis of R²."""

import altair as alt
import pandas as pd

from mlp_core.score_kinds import ACCURACY, R2
from pages.shared.charts import curves, residuals

NAMED = alt.NamedData("rows"), alt.NamedData("ideal")


def test_predicted_is_over_true_and_residuals_over_predicted():
    for chart, x, y, titles in (
        (residuals.predicted_against_true, "true", "predicted", ("true dose", "predicted")),
        (
            residuals.residual_plot,
            "predicted",
            "residual",
            ("predicted dose", "true − predicted"),
        ),
    ):
        line, dots = chart(*NAMED, "dose").to_dict()["layer"]
        encoding = dots["encoding"]
        assert (encoding["x"]["field"], encoding["y"]["field"]) == (x, y)
        assert (encoding["x"]["title"], encoding["y"]["title"]) == titles
        assert encoding["color"]["condition"]["test"] == "datum.worst"
        assert encoding["color"]["condition"]["value"] != encoding["color"]["value"]
        assert line["mark"]["strokeDash"]


def frame(name, *values):
    n = len(values)
    columns = {"run": "this run", "epoch": range(1, n + 1), "series": "test", name: values}
    return pd.DataFrame(columns)


def test_an_r2_far_below_zero_does_not_press_the_rest_together():
    near = curves.score_spec(frame("R²", -0.5, 0.9), R2)
    far = curves.score_spec(frame("R²", -500.0, 0.9), R2)
    for drawn, title, values in (
        (near, "R²", [-0.5, 0.9]),
        (far, "R² (below −1 not drawn)", [0.9]),
    ):
        y = drawn["layer"][0]["encoding"]["y"]
        assert (y["field"], y["axis"]["title"]) == ("R²", title)
        assert list(drawn["datasets"]["curves"]["R²"]) == values
    # Where there is nothing else, it is drawn.
    alone = curves.score_spec(frame("R²", -500.0, -7.0), R2)
    assert list(alone["datasets"]["curves"]["R²"]) == [-500.0, -7.0]


def test_an_accuracy_is_drawn_in_percent():
    y = curves.score_spec(frame("accuracy", 0.5, 0.9), ACCURACY)["layer"][0]["encoding"]["y"]
    assert "%" in y["axis"]["labelExpr"]
