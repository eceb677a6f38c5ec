"""Famous exercises on the page: all that is displayed of them, beside other software's."""

import pytest

from mlp_core.teaching.shelf.table import SHELF
from tests.pages.published import EXERCISES, FIRST, LAST, assert_displayed
from tests.pages.shown import html_of, press


@pytest.mark.parametrize("key", EXERCISES)
def test_every_number_of_an_exercise_is_displayed(open_app, key):
    assert key in SHELF
    app, here, inputs = open_app(exercise=key), 1, EXERCISES[key]
    for figures in inputs["figures"]:
        n_steps = figures["step"] - here
        if n_steps:
            app.number_input(key="step_many").set_value(n_steps).run()
            press(app, "Take another step" if n_steps == 1 else f"Take {n_steps:,} steps")
        here = figures["step"]
        assert_displayed(html_of(app), inputs, figures, rtol=FIRST)
    app.toggle(key="step_full").set_value(True).run()
    assert_displayed(html_of(app), inputs, figures, rtol=LAST if here > 2 else FIRST)
