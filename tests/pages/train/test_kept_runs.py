"""Runs that outlive a session: interrupted ones, links to one, trouble with the file."""

import dataclasses
import json
import time

import pytest

from mlp_core import QUESTION_2, load_dataset, train
from mlp_core.experiments.jobs.sensitivity import SensitivityJob
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.store import FILE_NAME, RunStore
from mlp_core.hosted import HOSTED_VARIABLE
from pages.shared import exports
from tests.pages.kept import trained
from tests.pages.shown import buttons, chart_data, messages, press, rest, train_to_the_end
from tests.patience import PATIENCE_SECONDS

CONFIG = dataclasses.replace(QUESTION_2, epochs=6, batch_size=32, shuffle=True)
RUN = Run(
    id="one",
    name="a run",
    config=CONFIG,
    epochs=6,
    fingerprint=data_fingerprint(load_dataset()),
    engine="compiled",
    versions={},
    started=time.time(),
    state="interrupted",
)


@pytest.fixture(scope="module")
def whole_run(digits):
    return list(train(CONFIG, digits))


@pytest.fixture
def kept(tmp_path, whole_run):
    """A store in which RUN was cut short after three epochs."""
    store = RunStore(tmp_path / "data" / FILE_NAME)
    done = whole_run[:3]
    store.record(RUN, [epoch.scores for epoch in done], [done[-1].checkpoint])
    store.close()


def test_an_interrupted_run_goes_on_to_the_very_same_result(kept, open_train, whole_run):
    app = open_train()
    assert "interrupted after 3 of 6 epochs" in messages(app)
    press(app, "Continue it")
    job = rest(app)
    assert job.config == CONFIG
    losses = [scores.total_loss for scores in job.snapshot.progress.scores]
    assert losses == [epoch.total_loss for epoch in whole_run]
    assert app.session_state["epochs"] == 6
    assert app.session_state["shuffle"]


def test_a_link_takes_a_run_over(kept, open_train):
    app = open_train(continue_run="one")
    assert "Paused after 3 of 6 epochs" in messages(app)
    assert "continue_run" not in app.query_params
    press(app, "Resume")
    assert len(rest(app).snapshot.progress.scores) == 6


def test_a_link_to_a_run_that_is_not_here_says_so(open_train):
    assert "not kept here" in messages(open_train(continue_run="nobody's"))


def test_a_reload_finds_the_run_its_state_and_its_charts(open_train):
    app = open_train(epochs="3", batch_size="32")
    job = train_to_the_end(app)
    assert app.query_params["run"] == job.run_id
    text, metrics = messages(app), [metric.value for metric in app.metric]
    again = open_train(**app.query_params)  # a session of its own
    assert messages(again) == text
    assert [metric.value for metric in again.metric] == metrics
    assert chart_data(again, 0) == chart_data(app, 0)
    assert "Misclassified" in " ".join(heading.value for heading in again.subheader)
    assert "3 more epochs" in buttons(again)
    press(again, "Reset")
    assert "run" not in again.query_params


def test_a_reload_of_a_run_that_was_cut_short_offers_to_go_on(kept, open_train, whole_run):
    app = open_train(run="one", epochs="6", batch_size="32", shuffle="true")
    assert "Interrupted after 3 of 6 epochs" in messages(app)
    assert app.metric
    press(app, "Continue")
    losses = [scores.total_loss for scores in rest(app).snapshot.progress.scores]
    assert losses == [epoch.total_loss for epoch in whole_run]
    assert "Trained 6 of 6 epochs" in messages(app)


def test_a_run_that_was_stopped_for_a_lost_connection_is_offered(open_train):
    app = open_train(epochs="6", batch_size="32")
    press(app, "Step one epoch")
    rest(app).pause("The connection to this page was lost.")
    again = open_train(run=app.session_state["training_job"].run_id)
    assert "Stopped after 1 of 6 epochs. It was paused." in messages(again)
    assert "Continue" in buttons(again)
    elsewhere = open_train()
    assert "Your last run was stopped after 1 of 6 epochs" in messages(elsewhere)
    press(elsewhere, "Continue it")
    assert len(rest(elsewhere).snapshot.progress.scores) == 6


def test_the_last_run_is_found_without_its_address(open_train):
    train_to_the_end(open_train(epochs="2", batch_size="200"))
    app = open_train()
    press(app, "Show it")
    assert "Trained 2 of 2 epochs" in messages(app)
    assert (app.slider(key="epochs").value, app.number_input(key="batch_size").value) == (2, 200)


def test_an_address_of_a_run_that_is_not_here_says_so_and_why(open_train, monkeypatch):
    app = open_train(run="nobody's", seed="3")
    assert "not kept here: it was deleted, or never begun" in messages(app)
    assert app.query_params == {"seed": "3"}
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    assert "for each visitor alone" in messages(open_train(run="nobody's"))


def test_a_run_goes_on_at_the_rate_that_it_was_changed_to(open_train):
    app = open_train(epochs="3", batch_size="200")
    press(app, "Step one epoch")
    rest(app)
    app.select_slider(key="learning_rate").set_value(0.0005).run()
    press(app, "Step one epoch")
    run_id = rest(app).run_id
    again = open_train(continue_run=run_id)
    press(again, "Resume")
    rates = [score.learning_rate for score in rest(again).snapshot.progress.scores]
    assert rates == [0.001, 0.0005, 0.0005]


def test_a_run_that_another_tab_goes_on_with_is_said_to_stand_apart(open_train):
    app = open_train(epochs="2", batch_size="200")
    run_id = train_to_the_end(app).run_id
    other = open_train(run=run_id, epochs="2", batch_size="200")
    press(other, "2 more epochs")
    rest(other)
    assert "run of its own" not in messages(other)
    press(app, "2 more epochs")
    rest(app)
    assert "kept as a run of its own" in messages(app)
    assert app.query_params["run"] != run_id


def test_a_run_that_is_deleted_elsewhere_while_it_trains_says_so(open_train, store):
    app = open_train(epochs="3", batch_size="200")
    press(app, "Step one epoch")
    store.delete([rest(app).run_id])
    press(app, "Resume")
    rest(app)
    assert "was deleted while it was trained" in messages(app)


def test_every_training_is_kept(open_train, tmp_path):
    app = open_train(epochs="2", batch_size="200")
    job = train_to_the_end(app)
    store = RunStore(tmp_path / "data" / FILE_NAME)
    (kept,) = store.summaries()
    assert (kept.run.id, kept.run.state) == (job.run_id, "finished")
    assert store.load(kept.run.id).scores == job.snapshot.progress.scores
    store.close()


def test_hosted_nothing_reaches_the_disk(open_train, tmp_path, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    train_to_the_end(open_train(epochs="2", batch_size="200"))
    assert not (tmp_path / "data").exists()


def test_a_file_that_cannot_be_used_is_told_and_training_works(open_train, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE_NAME).write_bytes(b"no database at all " * 100)
    app = open_train(epochs="2", batch_size="200")
    assert len(app.warning) == 1
    train_to_the_end(app)
    assert "Train" in buttons(app)
    assert (tmp_path / "data" / FILE_NAME).read_bytes() == b"no database at all " * 100


def test_a_run_is_measured_and_taken_home_whenever_one_likes(open_train):
    app = open_train(epochs="2", batch_size="200")
    train_to_the_end(app)
    downloads = {button.proto.label: button.proto for button in app.get("download_button")}
    assert set(downloads) >= {"Notebook", "Script", "Run file", "JSON", "CSV"}
    # Each of them makes its file at the click, and no run of the page gets in between.
    assert not any(button.disabled for button in downloads.values())
    assert all(downloads[label].ignore_rerun for label in ("Notebook", "Script"))
    press(app, "Measure it")
    assert app.session_state["sensitivity_job"].wait(PATIENCE_SECONDS)
    app.run()
    assert "These digits repeat on any machine" in messages(app)
    assert any("MLPClassifier(" in code.value for code in app.code)


def test_a_run_is_measured_for_its_notebook_where_nobody_has_yet(store):
    (run_id,) = trained(store, dataclasses.replace(CONFIG, epochs=2))
    run, data = store.load(run_id), load_dataset()
    rates = [score.learning_rate for score in run.scores]
    measurement = SensitivityJob(run.config, data, rates)
    notebook = json.loads(exports.notebook(run, measurement, data))
    assert exports.is_measured(measurement)
    assert "figures" in "".join(notebook["cells"][-1]["source"])
    stopped = SensitivityJob(run.config, data, rates)
    stopped.stop()
    with pytest.raises(RuntimeError):
        exports.notebook(run, stopped, data)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("64-50-10, rate 0.001", "64-50-10-rate-0.001.npz"),
        ("../../etc/passwd", "etc-passwd.npz"),
        ("größer · η = 0,1", "größer-η-0-1.npz"),
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j.npz"),
        ("\u202e\u200b ...", "run.npz"),
        ("x" * 200, "x" * 80 + ".npz"),
    ],
)
def test_files_are_named_after_their_run(name, file):
    assert exports.file_name(dataclasses.replace(RUN, name=name), "npz") == file


def test_a_digit_of_a_run_opens_in_one_step(open_app, kept):
    app = open_app(step_mode="real digit", digit_run="one", digit_row="3")
    assert not app.warning
    assert app.number_input(key="digit_epoch").value == 3
    assert open_app(step_mode="real digit", digit_run="nobody's").warning
