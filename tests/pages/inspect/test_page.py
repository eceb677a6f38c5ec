"""The page Inspect: which run it looks into, at which moment, and what it says where it cannot."""

from dataclasses import replace

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.experiments.runs.store import RunStore
from pages.shared.films import told_apart
from pages.shared.links.to_inspect import EPOCH, SECTION, STEP
from tests.pages.kept import tick, trained
from tests.pages.shown import buttons, html_of, messages, press, train_to_the_end
from tests.patience import PATIENCE_SECONDS

GLANCE = {SECTION: "glance"}
CONFIG = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=4, batch_size=32, shuffle=True)
DIVERGES = TrainConfig((64, 20, 20, 10), 100.0, 4, activation="relu", loss="squared_error")


def shown(app, label):
    return next(metric.value for metric in app.metric if metric.label == label)


def test_without_a_run_one_is_a_click_away(open_app):
    app = open_app("inspect")
    assert "There is no run to look into yet." in messages(app)
    assert buttons(app) == {"Train Question 2's network"}
    press(app, "Train Question 2's network")
    assert app.session_state["training_job"].wait(PATIENCE_SECONDS)
    app.run()
    assert app.number_input(key=EPOCH).value == QUESTION_2.epochs
    app = open_app("inspect", **GLANCE)
    assert shown(app, "Test accuracy") == "97.50 %"


def test_the_run_at_hand_is_looked_into_at_its_end(open_train):
    app = open_train(epochs="3", units1="5")
    job = train_to_the_end(app)
    app.switch_page("pages/inspect/page.py").run()
    assert not app.exception
    assert app.selectbox(key="inspect_run").value == job.run_id
    assert app.number_input(key=EPOCH).value == 3
    assert app.query_params["run"] == job.run_id


def test_the_address_says_which_run_and_when(open_app, store):
    first, second = trained(store, CONFIG, replace(CONFIG, seed=1))
    app = open_app("inspect", run=first, epoch="2", step="7")
    assert app.selectbox(key="inspect_run").value == first
    assert (app.number_input(key=EPOCH).value, app.number_input(key=STEP).value) == (2, 7)
    # A newer one is there, which is looked into where the address says nothing.
    app = open_app("inspect")
    assert app.selectbox(key="inspect_run").value == second
    app.selectbox(key="inspect_run").set_value(first).run()
    assert app.query_params["run"] == first
    assert app.number_input(key=EPOCH).value == 4


def test_runs_that_are_called_alike_are_told_apart_in_menus():
    called = {"aaaaaaaa": "one · 97.50 %", "bbbbbbbb": "one · 97.50 %", "cccccccc": "two · 97.50 %"}
    assert told_apart(called) == {
        "aaaaaaaa": "one · 97.50 % · aaaaaa",
        "bbbbbbbb": "one · 97.50 % · bbbbbb",
        "cccccccc": "two · 97.50 %",
    }


def test_the_scores_are_those_of_the_epoch(open_app, store):
    (run_id,) = trained(store, CONFIG)
    scores = store.load(run_id).scores
    app = open_app("inspect", run=run_id, **GLANCE)
    for epoch in (4, 1, 3):
        app.number_input(key=EPOCH).set_value(epoch).run()
        assert shown(app, "Test loss") == f"{scores[epoch - 1].test_loss:#.6g}"
        assert app.query_params[EPOCH] == str(epoch)
    app.number_input(key=EPOCH).set_value(0).run()
    assert not app.exception
    assert not app.metric


def test_an_epoch_beyond_the_last_is_told(open_app, store):
    (run_id,) = trained(store, CONFIG)
    app = open_app("inspect", run=run_id, epoch="9")
    assert "About this link: Epoch: epoch is `9`, outside 0 to 4: 4 is used." in messages(app)
    assert app.number_input(key=EPOCH).value == 4


def test_a_run_that_is_not_kept_is_told(open_app, store):
    app = open_app("inspect", run="gone")
    assert "The run of this address is not kept here: it was deleted, or never" in messages(app)
    assert "There is no run to look into yet." in messages(app)
    assert "run" not in app.query_params


def test_a_deleted_run_is_told_and_another_shown(open_app, store):
    first, second = trained(store, CONFIG, replace(CONFIG, seed=1))
    store.delete([second])
    app = open_app("inspect", run=second, epoch="2")
    assert "The run of this address is not kept here" in messages(app)
    assert app.selectbox(key="inspect_run").value == first


def test_a_run_that_diverged_is_shown_as_far_as_it_came(open_app, store):
    config = replace(CONFIG, learning_rate=100.0, activation="relu", loss="squared_error")
    (run_id,) = trained(store, config)
    assert store.load(run_id).state == "diverged"
    app = open_app("inspect", run=run_id)
    assert "This run diverged after 1 epoch. The loss stopped being" in html_of(app)
    assert app.number_input(key=EPOCH).value == 1


def test_rows_that_are_others_now_are_told(open_app, store: RunStore, monkeypatch):
    (run_id,) = trained(store, CONFIG)
    monkeypatch.setattr("pages.shared.datasets.is_here", lambda run: False)
    app = open_app("inspect", run=run_id)
    assert "are not here as they were" in messages(app)
    assert not app.number_input


def test_an_unknown_section_is_told(open_app, store):
    (run_id,) = trained(store, CONFIG)
    app = open_app("inspect", run=run_id, **{SECTION: "nowhere"})
    assert "section is `nowhere`, not one of" in messages(app)


def ways_inside(app):
    links = [element.proto for element in app.get("page_link")]
    return [link.query_string for link in links if link.label == "Look inside"]


def test_train_and_compare_lead_here(open_train, store):
    app = open_train(epochs="2", units1="5")
    job = train_to_the_end(app)
    assert ways_inside(app) == [f"run={job.run_id}"]
    app.switch_page("pages/compare/page.py").run()
    assert ways_inside(tick(app, job.run_id)) == [f"run={job.run_id}"]


def test_a_run_without_epochs_has_its_start(open_app, store):
    (run_id,) = trained(store, DIVERGES)
    assert not store.load(run_id).scores
    app = open_app("inspect", run=run_id, **GLANCE)
    assert "This run diverged after 0 epochs." in html_of(app)
    assert "Before the first epoch there are no scores yet." in app.caption[-1].value
