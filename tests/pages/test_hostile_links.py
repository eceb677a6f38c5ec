"""Addresses that somebody made up: every page comes through them, says so, and forgets them."""

import pytest

from tests.pages.shown import messages

# What a control may make of any other text is tested rule by rule, without pages.
NUMBERS = ["inf", "-1e999", "9" * 5000]
PAGES = {
    "train": (
        ["seed", "epochs", "batch_size", "learning_rate", "hidden_layers", "units1"],
        {},
    ),
    "one_step": (
        ["step_seed", "step_rate", "step_value", "step_layers", "step_units1", "turn_seed"],
        {"step_start": "random"},
    ),
    "one_step, a digit": (
        ["digit_row", "digit_rate", "digit_layers", "digit_units1", "digit_seed"],
        {"step_mode": "real digit"},
    ),
    "one_step, an exercise": (
        ["turn_units", "turn_seed", "turn_rate", "turn_hide"],
        {"step_mode": "your turn"},
    ),
    "compare": (["runs", "seed"], {}),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("page", PAGES)
def test_no_number_in_an_address_breaks_a_page(open_app, page, number):
    names, others = PAGES[page]
    app = open_app(page.split(",")[0], **others, **dict.fromkeys(names, number))
    # Nor at the next run, nor when it is loaded again with what is in the address by then.
    app.run()
    assert not app.exception
    assert number not in app.query_params.values()
    again = open_app(page.split(",")[0], **app.query_params)
    assert not [text for text in again.warning if "About this link" in text.value]


@pytest.mark.parametrize(("name", "value"), [("seed", "inf"), ("units1", "1e999")])
def test_what_a_page_cannot_take_is_told(open_train, name, value):
    app = open_train(**{name: value})
    assert f"{name} is `{value}`, not a whole number: left as it is." in messages(app)
    assert name not in app.query_params


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("train", ["charm", "data", "hidden", "units11", "step_rate"]),
        ("one_step", ["charm", "step_units5", "learning_rate", "run", "runs"]),
        ("compare", ["epochs", "step_rate", "digit_run", "run"]),
    ],
)
def test_what_a_page_does_not_know_is_told_and_not_kept(open_app, page, names):
    app = open_app(page, **dict.fromkeys(names, "1"))
    told = ", ".join(f"`{name}`" for name in names)
    assert f"This page has no setting called {told}: left out." in messages(app)
    assert not app.query_params


@pytest.mark.parametrize(
    ("page", "link", "unused", "named"),
    [
        ("train", {"units1": "20"}, {"units2": "7", "units4": "7"}, "units2, units4 are"),
        ("one_step", {"step_rate": "0.5"}, {"digit_row": "5"}, "Test digit, by row is"),
        ("one_step", {"step_mode": "real digit"}, {"step_seed": "5"}, "Seed is"),
    ],
)
def test_what_a_page_has_no_use_for_now_is_told_and_not_kept(open_app, page, link, unused, named):
    app = open_app(page, **link, **unused)
    assert f"{named} of no use with these settings: left out." in messages(app)
    assert app.query_params == link


def test_the_address_says_what_the_controls_hold(open_train):
    app = open_train(learning_rate="0.000125", epochs="100", seed="7", loss="Squared error")
    # Never rounded; not what is the default anyway; by the engine's names.
    said = {"learning_rate": "0.000125", "seed": "7", "loss": "squared_error"}
    assert app.query_params == said
    app.number_input(key="seed").set_value(8).run()
    assert app.query_params == said | {"seed": "8"}


def test_a_page_that_is_left_and_opened_again_has_its_controls_as_they_were(open_train):
    app = open_train(seed="7", epochs="3")
    app.switch_page("pages/one_step/page.py")
    app.query_params.clear()
    app.run()
    assert not app.query_params
    app.switch_page("pages/train/page.py").run()
    assert app.number_input(key="seed").value == 7
    assert app.query_params == {"seed": "7", "epochs": "3"}
