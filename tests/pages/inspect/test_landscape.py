"""The section Landscape: what it draws and says are the numbers of the run at those places."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig
from mlp_core.inspection.film import Film
from mlp_core.inspection.landscape.flat import line_between
from mlp_core.inspection.landscape.heights import grounds
from mlp_core.inspection.landscape.profile import Profile
from mlp_core.inspection.landscape.relief import Relief
from mlp_core.inspection.landscape.walk import WalkPoint
from pages.inspect.landscape import words
from tests.every_set import small_config
from tests.pages.kept import trained
from tests.pages.shown import chart_rows, choice, html_of

CONFIG = TrainConfig((64, 5, 10), 0.01, 6, batch_size=32)


def opened(open_app, store, config=CONFIG, **query):
    (run_id,) = trained(store, config)
    return open_app("inspect", run=run_id, section="landscape", **query)


def text_of(app):
    return "\n".join(one.value for one in (*app.markdown, *app.caption))


def test_the_line_is_at_the_runs_own_losses_at_both_ends(open_app, store, digits):
    app = opened(open_app, store, look="line", epoch="4")
    film = Film.of(CONFIG, digits)
    rows = {(row["part"], row["place"]): row["loss"] for row in chart_rows(app, "part")}
    assert rows["training rows", 1.0] == pytest.approx(film.scores[3].train_loss)
    assert rows["test rows", 1.0] == pytest.approx(film.scores[3].test_loss)
    line = line_between(film.parameters(0), film.parameters(4))
    on = grounds(CONFIG, digits, 10**9)
    for place in (-0.5, 0.0, 1.5):
        expected = on.height(line.at((place,)))
        assert rows["training rows", place] == pytest.approx(expected)
    app.number_input(key="inspect_line_from").set_value(2).run()
    rows = {(row["part"], row["place"]): row["loss"] for row in chart_rows(app, "part")}
    assert rows["training rows", 0.0] == pytest.approx(film.scores[1].train_loss)
    assert "0 is epoch 2, 1 is epoch 4;" in text_of(app)
    assert "Exact, over all 1,437 rows trained on." in text_of(app)


def test_a_line_from_an_epoch_to_itself_is_told(open_app, store):
    app = opened(open_app, store, look="line", epoch="0")
    assert "two different points make a line" in html_of(app)
    assert not app.get("vega_lite_chart")


def test_a_line_leads_to_another_run_of_the_same_network(open_app, store, digits):
    other = replace(CONFIG, seed=1)
    (other_id,) = trained(store, other)
    trained(store, replace(CONFIG, units=(64, 4, 10)))
    app = opened(open_app, store, look="line")
    menu = app.selectbox(key="inspect_line_to")
    # That of another size is not in this landscape.
    assert len(menu.options) == 2
    menu.set_value(other_id).run()
    assert not app.exception
    rows = {(row["part"], row["place"]): row["loss"] for row in chart_rows(app, "part")}
    assert rows["training rows", 1.0] == pytest.approx(Film.of(other, digits).scores[-1].train_loss)


def test_the_plane_has_the_walk_at_its_own_losses(open_app, store, digits):
    app = opened(open_app, store)
    film = Film.of(CONFIG, digits)
    walk = chart_rows(app, "outside")
    assert [row["epoch"] for row in walk] == [0, 1, 2, 3, 4, 5, 6]
    heights = [row["height"] for row in walk[1:]]
    assert heights == pytest.approx([scores.train_loss for scores in film.scores])
    assert [row["epoch"] for row in walk if row["now"]] == [6]
    assert len(chart_rows(app, "left")) == 41**2
    assert "The two directions hold" in text_of(app)
    app.selectbox(key="inspect_plane_of").set_value("test").run()
    heights = [row["height"] for row in chart_rows(app, "outside")[1:]]
    assert heights == pytest.approx([scores.test_loss for scores in film.scores])


def test_planes_go_through_three_epochs_and_through_two_runs(open_app, store):
    (other_id,) = trained(store, replace(CONFIG, seed=1))
    app = opened(open_app, store, epoch="3")
    app.selectbox(key="inspect_plane_through").set_value("epochs").run()
    assert not app.exception
    walk = {row["epoch"]: row for row in chart_rows(app, "outside")}
    for epoch in (0, 3, 6):
        assert float(walk[epoch]["outside"].replace("−", "-")) == pytest.approx(0.0, abs=1e-9)
    app.selectbox(key="inspect_plane_through").set_value(other_id).run()
    assert not app.exception
    walk = chart_rows(app, "outside")
    assert len({row["run"] for row in walk}) == 2
    assert len(walk) == 14


def test_the_penalty_is_there_where_there_is_one(open_app, store):
    app = opened(open_app, store, replace(CONFIG, alpha=1.0), look="line")
    parts = {row["part"] for row in chart_rows(app, "part")}
    assert "training rows, with the penalty" in parts
    choice(app, "look").set_value("plane").run()
    assert len(app.selectbox(key="inspect_plane_of").options) == 3
    plain = opened(open_app, store)
    assert len(plain.selectbox(key="inspect_plane_of").options) == 2


def test_a_run_too_short_for_a_walk_is_told(open_app, store):
    app = opened(open_app, store, replace(CONFIG, epochs=1))
    assert "a walk of three points or more makes a plane; got 2." in html_of(app)


@pytest.mark.parametrize("name", ["moons", "diabetes", "breast_cancer"])
@pytest.mark.parametrize("look", ["line", "plane"])
def test_of_other_sets_and_without_hidden_layers(open_app, store, name, look):
    config = replace(small_config(name), epochs=3)
    config = replace(config, units=(config.units[0], config.units[-1]))
    app = opened(open_app, store, config, look=look)
    assert not app.exception
    assert app.get("vega_lite_chart")


PLACES = np.array([-0.5, 0.0, 0.5, 1.0, 1.5])


def said(*losses):
    heights = np.array(losses)
    return words.of_line(Profile(PLACES, heights, heights, np.zeros(5)), "the start", "epoch 3")


def test_the_words_of_a_line_follow_its_numbers():
    hill = said(9.0, 1.0, 3.0, 2.0, 9.0)
    assert "climbs to 3.00000, 1.000 above the higher of the two" in hill
    assert "Of the line, the start is the lowest place, 1.00000." in hill
    none = said(9.0, 3.0, 2.0, 1.0, 0.5)
    assert "No hill lies between the start and epoch 3" in none
    assert "The lowest place is beyond epoch 3, at 1.500: 0.500000." in none
    assert "goes beyond float64" in said(9.0, 1.0, np.inf, 2.0, 9.0)
    assert "The lowest place is before the start" in said(0.1, 1.0, 1.5, 2.0, 9.0)
    assert "between the two, at 0.5000" in said(9.0, 1.0, 0.5, 2.0, 9.0)
    # A rise that is only rounding is no hill.
    assert "No hill" in said(9.0, 3.0, 3.0 + 1e-15, 1.0, 2.0)


def test_the_words_of_a_walk_name_its_furthest_point():
    points = [
        WalkPoint(0, (3.0, 0.0), 4.0, 2.5, 1.5),
        WalkPoint(1, (1.0, 0.0), 1.0, 1.0, 0.9),
        WalkPoint(2, (0.0, 0.0), 0.0, 0.5, 0.5),
    ]
    text = words.of_walk(points)
    assert "epoch 0: it lies 4.000 from it" in text
    assert "up to 5.000 from the origin" in text
    assert "Its own loss is 2.50000, that of the plane there 1.50000." in text
    assert words.of_walk(points[2:]) == "All of the walk lies in this plane."
    assert "plane there beyond float64" in words.of_walk([points[0]._replace(beneath=np.nan)])
    axis = np.arange(2.0)
    assert words.of_beyond(Relief(axis, axis, np.array([[1.0, np.inf], [np.nan, 2.0]]))) == (
        "At 2 of 4 places, grey, the loss is beyond float64."
    )
    assert words.of_beyond(Relief(axis, axis, np.ones((2, 2)))) == ""


def test_of_drawn_rows_it_is_said(digits):
    assert words.of_grounds(grounds(CONFIG, digits, 400)) == (
        "Over 400 of 1,437 training rows and 360 of 360 test rows, drawn once: all would take too "
        "long."
    )
