"""Tasks taken into the controls as they are, and weights that a link carries to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import seeded_parameters
from mlp_core.task import Task
from mlp_core.teaching.shelf.table import SHELF
from pages.one_step import modes
from pages.one_step.entries import given, inputs, options
from pages.one_step.entries.exercise import question_1
from tests.mlp_core.tasks import random_task
from tests.pages.conftest import APP
from tests.pages.shown import messages, press
from tests.patience import PATIENCE_SECONDS

MAZUR = replace(SHELF["mazur"].task, loss="squared_error", bias="learned")


@pytest.fixture
def take(monkeypatch):
    """Takes a task into an app's page, as a callback would: before any control is drawn."""
    choose, waiting = modes.choose, []

    def before(data):
        while waiting:
            inputs.take(waiting.pop())
        return choose(data)

    monkeypatch.setattr(modes, "choose", before)

    def taken(app: AppTest, task: Task) -> AppTest:
        waiting.append(task)
        return app.run()

    return taken


def task_on(app: AppTest) -> Task:
    return app.session_state[modes.walk(modes.OWN)].task


def address_of(app: AppTest) -> dict[str, str]:
    return {
        name: text if isinstance(text, str) else text[0] for name, text in app.query_params.items()
    }


def as_said(task: Task) -> Task:
    """``task`` as the controls say it: one name for activations that are all alike, and options
    without a say at their defaults."""
    names = task.objective.activations
    alike = names[0] if len(set(names)) == 1 else names or "tanh"
    with_a_say = task.settings | {"n_rows": task.n_rows}
    silent = {
        name: options.OPTIONS[name].default
        for name in options.KEYS
        if not options.has_a_say(name, with_a_say)
    }
    return replace(task, activation=alike, **silent)


@pytest.mark.parametrize("seed", range(8))
def test_a_task_is_taken_exactly_and_its_address_leads_to_it(take, seed):
    task = random_task(seed)
    app = take(AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS), task)
    assert not app.exception
    assert task_on(app) == as_said(task)
    again = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
    for name, text in address_of(app).items():
        again.query_params[name] = text
    again.run()
    assert task_on(again) == as_said(task)


def test_a_task_takes_the_place_of_edits_and_question_1_that_of_a_task(open_app, take):
    app = open_app()
    app.session_state["step_W1_0"] = _edit("0.7")
    app.run()
    take(app, MAZUR)
    assert not app.exception
    assert task_on(app) == MAZUR
    press(app, "Reset to Question 1")
    assert task_on(app) == question_1()
    assert not address_of(app)


def test_a_network_that_the_controls_cannot_say_changes_nothing(take):
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).run()
    parameters = seeded_parameters((9, 2), 0)
    with pytest.raises(ValueError, match="Layer sizes are"):
        inputs.take(Task([1.0] * 9, [0.0, 1.0], *parameters, 0.1))
    assert task_on(app.run()) == question_1()


def test_an_edited_weight_travels(open_app):
    app = open_app(step_start="random", step_seed="3")
    app.session_state["step_W1_0"] = _edit("0.12345678901234567")
    app.run()
    shown = task_on(app)
    again = open_app(**address_of(app))
    assert task_on(again) == shown
    # Edited again, both edits travel.
    again.session_state["step_W2_0"] = _edit("-1e-300")
    again.run()
    W1, W2, _ = task_on(open_app(**address_of(again))).weights
    assert (W1[0, 0], W2[0, 0]) == (0.12345678901234567, -1e-300)


def test_given_by_hand_is_what_is_there_and_is_there_again(open_app):
    app = open_app(step_start="random", step_seed="3")
    start = task_on(app)
    choice_of_start(app).set_value("given").run()
    assert task_on(app) == start
    app.session_state["step_W1_0"] = _edit("0.5")
    app.run()
    given_weights = task_on(app)
    assert given_weights.weights[0][0, 0] == 0.5
    choice_of_start(app).set_value("constant").run()
    assert (task_on(app).weights[0] == 0.1).all()
    choice_of_start(app).set_value("given").run()
    assert task_on(app) == given_weights


def test_given_weights_are_cut_or_filled_up_to_other_sizes(open_app, take):
    app = take(open_app(), MAZUR)
    app.number_input(key="step_units1").set_value(3).run()
    W1, W2 = task_on(app).weights
    assert np.array_equal(W1, [[0.15, 0.2], [0.25, 0.3], [0, 0]])
    assert np.array_equal(W2, [[0.4, 0.45, 0], [0.5, 0.55, 0]])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a", "The link was c"),
        ("![x](http://example.invalid)", "This is no link of an exercise"),
        ("b" * 20, "version b"),
        (given.RULE.write(((((1e7,),),), ((0.0,),))), "Write a number between"),
        (given.RULE.write(((((1.0,) * 9,),), ((0.0,),))), "Layer 1 has 9"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_the_page_opens(open_app, text, sentence):
    app = open_app(step_given=text)
    assert sentence in messages(app)
    assert "About this link: Given weights" in messages(app)
    assert task_on(app) == question_1()


def choice_of_start(app: AppTest):
    return next(group for group in app.get("button_group") if group.key == "step_start")


def _edit(value: str) -> dict:
    """The state of a data editor whose first weight was edited."""
    return {"edited_rows": {0: {"[·,1]": value}}, "added_rows": [], "deleted_rows": []}


def test_mazur_walks_ten_thousand_steps_and_back(open_app, take):
    app = take(open_app(), replace(MAZUR, bias="frozen", loss="logistic_squared_error"))
    assert app.metric[1].value == "0.298371"
    app.number_input(key="step_many").set_value(10_000).run()
    press(app, "Take 10,000 steps")
    walk = app.session_state[modes.walk(modes.OWN)]
    assert walk.shown == walk.last == 10_001
    assert f"{walk.step().loss:.8e}" == "3.51018778e-05"
    app.number_input(key="step_shown").set_value(1).run()
    assert (app.metric[0].value, app.metric[1].value) == ("1", "0.298371")
    assert f"{app.session_state[modes.walk(modes.OWN)].step().loss:.9f}" == "0.298371109"
