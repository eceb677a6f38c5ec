"""The page Lessons: predicted, run, and read from the runs."""

from urllib.parse import parse_qs

import pytest

from mlp_core.config_link import from_link
from mlp_core.experiments.guided.table import LESSONS
from pages.shared import train_controls
from tests.pages.shown import buttons, chart_rows, messages, press
from tests.patience import PATIENCE_SECONDS

ALL = pytest.mark.parametrize("key", LESSONS)


def text(app):
    return "\n".join(element.value for element in (*app.markdown, *app.subheader, *app.header))


def commit(app, key, choice):
    app.radio(f"lesson_choice_{key}").set_value(choice).run()
    press(app, "Commit to this")


def run_here(app):
    press(app, next(label for label in buttons(app) if label.startswith("Run ")))
    assert app.session_state["lesson_batch"].wait(PATIENCE_SECONDS)
    app.run()
    assert not app.exception


def test_nothing_is_given_away_before_somebody_commits(open_app):
    app = open_app("lessons")
    lesson = LESSONS["rate"]
    assert lesson.question in text(app)
    assert lesson.why not in text(app)
    assert "Commit to this" not in buttons(app)
    app.radio("lesson_choice_rate").set_value("faster").run()
    assert lesson.why not in text(app)
    press(app, "Commit to this")
    assert not app.radio
    assert f"**{lesson.choices['faster']}** :material/lock: your prediction" in text(app)
    assert lesson.why not in text(app)  # the runs are still to be made


@ALL
def test_a_lesson_is_gone_through(open_app, key):
    lesson = LESSONS[key]
    app = open_app("lessons", lesson=key)
    wrong = next(choice for choice in lesson.choices if choice != lesson.expected)
    commit(app, key, wrong)
    run_here(app)
    assert lesson.why in text(app)
    assert f"The runs say: {lesson.choices[lesson.expected]}" in messages(app)
    assert f"You had said: {lesson.choices[wrong]}" in messages(app)
    drawn = {row["run"] for row in chart_rows(app, "run")}
    assert drawn == {planned.name for planned in lesson.runs}


def test_what_was_trained_before_counts(open_app):
    app = open_app("lessons", lesson="scaling")
    commit(app, "scaling", "worse")
    run_here(app)
    again = open_app("lessons", lesson="scaling")
    commit(again, "scaling", "worse")
    assert "So did you." in messages(again)
    assert "Run all again" in buttons(again)


def test_the_links_set_all_that_a_run_needs(open_app):
    lesson = LESSONS["penalty"]
    app = open_app("lessons", lesson="penalty")
    commit(app, "penalty", "plain")
    links = [element.proto for element in app.get("page_link")]
    asked = {link.label.partition(":")[0]: link.query_string for link in links if link.query_string}
    configs, complaints = from_link(parse_qs(asked["Do it on Compare"])["runs"][0])
    assert (configs, complaints) == ([p.config for p in lesson.runs], [])
    for planned in lesson.runs:
        said = {k: v[0] for k, v in parse_qs(asked[f"`{planned.name}`"]).items()}
        assert said == {
            name: value
            for name, value in train_controls.parameters_of(planned.config).items()
            if value
        }


def test_next_and_previous_and_an_address_of_its_own(open_app):
    app = open_app("lessons")
    assert "Previous" not in buttons(app)
    press(app, "Next")
    assert app.query_params["lesson"] == "starts"
    assert LESSONS["starts"].title in text(app)
    press(app, "Previous")
    assert "lesson" not in app.query_params
    last = open_app("lessons", lesson="leak")
    assert "Next" not in buttons(last)


def test_a_lesson_that_is_not_there_is_told(open_app):
    app = open_app("lessons", lesson="magic")
    assert "`magic`" in messages(app)
    assert LESSONS["rate"].question in text(app)
