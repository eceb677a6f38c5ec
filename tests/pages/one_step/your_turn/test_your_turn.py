"""Your turn under AppTest: fields, marks, hints, links and hand-outs."""

import json
import re

import pytest

from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.links import from_query, to_query
from mlp_core.teaching.exercise.problems import ProblemSpec
from mlp_core.teaching.worksheet.markdown import key_markdown, worksheet_markdown
from mlp_core.teaching.worksheet.notebook import key_notebook
from tests.pages.shown import choice, html_of, messages, press, table, tables

TURN = {"step_mode": "your turn"}
SPEC = ProblemSpec(units=(2, 2, 2), seed=5, blanks=("z1", "h1", "loss"))


@pytest.fixture
def open_exercise(open_app):
    def opener(spec=SPEC, **more):
        return open_app(**TURN, **to_query(spec), **more)

    return opener


def fields(app) -> list[str]:
    html = html_of(app)
    return re.findall(r'<input data-answer="(.*?)"', html)


def answer(app, texts: dict[str, str]) -> None:
    """What the browser sends when fields are left."""
    form = f"2-2-2 1 {hash(draw_problem(SPEC).task)}"
    app.session_state["turn_answers"] = {form: texts}
    app.run()
    assert not app.exception


def score(app) -> str:
    return app.get("progress")[0].proto.text


def test_the_blanked_stages_are_fields_and_nothing_gives_them_away(open_exercise):
    app = open_exercise()
    expected = [f"{name}[{i}]" for i in (1, 2) for name in ("z1", "h1")] + ["loss"]
    assert sorted(fields(app)) == sorted(expected)
    step = draw_problem(SPEC).step()
    html = html_of(app)
    latex = "".join(element.value for element in app.get("latex"))
    for secret in (*step.h[0], step.loss, *step.loss_terms):
        assert f"{secret:.6f}" not in html
        assert f"{secret:.4g}" not in latex
    # What was not blanked is there.
    assert f">{step.grad_z[-1][0]:.6f}<" in html


@pytest.mark.parametrize(
    ("loss", "blank", "secrets"),
    [
        ("squared_error", "grad_W2", {"change_W2"}),
        ("squared_error", "updated_b1", {"change_b1"}),
        ("squared_error", "z2", {"loss_terms"}),
        ("squared_error", "grad_z1", {"grad_x"}),
        ("softmax_cross_entropy", "probabilities", {"loss_terms"}),
        ("softmax_cross_entropy", "loss", {"loss_terms"}),
        ("softmax_cross_entropy", "grad_z2", set()),
    ],
)
def test_numbers_beside_a_blank_that_would_give_it_away_are_hidden(
    open_exercise, loss, blank, secrets
):
    spec = ProblemSpec(units=(2, 2, 2), seed=5, loss=loss, blanks=(blank,))
    app = open_exercise(spec)
    html = html_of(app)
    for name in ("loss_terms", "grad_x", "change_W1", "change_b1", "change_W2", "change_b2"):
        shown = set(re.findall(rf'data-cell="{name}\[[^>]*>(.*?)<', html))
        assert (shown == {"?"}) == (name in secrets), name


def test_answers_are_marked_and_followed_through(open_exercise):
    app = open_exercise()
    step = draw_problem(SPEC).step()
    z, h = step.z[0], step.h[0]
    answer(app, {"z1[1]": f"{z[0]:.4f}".replace(".", ","), "z1[2]": f"{-z[1]:.4f}"})
    assert score(app) == "1 of 5 right · 1 to look at again"
    answer(app, {"z1[1]": f"{z[0]:.4f}", "z1[2]": f"{-z[1]:.4f}", "h1[2]": f"{-h[1]:.4f}"})
    assert score(app) == "2 of 5 right, 1 of them follows from an earlier slip · 1 to look at again"


def test_all_right_is_said(open_exercise):
    app = open_exercise()
    values = draw_problem(SPEC).step().values()
    texts = {
        f"{name}[{i}]": repr(float(v))
        for name in ("z1", "h1")
        for i, v in enumerate(values[name], start=1)
    }
    answer(app, texts | {"loss": repr(values["loss"])})
    assert "All done" in messages(app)


def test_hints_come_one_by_one(open_exercise):
    app = open_exercise()
    app.session_state["turn_cell"] = "h1[1]"
    app.run()
    problem = draw_problem(SPEC)

    def bar() -> str:
        body = next(e.proto.body for e in app.get("html") if e.proto.body.startswith("<section"))
        return re.sub("<[^>]*>", " ", body)

    assert "tanh" not in bar()
    for expected in ("tanh z1[1]", "tanh", repr(float(problem.step().h[0][0]))):
        app.button(key="turn_hint").click().run()
        assert expected in bar()
    assert not any(button.key == "turn_hint" for button in app.button)


def test_a_teachers_link_hides_what_it_says(open_exercise):
    spec = ProblemSpec(units=(2, 2, 2), seed=5, hidden=("seed", "units", "answers", "worksheet"))
    app = open_exercise(spec)
    keys = {widget.key for widget in (*app.number_input, *app.text_input)}
    assert "turn_seed_field" not in keys
    assert "turn_units_field" not in keys
    assert {"Worksheet to print", "Link for a class"}.isdisjoint(
        {expander.label for expander in app.expander}
    )
    # It stays so when another control is moved.
    loss = app.selectbox(key="turn_loss_field")
    loss.set_value("softmax_cross_entropy").run()
    assert "turn_seed_field" not in {widget.key for widget in app.number_input}
    assert ",".join(spec.hidden) in app.query_params["turn_hide"]


def test_a_bad_link_says_what_it_left_out(open_app):
    bad = {"turn_units": "2-99-2", "turn_seed": "-4", "turn_loss": "<script>", "turn_blank": "q"}
    app = open_app(**TURN, **bad)
    assert not app.exception
    text = messages(app)
    for name in bad:
        assert name in text


def test_layer_sizes_are_typed_and_checked(open_exercise):
    app = open_exercise()
    app.text_input(key="turn_units_field").set_value("3-4-2").run()
    assert not app.warning
    assert any(caption.startswith("W1") and "(4 × 3)" in caption for caption, _ in tables(app))
    app.text_input(key="turn_units_field").set_value("three").run()
    assert "Layer sizes are `three`" in messages(app)
    # The exercise stays.
    assert any(caption.startswith("W1") and "(4 × 3)" in caption for caption, _ in tables(app))


def test_an_exercise_can_be_question_1(open_exercise):
    app = open_exercise()
    choice(app, "turn_numbers_field").set_value("question_1").run()
    assert not app.exception
    assert not app.warning
    assert any(caption.startswith("W1 (4 × 4)") for caption, _ in tables(app))
    assert table(app, "η")["learning rate", "η"] == "0.1"
    assert table(app, "x")["[3]", "x"] == "1"
    # The stages that were blank are blank here, and only the loss can be chosen.
    assert "z1[4]" in fields(app)
    assert not {widget.key for widget in (*app.number_input, *app.text_input)}
    assert app.query_params["turn_numbers"] == "question_1"
    assert "turn_units" not in app.query_params
    app.selectbox(key="turn_loss_field").set_value("softmax_cross_entropy").run()
    assert any(caption.startswith("W1 (4 × 4)") for caption, _ in tables(app))
    choice(app, "turn_numbers_field").set_value("drawn").run()
    assert app.text_input(key="turn_units_field").value == "2-2-2"
    assert app.number_input(key="turn_seed_field").value == 5
    assert app.selectbox(key="turn_loss_field").value == "softmax_cross_entropy"


@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_question_1_comes_by_link(open_exercise, loss):
    app = open_exercise(ProblemSpec(loss=loss, blanks=("loss",), numbers="question_1"))
    assert not app.warning
    assert fields(app) == ["loss"]
    assert table(app, "z3")["[1]", "z3"] == "0.163961"


def test_a_complaint_about_a_link_names_the_field(open_app):
    app = open_app(**TURN, turn_units="2-99-2", turn_numbers="question_7")
    assert "Layer sizes: turn_units is `2-99-2`" in messages(app)
    assert "Numbers: turn_numbers is `question_7`" in messages(app)


def test_cross_entropy_gets_a_second_output_and_says_so(open_exercise):
    app = open_exercise(ProblemSpec(units=(2, 2, 1)))
    app.selectbox(key="turn_loss_field").set_value("softmax_cross_entropy").run()
    assert "Layer sizes are 2-2-2 now: cross-entropy needs two output units" in messages(app)
    app.text_input(key="turn_units_field").set_value("3, 1").run()
    assert "Layer sizes are 3-2 now" in messages(app)
    assert app.text_input(key="turn_units_field").value == "3-2"
    app.text_input(key="turn_units_field").set_value("3, 3").run()
    assert not app.warning


def test_new_numbers_start_anew(open_exercise):
    app = open_exercise()
    answer(app, {"z1[1]": "1"})
    app.number_input(key="turn_seed_field").set_value(6).run()
    assert score(app) == "0 of 5 right"


def test_the_hand_outs_hold_the_same_numbers():
    problem, step = draw_problem(SPEC), draw_problem(SPEC).step()
    assert f"{step.loss:.6f}" in key_markdown(problem)
    assert f"{step.loss:.6f}" not in worksheet_markdown(problem)
    assert json.loads(key_notebook(problem))["nbformat"] == 4


def test_the_network_of_the_page_becomes_an_exercise(open_app):
    app = open_app(step_loss="logistic_squared_error", step_y="0.2, 0.9, 0.5", step_start="random")
    press(app, "Your turn on this network")
    assert choice(app, "step_mode").value == "your turn"
    assert choice(app, "turn_numbers_field").value == "given"
    assert _said(app)["turn_numbers"] == "given"
    given = _said(app)
    spec, complaints = from_query(given)
    assert not complaints
    assert spec.task.loss == "logistic_squared_error"
    assert {"prediction", "slope3", "grad_prediction"} <= {*spec.blanks}
    # Back to numbers of a seed, and to these again.
    choice(app, "turn_numbers_field").set_value("drawn").run()
    assert _said(app)["turn_seed"] == "0"
    choice(app, "turn_numbers_field").set_value("given").run()
    assert _said(app)["turn_task"] == given["turn_task"]
    assert not app.exception


def _said(app) -> dict[str, str]:
    texts = app.query_params.items()
    return {name: text if isinstance(text, str) else text[0] for name, text in texts}
