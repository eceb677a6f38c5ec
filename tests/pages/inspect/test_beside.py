"""Two epochs of a run side by side."""

import re

import numpy as np

from mlp_core import TrainConfig, predict
from mlp_core.inspection.film import Film
from tests.every_set import small_config
from tests.pages.kept import trained
from tests.pages.shown import messages, table

CONFIG = TrainConfig((64, 8, 10), learning_rate=0.01, epochs=6, batch_size=8, shuffle=True)
BESIDE = {"section": "beside"}


def test_what_came_to_be_right_and_wrong_is_counted(open_app, store, digits):
    (run_id,) = trained(store, CONFIG)
    film = Film.of(CONFIG, digits)
    app = open_app("inspect", run=run_id, epoch="6", beside="2", **BESIDE)
    assert not messages(app)
    right = []
    for epoch in (2, 6):
        classes = predict(digits.X_test, *film.parameters(epoch), CONFIG.activation)
        right.append(classes == digits.y_test)
    gained, lost = (right[1] & ~right[0]).sum(), (right[0] & ~right[1]).sum()
    (said,) = [one.value for one in app.markdown if "From the left" in one.value]
    assert re.findall(r"\d+", said) == [str(gained), "360", str(lost)]
    scores = film.scores
    shown = [metric.value for metric in app.metric if metric.label == "Test loss"]
    assert shown == [f"{scores[k - 1].test_loss:#.6g}" for k in (2, 6)]
    W, V = film.parameters(2)[0], film.parameters(6)[0]
    moved = table(app, "How far the weights moved")
    for k in range(2):
        share = np.linalg.norm(V[k] - W[k]) / np.linalg.norm(W[k])
        assert moved[f"layer {k + 1}", "moved by"] == f"{100 * share:.2f} %"


def test_a_moment_beside_itself_has_no_difference(open_app, store):
    (run_id,) = trained(store, CONFIG)
    app = open_app("inspect", run=run_id, epoch="3", beside="3", **BESIDE)
    assert {*table(app, "How far the weights moved").values()} == {"0.00 %"}
    (said,) = [one.value for one in app.markdown if "From the left" in one.value]
    assert said.startswith("From the left to the right 0 of 360 test images came to be right and 0")


def test_numbers_have_no_classes_to_confuse(open_app, store):
    (run_id,) = trained(store, small_config("diabetes"))
    app = open_app("inspect", run=run_id, beside="1", **BESIDE)
    assert not app.get("vega_lite_chart")
    assert table(app, "How far the weights moved")


def test_a_run_without_epochs_is_told(open_app, store):
    config = TrainConfig((64, 20, 20, 10), 100.0, 4, activation="relu", loss="squared_error")
    (run_id,) = trained(store, config)
    app = open_app("inspect", run=run_id, **BESIDE)
    assert "no second moment" in " ".join(one.value for one in app.caption)
