"""The section Units of Inspect: its figures are those of the core, and its address says all."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import LOSSES, TrainConfig, accuracy, load_dataset
from mlp_core.experiments.findings.first_fall import first_fall
from mlp_core.inspection.units.look import Unit, look
from mlp_core.inspection.units.portrait import portrait
from mlp_core.inspection.units.pruning import (
    curve_of_units,
    curve_of_weights,
    order_of_units,
    pruned_weights,
)
from mlp_core.inspection.units.roster import roster
from mlp_core.inspection.units.switching import output_without
from mlp_core.inspection.units.telling import unit_sentences
from mlp_core.number_text import loss, percent, rounded
from pages.inspect.units.orders import ORDERS, in_order
from tests.every_set import NAMES, small_config
from tests.pages.kept import trained
from tests.pages.shown import (
    buttons,
    chart_rows,
    choice,
    html_of,
    messages,
    press,
    table,
)

CONFIG = TrainConfig((64, 6, 5, 10), 0.5, 5, batch_size=32, scaling="min_max", shuffle=True)
EVERY = pytest.mark.parametrize("name", NAMES)


def open_units(open_app, run_id, **query):
    app = open_app("inspect", run=run_id, section="units", **query)
    assert not app.exception
    return app


def seen_of(store, run_id, epoch=None):
    """The look that the page takes, at an epoch or the last."""
    run = store.load(run_id)
    data = run.config.source.load(run.config.scaling)
    parameters = store.parameters(run_id, epoch or run.config.epochs)
    return look(run.config, data, parameters)


def grid(app):
    """The units in the grid, in its order."""
    parts = html_of(app).split('data-cell="')[1:]
    return [part.partition('"')[0] for part in parts]


@pytest.fixture
def run_id(store):
    return trained(store, CONFIG)[0]


def test_the_most_influential_unit_is_shown_first(open_app, store, run_id):
    app, seen = open_units(open_app, run_id), seen_of(store, run_id)
    units = roster(seen, 1)
    expected = [unit.text for unit in in_order(units, "influence")]
    assert grid(app) == expected
    assert app.selectbox(key="unit").value == expected[0]
    assert app.query_params["unit"] == expected[0]
    html = html_of(app)
    for sentence in unit_sentences(seen, units, Unit.read(expected[0])):
        assert sentence in html


@pytest.mark.parametrize("order", ORDERS)
def test_units_are_sorted_by_any_figure(open_app, store, run_id, order):
    app = open_units(open_app, run_id, units_order=order)
    units, (_, of, _, rises) = roster(seen_of(store, run_id), 1), ORDERS[order]
    values = [float(of(units)[Unit.read(text).number - 1]) for text in grid(app)]
    assert values == sorted(values, reverse=not rises)
    assert len(values) == 6


def test_a_unit_of_any_layer_is_shown_by_its_figures(open_app, store, run_id):
    app, seen = open_units(open_app, run_id, unit="2.3"), seen_of(store, run_id)
    drawn = portrait(seen, Unit(2, 3))
    assert grid(app)[0].startswith("2.")
    rows = chart_rows(app, "low")
    assert sum(row["rows"] for row in rows) == len(seen.train.at)
    assert [row["rows"] for row in rows] == list(drawn.histogram.counts)
    outputs = table(app, "Each output, and by what it is less without the unit")
    for k in range(10):
        assert outputs[str(k), "weight"] == rounded(drawn.outgoing[k])
        assert outputs[str(k), "weight × spread"] == rounded(drawn.influence.direct[k])
        assert outputs[str(k), "on average"] == rounded(drawn.influence.mean[k])
    # Another layer begins at its first.
    choice(app, "units_layer").set_value(1).run()
    assert not app.exception
    assert app.selectbox(key="unit").value == grid(app)[0]
    assert grid(app)[0].startswith("1.")


def test_a_unit_is_there_at_every_epoch(open_app, store, run_id):
    app = open_units(open_app, run_id, unit="1.2", epoch="0")
    assert app.selectbox(key="unit").value == "1.2"
    for epoch in (1, 5):
        app.number_input(key="epoch").set_value(epoch).run()
        assert not app.exception
        seen = seen_of(store, run_id, epoch)
        expected = unit_sentences(seen, roster(seen, 1), Unit(1, 2))
        assert all(sentence in html_of(app) for sentence in expected)


def test_switched_off_units_are_of_the_address(open_app, store, run_id):
    app = open_units(open_app, run_id, units_show="off", off="1.2,2.5")
    assert app.multiselect(key="off").value == ["1.2", "2.5"]
    seen = seen_of(store, run_id)
    output = output_without(seen, seen.test, [Unit(1, 2), Unit(2, 5)])
    score = accuracy(seen.dataset.y_test, output.argmax(axis=1))
    cells = table(app, "The network, whole and now")
    assert cells["Test accuracy", "now"] == percent(score)
    whole = accuracy(seen.dataset.y_test, seen.test.output.argmax(axis=1))
    assert cells["Test accuracy", "whole"] == percent(whole)
    labels = np.eye(10)[seen.dataset.y_train]
    train = output_without(seen, seen.train, [Unit(1, 2), Unit(2, 5)])
    terms = LOSSES[CONFIG.loss].terms(train, labels).sum(axis=1)
    assert cells["Training loss", "now"] == loss(float(terms.mean()))
    assert "A is the whole network, B that without these units." in messages(app)
    app.multiselect(key="off").set_value(["1.1"]).run()
    assert app.query_params["off"] == "1.1"
    press(app, "All on")
    assert "off" not in app.query_params
    cells = table(app, "The network, whole and now")
    assert {cells[row, "change"] for row in ("Test accuracy", "Training loss")} == {"–"}
    assert "A is the whole network" not in messages(app)


def test_at_its_mean_a_unit_loses_other_rows(open_app, store, run_id):
    every = ",".join(f"1.{k}" for k in range(1, 7))
    app = open_units(open_app, run_id, units_show="off", off=every, off_at="mean")
    seen = seen_of(store, run_id)
    output = output_without(seen, seen.test, [Unit(1, k) for k in range(1, 7)], "mean")
    score = accuracy(seen.dataset.y_test, output.argmax(axis=1))
    assert table(app, "The network, whole and now")["Test accuracy", "now"] == percent(score)
    # One answer to all rows is far from the whole network.
    assert "that is more than chance explains, and A is better" in messages(app)


def test_a_unit_that_is_looked_at_is_switched_off_with_a_click(open_app, run_id):
    app = open_units(open_app, run_id, unit="2.4")
    press(app, "Switch it off")
    assert app.multiselect(key="off").value == ["2.4"]
    assert app.query_params["units_show"] == "off"


def test_weights_are_pruned_up_to_where_chance_ends(open_app, store, run_id):
    app = open_units(open_app, run_id, units_show="prune", pruned="40")
    seen = seen_of(store, run_id)
    curve, now = curve_of_weights(seen), pruned_weights(seen, 0.4)
    fall = first_fall(
        seen.dataset.y_test, [point.predicted for point in curve.points], are_numbers=False
    )
    before, at = (round(100 * curve.points[k].share) for k in (fall.place - 1, fall.place))
    lead = f"{before} % of the weights can go" if before else f"Not even {at} % of the weights"
    assert lead in html_of(app)
    assert f"with {at} % gone it is {percent(curve.points[fall.place].test.score)}" in html_of(app)
    cells = table(app, "The network, whole and now")
    assert cells["Test accuracy", "now"] == percent(now.test.score)
    rows = chart_rows(app, "score")
    assert [row["score"] for row in rows if row["part"] == "Test rows"] == pytest.approx(
        [100 * point.test.score for point in curve.points]
    )
    marks = {row["says"]: row["share"] for row in chart_rows(app, "says")}
    assert marks == {"first fall beyond chance": 100 * curve.points[fall.place].share, "chosen": 40}


def test_pruned_units_can_be_looked_at_one_by_one(open_app, store, run_id):
    app = open_units(open_app, run_id, units_show="prune", prune="units", pruned="50")
    order = order_of_units(seen_of(store, run_id))
    rows = chart_rows(app, "score")
    curve = curve_of_units(seen_of(store, run_id), order)
    assert [row["share"] for row in rows[::2]] == [100 * point.share for point in curve.points]
    press(app, "See them switched off")
    assert app.multiselect(key="off").value == [unit.text for unit in order[:6]]
    choices = table(app, "The network, whole and now")
    assert choices["Test accuracy", "now"] == percent(curve.points[6].test.score)


def test_units_that_there_are_not_are_told(open_app, run_id):
    app = open_units(open_app, run_id, units_show="off", off="1.2,9.9")
    assert "off has `9.9`, which is not known here: left out." in messages(app)
    assert app.multiselect(key="off").value == ["1.2"]
    app = open_units(open_app, run_id, unit="1.99")
    assert "unit is `1.99`, not one of" in messages(app)


def test_another_run_has_other_units(open_app, store, run_id):
    (other,) = trained(store, replace(CONFIG, units=(64, 3, 10)))
    app = open_units(open_app, run_id, units_show="off", off="2.5,1.3")
    app.selectbox(key="inspect_run").set_value(other).run()
    assert not app.exception
    assert app.multiselect(key="off").value == ["1.3"]
    app = open_units(open_app, run_id, unit="2.5")
    app.selectbox(key="inspect_run").set_value(other).run()
    assert not app.exception
    assert app.selectbox(key="unit").value in ("1.1", "1.2", "1.3")


def test_without_hidden_units_a_sentence_says_so(open_app, store):
    (run_id,) = trained(store, replace(CONFIG, units=(64, 10)))
    app = open_units(open_app, run_id)
    assert "This network has no hidden units" in messages(app)
    assert "Switch it off" not in buttons(app)


@EVERY
@pytest.mark.parametrize("view", ["unit", "off", "prune"])
def test_every_set(open_app, store, server, name, view):
    server.fetch_all()
    (run_id,) = trained(store, small_config(name))
    known = {"off": {"off": "1.2"}, "prune": {"prune": "units", "pruned": "40"}}.get(view, {})
    app = open_units(open_app, run_id, units_show=view, **known)
    assert "About this link" not in messages(app)
    assert "Nothing" not in messages(app)


def test_one_logistic_output(open_app, store):
    data = load_dataset("breast_cancer", "standard")
    config = TrainConfig(
        (data.n_features, 5, 1), 0.05, 2, batch_size=16, loss="logistic_cross_entropy",
        dataset="breast_cancer", scaling="standard",
    )  # fmt: skip
    (run_id,) = trained(store, config)
    for view in ("unit", "off", "prune"):
        app = open_units(open_app, run_id, units_show=view)
        assert not messages(app)


def test_the_way_to_one_step_is_the_row_that_excites_it_most(open_app, store, run_id):
    app, seen = open_units(open_app, run_id, unit="1.4", epoch="2"), seen_of(store, run_id, 2)
    press(app, "Open the image that excites it most in One step")
    row = portrait(seen, Unit(1, 4)).most[0]
    assert app.title[0].value.startswith("One step")
    assert app.number_input(key="digit_row").value == row
    assert app.number_input(key="digit_epoch").value == 2
    assert app.text_input(key="cell").value == "h1[4]"
    largest = float(seen.train.h[0][:, 3].max())
    assert app.query_params["digit_part"] == "train"
    assert f"{largest:.3f}"[:4] in html_of(app)
