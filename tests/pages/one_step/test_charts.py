"""One step's charts and picture: which number is where, and which colour means what."""

import itertools
import json
from xml.etree import ElementTree

import pyarrow
import pytest

from mlp_core import seeded_parameters, sgd_step
from pages.one_step.step import network_svg
from pages.shared.charts.palette import BLUE, GREY, ORANGE
from tests.pages.shown import chart_rows, press

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def step():
    parameters = seeded_parameters([3, 4, 2], 0, scale=1.0)
    return sgd_step([0.5, 0.0, -2.0], [0, 1], *parameters, 0.1, "squared_error")


def spec_with(app, *words: str) -> dict:
    """The specification of the first chart that has all these words in it."""
    specs = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    return json.loads(next(spec for spec in specs if all(word in spec for word in words)))


def axis(encoding: dict, name: str) -> tuple[str, str, str]:
    """Field, type and title."""
    return encoding[name]["field"], encoding[name]["type"], encoding[name]["title"]


def test_the_loss_history_has_a_point_for_each_step(open_app):
    app = open_app(step_start="Random", step_x="1, 2, 0, 1")
    losses = []
    for number in (1, 2, 3):
        rows = chart_rows(app, "loss")
        assert [row["step"] for row in rows] == [*range(1, number + 2)]
        losses.append(rows[-2]["loss"])
        # Each step's loss after is the next step's loss before.
        assert [row["loss"] for row in rows[:-1]] == losses
        after = rows[-1]["loss"]
        press(app, "Take another step")
        assert chart_rows(app, "loss")[number]["loss"] == pytest.approx(after, rel=1e-15)
    assert losses[0] > losses[1] > losses[2]
    spec = spec_with(app, "Loss before each step")
    line, here = spec["layer"]
    assert line["mark"] == {"type": "line", "point": True}
    assert here["transform"] == [{"filter": "datum.here"}]
    for encoding in (line["encoding"], here["encoding"]):
        assert axis(encoding, "x") == ("step", "quantitative", "step")
        assert axis(encoding, "y") == ("loss", "quantitative", "loss")
        assert encoding["x"]["axis"]["tickMinStep"] == 1
        assert [field["field"] for field in encoding["tooltip"]] == ["step", "loss"]


def test_going_back_to_the_start_leaves_one_step(open_app):
    app = open_app()
    press(app, "Take another step")
    press(app, "Back to start")
    assert [row["step"] for row in chart_rows(app, "loss")] == [1, 2]


def test_errors_of_the_check_are_lines_over_a_step_that_gets_shorter(open_app):
    spec = spec_with(open_app(step_loss="Cross-entropy", step_start="Random"), "absolute error")
    encoding = spec["encoding"]
    assert spec["mark"]["type"] == "line"
    assert axis(encoding, "x") == ("h", "quantitative", "length of the step h")
    assert encoding["x"]["scale"] == {"type": "log", "reverse": True}
    assert axis(encoding, "y")[:2] == ("error", "quantitative")
    assert encoding["y"]["scale"]["type"] == "log"
    colour = dict(
        zip(*(encoding["color"]["scale"][part] for part in ("domain", "range")), strict=True)
    )
    dash = dict(
        zip(*(encoding["strokeDash"]["scale"][part] for part in ("domain", "range")), strict=True)
    )
    assert colour["central difference"] == ORANGE
    assert colour["complex step"] == BLUE
    predictions = [name for name in colour if name.startswith(("truncation", "rounding"))]
    assert [colour[name] for name in predictions] == [GREY, GREY]
    assert dash[predictions[0]] != dash[predictions[1]]
    assert dash["central difference"] == dash["complex step"] == [1, 0]
    assert encoding["color"]["field"] == encoding["strokeDash"]["field"] == "method"


@pytest.mark.parametrize("loss", ["Squared error", "Cross-entropy"])
def test_the_ratio_of_the_changes_has_its_levels_and_this_rate(open_app, loss):
    app = open_app(step_rate="0.25", step_loss=loss)
    layers = spec_with(app, "actual / predicted")["layer"]
    levels, words, here, line = layers
    assert [layer["mark"]["type"] for layer in layers] == ["rule", "text", "rule", "line"]
    assert {row["level"]: row["says"] for row in chart_rows(app, "says")} == {
        1.0: "1: as predicted",
        0.0: "below 0: the loss has risen",
    }
    assert levels["encoding"]["y"]["field"] == words["encoding"]["y"]["field"] == "level"
    assert here["mark"]["color"] == ORANGE
    assert here["encoding"]["x"]["field"] == line["encoding"]["x"]["field"] == "η"
    assert line["encoding"]["x"]["scale"]["type"] == "log"
    assert line["encoding"]["y"]["field"] == "drawn"
    assert line["encoding"]["y"]["scale"] == {"domain": [-1.5, 1.5], "clamp": True}
    rows = chart_rows(app, "ratio")
    assert all(row["drawn"] == max(row["ratio"], -1.5) for row in rows)
    assert all(row["actual"] / row["predicted"] == pytest.approx(row["ratio"]) for row in rows)
    chart = next(
        c.proto for c in app.get("vega_lite_chart") if "actual / predicted" in c.proto.spec
    )
    (marked,) = [part for part in chart.datasets if part.name == here["data"]["name"]]
    frame = pyarrow.ipc.open_stream(marked.data.data).read_all().to_pylist()
    assert [row["η"] for row in frame] == [0.25]
    lower = any(row["ratio"] < -1.5 for row in rows)
    assert line["encoding"]["y"]["title"] == "actual / predicted"
    assert any("is drawn at −1.5" in caption.value for caption in app.caption) == lower


def edges(svg: str) -> dict[str, dict[str, str]]:
    """The attributes of the line that is seen, by its cell."""
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return {g.get("data-cell"): dict(g[0].attrib) for g in groups if g.get("class") == "edge"}


@pytest.mark.parametrize(
    ("kind", "prefix", "sign"),
    [("weight", "W", 1), ("gradient", "grad_W", 1), ("update", "change_W", -1)],
)
def test_a_line_has_the_colour_and_the_width_of_its_number(step, kind, prefix, sign):
    lines = edges(network_svg.draw(step, kind))
    numbers = {
        f"{prefix}{k}[{i + 1},{j + 1}]": sign * float(step.values()[f"{prefix}{k}"][i, j])
        for k in (1, 2)
        for i, j in itertools.product(range(step.units[k]), range(step.units[k - 1]))
    }
    assert lines.keys() == numbers.keys()
    largest = max(map(abs, numbers.values()))
    widths = [float(lines[name]["stroke-width"]) for name in numbers]
    thinnest, widest = network_svg.THINNEST, max(widths)
    assert {number > 0 for number in numbers.values() if number} == {True, False}
    for name, number in numbers.items():
        colour = BLUE if number > 0 else ORANGE if number < 0 else GREY
        assert lines[name]["stroke"] == colour, name
        assert ("stroke-dasharray" in lines[name]) == (number < 0), name
        width = thinnest + abs(number) / largest * (widest - thinnest)
        assert float(lines[name]["stroke-width"]) == pytest.approx(width, abs=0.006), name
    # An input of 0 moves nothing: its lines are the thinnest, and have no sign.
    assert kind == "weight" or lines[f"{prefix}1[1,2]"]["stroke"] == GREY


def test_a_line_joins_the_units_that_it_names(step):
    root = ElementTree.fromstring(network_svg.draw(step))
    circles = {g.get("data-cell"): g[0] for g in root.iter(f"{SVG}g") if g.get("class") == "node"}
    middle = {name: (c.get("cx"), c.get("cy")) for name, c in circles.items()}
    for name, line in edges(network_svg.draw(step)).items():
        k, index = name[1], name[3:-1].split(",")
        start = f"x[{index[1]}]" if k == "1" else f"h{int(k) - 1}[{index[1]}]"
        end = f"{'z' if k == '2' else 'h'}{k}[{index[0]}]"
        assert (line["x1"], line["y1"]) == middle[start]
        assert (line["x2"], line["y2"]) == middle[end]


def test_a_unit_shows_its_own_number(step):
    root = ElementTree.fromstring(network_svg.draw(step))
    shown = {
        g.get("data-cell"): g[1].text for g in root.iter(f"{SVG}g") if g.get("class") == "node"
    }
    for i, value in enumerate(step.x, start=1):
        assert float(shown[f"x[{i}]"]) == value
    for i, value in enumerate(step.h[0], start=1):
        assert float(shown[f"h1[{i}]"]) == pytest.approx(value, rel=0.01)
    for i, value in enumerate(step.output, start=1):
        assert float(shown[f"z2[{i}]"]) == pytest.approx(value, rel=0.01)
