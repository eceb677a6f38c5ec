"""The filter: what it leaves in every picture and in the table, and what it leaves as it is."""

import json
import re

import pandas as pd
import pytest

from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells as cells_of
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from tests.mlp_core.experiments.sweeps.findings.made import BASE, results, swept
from tests.pages.shown import buttons, chart_rows, html_of, messages, press, written
from tests.pages.sweep.map.showing import again, cells, control, opened

RATES, SIZES, NAMES = (0.001, 0.01, 0.1), (1, 32), ("relu", "tanh")
OF_ALL = "combinations, also those that the filter hides."


def by_place(cell):
    return None if cell.place == 5 else 0.5 + cell.place / 100


def menu(app, label):
    return next(box for box in app.multiselect if box.label == label)


def only(app, **chosen):
    """Choose values by the names of settings, and see the page."""
    for label, values in chosen.items():
        menu(app, label.replace("_", " ")).set_value(values)
    return again(app)


def specs(app):
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def picture(app, name):
    app.get("button_group")[1].set_value(name)
    return again(app)


def told(app):
    """How many are shown, where that is said."""
    return [one.value for one in app.markdown if one.value.startswith(("Shown ", "None of the "))]


@pytest.fixture
def two():
    sweep = swept(learning_rate=RATES, batch_size=SIZES)
    return opened(sweep, results(sweep, by_place))


@pytest.fixture
def three():
    sweep = swept(learning_rate=RATES, batch_size=SIZES, activation=NAMES)
    return opened(sweep, results(sweep, by_place))


def test_nothing_is_said_where_all_are_shown(two):
    assert told(two) == []
    assert "Show all" not in buttons(two)
    assert not any(OF_ALL in one.value for one in two.caption)
    assert [one.label for one in two.expander] == ["All 6 combinations"]


def test_the_map_the_menu_and_the_table_have_what_is_left(two):
    app = only(two, batch_size=["32"])
    assert {*cells(app)} == {(rate, "32") for rate in ("0.001", "0.01", "0.1")}
    assert told(app) == ["Shown are 3 of 6 combinations; marks and findings are of all."]
    assert len(control(app, "Combination").options) == 1 + 3
    assert [one.label for one in app.expander] == ["3 of 6 combinations"]
    app.session_state["sweep_table"] = True
    assert set(written(again(app), "batch size")) == {"32"}
    only(app, How_they_ended=["diverged"])
    assert {*cells(app)} == {("0.1", "32")}
    assert told(app) == ["Shown is 1 of 6 combinations; marks and findings are of all."]


def test_colours_and_findings_stay_those_of_all(two):
    def meant(app):
        html = html_of(app)
        (colours,) = re.findall(r'sweep-legend"><span>(.*?)</span>', html)
        # Of the chart its scales, for the rows are beside it.
        return specs(app)[0], colours, re.findall("<li>(.*?)</li>", html)

    before = meant(two)
    # The best of all, at 0.1 and 1, is not among them.
    app = only(two, learning_rate=["0.001"])
    assert meant(app) == before
    assert before[2][0].startswith("Best validation accuracy: ")
    assert not any(row["best"] for row in cells(app).values())
    assert f"Of all 6 {OF_ALL}" in [one.value for one in app.caption]


def test_none_is_like_that_and_all_are_had_back(two):
    app = only(two, How_they_ended=["failed"])
    assert told(app) == ["None of the 6 combinations is like that."]
    assert not app.get("vega_lite_chart")
    assert not app.expander
    press(app, "Show all")
    assert told(app) == []
    assert len(cells(app)) == 6
    assert menu(app, "How they ended").value == []


def test_of_several_maps_those_are_left_that_have_something(three):
    assert len(three.get("vega_lite_chart")) == 2
    app = only(three, activation=["tanh"])
    (left,) = app.get("vega_lite_chart")
    assert "activation tanh" in left.proto.spec
    # Places 0, 2, 4, … are those of ReLU.
    assert {row["place"] for row in chart_rows(app, "kind")} == {1, 3, 5, 7, 9, 11}


def test_a_map_that_holds_what_is_filtered_out_says_so(three):
    control(three, "A map for each").set_value(-1)
    app = again(three)
    control(app, "activation").set_value("ReLU")
    app = only(again(app), activation=["tanh"])
    assert "at a value of which none is shown" in messages(app)
    assert not app.get("vega_lite_chart")


def test_a_mean_is_of_what_is_shown(three):
    control(three, "A map for each").set_value(-1)
    app = again(three)
    assert cells(app)["0.001", "1"]["value"] == pytest.approx((0.50 + 0.51) / 2)
    app = only(app, activation=["tanh"])
    at = {
        cell.at: cell.place
        for cell in cells_of(swept(learning_rate=RATES, batch_size=SIZES, activation=NAMES))
    }
    assert cells(app)["0.001", "1"]["value"] == 0.5 + at[0.001, 1, "tanh"] / 100


@pytest.mark.parametrize("name", ["All settings", "Every two"])
def test_lines_and_points_are_those_that_are_left(three, name):
    app = only(picture(three, name), activation=["tanh"])
    places = {row["place"] for row in chart_rows(app, "says")}
    assert places == {1, 3, 5, 7, 9, 11} - ({5} if name == "All settings" else set())
    only(app, How_they_ended=["diverged"])
    if name == "All settings":
        assert "None of these combinations has come to a value." in messages(app)


def test_a_profile_has_what_is_left():
    sweep = swept(repeats=2, learning_rate=RATES)
    app = only(opened(sweep, results(sweep, lambda cell: 0.9)), learning_rate=["0.001", "0.1"])
    assert [row["x"] for row in chart_rows(app, "low")] == [0.001, 0.1]
    x = specs(app)[0]["layer"][0]["encoding"]["x"]
    assert x["scale"]["domain"] == [0.001, 0.1]


def test_from_one_value_of_a_range_to_another():
    axes = (
        Axis("learning_rate", Ranged(1e-4, 0.1, 4, "log")),
        Axis("momentum", Ranged(0.0, 0.9, 4)),
    )
    sweep = Sweep(BASE, axes, draws=30)
    app = opened(sweep, results(sweep, lambda cell: 0.5))
    app.select_slider[0].set_range(0.001, 0.01)
    left = {row["x"] for row in chart_rows(again(app), "kind")}
    assert left == {cell.at[0] for cell in cells_of(sweep) if 0.001 <= cell.at[0] <= 0.01}
    assert 0 < len(left) < 30
    app.session_state["sweep_table"] = True
    frame: pd.DataFrame = again(app).dataframe[0].value
    assert {*frame["learning rate"]} == left


def test_one_that_is_looked_at_stays_in_sight(two):
    control(two, "Combination").set_value("0.1 · 1")
    app = only(again(two), batch_size=["32"])
    assert control(app, "Combination").value == "0.1 · 1"
    assert any("0.1" in one.value for one in app.subheader)


def test_a_plan_that_has_nothing_yet_has_no_filter():
    sweep = swept(learning_rate=RATES)
    assert not opened(sweep, []).multiselect
