"""What the film strip is sent, and what it makes of what a browser sends back."""

import json
from base64 import b64decode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import TrainConfig
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


def slide(app: AppTest, *value: object) -> AppTest:
    app.session_state["film_epochs"] = {"at": list(value)}
    app.run()
    assert not app.exception
    return app


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
