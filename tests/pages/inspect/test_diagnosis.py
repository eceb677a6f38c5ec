"""The section Diagnosis of Inspect: the run as it was by the moment's epoch."""

from dataclasses import replace

from mlp_core import QUESTION_2, TrainConfig
from pages.shared.links.to_inspect import EPOCH
from tests.pages.kept import trained
from tests.pages.shown import html_of
from tests.patience import PATIENCE_SECONDS

DEAD = replace(QUESTION_2, activation="relu", learning_rate=0.1, epochs=5)
DIVERGES = TrainConfig((64, 20, 20, 10), 100.0, 4, activation="relu", loss="squared_error")
# Learned by heart, but not yet after its first epochs.
LATE = TrainConfig(
    (2, 64, 32, 2), 0.01, 150, batch_size=8, shuffle=True, activation="relu", optimizer="adam",
    init="glorot", dataset="moons", data_parameters={"n_rows": 80, "noise": 0.4},
)  # fmt: skip


def problems(app):
    return [m.value for m in app.markdown if m.value.startswith(":material/report:")]


def test_it_is_the_first_section(open_app, store):
    (run_id,) = trained(store, DEAD)
    app = open_app("inspect", run=run_id)
    assert problems(app)[0] == ":material/report: **Problem: dead units**"
    assert "since epoch 1" in html_of(app)


def test_it_is_of_the_run_up_to_the_moment(open_app, store):
    (run_id,) = trained(store, LATE)
    overfits = ":material/report: **Problem: overfitting**"
    assert overfits in problems(open_app("inspect", run=run_id))
    app = open_app("inspect", run=run_id, **{EPOCH: "4"})
    assert overfits not in problems(app)
    assert "The run as it was after epoch 4" in str([c.value for c in app.caption])
    app = open_app("inspect", run=run_id, **{EPOCH: "0"})
    assert problems(app) == []
    assert "nothing has gone wrong yet" in app.caption[-1].value


def test_a_run_that_diverged_at_once_is_told_why(open_app, store):
    (run_id,) = trained(store, DIVERGES)
    app = open_app("inspect", run=run_id)
    assert problems(app)[0] == ":material/report: **Problem: diverged**"


def test_before_the_first_epoch_of_a_run_that_diverged_later_nothing_is_judged(open_app, store):
    (run_id,) = trained(store, replace(DIVERGES, batch_size=32))
    assert store.load(run_id).state == "diverged"
    assert store.load(run_id).scores
    app = open_app("inspect", run=run_id, **{EPOCH: "0"})
    assert "nothing has gone wrong yet" in app.caption[-1].value
    assert not any("Nothing wrong" in one.value for one in app.markdown)


def test_a_remedy_is_a_click_away(open_app, store):
    (run_id,) = trained(store, DEAD)
    app = open_app("inspect", run=run_id)
    next(button for button in app.button if button.label == "Try rate 0.01").click().run()
    assert not app.exception
    job = app.session_state["training_job"]
    assert job.wait(PATIENCE_SECONDS)
    assert job.config == replace(DEAD, learning_rate=0.01)
