"""Layer sizes typed in one field: the controls of single layers follow, and the field them."""

import pytest

from tests.pages.shown import messages, table


def sizes(app):
    return app.text_input(key="step_sizes")


@pytest.mark.parametrize("text", ["2-3-2", "2,3,2", "2 3 2", "2×3×2", "[2, 3, 2]", "2–3–2"])
def test_a_network_is_typed(open_app, text):
    app = open_app()
    assert sizes(app).value == "4-4-3-3"
    assert sizes(app).label == "Layer sizes, input first"
    sizes(app).set_value(text).run()
    assert not app.exception
    assert not app.error
    assert table(app, "W1 (3 × 2)")
    assert table(app, "W2 (2 × 3)")
    assert sizes(app).value == "2-3-2"
    assert app.slider(key="step_layers").value == 3
    assert [app.number_input(key=f"step_units{k}").value for k in ("_in", 1, "_out")] == [2, 3, 2]
    # x and y are as long as their layers.
    assert app.text_input(key="step_x").value == "1, 0"
    assert app.text_input(key="step_y").value == "0, 1"


def test_a_field_that_nobody_has_emptied_is_filled_again(open_app):
    app = open_app()
    # What a press leaves that comes before the page is drawn for the first time.
    app.session_state["step_sizes"] = ""
    app.run()
    assert sizes(app).value == "4-4-3-3"
    sizes(app).set_value("").run()
    assert sizes(app).value == ""
    assert "Layer sizes are empty" in messages(app)


def test_the_field_follows_the_controls_of_single_layers(open_app):
    app = open_app()
    app.number_input(key="step_units1").set_value(6).run()
    assert sizes(app).value == "4-6-3-3"
    app.slider(key="step_layers").set_value(2).run()
    assert sizes(app).value == "4-3"
    sizes(app).set_value("4-2-3").run()
    app.number_input(key="step_units1").set_value(5).run()
    assert sizes(app).value == "4-5-3"


@pytest.mark.parametrize("text", ["", "abc", "4-4-", "4-99-3", "4", "9" * 5000, "4-4-\x00"])
def test_what_is_no_network_gets_a_sentence_and_changes_nothing(open_app, text):
    app = open_app(step_units1="5")
    before = table(app, "W1 (")
    sizes(app).set_value(text).run()
    assert not app.exception
    assert "Layer sizes are " in messages(app)
    assert "The network is still 4-5-3-3." in messages(app)
    assert table(app, "W1 (") == before
    # Any network takes the sentence away.
    app.number_input(key="step_units1").set_value(4).run()
    assert not app.error
    assert sizes(app).value == "4-4-3-3"


def test_an_old_link_says_each_layer(open_app):
    app = open_app(step_layers="3", step_units_in="2", step_units1="7", step_x="1, 0")
    assert sizes(app).value == "2-7-3"
    assert not app.error


def test_the_field_is_there_again_after_another_page(open_app):
    app = open_app()
    sizes(app).set_value("4-2-3").run()
    app.switch_page("pages/train/page.py").run()
    app.switch_page("pages/one_step/page.py").run()
    assert not app.exception
    assert sizes(app).value == "4-2-3"
    assert table(app, "W1 (2 × 4)")
