"""The play on the page: where it is offered, and what is built when it is opened."""

import json

from tests.pages.shown import press

BUTTON = "Play the step"


def panels(app) -> list:
    """The panels that are drawn."""
    return [one.proto for one in app.get("bidi_component") if one.proto.component_name == "play"]


def formulas(app) -> list[str]:
    """What is typeset for the panel."""
    return [one.value for one in app.markdown if one.value.startswith(r"$$")]


def opened(open_app):
    """The whole page with the panel; pressing the button runs no more than the panel."""
    app = open_app()
    press(app, BUTTON)
    return app.run()


def test_nothing_is_built_before_it_is_opened(open_app):
    app = open_app()
    assert panels(app) == formulas(app) == []
    press(app, BUTTON)
    (panel,) = panels(app)
    (typeset,) = formulas(app)
    scenes = json.loads(panel.json)["scenes"]
    assert [len(scenes), typeset.count("$$") // 2] == [26, 25]
    assert [scenes[at]["title"] for at in (0, 1, 25)] == ["x, y, W, b and η", "z1", "L′"]


def test_by_unit_is_for_networks_that_are_shown_whole(open_app):
    own, digit = open_app(), open_app(step_mode="real digit")
    for app, choice in ((own, True), (digit, False)):
        press(app, BUTTON)
        assert json.loads(panels(app)[0].json)["choice"] is choice


def test_an_exercise_is_not_played(open_app):
    app = open_app(step_mode="your turn")
    assert BUTTON not in {button.label for button in app.button}


def test_what_is_still_to_be_predicted_is_not_played(open_app):
    app = opened(open_app)
    app.toggle(key="step_predict").set_value(True).run()
    assert not app.exception
    assert panels(app) == formulas(app) == []
    assert BUTTON not in {button.label for button in app.button}


def test_the_play_goes_along_with_the_step(open_app):
    app = opened(open_app)
    before = panels(app)[0].json
    press(app, "Take another step")
    assert panels(app)[0].json != before
