"""The boxes of the page that take a network as text and give it back."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core.task import Task
from mlp_core.teaching.given import links
from mlp_core.teaching.given.writing import write_text
from pages.one_step.entries import inputs
from pages.one_step.entries.completing import arguments_of, completed, left_open
from pages.one_step.entries.copying import link_of
from pages.one_step.entries.exercise import question_1
from pages.one_step.entries.preset import QUESTION_1
from pages.shared.links.rules import read_link
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.given.exercises import MAZUR
from tests.mlp_core.teaching.given.formats import FORMATS
from tests.mlp_core.teaching.given.test_hostile import pastes
from tests.pages.shown import buttons, choice, messages, press
from tests.patience import PATIENCE_SECONDS

# Published for this network with logistic units: the loss before the first step.
MAZUR_LOSS = 0.298371109
LOGISTIC = {"loss": "logistic_squared_error", "activation": "logistic"}
MAZUR_TASK = Task(**MAZUR, **LOGISTIC)
WALK = "step_walk_own network"


def box_alone() -> None:
    """The box without the page around it, where it is the text that is tried."""
    from pages.one_step.entries import paste
    from pages.one_step.entries.exercise import question_1

    paste.show(question_1())


def read(app: AppTest, text: str, **options: object) -> None:
    """Let the box hold ``text``, and choose what the text does not say."""
    app.session_state["paste_text"] = text
    app.run()
    for name, value in options.items():
        kind = app.number_input if name == "learning_rate" else app.selectbox
        kind(key=f"paste_option_{name}").set_value(value)
    if options:
        app.run()
    assert not app.exception


def walked(app: AppTest):
    return app.session_state[WALK]


@pytest.fixture
def box() -> AppTest:
    return AppTest.from_function(box_alone, default_timeout=PATIENCE_SECONDS)


@pytest.mark.parametrize("name", FORMATS)
def test_whatever_the_format_the_page_comes_to_the_published_loss(box, name):
    read(box, FORMATS[name](MAZUR), **LOGISTIC)
    assert box.code[0].value == write_text(arguments_of(MAZUR_TASK)).rstrip()
    press(box, "Use it")
    assert walked(box).task == MAZUR_TASK
    assert walked(box).step().loss == pytest.approx(MAZUR_LOSS, abs=5e-10)


def test_a_hundred_hostile_pastes_get_a_sentence_each(box):
    for text in pastes(seed=20, n=100):
        # Halves of characters never come from a browser.
        read(box, text.encode(errors="replace").decode())
        if text.strip():
            assert messages(box) or "Use it" in buttons(box), text
        for sentence in (*box.error, *box.markdown):
            assert len(sentence.value) < 5_000


def test_an_error_shows_the_line_with_the_place_marked(box):
    read(box, "y = 1\nw1 = 0.1, w2 = <b>x</b>")
    assert messages(box).startswith("Line 2, column 16: ")
    assert box.code[0].value == "w1 = 0.1, w2 = <b>x</b>\n               ^"
    assert "Use it" not in buttons(box)


@pytest.mark.parametrize("file", ["network.txt", "network.json"])
def test_a_file_is_read_as_if_it_were_pasted(box, file):
    text = FORMATS["JSON lists" if file.endswith("json") else "W1 = lists"](MAZUR)
    box.run().file_uploader[0].upload(file, text.encode("utf-16"), "text/plain").run()
    assert not box.exception
    assert box.text_area[0].value == text
    assert "Use it" in buttons(box)


def test_a_file_that_is_too_long_is_told_until_something_is_typed(box):
    box.run().file_uploader[0].upload("a.txt", b"1 " * 60_000, "text/plain").run()
    assert "At most 100,000 characters" in messages(box)
    box.text_area[0].set_value("W1 = [[1]]").run()
    assert "characters" not in messages(box)


def test_the_page_shows_what_was_used_and_the_walk_before_is_taken_up_again(open_app):
    app = open_app()
    press(app, "Take another step")
    before = app.metric[1].value
    press(app, "Paste a network")
    read(app, FORMATS["W1 = lists"](MAZUR), **LOGISTIC)
    # Until it is used, nothing has changed.
    assert [m.value for m in app.metric[:2]] == ["2", before]
    press(app, "Use it")
    assert walked(app).task == MAZUR_TASK
    assert [m.value for m in app.metric[:2]] == ["1", "0.298371"]
    assert not app.get("dialog")
    press(app, "Take up step 2 again")
    assert [m.value for m in app.metric[:2]] == ["2", before]
    assert walked(app).task == question_1()
    # The same exercise once more is a walk of its own.
    press(app, "Paste a network")
    read(app, write_text(arguments_of(question_1())))
    press(app, "Use it")
    assert [m.value for m in app.metric[:2]] == ["1", "0.376364"]


def test_a_walk_at_its_first_step_is_not_lost_either(open_app):
    app = open_app(step_rate="0.25")
    press(app, "Paste a network")
    read(app, FORMATS["W1 = lists"](MAZUR), **LOGISTIC)
    press(app, "Use it")
    press(app, "Take up step 1 again")
    assert walked(app).task == replace(question_1(), learning_rate=0.25)


def test_what_is_copied_is_what_is_shown_and_both_lead_back_to_it(open_app, box):
    app = open_app(**link_of(MAZUR_TASK))
    press(app, "Take another step")
    press(app, "Text and link")
    text, link = (code.value for code in app.code[:2])
    step = walked(app).step()
    here = replace(MAZUR_TASK, weights=step.weights, biases=step.biases)
    read(box, text)
    press(box, "Use it")
    assert walked(box).task == here
    assert walked(open_app(**dict(parse_qsl(link.partition("?")[2])))).task == here
    choice(app, "copy_parameters").set_value("at the start").run()
    assert app.code[0].value == write_text(arguments_of(MAZUR_TASK)).rstrip()


@pytest.mark.parametrize("seed", range(20))
def test_a_link_says_all_that_the_controls_would(seed):
    task = random_task(seed)
    values, complaints = read_link(link_of(task), inputs.LINK_RULES)
    assert complaints == []
    assert QUESTION_1 | values == QUESTION_1 | inputs.said_of(task)


def test_a_link_that_no_address_bears_is_told_and_the_file_is_there(open_app, monkeypatch):
    monkeypatch.setattr(links, "LONGEST_LINK", 50)
    app = open_app()
    press(app, "Text and link")
    assert "Save it as a file" in messages(app)
    assert len([code for code in app.code if "step_" in code.value]) == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"x": (1.0, 2.0)}, "x has 2 numbers, and the page's network has 4 inputs"),
        ({"weights": (((1.0, 2.0),),), "biases": ((0.0,),)}, "such as x = 1, 0"),
        ({"x": ((1.0,) * 4,) * 2}, "2 rows of 3 numbers"),
        ({"y": (0.0, 1e7, 0.0)}, "Write a number between"),
        ({"loss": "softmax_cross_entropy", "y": (0.0, 2.0, 0.0)}, "needs a one-hot y"),
        ({"loss": "poisson", "y": (0.0, -2.0, 0.0)}, "Poisson deviance needs a y of 0 or more"),
    ],
)
def test_what_does_not_fit_the_page_is_asked_for(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        completed({"learning_rate": 0.1, "loss": "squared_error"} | given, question_1())


def test_what_the_text_does_not_say_is_the_pages_and_what_it_has_a_default_for_is_not():
    page = replace(question_1(), momentum=0.9)
    task, taken = completed(
        {"learning_rate": 0.5, "loss": "squared_error", "activation": "relu"}, page
    )
    assert taken == ["the weights and biases", "x", "y"]
    assert task == replace(page, learning_rate=0.5, activation="relu", momentum=0.0)
    assert left_open({"loss": "squared_error"}) == ["learning_rate", "activation"]
    assert left_open({"weights": (((1.0,),),), "loss": "squared_error"}) == ["learning_rate"]
