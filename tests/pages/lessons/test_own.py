"""Lessons that somebody composed: edited beside a preview, handed out, taken from a link."""

import zlib
from urllib.parse import parse_qs, urlencode

import pytest

from mlp_core.config import without_idle
from mlp_core.experiments.guided.own.example import EXAMPLE
from mlp_core.experiments.guided.own.links import lesson_from_link, lesson_to_link
from mlp_core.experiments.guided.table import LESSONS
from pages.lessons import own
from pages.lessons.composing import TEXT
from pages.shared import train_controls
from tests.pages.lessons.test_page import text
from tests.pages.shown import buttons, html_of, messages, press
from tests.patience import PATIENCE_SECONDS

FAST = EXAMPLE.replace("epochs=10", "epochs=2")


def compose(open_app):
    return open_app("lessons", lesson="compose")


def committed(app, choice):
    radio = next(iter(app.radio))
    radio.set_value(choice).run()
    press(app, "Commit to this")


def test_the_example_is_previewed_and_handed_out(open_app):
    app = compose(open_app)
    assert not messages(app)
    assert ":material/check_circle: The other one" in text(app)
    link = app.code[-1].value
    assert lesson_from_link(link.partition("own=")[2]) == EXAMPLE
    assert "Save as a file" in [button.label for button in app.get("download_button")]


def test_a_mistake_is_told_with_its_line_and_nothing_is_handed_out(open_app):
    app = compose(open_app)
    broken = EXAMPLE.replace("learning_rate=0.001", "learning_rate=fast").replace("+ The", "- The")
    app.text_area(TEXT).set_value(broken).run()
    assert "Line 7: learning_rate is `fast`, not a number" in messages(app)
    assert "Line 9: None of the answers begin with a +" in messages(app)
    assert not app.code


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://evil.example/train?epochs=5", "a link to Train"),
        ("/compare?runs=1", "a link to Train"),
        ("/train?epoch=5", "no setting called `epoch`"),
        ("/train?epochs=5000", "outside 1 to 500"),
        ("/train?dataset=table", "rows of a file"),
        ("/train?dataset=diabetes", "cross-entropy is of classes"),
        ("/train?" + "&".join(f"a{n}=1" for n in range(200)), "fields"),
    ],
)
def test_a_link_that_trains_nothing_is_told(link, said):
    config, complaints = own.read_link(link)
    assert config is None
    assert said in " ".join(complaints)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
def test_what_an_address_of_train_says_is_the_configuration(lesson):
    for planned in lesson.runs:
        link = f"/train?{urlencode(train_controls.parameters_of(planned.config))}"
        parameters = {k: v[0] for k, v in parse_qs(link.partition("?")[2]).items()}
        assert train_controls.config_of(parameters) == (without_idle(planned.config), [])


def test_a_lesson_by_link_is_somebody_elses_words(open_app):
    app = open_app("lessons", own=lesson_to_link(FAST))
    assert "Somebody else's words" in messages(app)
    assert "After ten epochs" not in text(app)
    committed(app, "0")
    assert "After ten epochs" not in text(app)
    press(app, "Run 2 here")
    assert app.session_state["lesson_batch"].wait(PATIENCE_SECONDS)
    app.run()
    assert "After ten epochs" in text(app)
    assert "The author's answer: The other one" in messages(app)
    assert "You had said: The one with small steps" in messages(app)
    assert "<li>small steps: loss " in html_of(app)
    press(app, "To the lessons of this app")
    assert LESSONS["rate"].question in text(app)
    assert "own" not in app.query_params


def test_a_lesson_without_runs_is_a_question(open_app):
    lines = [line for line in EXAMPLE.split("\n") if not line.startswith("run:")]
    app = open_app("lessons", own=lesson_to_link("\n".join(lines)))
    committed(app, "1")
    assert "So did you." in messages(app)
    assert "After ten epochs" in text(app)


def test_a_foreign_lesson_can_be_taken_into_the_editor(open_app):
    app = open_app("lessons", own=lesson_to_link(FAST))
    press(app, "Change it")
    assert app.text_area(TEXT).value == FAST
    assert app.query_params["lesson"] == "compose"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (lesson_to_link(EXAMPLE)[:-9], "cut short"),
        ("z", "no link of a lesson"),
        (lesson_to_link("nothing of the kind"), "no lesson yet"),
    ],
)
def test_a_link_that_is_no_lesson_is_told(open_app, link, said):
    app = open_app("lessons", own=link)
    assert said in messages(app)
    assert "To the lessons of this app" in buttons(app)


def test_what_others_wrote_stays_text(open_app):
    evil = FAST.replace("Both networks", "![x](https://evil.example) <b>Both</b> networks")
    evil = evil.replace("small steps |", "**[x](https://evil.example)** |")
    evil = evil.replace("+ The other", "+ [The](https://evil.example) other")
    app = open_app("lessons", own=lesson_to_link(evil))
    shown = [text(app), messages(app), *app.radio[0].options]
    committed(app, "1")
    press(app, "Run 2 here")
    assert app.session_state["lesson_batch"].wait(PATIENCE_SECONDS)
    app.run()
    shown += [text(app), messages(app)]
    shown += [link.proto.label for link in app.get("page_link")]
    for part in shown:
        assert "evil" not in "".join(part.split("`")[::2])


def test_lessons_of_one_checksum_are_two_lessons(open_app):
    """Whoever writes both can choose their CRC-32; the second has no answer of that number."""
    three = "# A\n? q\n- a\n- b\n+ c\n## Why\nGAHjHSZ"
    two = "# A\n? q\n- a\n+ b\n## Why\nqxHSvNZ"
    assert zlib.crc32(three.encode()) == zlib.crc32(two.encode())
    app = open_app("lessons", own=lesson_to_link(three))
    committed(app, "2")
    app.query_params["own"] = lesson_to_link(two)
    app.run()
    assert not app.exception
    assert list(app.radio[0].options) == ["a", "b"]


def test_a_file_is_loaded_into_the_editor(open_app):
    app = compose(open_app)
    app.file_uploader[0].set_value(("a.md", FAST.encode(), "text/markdown")).run()
    assert app.text_area(TEXT).value == FAST
    app.file_uploader[0].set_value(("a.md", b"\xff\xfe\x00", "text/markdown")).run()
    assert "no text in UTF-8" in messages(app)
    assert app.text_area(TEXT).value == FAST
    app.file_uploader[0].set_value(("a.md", b"x" * 20_000, "text/markdown")).run()
    assert "too long" in messages(app)
    app.file_uploader[0].set_value(("a.md", "ä".encode() * 30_000, "text/plain")).run()
    assert "too long" in messages(app)
