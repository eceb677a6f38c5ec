"""Pictures beside the map: along one setting, at random, over all settings, by every two."""

import json
from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from tests.mlp_core.experiments.sweeps.findings.made import BASE, result, results, swept
from tests.pages import shown
from tests.pages.sweep.map.showing import again, opened


def value(cell):
    return 0.5 + cell.place / 10000


def picture(app, name):
    app.get("button_group")[1].set_value(name)
    return again(app)


def drawn_at_random(n=40):
    axes = (
        Axis("learning_rate", Ranged(1e-4, 0.1, 5, "log")),
        Axis("momentum", Ranged(0.0, 0.9, 4)),
        Axis("activation", Listed(("tanh", "relu"))),
    )
    return Sweep(BASE, axes, draws=n)


def specs(app):
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def test_one_axis_is_a_profile_over_its_numbers():
    sweep = swept(repeats=3, learning_rate=(0.1, 0.001, 0.01))
    made = [
        result(
            cell.config,
            "diverged" if cell.at[0] == 0.1 else "finished",
            validation_accuracy=0.9 + cell.repeat / 100,
        )
        for cell in cells(sweep)
    ]
    app = opened(sweep, made)
    means = shown.chart_rows(app, "low")
    assert [(row["x"], row["kind"]) for row in means] == [
        (0.001, "value"),
        (0.01, "value"),
        (0.1, "diverged"),
    ]
    assert (means[0]["low"], means[0]["value"], means[0]["high"]) == pytest.approx(
        (0.9, 0.91, 0.92)
    )
    x = specs(app)[0]["layer"][0]["encoding"]["x"]
    assert (x["scale"]["type"], x["scale"]["domain"]) == ("log", [0.001, 0.1])


def test_nothing_along_one_setting_lies_outside_its_axis():
    # A guess, and a seed far above the mean: both were drawn at the ends of the others' axis.
    sweep = swept(repeats=2, learning_rate=(0.001, 0.01, 0.1))
    values = {0.001: (0.1, 0.1), 0.01: (0.81, 0.83), 0.1: (0.8, 0.98)}
    app = opened(sweep, results(sweep, lambda cell: values[cell.at[0]][cell.repeat]))
    means = shown.chart_rows(app, "low")
    assert [row["kind"] for row in means] == ["stuck", "value", "value"]
    heights = [layer["encoding"]["y"] for layer in specs(app)[0]["layer"]]
    # Nothing is coloured, and so no colour is explained.
    assert "linear-gradient" not in shown.html_of(app)
    (low, high) = heights[0]["scale"]["domain"]
    assert low <= 0.1
    assert high >= 0.98


def test_one_axis_of_names():
    app = opened(*(lambda s: (s, results(s, value)))(swept(activation=("relu", "tanh"))))
    assert [row["x"] for row in shown.chart_rows(app, "low")] == ["ReLU", "tanh"]


def test_drawn_combinations_are_points_at_their_numbers():
    sweep = drawn_at_random()
    app = opened(sweep, results(sweep, value))
    rows = shown.chart_rows(app, "kind")
    at = {cell.place: cell.at for cell in cells(sweep)}
    assert {row["place"]: (row["x"], row["y"]) for row in rows} == {
        place: values[:2] for place, values in at.items()
    }
    x = specs(app)[0]["layer"][0]["encoding"]["x"]
    assert (x["scale"]["type"], x["scale"]["domain"]) == ("log", [0.0001, 0.1])


def test_lines_over_all_settings_and_the_value_last():
    sweep = drawn_at_random()
    app = picture(opened(sweep, results(sweep, value)), "All settings")
    rows = [row for row in shown.chart_rows(app, "column") if row["place"] == 7]
    cell = next(cell for cell in cells(sweep) if cell.place == 7)
    heights = {row["column"]: row["height"] for row in rows}
    assert [*heights] == [0, 1, 2, 3]
    assert heights[1] == pytest.approx(cell.at[1] / 0.9)
    assert heights[2] == {"tanh": 0.0, "relu": 1.0}[cell.at[2]]
    assert 0.0 <= heights[0] <= 1.0


def test_every_two_settings_have_their_points():
    sweep = drawn_at_random()
    app = picture(opened(sweep, results(sweep, value)), "Every two")
    titles = [
        (spec["layer"][0]["encoding"]["x"]["title"], spec["layer"][0]["encoding"]["y"]["title"])
        for spec in specs(app)
    ]
    assert titles == [
        ("learning rate", "momentum"),
        ("learning rate", "activation"),
        ("momentum", "activation"),
    ]


@pytest.mark.parametrize("score", ["validation_accuracy", "validation_loss"])
@pytest.mark.parametrize("name", ["All settings", "Every two"])
def test_the_best_is_drawn_above_what_lies_on_the_same_place(name, score):
    # Of a grid by every two settings all but one lie below another.
    sweep = swept(learning_rate=(0.001, 0.1), momentum=(0.0, 0.5, 0.9), activation=("tanh", "relu"))
    sweep = replace(sweep, objective=Objective(score))
    places = [(7 * cell.place) % 12 for cell in cells(sweep)]
    app = picture(opened(sweep, results(sweep, lambda cell: 0.5 + places[cell.place] / 100)), name)
    drawn = shown.chart_rows(app, "column" if name == "All settings" else "kind")
    values = [row["value"] for row in drawn][:12]
    assert len({*values}) == 12
    assert values == sorted(values, reverse=score == "validation_loss")


@pytest.mark.parametrize("name", ["Map", "All settings", "Every two"])
def test_pictures_of_very_many_are_bounded(name):
    sweep = replace(drawn_at_random(), draws=3000)
    app = opened(sweep, results(sweep, value))
    app = picture(app, name)
    for chart in app.get("vega_lite_chart"):
        rows = sum(len(one.data.data) for one in chart.proto.datasets)
        assert rows < 400_000
    assert any("chosen at random" in one.value or "Drawn are" in one.value for one in app.caption)


def test_a_base_without_axes_has_no_map():
    sweep = Sweep(BASE, (), repeats=2)
    app = opened(sweep, results(sweep, value))
    assert not app.get("vega_lite_chart")


def test_lines_before_there_is_a_value():
    sweep = drawn_at_random()
    app = picture(opened(sweep, [], active=True), "All settings")
    assert "None of these combinations has come to a value." in shown.messages(app)
