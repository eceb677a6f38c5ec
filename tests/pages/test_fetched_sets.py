"""A set that is fetched, before it is: told with its size, fetched by a button, or refused."""

import pytest

from mlp_core import DATASETS
from mlp_core.hosted import HOSTED_VARIABLE
from tests.pages.shown import buttons, messages, press

FETCHED = {name: record for name, record in DATASETS.items() if record.remote is not None}
EVERY = pytest.mark.parametrize("name", FETCHED)


@EVERY
def test_nothing_is_fetched_before_somebody_says_so(open_train, server, name):
    app = open_train(dataset=name)
    assert server.asked == []
    title, size = FETCHED[name].remote.title, FETCHED[name].remote.size
    assert f"{title} is fetched from" in messages(app)
    assert size in messages(app)
    assert "cannot be had" in app.markdown[0].value
    press(app, f"Fetch {title}")
    assert app.title[0].value == f"Train on {FETCHED[name].words.subject}"
    assert f"Fetch {title}" not in buttons(app)


def test_what_cannot_be_fetched_is_a_sentence(open_train, server):
    server.answers.clear()
    app = open_train(dataset="mnist")
    press(app, "Fetch MNIST")
    assert "MNIST could not be fetched from openml.org" in messages(app)
    assert "Fetch MNIST" in buttons(app)
    app.selectbox(key="dataset").set_value("digits").run()
    assert app.title[0].value == "Train on handwritten digits"


def test_strangers_are_offered_nothing_to_fetch(open_train, server, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    app = open_train(dataset="mnist")
    told = [element.proto.body for element in app.sidebar.get("html")]
    assert [text for text in told if "MNIST is not kept on this server" in text]
    assert "Fetch MNIST" not in buttons(app)
    assert server.asked == []


def test_one_step_shows_the_sets_that_are_here(open_app, server):
    app = open_app(step_mode="real digit")
    assert not {*FETCHED} & {*app.selectbox(key="digit_dataset").options}
    app = open_app(step_mode="real digit", digit_dataset="mnist")
    assert server.asked == []
    assert app.selectbox(key="digit_dataset").value == "digits"
    server.fetch_all()
    app = open_app(step_mode="real digit", digit_dataset="mnist")
    assert app.selectbox(key="digit_dataset").value == "mnist"
