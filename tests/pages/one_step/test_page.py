"""The One step page: entries good and bad, steps forward and back, check and download."""

import csv
import io

import pytest

from mlp_core import check_gradients, constant_parameters, sgd_step
from mlp_core.task_options import OPTIONS
from pages.one_step import modes
from pages.one_step.address import address
from pages.one_step.checks import break_it
from pages.one_step.entries import shelf, stops
from pages.one_step.entries.real_data import Asked
from pages.one_step.step import diagram
from pages.one_step.step.download import step_csv
from tests.pages.shown import chart_data, messages, press, table

LOSS_CHART = 0


def loss_before(app) -> str:
    return app.metric[1].value


@pytest.mark.parametrize(
    ("key", "entry", "sentence"),
    [
        ("step_x", "1, zero, 1, 0", "x[2] is `zero`, which is not a number"),
        ("step_x", "1, , 1, 0", "x[2] is blank"),
        ("step_x", "", "x is empty"),
        ("step_x", "1, inf, 1, 0", "x[2] is `inf`"),
        ("step_x", "1, nan, 1, 0", "x[2] is `nan`"),
        ("step_x", "1, 1e400, 1, 0", "x[2] is `1e400`"),
        ("step_x", "1, 0, 1", "x has 3 numbers, but the input layer has 4 units"),
        ("step_y", "0, 1", "y has 2 numbers, but the output layer has 3 units"),
        ("step_y", "0, " + "9" * 5000 + ", 0", "y[2] is `999"),
        ("step_x", "[1, 0] [1, 0]", "x[2] is `0] [1`, which is not a number"),
        ("step_x", "1_0, 0, 1, 0", "x[1] is `1_0`, which is not a number"),
        ("step_x", "**b**, 0, 1, 0", "x[1] is `**b**`, which is not a number"),
        ("step_x", "$x$ :fire: 1 0", "x[1] is `$x$`, which is not a number"),
        ("step_x", "\x00", "x[1] is ``, which is not a number"),
    ],
)
def test_a_bad_entry_gets_a_sentence_and_the_last_valid_state_stays(open_app, key, entry, sentence):
    app = open_app()
    app.text_input(key="step_x").set_value("1, 1, 1, 1").run()
    valid = loss_before(app)
    app.text_input(key=key).set_value(entry).run()
    field = app.text_input(key=key).label
    assert f"{field}: {sentence}" in messages(app)
    assert loss_before(app) == valid
    assert not app.exception
    assert next(b for b in app.button if b.label == "Take another step").disabled


@pytest.mark.parametrize("x", ["1 0 1 0", "[1, 0, 1, 0]", "1; 0; 1; 0", "(1 0 1 0)"])
def test_vectors_may_be_written_as_people_write_them(open_app, x):
    app = open_app(step_x=x)
    assert not app.error
    assert loss_before(app) == "0.376364"


@pytest.mark.parametrize("y", ["0, 2, 0", "1, 1, 0", "0, 0, 0", "0.5, 0.5, 0", "-1, 2, 0"])
def test_cross_entropy_refuses_a_y_that_is_not_one_hot(open_app, y):
    app = open_app(step_loss="Cross-entropy")
    app.text_input(key="step_y").set_value(y).run()
    assert "Cross-entropy needs a one-hot y" in messages(app)
    assert loss_before(app) == "1.098612"


def test_squared_error_takes_any_y(open_app):
    app = open_app()
    app.text_input(key="step_y").set_value("0.5, -2, 0").run()
    assert not app.error


def test_a_minus_is_read_as_the_page_writes_it(open_app):
    app = open_app(step_x="−1, -1, −.5, 0")
    assert not app.error
    assert table(app, "x (4)")["[1]", "x"] == "-1"


@pytest.mark.parametrize("key", ["step_x", "step_y"])
@pytest.mark.parametrize("text", ["inf", "1e999", "nan, nan, nan", "9" * 400, "9" * 5000, "\x00"])
def test_no_vector_in_an_address_breaks_the_page(open_app, key, text):
    app = open_app(**{key: text})
    assert not app.exception
    assert f"{app.text_input(key=key).label}: " in messages(app)
    assert loss_before(app) == "0.376364"
    app.run()
    assert not app.exception


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("step_rate", "fast", "Learning rate η"),
        ("step_layers", "inf", "Layers, input and output included"),
        ("step_units1", "99", "Hidden 1 units"),
        ("step_units_out", "1e999", "Output units"),
        ("step_loss", "hinge", "Loss"),
        ("step_start", "![i](http://example.invalid/x.png)", "Starting weights and biases"),
        ("step_seed", "-inf", "Seed"),
        ("digit_row", "inf", "Test digit, by row"),
        ("digit_units1", "0", "Units in hidden layer 1"),
    ],
)
def test_a_complaint_about_a_link_begins_with_the_name_on_the_screen(open_app, name, text, label):
    app = open_app(**{name: text})
    assert f"About this link: {label}: {name} is `" in messages(app)


def test_every_control_of_the_address_has_its_name_on_the_screen():
    found = address(Asked())
    named = {key for key in found.rules if key.startswith(("step_", "digit_"))}
    others = {modes.KEY, diagram.EDGES_KEY, break_it.KEY}
    assert found.labels.keys() == (named | {shelf.KEY}) - others


def test_a_bad_entry_in_a_link_leaves_question_1_on_the_page(open_app):
    app = open_app(step_x="1;b", step_units_in="99", step_rate="fast")
    assert "x[2]" in messages(app)
    assert loss_before(app) == "0.376364"


def test_changing_a_layer_fits_x_and_y_to_it(open_app):
    app = open_app()
    app.number_input(key="step_units_in").set_value(2).run()
    app.number_input(key="step_units_out").set_value(5).run()
    assert app.text_input(key="step_x").value == "1, 0"
    assert app.text_input(key="step_y").value == "0, 1, 0, 0, 0"
    assert not app.error


def test_a_layer_added_leaves_output_and_vectors_alone(open_app):
    app = open_app(step_units_out="5", step_y="0, 0, 0, 0, 1", step_x="0, 0, 0, 0")
    app.slider(key="step_layers").set_value(5).run()
    app.number_input(key="step_units1").set_value(6).run()
    assert app.number_input(key="step_units_out").value == 5
    assert app.text_input(key="step_y").value == "0, 0, 0, 0, 1"
    assert app.text_input(key="step_x").value == "0, 0, 0, 0"
    assert not app.error


def test_an_edited_weight_stays_when_another_layer_changes(open_app):
    app = open_app()
    app.session_state["step_W1_0"] = _edit(row=0, column="[·,1]", value="0.5")
    app.run()
    app.number_input(key="step_units2").set_value(2).run()
    assert table(app, "W1 (")["[1,·]", "[·,1]"] == "0.500000"
    assert table(app, "W2 (")["[2,·]", "[·,4]"] == "0.100000"


def test_markdown_in_a_link_is_shown_as_text(open_app):
    app = open_app(step_x="![i](http://example.invalid/x.png),0,1,0")
    assert "`![i](http://example.invalid/x.…`" in messages(app)


@pytest.mark.parametrize("name", ["softmax_cross_entropy", "Cross-entropy"])
def test_a_link_may_name_the_loss_as_the_engine_or_the_page_does(open_app, name):
    assert loss_before(open_app(step_loss=name)) == "1.098612"


@pytest.mark.parametrize("n_layers", [2, 6])
def test_networks_from_no_hidden_layer_to_four(open_app, n_layers):
    app = open_app()
    app.slider(key="step_layers").set_value(n_layers).run()
    assert not app.exception
    assert not app.error
    assert table(app, f"W{n_layers - 1}′")


def test_one_edited_weight_changes_the_step_and_survives_a_page_change(open_app):
    app = open_app()
    app.session_state["step_W1_0"] = _edit(row=0, column="[·,1]", value="0.5")
    app.run()
    assert table(app, "W1 (")["[1,·]", "[·,1]"] == "0.500000"
    edited = loss_before(app)
    app.switch_page("pages/train/page.py").run()
    app.switch_page("pages/one_step/page.py").run()
    assert loss_before(app) == edited != "0.376364"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "W1[1,1] is blank"),
        ("inf", "W1[1,1] is `inf`"),
        ("abc", "W1[1,1] is `abc`, which is not a number"),
        ("0,7", "W1[1,1] is `0,7`, which is not a number"),
    ],
)
def test_a_bad_weight_gets_a_sentence(open_app, value, sentence):
    app = open_app()
    app.session_state["step_W1_0"] = _edit(row=0, column="[·,1]", value=value)
    app.run()
    assert f"Edit single starting weights: {sentence}" in messages(app)
    assert loss_before(app) == "0.376364"


def test_steps_go_on_from_the_updated_parameters_and_back(open_app):
    app = open_app()
    weights, biases = constant_parameters([4, 4, 3, 3], 0.1)
    losses = []
    for _ in range(3):
        step = sgd_step([1, 0, 1, 0], [0, 1, 0], weights, biases, 0.1, "squared_error")
        losses.append(step.loss)
        weights, biases = step.updated_weights, step.updated_biases
        press(app, "Take another step")
    assert app.metric[0].value == "4"
    assert [point["loss"] for point in chart_data(app, LOSS_CHART)][:3] == losses
    press(app, "Back to start")
    assert app.metric[0].value == "1"
    assert loss_before(app) == "0.376364"


def test_a_step_is_one_run_of_the_page(open_app, monkeypatch):
    app = open_app()
    runs = []
    follow = stops.follow_entries
    monkeypatch.setattr(stops, "follow_entries", lambda mode: runs.append(mode) or follow(mode))
    press(app, "Take another step")
    press(app, "Back to start")
    assert len(runs) == 2


def test_editors_of_starting_weights_are_drawn_once_they_are_asked_for(open_app):
    app = open_app()
    assert not app.get("dataframe")
    app.session_state["step_editors"] = True
    app.run()
    assert len(app.get("dataframe")) == 3
    app.session_state["step_W1_1"] = _edit(row=0, column="[·,1]", value="0.5")
    app.session_state["step_editors"] = False
    app.run()
    assert table(app, "W1 (")["[1,·]", "[·,1]"] == "0.500000"
    app.switch_page("pages/train/page.py").run()
    app.switch_page("pages/one_step/page.py").run()
    assert not app.get("dataframe")
    assert table(app, "W1 (")["[1,·]", "[·,1]"] == "0.500000"


def test_question_1_puts_everything_back(open_app):
    app = open_app(step_loss="Cross-entropy", step_rate="0.5", step_layers="3", step_start="Random")
    app.session_state["step_W1_0"] = _edit(row=0, column="[·,1]", value="0.5")
    app.run()
    press(app, "Take another step")
    press(app, "Reset to Question 1")
    assert app.metric[0].value == "1"
    assert loss_before(app) == "0.376364"


def test_a_step_that_cannot_be_followed_is_refused_in_words(open_app):
    # One linear layer: each step multiplies the loss by (1 - η (‖x‖² + 1))², here 4e26.
    app = open_app(step_layers="2", step_rate="10", step_x="1e6, 0, 0, 0")
    while not app.error:
        number = int(app.metric[0].value)
        assert number < 15
        press(app, "Take another step")
    assert "Lower the learning rate" in messages(app)
    assert app.metric[0].value == str(number)
    assert 0 < float(loss_before(app)) < float("inf")


def test_the_gradient_check_names_every_parameter_and_agrees(open_app):
    app = open_app()
    check = check_gradients(
        [1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), "squared_error"
    )
    shown = table(app, "All 47 parameters")
    assert {row for row, _ in shown} == set(check.names)
    assert {shown[name, "verdict"] for name in check.names} == {"agrees"}
    assert "All 47 gradients agree" in messages(app)


def test_the_download_holds_every_number_in_both_formats():
    step = sgd_step(
        [1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1, "squared_error"
    )
    check = check_gradients(step.x, step.y, step.weights, step.biases, "squared_error")
    text = step_csv(step, check)
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(text))}
    assert float(rows["loss"]["value"]) == step.loss
    assert rows["loss"]["displayed"] == "0.376364"
    assert float(rows["grad_W2[3,4]"]["value"]) == step.grad_weights[1][2, 3]
    assert float(rows["updated_b3[2]"]["value"]) == step.updated_biases[2][1]
    n_parameters = 47
    n_units = 4 + 3 + 3
    n_hidden = 4 + 3
    # x, y, grad_x; of each parameter: before, gradient, change, after, two checks; z, grad_z; h,
    # grad_h; terms of the loss; the loss before and after; options
    assert len(rows) == 4 + 3 + 4 + 6 * n_parameters + 2 * n_units + 2 * n_hidden + 3 + 2 + len(
        OPTIONS
    )
    assert rows["grad_W2[3,4]"]["on the page"] == "∂L/∂W2[3,4]"
    assert rows["updated_b3[2]"]["on the page"] == "b3′[2]"
    assert float(rows["complex_step_W1[1,1]"]["value"]) == check.complex_step[0]


def _edit(row: int, column: str, value: str | None) -> dict:
    """The state of a data editor in which one cell was edited."""
    return {"edited_rows": {row: {column: value}}, "added_rows": [], "deleted_rows": []}
