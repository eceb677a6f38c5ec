"""The controls of a task's options: which are there, what they make, and what a link says."""

from dataclasses import replace

import pytest

from mlp_core import LOSSES
from mlp_core.task_options import OPTIONS
from pages.one_step.entries import observations, options, outputs
from pages.one_step.entries.exercise import question_1
from tests.pages.one_step.entries.test_given import task_on
from tests.pages.shown import choice, messages

XOR = {
    "step_layers": "3",
    "step_units_in": "2",
    "step_units1": "2",
    "step_units_out": "1",
    "step_n_rows": "4",
    "step_x": "0, 0\n0, 1\n1, 0\n1, 1",
    "step_y": "0\n1\n1\n0",
    "step_order": "one by one",
}


def control(app, key: str):
    groups = (app.number_input, app.selectbox, app.toggle, app.text_area, app.text_input)
    return next((w for group in groups for w in group if w.key == key), None)


def shown(app) -> set[str]:
    return {name for name, key in options.KEYS.items() if control(app, key) is not None}


def test_question_1_shows_the_options_that_have_a_say_in_it(open_app):
    assert shown(open_app()) == {"half", "bias", "optimizer", "momentum", "alpha"}


def test_a_solver_shows_its_own(open_app):
    app = open_app(step_optimizer="adam")
    assert shown(app) == {"half", "bias", "optimizer", "beta_1", "beta_2", "epsilon", "alpha"}
    control(app, "step_optimizer").set_value("sgd").run()
    control(app, "step_momentum").set_value(0.9).run()
    control(app, "step_nesterovs_momentum").set_value(True).run()
    assert task_on(app).method == "nesterov"


def test_options_of_rows_are_there_where_there_are_rows(open_app):
    app = open_app(**XOR)
    assert "order" in shown(app)
    assert "rows" not in shown(app)
    task = task_on(app)
    assert task.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert task.order == "one by one"


def test_another_number_of_rows_fits_the_texts(open_app):
    app = open_app(**XOR)
    control(app, "step_n_rows").set_value(2).run()
    assert control(app, "step_x").value == "0, 0\n0, 1"
    control(app, "step_n_rows").set_value(1).run()
    assert control(app, "step_y").value == "0"
    assert task_on(app).x.shape == (2,)
    assert not app.error


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("step_x", "0, 0\n0, 1\n1, b\n1, 1", "Input x: x[3,2] is `b`"),
        ("step_x", "0, 0\n0, 1", "Input x: x has 2 lines, but there are 4 rows"),
        ("step_y", "0\n1\n1, 1\n0", "Target y: y[3] has 2 numbers"),
    ],
)
def test_a_bad_row_is_named(open_app, key, text, sentence):
    app = open_app(**XOR)
    control(app, key).set_value(text).run()
    assert sentence in messages(app)
    assert task_on(app).n_rows == 4


def test_a_choice_of_unit_or_loss_moves_the_other_to_what_is_legal(open_app):
    app = open_app()
    for unit in outputs.UNITS:
        control(app, outputs.UNIT).set_value(unit).run()
        assert not app.exception
        assert LOSSES[task_on(app).loss].unit == unit
    control(app, outputs.UNIT).set_value("logistic").run()
    for measure in {loss.measure for loss in LOSSES.values() if loss.unit == "logistic"}:
        choice(app, outputs.KEY).set_value(outputs.loss_of("logistic", measure)).run()
        assert (LOSSES[task_on(app).loss].unit, LOSSES[task_on(app).loss].measure) == (
            "logistic",
            measure,
        )
    control(app, outputs.UNIT).set_value("tanh").run()
    choice(app, outputs.KEY).set_value("softmax_cross_entropy").run()
    assert control(app, outputs.UNIT).value == "softmax"


def test_layers_have_an_activation_each_where_it_is_asked_for(open_app):
    app = open_app(step_each="true", step_activation1="relu")
    assert task_on(app).activation == ("relu", "tanh")
    control(app, "step_activation2").set_value("gelu").run()
    assert task_on(app).activation == ("relu", "gelu")


def test_any_learning_rate_can_be_typed(open_app):
    app = open_app()
    control(app, "step_rate_typed").set_value(0.35).run()
    assert task_on(app).learning_rate == 0.35
    assert app.select_slider(key="step_rate").value == 0.35
    assert app.query_params["step_rate"] in ("0.35", ["0.35"])


def test_every_option_has_a_control_a_rule_and_a_label():
    assert options.KEYS.keys() | set(options.ELSEWHERE) == OPTIONS.keys()
    assert options.LINK_RULES.keys() == options.LABELS.keys() == options.DEFAULTS.keys()


@pytest.mark.parametrize(
    ("loss", "y", "ends"),
    [
        ("logistic_squared_error", "2, 0, 1", "y has 2, and this output unit reaches 0 to 1"),
        ("tanh_squared_error", "0, -1.5, 1", "y has −1.5, and this output unit reaches −1 to 1"),
        ("relu_squared_error", "9, -0.1, 1", "y has −0.1, and this output unit reaches 0 or more"),
        ("tanh_squared_error", "-1, 0, 1", ""),
        ("logistic_squared_error", "0, 0.5, 1", ""),
        ("squared_error", "-1e6, 0, 1e6", ""),
        ("softmax_cross_entropy", "0, 0, 1", ""),
        ("poisson", "0, 7, 1", ""),
    ],
)
def test_a_target_out_of_reach_is_told_and_taken(loss, y, ends):
    task = replace(question_1(), loss=loss, y=[float(text) for text in y.split(",")])
    sentence = observations.out_of_reach(task)
    assert sentence.startswith(ends)
    assert bool(sentence) == bool(ends)


def test_a_target_out_of_reach_is_on_the_page(open_app):
    app = open_app(step_loss="logistic_squared_error", step_y="2, 0, 1")
    assert "y has 2, and" in messages(app)
    # Above what the page tells of the step, not below all of it.
    shown = [element.type for element in app.main]
    assert shown.index("info") < shown.index("metric")
    assert task_on(app).y.tolist() == [2, 0, 1]
