"""The section A row: the row of the address, its answer and the views of it, against the core."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import DATASETS, TrainConfig, forward, load_dataset, predict, softmax
from mlp_core.experiments.findings.seed_groups import seed_group
from mlp_core.inspection.row.change import another_answer, smallest_change
from mlp_core.inspection.row.gradient import input_gradient
from mlp_core.inspection.row.question import question
from mlp_core.inspection.row.reading import read
from pages.inspect.row.shown import VIEWS
from tests import every_set
from tests.pages.kept import trained
from tests.pages.shown import chart_rows, choice, messages, press
from tests.patience import PATIENCE_SECONDS

CONFIG = TrainConfig((64, 12, 10), learning_rate=0.01, epochs=4, batch_size=32)
HERE = [name for name in every_set.NAMES if DATASETS[name].remote is None]


def words(app):
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def network_of(store, run_id):
    run = store.load(run_id)
    data = run.config.source.load(run.config.scaling)
    return run.config, data, store.parameters(run_id, len(run.scores))


@pytest.mark.parametrize("name", HERE)
def test_every_view_of_every_set(open_app, store, name):
    (run_id,) = trained(store, every_set.small_config(name))
    app = open_app("inspect", run=run_id, section="row", row="2")
    for part in ("test", "train"):
        choice(app, "row_part").set_value(part).run()
        for view in VIEWS:
            choice(app, "row_view").set_value(view).run()
            assert not app.exception
            assert app.number_input(key="row").value == 2
            assert "the network" in words(app)
    app.number_input(key="epoch").set_value(0).run()
    assert not app.exception


@pytest.mark.parametrize("row", [0, 7, 19])
def test_the_answer_is_the_networks(open_app, store, row):
    (run_id,) = trained(store, CONFIG)
    config, data, network = network_of(store, run_id)
    app = open_app("inspect", run=run_id, section="row", row=str(row))
    shares = softmax(forward(data.X_test[row], *network, config.activation)[0])
    named = int(shares.argmax())
    text = words(app)
    assert f"the network names class **`{named}`**, with {100 * shares[named]:.2f} %." in text
    truth = data.y_test[row]
    right = "That is right." if named == truth else f"That is wrong: it is of class **`{truth}`**."
    assert right in text
    bars = chart_rows(app, "is")
    np.testing.assert_allclose([bar["figure"] for bar in bars], shares)
    assert [bar["class"] for bar in bars if bar["is"] == "named"] == [str(named)]


def test_what_speaks_adds_up(open_app, store):
    (run_id,) = trained(store, CONFIG)
    config, data, network = network_of(store, run_id)
    app = open_app("inspect", run=run_id, section="row", row="5", row_view="why")
    z = forward(data.X_test[5], *network, config.activation)[0]
    named = int(z.argmax())
    chosen = next(box for box in app.selectbox if box.label.startswith("Why"))
    other = chosen.value
    terms = chart_rows(app, "term")
    assert sum(term["term"] for term in terms) == pytest.approx(z[named] - z[other])
    assert terms[-1]["label"] == "bias"
    chosen.set_value((other + 1) % 10 if (other + 1) % 10 != named else (other + 2) % 10).run()
    new = next(box for box in app.selectbox if box.label.startswith("Why")).value
    terms = chart_rows(app, "term")
    assert sum(term["term"] for term in terms) == pytest.approx(z[named] - z[new])


def test_a_mistake_is_asked_against_the_truth_and_the_next_one_is_found(open_app, store):
    (run_id,) = trained(store, replace(CONFIG, epochs=2))
    config, data, network = network_of(store, run_id)
    wrong = np.flatnonzero(predict(data.X_test, *network, config.activation) != data.y_test)
    app = open_app("inspect", run=run_id, section="row")
    press(app, "Next mistake")
    row = wrong[wrong > 0][0]
    assert app.number_input(key="row").value == row
    assert app.query_params["row"] == str(row)
    assert "That is wrong" in words(app)
    asked = next(box for box in app.selectbox if box.label.startswith("Why"))
    assert asked.value == data.y_test[row]


def test_where_all_are_right_it_says_so(open_app, store):
    config = every_set.small_config("wine", epochs=80, learning_rate=0.1)
    (run_id,) = trained(store, config)
    config, data, network = network_of(store, run_id)
    right = predict(data.X_test, *network, config.activation) == data.y_test
    assert right.all()
    app = open_app("inspect", run=run_id, section="row", row="3")
    press(app, "Next mistake")
    assert f"Every one of these {data.words.rows} is right." in words(app)
    assert app.number_input(key="row").value == 3


def test_what_would_change_it_is_the_cores_step(open_app, store):
    (run_id,) = trained(store, CONFIG)
    config, data, network = network_of(store, run_id)
    app = open_app("inspect", run=run_id, section="row", row="5", row_view="change")
    wanted = next(box for box in app.selectbox if box.label == "Towards").value
    reading = read(config, data, network, data.X_test[5])
    c = question(data, config.loss, 10, wanted, reading.named)
    gradient = input_gradient(network, config.activation, data.X_test[5], c).gradient
    found = smallest_change(
        config, data, network, data.X_test[5], gradient, another_answer(reading)
    )
    assert f"changes {found.n_changed} of 64 pixels" in words(app)
    assert f"Then it names class **`{found.after.named}`**" in words(app)


def test_dead_units_let_no_gradient_through(open_app, store):
    config = TrainConfig((64, 50, 10), 0.1, 2, activation="relu")
    (run_id,) = trained(store, config)
    app = open_app("inspect", run=run_id, section="row", row_view="change")
    assert "No gradient comes through" in messages(app)
    app = open_app("inspect", run=run_id, section="row", row_view="way")
    assert "0 of 50 units answer to it" in words(app)


def test_an_even_start_lies_at_the_kink(open_app, store):
    config = TrainConfig((64, 3, 10), 0.01, 1, activation="relu", init_scale=0.0)
    (run_id,) = trained(store, config)
    app = open_app("inspect", run=run_id, section="row", row_view="change", epoch="0")
    assert "The z of unit 1 of layer 1, unit 2 of layer 1, unit 3 of layer 1 lies" in messages(app)


def test_over_epochs_the_changes_are_those_of_the_answers(open_app, store):
    (run_id,) = trained(store, replace(CONFIG, epochs=6))
    config, data, _ = network_of(store, run_id)
    for row in range(6):
        app = open_app("inspect", run=run_id, section="row", row=str(row), row_view="epochs")
        lines = chart_rows(app, "series")
        ends = [line for line in lines if line["epoch"] == 6]
        z = forward(data.X_test[row], *store.parameters(run_id, 6), config.activation)[0]
        for line in ends:
            assert line["figure"] == pytest.approx(softmax(z)[int(line["series"])])
        assert {line["epoch"] for line in lines} == set(range(7))


def test_seeds_that_are_kept_are_counted_and_others_trained(open_app, store):
    (run_id,) = trained(store, CONFIG)
    app = open_app("inspect", run=run_id, section="row", row="4", row_view="seeds")
    assert "Of 1 network so far each at its end, **1 of 1** names class" in words(app)
    app.number_input(key="row_seeds").set_value(3).run()
    press(app, "Train with 2 other seeds")
    assert app.session_state["seeds_of_a_row"].wait(PATIENCE_SECONDS)
    app.run()
    config, data, _ = network_of(store, run_id)
    runs = [one.run for one in store.summaries()]
    assert {seed_group(run) for run in runs} == {run_id}
    assert sorted(run.config.seed for run in runs) == [0, 1, 2]
    classes = [
        int(predict(data.X_test[[4]], *store.parameters(run.id, 4), config.activation)[0])
        for run in runs
    ]
    for named in set(classes):
        assert f"**{classes.count(named)} of 3** name class `{named}`" in words(app)
    assert "Train with" not in "".join(button.label for button in app.button)


def test_what_is_unlike_is_told(open_app, store):
    # Trained on few columns' worth of wine, a row far from all: the loneliest test row.
    (run_id,) = trained(store, CONFIG)
    app = open_app("inspect", run=run_id, section="row", row="0")
    assert "It is like the training images" in words(app)


def test_the_address_is_mended(open_app, store):
    (run_id,) = trained(store, CONFIG)
    app = open_app("inspect", run=run_id, section="row", row="99999")
    assert app.number_input(key="row").value == len(load_dataset("digits").y_test) - 1
    app = open_app("inspect", run=run_id, section="row", row_view="nothing", row="-4")
    assert "row_view is `nothing`" in messages(app)
    assert "row is `-4`, outside 0 to" in messages(app)


def test_without_a_hidden_layer_a_term_is_of_an_input(open_app, store):
    bare, deep = trained(store, replace(CONFIG, units=(64, 10), epochs=1), CONFIG)
    of_an_input = "A term is an input of the row, times its weight to the outputs"
    assert of_an_input in words(open_app("inspect", run=bare, section="row", row_view="why"))
    text = words(open_app("inspect", run=deep, section="row", row_view="why"))
    assert "A term is what a unit of the last hidden layer makes of the row, times" in text
