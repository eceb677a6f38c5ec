"""Famous exercises on the page: opened by menu and link, left by a change, and taken up again."""

import pytest

from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.shelf.table import SHELF
from tests.pages.shown import messages, press, table, tables

MAZUR = SHELF["mazur"]
CHANGED = "no longer the numbers of the published exercise"


def sentences(app) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def has_figures(app) -> bool:
    return any(caption.startswith("Published and ours") for caption, _ in tables(app))


def set_rate(app, rate: float) -> None:
    next(slider for slider in app.select_slider if slider.key == "step_rate").set_value(rate).run()


def menu(app):
    return app.selectbox(key="exercise")


@pytest.mark.parametrize("key", SHELF)
def test_every_exercise_is_opened_by_its_link_with_its_figures(open_app, key):
    exercise = SHELF[key]
    app = open_app(exercise=key)
    assert not app.error
    assert not app.warning
    for text in (exercise.name, exercise.lesson, exercise.source.text, exercise.source.address):
        assert text in sentences(app)
    assert CHANGED not in sentences(app)
    # Whoever copies the address sends the exercise, and no more.
    assert app.query_params in ({"exercise": key}, {"exercise": [key]})
    figures = exercise.figures_of(1)
    assert has_figures(app) == bool(figures)
    for figure in figures:
        name = ("−" if figure.negated else "") + shown_name(figure.cell)
        row = table(app, "Published and ours, step 1")
        assert row[name, "published"] == figure.published
        assert (row[name, "ours"] == figure.published) == (not figure.reason)
        assert (row[name, "difference"] == "none") == (not figure.reason)
        assert abs(float(row[name, "ours, exact"]) - float(row[name, "ours"])) < 0.01


def test_figures_that_differ_are_counted_and_explained(open_app):
    app = open_app(exercise="mazur")
    assert "Of 10 published figures of this step 9 agree." in sentences(app)
    assert f"Why L′ differs: {MAZUR.figures[9].reason}" in sentences(app)
    row = table(app, "Published and ours")
    assert row["L′", "difference"] == "-0.000000150"
    assert row["L′", "ours, exact"] == "0.2910277736935993"
    menu(app).set_value("cs231n").run()
    assert "All 4 published figures of this step agree." in sentences(app)
    assert "Why" not in sentences(app)


def test_a_changed_number_is_another_exercise_and_there_is_a_way_back(open_app):
    app = open_app(exercise="mazur")
    app.text_input(key="step_x").set_value("0.05, 0.2").run()
    assert CHANGED in sentences(app)
    assert not has_figures(app)
    press(app, "Back to the published numbers")
    assert CHANGED not in sentences(app)
    assert table(app, "Published and ours")["L", "ours"] == "0.298371109"


def test_steps_at_another_rate_are_none_of_the_exercise(open_app):
    app = open_app(exercise="mazur")
    set_rate(app, 1.0)
    press(app, "Take another step")
    set_rate(app, 0.5)
    assert app.metric[0].value == "2"
    assert CHANGED in sentences(app)
    press(app, "Back to the published numbers")
    assert app.metric[0].value == "1"
    assert has_figures(app)


def test_a_link_may_say_what_is_other_than_published(open_app):
    # The rate of Question 1, too, which no link says otherwise.
    for rate in ("0.1", "0.25"):
        app = open_app(exercise="mazur", step_rate=rate)
        assert CHANGED in sentences(app)
        assert app.query_params["step_rate"] in (rate, [rate])
        assert table(app, "x (2)")["[1]", "x"] == "0.050000"


def test_the_menu_opens_and_closes_and_question_1_is_the_way_out(open_app):
    app = open_app()
    assert menu(app).value is None
    menu(app).set_value("mazur").run()
    assert has_figures(app)
    menu(app).set_value(None).run()
    assert not has_figures(app)
    assert app.metric[1].value == "0.298371"
    menu(app).set_value("han_kamber").run()
    press(app, "Reset to Question 1")
    assert menu(app).value is None
    assert app.metric[1].value == "0.376364"
    assert "exercise" not in app.query_params


def test_a_walk_that_was_left_takes_its_exercise_up_again(open_app):
    app = open_app(exercise="mazur")
    press(app, "Take another step")
    menu(app).set_value("cs231n").run()
    press(app, "Take up step 2 again")
    assert menu(app).value == "mazur"
    assert "Mazur" in sentences(app)
    assert CHANGED not in sentences(app)


def test_figures_are_not_told_before_they_are_predicted(open_app):
    app = open_app(exercise="mazur", step_predict="true")
    assert "0.291027" not in "".join(map(str, [*tables(app), sentences(app)]))
    assert "once nothing is left to predict" in sentences(app)


@pytest.mark.parametrize("text", ["nobody", "", "MAZUR", "inf", "<b>x</b>", "mazur,mazur"])
def test_an_exercise_that_nobody_knows_is_told(open_app, text):
    app = open_app(exercise=text)
    assert app.metric[1].value == "0.376364"
    assert ("Exercises: exercise is `" in messages(app)) == bool(text) or text == ""


def test_a_later_step_is_one_press_away_and_so_is_the_first(open_app):
    app = open_app(exercise="nielsen_good")
    press(app, "Go to step 301")
    assert app.metric[0].value == "301"
    assert table(app, "Published and ours, step 301")["ŷ[1]", "ours"] == "0.09"
    assert "The published figure of this step agrees." in sentences(app)
    press(app, "Go to step 1")
    assert table(app, "Published and ours, step 1")["ŷ[1]", "ours"] == "0.82"
    press(app, "Take another step")
    assert not has_figures(app)
    assert CHANGED not in sentences(app)
    press(app, "Go to step 301")
    assert has_figures(app)


def test_figures_after_ten_thousand_steps_stand_beside_ours(open_app):
    app = open_app(exercise="mazur")
    press(app, "Go to step 10,001")
    rows = table(app, "Published and ours, step 10,001")
    assert "All 3 published figures of this step differ." in sentences(app)
    assert "Why ŷ[1] and ŷ[2] differ: " in sentences(app)
    assert float(rows["L", "ours, exact"]) == pytest.approx(3.510187782978859e-05, rel=1e-9)
