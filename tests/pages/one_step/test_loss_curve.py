"""Drag a weight on One step: what is drawn where, what is said of it, and what a link opens."""

import dataclasses
import json
import math

import numpy as np
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import constant_parameters, sgd_step
from mlp_core.teaching.lessons.loss_along import loss_along, outcome
from mlp_core.teaching.lessons.loss_surface import loss_surface
from pages.one_step.step import loss_words
from pages.shared.charts import loss_along as charts
from pages.shared.numbers import ROUNDING

QUESTION_1 = ([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)


@pytest.fixture(scope="module")
def step():
    return sgd_step(*QUESTION_1, "squared_error")


def line(learning_rate=0.1, x=2.0):
    """L = ½ (x w + b − 1)² at w = 1, b = 0: see the lesson's own tests."""
    return sgd_step([x], [1.0], [[[1.0]]], [[0.0]], learning_rate, "squared_error")


def said(step, *names):
    curves = [loss_along(step, name) for name in names]
    flat = loss_surface(step, *curves).flat if names[1:] else curves[0].flat
    return loss_words.sentences(step, curves, outcome(step, curves), flat)


def drawn(app, title):
    """The spec of the chart with this axis title, and its frames by name."""
    chart = next(
        element.proto
        for element in app.get("vega_lite_chart")
        if f'"title": "{title}"' in json.dumps(json.loads(element.proto.spec))
    )
    frames = {
        part.name: pyarrow.ipc.open_stream(part.data.data).read_all().to_pylist()
        for part in chart.datasets
    }
    return json.loads(chart.spec), frames


def slider(app, name):
    return next(s for s in app.select_slider if s.label == f"Drag {name}")


def metrics(app):
    return {metric.label: metric.value for metric in app.metric}


def test_nothing_is_computed_before_it_is_asked_for(open_app):
    app = open_app()
    assert not app.select_slider or all("Drag" not in s.label for s in app.select_slider)
    assert "step_drag_first" not in app.query_params
    assert app.toggle(key="step_drag").value is False


def test_the_curve_its_tangent_and_the_points_on_it(open_app, step):
    app = open_app(step_drag="true", step_drag_first="W3[2,1]")
    spec, frames = drawn(app, "W3[2,1]")
    lines, gap, ring, cross, points = spec["layer"]
    assert [layer["mark"]["type"] for layer in spec["layer"]] == [
        "line",
        "rule",
        "point",
        "rule",
        "point",
    ]
    assert lines["transform"] == [{"fold": ["loss", "tangent"], "as": ["line", "height"]}]
    assert lines["encoding"]["x"]["title"] == "W3[2,1]"
    assert lines["encoding"]["y"]["title"] == "loss L"
    colour, dash = (lines["encoding"][name] for name in ("color", "strokeDash"))
    assert colour["scale"] == {"domain": ["loss", "tangent"], "range": ["#0072B2", "#D55E00"]}
    assert dash["scale"] == {"domain": ["loss", "tangent"], "range": [[1, 0], [6, 4]]}
    assert (gap["encoding"]["y"]["field"], gap["encoding"]["y2"]["field"]) == ("loss", "tangent")
    assert ring["mark"]["filled"] is False
    assert [tip["field"] for tip in cross["encoding"]["tooltip"]] == ["at", "says", "by", "off"]
    # A colour-blind reader has the shapes.
    assert points["encoding"]["shape"]["scale"] == {
        "domain": [charts.BEFORE, charts.ALONE, charts.TOGETHER, charts.LOWEST],
        "range": ["circle", "diamond", "square", "triangle-down"],
    }
    curve = loss_along(step, "W3[2,1]")
    assert [row["place"] for row in frames["line"]] == curve.places.tolist()
    assert [row["loss"] for row in frames["line"]] == curve.losses.tolist()
    spots = {row["what"]: (row["place"], row["loss"]) for row in frames["spots"]}
    assert spots[charts.BEFORE] == (0.1, step.loss)
    assert spots[charts.TOGETHER] == (step.updated_weights[2][1, 0], step.loss_after)
    assert spots[charts.ALONE][0] == step.updated_weights[2][1, 0]
    assert step.loss_after < spots[charts.ALONE][1] < step.loss
    assert spots[charts.LOWEST] == curve.lowest


def test_dragging_reads_off_loss_and_tangent(open_app, step):
    app = open_app(step_drag="true", step_drag_first="b3[2]")
    assert metrics(app)["Loss − tangent"] == "0"
    next(b for b in app.button if b.label == "After it").click().run()
    landing = float(step.updated_biases[2][1])
    assert slider(app, "b3[2]").value == landing
    # L is a parabola with curvature 1 in a bias of the output layer: it misses by half a square.
    missed = 0.5 * (landing - 0.1) ** 2
    assert float(metrics(app)["Loss − tangent"]) == pytest.approx(missed, abs=1e-6)
    tangent = step.loss + float(step.grad_biases[2][1]) * (landing - 0.1)
    assert float(metrics(app)["By the tangent"]) == pytest.approx(tangent, abs=1e-6)
    assert float(metrics(app)["Loss there"]) == pytest.approx(tangent + missed, abs=1e-6)
    _, frames = drawn(app, "b3[2]")
    assert frames["here"][0]["place"] == landing
    next(b for b in app.button if b.label == "Before the step").click().run()
    assert slider(app, "b3[2]").value == 0.1


def told(loss: float, tangent: float, off: float) -> None:
    """A script of its own, which AppTest runs."""
    from mlp_core.teaching.lessons.loss_along import Spot
    from pages.one_step.step import loss_curve

    loss_curve._tell(Spot(loss, tangent, off))


@pytest.mark.parametrize(
    ("loss", "expected"), [(1.0, "0"), (1.0 + 2**-52, ROUNDING), (math.inf, "–")]
)
def test_a_loss_that_is_on_its_tangent_but_for_rounding_is_no_number(loss, expected):
    app = AppTest.from_function(told, args=(loss, 1.0, 0.0)).run()
    assert app.metric[2].value == expected


def test_the_surface_of_two_with_its_arrow_and_landing(open_app, step):
    app = open_app(
        step_drag="true", step_drag_first="W3[2,1]", step_drag_second="b3[2]", step_rate="2"
    )
    spec, frames = drawn(app, "b3[2]")
    squares, way, points, place = spec["layer"]
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rect", "trail", "point", "point"]
    assert (squares["encoding"]["x"]["title"], squares["encoding"]["y"]["title"]) == (
        "W3[2,1]",
        "b3[2]",
    )
    scale = squares["encoding"]["color"]["scale"]
    assert (scale["type"], scale["scheme"]["name"]) == ("threshold", "viridis")
    assert scale["domain"] == sorted(scale["domain"])
    assert way["encoding"]["size"] == {"field": "width", "type": "quantitative", "scale": None}
    assert place["mark"]["shape"] == "cross"
    assert len(frames["cells"]) == 41 * 41
    assert min(row["loss"] for row in frames["cells"]) < scale["domain"][0]
    spots = {row["what"]: (row["first"], row["second"]) for row in frames["spots"]}
    assert spots[charts.BEFORE] == (0.1, 0.1)
    gradients = step.grad_weights[2][1, 0], step.grad_biases[2][1]
    landing = [0.1 - 2.0 * float(gradient) for gradient in gradients]
    assert spots[charts.ALONE] == pytest.approx(landing)
    assert points["encoding"]["shape"]["field"] == "what"
    assert any("**The step overshoots" in text.value for text in app.markdown)
    # Both are dragged, each by its own slider.
    slider(app, "b3[2]").set_value(spots[charts.ALONE][1]).run()
    _, frames = drawn(app, "b3[2]")
    assert frames["here"] == [{"first": 0.1, "second": spots[charts.ALONE][1]}]
    assert app.query_params["step_drag_second"] == "b3[2]"


def test_the_curve_follows_the_number_that_is_picked(open_app):
    app = open_app(step_drag="true", step_drag_first="W3[2,1]", cell="z1[1]")
    assert app.selectbox(key="step_drag_first").value == "W3[2,1]"
    for picked, parameter in {
        "∂L/∂W2[1,3]": "W2[1,3]",
        "b3′[2]": "b3[2]",
        "η·∂L/∂W1[2,2]": "W1[2,2]",
        "h1[1]": "W1[2,2]",
    }.items():
        app.text_input(key="cell").set_value(picked).run()
        assert not app.exception
        assert app.selectbox(key="step_drag_first").value == parameter
    # What is chosen in the menu stays, until another number is picked.
    app.selectbox(key="step_drag_first").set_value("W1[1,1]").run()
    assert app.selectbox(key="step_drag_first").value == "W1[1,1]"


@pytest.mark.parametrize("name", ["<b>x</b>", "W9[1,1]", "z1[1]", "nan", "W1"])
def test_a_link_with_a_name_that_is_none_gets_a_sentence(open_app, name):
    app = open_app(step_drag="true", step_drag_first=name)
    assert app.selectbox(key="step_drag_first").value == "W1[1,1]"
    assert any("no weight or bias of this network" in c.value for c in app.caption)


def test_a_smaller_network_takes_back_what_it_does_not_have(open_app):
    app = open_app(step_drag="true", step_drag_first="W3[2,1]", step_drag_second="W3[2,1]")
    # The same twice is no surface.
    assert app.selectbox(key="step_drag_second").value is None
    app.slider(key="step_layers").set_value(3).run()
    assert not app.exception
    assert app.selectbox(key="step_drag_first").value == "W1[1,1]"


def test_the_sentence_tells_the_promise_and_what_came(step):
    assert said(step, "W2[1,3]") == (
        "One step moves W2[1,3] from 0.1 to 0.101413. Along this weight alone the tangent "
        "promised to change L by −1.996e−05; the curve gives −1.996e−05. With all parameters "
        "together, L falls from 0.376364 to 0.294343."
    )


@pytest.mark.parametrize(
    ("learning_rate", "expected", "never"),
    [
        (0.1, ["promised to change L by −0.4; the curve gives −0.32."], ["overshoots", "lowest"]),
        (0.4, ["It passes the lowest place, at 0.5, and is still lower."], ["overshoots"]),
        (0.6, ["**The step overshoots: with this weight alone the loss grows.**"], ["passes"]),
    ],
)
def test_a_step_that_is_too_long_is_told(learning_rate, expected, never):
    text = said(line(learning_rate), "W1[1,1]")
    assert all(part in text for part in expected)
    assert not any(part in text for part in never)
    together = "grows" if learning_rate == 0.6 else "stays" if learning_rate == 0.4 else "falls"
    assert f"With all parameters together, L {together}" in text


def test_where_nothing_changes_the_sentence_says_so():
    flat = said(line(x=0.0), "W1[1,1]")
    assert flat.startswith(
        "The step leaves W1[1,1] at 1: its gradient is 0. **Nothing changes along W1[1,1]**: all "
        "over this range L stays 0.5."
    )
    assert "Nothing changes" not in said(line(), "W1[1,1]")
    # A ReLU that is off: the gradient is 0 here, but the curve is not flat.
    weights, biases = [[[-0.4]], [[1.0]]], [[0.0], [0.0]]
    off = sgd_step([1.0], [1.0], weights, biases, 0.1, "squared_error", "relu")
    assert "its gradient is 0." in said(off, "W1[1,1]")
    assert "Nothing changes" not in said(off, "W1[1,1]")
    # Each of w and v in v tanh(w x) changes nothing while the other is 0, both together do.
    saddle = sgd_step([1.0], [1.0], [[[0.0]], [[0.0]]], [[0.0], [0.0]], 0.1, "squared_error")
    assert "Nothing changes along W1[1,1]" in said(saddle, "W1[1,1]")
    assert "Nothing changes" not in said(saddle, "W1[1,1]", "W2[1,1]")


def test_an_update_that_climbs_or_ends_nowhere_is_told():
    climbs = dataclasses.replace(line(), updated_weights=[np.array([[1.2]])])
    assert "The tangent rises that way" in said(climbs, "W1[1,1]")
    held = dataclasses.replace(line(), updated_weights=[np.array([[1.0]])])
    assert "its gradient is 2, and it is not moved." in said(held, "W1[1,1]")
    huge = sgd_step([1e153], [1e153], [[[1.5]]], [[0.0]], 1e-307, "squared_error")
    far = dataclasses.replace(huge, updated_weights=[np.array([[-60.0]])])
    text = said(far, "W1[1,1]")
    assert "a loss beyond all float64 numbers" in text
    assert "overshoots" in text


def test_a_tangent_that_leaves_the_chart_is_not_drawn_there():
    curve = loss_along(line(0.6), "W1[1,1]")
    frame = charts.curve_frame(curve)
    assert frame["tangent"].isna().any()
    shown = frame.dropna()
    assert shown["tangent"].tolist() == curve.tangents[~frame["tangent"].isna()].tolist()
    assert shown["tangent"].min() >= -0.25 * curve.losses.max()


def test_an_arrow_ends_at_its_tip_and_none_has_no_width():
    arrow = charts.arrow_frame((0.0, 1.0), (2.0, -1.0))
    assert arrow.iloc[0].tolist()[:2] == [0.0, 1.0]
    assert arrow.iloc[-1].tolist() == [2.0, -1.0, 3, 0]
    # A chart without any place of it would have no range to draw.
    assert charts.arrow_frame((0.5, 1.0), None).to_numpy().tolist() == [[0.5, 1.0, 0.0, 0.0]]
