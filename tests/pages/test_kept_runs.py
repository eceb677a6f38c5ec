"""Runs that outlive a session: interrupted ones, links to one, trouble with the file."""

import dataclasses
import time

import pytest

from mlp_core import QUESTION_2, load_dataset, train
from mlp_core.experiments.fingerprint import data_fingerprint
from mlp_core.experiments.run import Run
from mlp_core.experiments.runs import FILE_NAME, HOSTED_VARIABLE, RunStore
from tests.pages.shown import buttons, messages, press, rest, train_to_the_end

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
    store.record(RUN, [epoch.scores for epoch in done], {3: done[-1].parameters})
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


def test_every_training_is_kept(open_train, tmp_path):
    app = open_train(epochs="2", batch_size="200")
    job = train_to_the_end(app)
    store = RunStore(tmp_path / "data" / FILE_NAME)
    (kept,) = store.summaries()
    assert (kept.run.id, kept.run.state) == (job.observer.run.id, "finished")
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


def test_a_run_is_measured_and_taken_home(open_train):
    app = open_train(epochs="2", batch_size="200")
    train_to_the_end(app)
    names = ("Notebook", "Script", "Run file", "JSON", "CSV")
    downloads = {button.proto.label: button.proto for button in app.get("download_button")}
    assert set(names) <= downloads.keys()
    assert downloads["Notebook"].disabled
    press(app, "Measure it")
    assert app.session_state["sensitivity_job"].wait(60)
    app.run()
    assert "These digits repeat on any machine" in messages(app)
    downloads = {button.proto.label: button.proto for button in app.get("download_button")}
    assert not downloads["Notebook"].disabled
    assert any("MLPClassifier(" in code.value for code in app.code)


def test_a_digit_of_a_run_opens_in_one_step(open_app, kept):
    app = open_app(step_mode="real digit", digit_run="one", digit_row="3")
    assert not app.warning
    slider = next(s for s in app.select_slider if s.label == "Weights after epoch")
    assert slider.value == 3
    assert open_app(step_mode="real digit", digit_run="nobody's").warning
