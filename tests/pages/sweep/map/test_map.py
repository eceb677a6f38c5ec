"""The map of a sweep on the page: each combination at its place, coloured by what came of it."""

import json
import math
from dataclasses import replace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from mlp_core.experiments.sweeps.plan.cell import cells as cells_of
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.result import Maker
from pages.shared.charts.sweep_map import CLICK
from tests.mlp_core.experiments.sweeps.findings.made import result, results, swept
from tests.pages.shown import html_of
from tests.pages.sweep.map.showing import again, cells, control, opened

UNITS = ((64, 4, 10), (64, 8, 10))
RATES = (0.001, 0.01, 0.1)


@pytest.fixture
def sweep():
    return swept(learning_rate=RATES, units=UNITS)


def by_place(cell):
    """A value a cell: its place in percent above a half."""
    return 0.5 + cell.place / 100


def spec_of(app, k=0):
    return json.loads(app.get("vega_lite_chart")[k].proto.spec)


def test_each_combination_has_its_cell(sweep):
    found = cells(opened(sweep, results(sweep, by_place)))
    assert {at: (row["place"], row["text"]) for at, row in found.items()} == {
        ("0.001", "64-4-10"): (0, "50.00 %"),
        ("0.001", "64-8-10"): (1, "51.00 %"),
        ("0.01", "64-4-10"): (2, "52.00 %"),
        ("0.01", "64-8-10"): (3, "53.00 %"),
        ("0.1", "64-4-10"): (4, "54.00 %"),
        ("0.1", "64-8-10"): (5, "55.00 %"),
    }
    assert {row["kind"] for row in found.values()} == {"value"}


def test_what_is_to_come_is_an_empty_outline_where_it_will_be(sweep):
    whole = opened(sweep, results(sweep, by_place))
    filling = opened(sweep, results(sweep, by_place)[:2], active=True)
    found = cells(filling)
    assert {at for at, row in found.items() if row["kind"] == "to come"} == {
        (rate, units) for rate in ("0.01", "0.1") for units in ("64-4-10", "64-8-10")
    }
    for channel in ("x", "y"):
        domains = [
            spec_of(app)["layer"][0]["encoding"][channel]["scale"]["domain"]
            for app in (filling, whole)
        ]
        assert domains[0] == domains[1]
    assert "to come" in html_of(filling)


def test_a_browser_gets_no_other_chart_while_values_come_in(sweep):
    """Only its data: it would build the chart anew, whose colours move with the values."""
    made = results(sweep, lambda cell: 0.1 + 0.15 * cell.place)
    specs = [
        (spec_of(app), app.get("vega_lite_chart")[0].proto.id)
        for app in (opened(sweep, made[:n], active=True) for n in range(len(made) + 1))
    ]
    assert all(one == specs[0] for one in specs)


def test_endings_are_signs_and_no_values(sweep):
    diverged, failed, stopped, *others = cells_of(sweep)
    made = [
        result(diverged.config, "diverged", validation_accuracy=0.1),
        result(failed.config, "failed", validation_accuracy=0.1),
        result(stopped.config, "stopped", validation_accuracy=0.1),
        *(result(cell.config, validation_accuracy=0.9) for cell in others),
    ]
    app = opened(sweep, made)
    kinds = {row["place"]: (row["kind"], row["value"]) for row in cells(app).values()}
    assert kinds[0] == ("diverged", None)
    assert kinds[1] == ("failed", None)
    assert kinds[2] == ("stopped", None)
    assert kinds[3] == ("value", 0.9)
    # None of them stretches the scale, whose ends are around 90 %.
    assert all(row["share"] > 0 for row in cells(app).values() if row["kind"] == "value")
    assert "10.00 %" not in html_of(app)
    for words in ("diverged", "failed", "stopped early"):
        assert words in html_of(app)


def test_all_diverged_is_a_map_all_the_same(sweep):
    app = opened(sweep, results(sweep, lambda cell: None))
    assert {row["kind"] for row in cells(app).values()} == {"diverged"}


def test_a_cell_says_what_its_seeds_did():
    sweep = swept(repeats=3, learning_rate=RATES, units=UNITS)
    made = [
        result(cell.config, validation_accuracy=0.9 + cell.repeat / 100)
        for cell in cells_of(sweep)
        if cell.place != 2
    ]
    found = cells(opened(sweep, made, active=True))
    assert (
        found["0.01", "64-4-10"]["says"]
        == "91.00 %, 3 seeds from 90.00 % to 92.00 % (all 3 finished)"
    )
    assert found["0.001", "64-4-10"]["text"] == "90.50 %"
    assert "1 not trained yet" in found["0.001", "64-4-10"]["says"]


def test_what_was_trained_elsewhere_is_marked(sweep):
    made = results(sweep, by_place)
    made[4] = replace(made[4], maker=Maker("numpy", "another processor", "numpy 0"))
    found = cells(opened(sweep, made))
    assert [row["place"] for row in found.values() if row["elsewhere"]] == [4]


def test_another_objective_needs_no_training(sweep):
    made = [
        result(
            cell.config,
            validation_accuracy=[0.9, 0.8, 0.7],
            validation_loss=0.1 * (1 + cell.place),
        )
        for cell in cells_of(sweep)
    ]
    app = opened(sweep, made)
    assert cells(app)["0.001", "64-4-10"]["text"] == "70.00 %"
    app.get("button_group")[0].set_value("best")
    assert cells(again(app))["0.001", "64-4-10"]["text"] == "90.00 %"
    control(app, "Judged by").set_value("validation_loss")
    assert cells(again(app))["0.1", "64-8-10"]["text"] == "0.600000"
    assert "validation loss" in html_of(app)


def test_the_test_set_is_closed(sweep):
    options = control(opened(sweep, results(sweep, by_place)), "Judged by").options
    assert not any(one.startswith("Test") for one in options)


def test_losses_far_apart_are_on_a_logarithmic_scale_and_small_is_better(sweep):
    sweep = replace(sweep, objective=Objective("validation_loss"))
    app = opened(sweep, results(sweep, lambda cell: 0.02 * 5.0**cell.place))
    assert spec_of(app)["layer"][1]["encoding"]["color"]["scale"]["range"][0] == "#FDE725"
    for row in cells(app).values():
        # From 0.01 to 100, in powers of ten.
        assert row["share"] == pytest.approx((math.log10(row["value"]) + 2) / 4)
    assert "log scale" in html_of(app)


def test_three_axes_are_a_map_for_each_value_of_the_third():
    sweep = swept(learning_rate=RATES, units=UNITS, activation=("tanh", "relu"))
    app = opened(sweep, results(sweep, by_place))
    charts = app.get("vega_lite_chart")
    assert [spec_of(app, k)["title"] for k in range(len(charts))] == [
        "activation tanh",
        "activation ReLU",
    ]
    scales = [spec_of(app, k)["layer"][1]["encoding"]["color"]["scale"] for k in range(2)]
    assert scales[0] == scales[1]
    # The last axis is the fastest: tanh has the even places.
    assert {row["place"] for row in cells(app).values()} == {0, 2, 4, 6, 8, 10}


def test_an_axis_that_is_not_on_the_map_is_averaged_or_held():
    sweep = swept(learning_rate=RATES, units=UNITS, activation=("tanh", "relu"), alpha=(0.0, 0.1))
    made = results(sweep, lambda cell: None if cell.place == 0 else by_place(cell))
    app = opened(sweep, made)
    first = cells(app)["0.001", "64-4-10"]
    # Of places 0 and 1 one has a value, which a click opens.
    assert (first["text"], first["place"]) == ("51.00 %", 1)
    assert "the mean of 1 of 2" in first["says"]
    assert cells(app)["0.001", "64-8-10"]["text"] == "54.50 %"
    # Of several with a value the best is opened.
    assert cells(app)["0.001", "64-8-10"]["place"] == 5
    # An outline says "not worse beyond noise" of the best of them, not of the mean in the cell.
    said = "mean over L2 penalty of what has a value; its outline and star are those of the best"
    assert any(said in one.value for one in app.caption)
    held = next(box for box in app.selectbox if "averaged" in box.options)
    held.set_value("0.1")
    assert cells(again(app))["0.001", "64-8-10"]["text"] == "55.00 %"


def test_a_click_and_the_menu_pick_a_combination(sweep):
    app = opened(sweep, results(sweep, by_place))
    control(app, "Combination").set_value("0.01 · 64-8-10")
    picked = [row["place"] for row in cells(again(app)).values() if row["picked"]]
    assert picked == [3]


def test_a_live_page_does_not_take_a_click_back(sweep):
    app = opened(sweep, results(sweep, by_place), active=True)
    # All that the controls hold when the cell is clicked. A live page asks with that again, until
    # its browser has heard of what came of the click.
    held = app._tree.get_widget_states()
    chosen = json.dumps({"selection": {CLICK: [{"place": 3}]}})
    chart = app.get("vega_lite_chart")[0].proto.id
    held.widgets.append(WidgetState(id=chart, string_value=chosen))
    for _ in range(2):
        app._run(held)
        assert not app.exception
        assert [row["place"] for row in cells(app).values() if row["picked"]] == [3]
        assert control(app, "Combination").value == "0.01 · 64-8-10"
    control(app, "Combination").set_value("0.1 · 64-8-10")
    assert [row["place"] for row in cells(again(app)).values() if row["picked"]] == [5]


def test_a_link_picks_a_combination(sweep):
    app = opened(sweep, results(sweep, by_place), cell="0.1 · 64-4-10")
    assert [row["place"] for row in cells(app).values() if row["picked"]] == [4]
    odd = opened(sweep, results(sweep, by_place), cell="<script>")
    assert not any(row["picked"] for row in cells(odd).values())


def test_the_best_and_those_not_worse_beyond_noise_stand_out(sweep):
    sweep = replace(sweep, repeats=3)
    means = {0: 0.95, 1: 0.949, 2: 0.94, 3: 0.60, 4: 0.5, 5: 0.3}
    made = [
        result(cell.config, validation_accuracy=means[cell.place // 3] + (cell.repeat - 1) / 1000)
        for cell in cells_of(sweep)
    ]
    found = cells(opened(sweep, made)).values()
    assert [row["place"] for row in found if row["best"]] == [0]
    assert {row["place"] for row in found if row["good"]} == {0, 3, 6}


def test_a_guess_is_a_sign_and_not_the_lowest_colour(sweep):
    made = results(sweep, lambda cell: 0.1 if cell.place == 1 else 0.9)
    app = opened(sweep, made)
    kinds = {row["place"]: row["kind"] for row in cells(app).values()}
    assert {place for place, kind in kinds.items() if kind == "stuck"} == {1}
    assert "no better than guessing" in html_of(app)
    # By the loss, too, where the accuracy beside it is that of a guess.
    control(app, "Judged by").set_value("validation_loss")
    kinds = {row["place"]: row["kind"] for row in cells(again(app)).values()}
    assert {place for place, kind in kinds.items() if kind == "stuck"} == {1}


def test_a_file_of_others_may_have_shares_that_are_none(sweep):
    app = opened(sweep, results(sweep, lambda cell: -0.5 + cell.place))
    assert {row["kind"] for row in cells(app).values()} == {"stuck", "value"}
