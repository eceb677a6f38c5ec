"""What the film strip is sent, and what it makes of what a browser sends back."""

import json
from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import TrainConfig
from mlp_core.inspection.stills import Stills
from pages.shared import film_strip, session
from pages.shared.film_strip import Curve, Reel
from tests.pages.kept import trained

CONFIG = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=4, batch_size=32, shuffle=True)


def sent(app: AppTest) -> dict:
    """What the strip of the page was sent."""
    found = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.json]
    return next(data for data in found if "moments" in data)


def moment(app: AppTest) -> dict:
    found = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.json]
    return next(data for data in found if "turn" in data)


@pytest.fixture
def run_id(store):
    (found,) = trained(store, CONFIG)
    return found


def test_every_epoch_has_a_picture_and_says_what_it_came_to(open_app, store, run_id):
    app = open_app("inspect", run=run_id)
    data, scores = sent(app), store.load(run_id).scores
    assert data["moments"] == [0, 1, 2, 3, 4]
    assert data["last"] == 4
    assert data["texts"][0] == "Before the first epoch"
    assert data["texts"][3].startswith(f"Epoch 3: test accuracy {scores[2].test_accuracy:.2%}"[:-1])
    losses = [None, *(one.train_loss for one in scores)]
    assert data["curves"][0]["name"] == "training loss"
    assert data["curves"][0]["values"] == losses
    frames = np.frombuffer(b64decode(data["still"]["frames"]), np.uint8).reshape(5, -1)
    assert len({frame.tobytes() for frame in frames}) == 5
    assert moment(app) == {"film": run_id, "at": 4, "turn": 0}


def test_it_stays_the_same_while_one_slides(open_app, run_id):
    app = open_app("inspect", run=run_id)
    before = sent(app)
    app.number_input(key="epoch").set_value(2).run()
    assert sent(app) == before
    assert moment(app)["at"] == 2


def test_the_steps_of_an_epoch_are_a_film_of_their_own(open_app, run_id):
    app = open_app("inspect", run=run_id, epoch="2", step="7", by="steps")
    data = sent(app)
    assert data["name"] == "Step"
    assert data["moments"] == list(range(46))
    assert moment(app) == {"film": f"{run_id}/2", "at": 7, "turn": 0}
    assert data["texts"][0] == "Step 0 of epoch 3"
    assert data["texts"][7].startswith("Step 7 of epoch 3: loss ")


def test_what_happened_can_be_gone_to(open_app, store):
    (run_id,) = trained(store, replace(CONFIG, activation="relu", learning_rate=3.0))
    marks = sent(open_app("inspect", run=run_id))["events"]
    assert any("dead for good" in mark["title"] for mark in marks)
    for mark in marks:
        assert 0 <= mark["at"] <= 4
        assert mark["sentence"].endswith(".")


def test_a_run_of_one_moment_has_no_film(open_app, store):
    config = TrainConfig((64, 20, 20, 10), 100.0, 4, activation="relu", loss="squared_error")
    (run_id,) = trained(store, config)
    app = open_app("inspect", run=run_id)
    assert not [one for one in app.get("bidi_component") if "moments" in one.proto.json]


def reel(last=4):
    shades = np.zeros((256, 3), np.uint8)
    drawn = Stills("cells", np.zeros((last + 1, 4), np.uint8), shades, "Nothing.", (2, 2))
    moments = range(last + 1)
    return Reel("this", "Epoch", last, moments, ["" for _ in moments], drawn, ())


def handed_on(monkeypatch, value):
    taken, remembered = [], {}
    monkeypatch.setattr(session, "component_value", lambda key, name: {"at": value}[name])
    monkeypatch.setattr(session, "remember", remembered.__setitem__)
    film_strip._hand_on("strip", reel(), taken.append)
    assert len(taken) == len(remembered)
    return taken


@pytest.mark.parametrize("at", [0, 3, 4])
def test_a_moment_is_handed_on(monkeypatch, at):
    assert handed_on(monkeypatch, ["this", at, 9]) == [at]


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        [],
        ["this", 3],
        ["that", 3, 1],
        ["this", 5, 1],
        ["this", -1, 1],
        ["this", 2.5, 1],
        ["this", "2", 1],
        ["this", 2, -1],
        ["this", 2, 2**40],
        ["this", 2, None],
        {"film": "this"},
    ],
)
def test_anything_else_is_nothing(monkeypatch, value):
    assert handed_on(monkeypatch, value) == []


def test_a_few_losses_far_above_the_rest_do_not_press_them_flat():
    values = [1e9, 1e6, *[1.0] * 98]
    drawn = replace_curves(reel(99), Curve("loss", values))
    data = film_strip._data(drawn)
    assert (data["low"], data["high"]) == (0.0, 1.0)
    assert film_strip._data(drawn)["id"] == data["id"]


def replace_curves(made, *curves):
    return Reel(made.film, made.name, made.last, made.moments, made.texts, made.stills, curves)
