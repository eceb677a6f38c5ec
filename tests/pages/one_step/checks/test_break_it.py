"""Break it: what changes nothing here says so, and its button leads where it does."""

import pytest

from mlp_core import one_hot, seeded_parameters, sgd_step
from mlp_core.teaching.lessons.broken_backward import check_broken
from mlp_core.teaching.lessons.mistakes import MISTAKES
from mlp_core.teaching.lessons.visible_mistakes import shows
from pages.one_step.checks import break_it
from tests.pages.shown import buttons, choice, messages, press

RANDOM = "A random start, where it shows"
QUESTION_1 = "Question 1's network from a random start, where it shows"
TWICE = "Take this observation twice"


def texts(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_what_changes_nothing_at_question_1_is_said(open_app):
    quiet = [MISTAKES[key].title for key in ("not_transposed", "sum_for_mean")]
    assert f"2 of these 7 change nothing in this step: {'; '.join(quiet)}." in texts(open_app())
    only = f"1 of these 7 changes nothing in this step: {MISTAKES['sum_for_mean'].title}."
    assert only in texts(open_app(step_start="random"))


@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_every_button_leads_to_where_the_mistake_is_found(open_app, loss):
    app = open_app(step_loss=loss)
    offered = 0
    for key in MISTAKES:
        choice(app, break_it.KEY).set_value([key]).run()
        if "gradients disagree" in messages(app):
            assert not {RANDOM, QUESTION_1, TWICE} & buttons(app)
            continue
        offered += 1
        (label,) = {RANDOM, QUESTION_1, TWICE} & buttons(app)
        press(app, label)
        assert "gradients disagree" in messages(app), key
        # As it was, for the next one.
        if label == TWICE:
            press(app, "Back to one observation")
        else:
            press(app, "Reset to Question 1")
            choice(app, "step_loss").set_value(loss).run()
        assert "gradients disagree" not in messages(app), key
    assert offered >= 2


def test_a_network_whose_shape_hides_a_mistake_is_left_for_question_1s(open_app):
    app = open_app(step_layers="2", step_activation="relu", step_mistakes="not_transposed")
    assert MISTAKES["not_transposed"].obstacle in texts(app)
    assert RANDOM not in buttons(app)
    press(app, QUESTION_1)
    assert "gradients disagree" in messages(app)
    assert app.slider(key="step_layers").value == 4
    assert choice(app, "step_activation").value == "relu"


def test_from_a_digit_a_mistake_is_seen_in_question_1s_network(open_app):
    app = open_app(step_mode="real digit", step_mistakes="not_transposed")
    press(app, QUESTION_1)
    assert choice(app, "step_mode").value == "own network"
    assert "gradients disagree" in messages(app)


def test_one_mistake_that_is_seen_does_not_hide_another_that_is_not(open_app):
    app = open_app(step_mistakes="wrong_sign,not_transposed")
    assert "A symmetric W is its own transpose" in texts(app)
    assert RANDOM in buttons(app)


def test_the_digits_rate_and_shapes_are_tried_by_themselves(digits):
    step = sgd_step(
        digits.X_test[0], one_hot(digits.y_test[0], 10), *seeded_parameters((64, 16, 10), 0), 0.01
    )
    for key in MISTAKES:
        assert shows(step, key) == (not check_broken(step, [key]).passed)
