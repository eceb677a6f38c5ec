"""The life of a run on the Train page: its buttons, its states, live mode, and how it ends."""

import pytest

from mlp_core import TrainConfig, load_dataset, train
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.experiments.runs.store import RunStore
from mlp_core.hosted import HOSTED_VARIABLE
from pages.shared import jobs
from pages.train import progress
from tests.mlp_core.compiling import busy_compiler, without_compiler, without_loops
from tests.pages.shown import (
    buttons,
    chart_data,
    chart_rows,
    marks,
    messages,
    press,
    rest,
    train_to_the_end,
)
from tests.patience import PATIENCE_SECONDS

QUICK = {"epochs": "3", "batch_size": "32"}
QUICK_CONFIG = TrainConfig((64, 50, 10), 0.001, epochs=3, batch_size=32)
# Takes a minute where nobody stops it.
SLOW = {f"units{k}": "256" for k in range(1, 5)} | {"hidden_layers": "4", "epochs": "500"}
LOSS_CHART = 0


def wait_for_an_epoch(app) -> RecordedJob:
    job = app.session_state["training_job"]
    while not job.snapshot.progress.scores:
        assert not job.wait(0.05)
    return job


def test_a_run_can_be_paused_stepped_and_resumed(open_train):
    app = open_train(**SLOW)
    press(app, "Train")
    job = wait_for_an_epoch(app)
    assert {"Pause", "Stop training"} <= buttons(app)
    assert not {"Train", "Resume", "Step one epoch"} & buttons(app)
    press(app, "Pause")
    done = len(job.snapshot.progress.scores)
    assert job.snapshot.state == "paused"
    assert f"Paused after {done} of 500" in messages(app)
    assert app.metric[0].label == "Test accuracy"
    press(app, "Step one epoch")
    assert rest(app) is job
    assert len(job.snapshot.progress.scores) == done + 1
    press(app, "Resume")
    assert job.active
    press(app, "Stop training")
    rest(app)
    assert job.snapshot.state == "stopped"
    assert {"Train", "Step one epoch", "Reset"} <= buttons(app)


def test_the_first_step_begins_a_run_and_the_last_one_ends_it(open_train):
    app = open_train(**QUICK)
    for done in (1, 2):
        press(app, "Step one epoch")
        rest(app)
        assert f"Paused after {done} of 3" in messages(app)
    press(app, "Step one epoch")
    job = rest(app)
    assert "Trained 3 of 3 epochs" in messages(app)
    assert job.snapshot.progress.scores[-1].total_loss == last_of(QUICK_CONFIG).total_loss
    press(app, "Step one epoch")
    assert rest(app) is job
    assert "Trained 4 of 4 epochs" in messages(app)


def test_a_finished_run_can_be_extended(open_train):
    app = open_train(**QUICK)
    job = train_to_the_end(app)
    app.slider(key="epochs").set_value(2).run()
    press(app, "2 more epochs")
    assert rest(app) is job
    longer = TrainConfig((64, 50, 10), 0.001, epochs=5, batch_size=32)
    assert job.snapshot.progress.scores[-1].total_loss == last_of(longer).total_loss
    assert "Trained 5 of 5 epochs" in messages(app)


def test_reset_forgets_the_run_and_keeps_the_seed(open_train):
    app = open_train(**QUICK, seed="7")
    first = train_to_the_end(app)
    press(app, "Reset")
    assert "training_job" not in app.session_state
    assert app.number_input(key="seed").value == 7
    assert not app.metric
    again = train_to_the_end(app)
    assert again.snapshot.progress.scores[-1].total_loss == losses(first)[-1]
    assert runs_drawn(app) == {"this run"}


def test_a_new_seed_makes_another_run(open_train):
    app = open_train(**QUICK)
    first = train_to_the_end(app)
    press(app, "New seed")
    seed = app.number_input(key="seed").value
    assert seed != 0
    assert "settings have changed since this run" in messages(app)
    second = train_to_the_end(app)
    assert second.config.seed == seed
    assert losses(second) != losses(first)


def test_the_learning_rate_of_an_open_run_follows_the_slider(open_train):
    app = open_train(epochs="4", batch_size="32")
    press(app, "Step one epoch")
    rest(app)
    app.select_slider(key="learning_rate").set_value(0.0005).run()
    assert not app.warning
    press(app, "Resume")
    job = rest(app)
    rates = [score.learning_rate for score in job.snapshot.progress.scores]
    assert rates == [0.001, 0.0005, 0.0005, 0.0005]
    assert "η = 0.001, 0.0005 from epoch 2" in captions(app)
    assert marks(app, LOSS_CHART) == [(2, "η = 0.0005")]
    assert [row["rate"] for row in chart_rows(app, "rate")] == rates
    app.select_slider(key="learning_rate").set_value(0.002).run()
    assert "have changed since this run" in messages(app)
    assert rates == [score.learning_rate for score in job.snapshot.progress.scores]


def test_live_mode_trains_at_every_change_and_keeps_the_run_before_in_sight(open_train):
    app = open_train(**QUICK, live="true")
    first = rest(app)
    assert first.config == QUICK_CONFIG
    app.select_slider(key="units1").set_value(20).run()
    second = rest(app)
    assert second.config.units == (64, 20, 10)
    assert second.snapshot.state == "finished"
    assert runs_drawn(app) == {"this run", "earlier run"}
    drawn = [row["loss"] for row in chart_data(app, LOSS_CHART) if row["run"] == "earlier run"]
    assert drawn == losses(first)
    assert "the run before, 64-50-10" in captions(app)
    app.select_slider(key="learning_rate").set_value(0.002).run()
    assert rest(app).config.learning_rate == 0.002


def test_live_mode_keeps_what_finished_and_what_the_visitor_keeps(open_train, store):
    app = open_train(**SLOW, live="true")
    for units in (200, 150, 128):
        app.select_slider(key="units1").set_value(units).run()
    wait_for_an_epoch(app)
    assert store.summaries() == []
    assert "run" not in app.query_params
    press(app, "Keep")
    kept = app.session_state["training_job"].run_id
    assert app.query_params["run"] == kept
    app.select_slider(key="units1").set_value(100).run()
    assert [summary.run.id for summary in store.summaries()] == [kept]
    app.slider(key="hidden_layers").set_value(1)
    app.slider(key="epochs").set_value(2)
    app.run()
    finished = rest(app)
    assert "Keep" not in buttons(app)
    assert [summary.run.id for summary in store.summaries()] == [finished.run_id, kept]
    press(app, "Train")  # on purpose, so it is kept from the first moment
    assert app.session_state["training_job"].recorder.is_kept


def test_what_a_bounded_store_had_to_let_go_is_said(open_train, monkeypatch):
    monkeypatch.setattr(RunStore.__init__, "__defaults__", (None, Bounds(2, 10**8)))
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    app = open_train(**QUICK)
    for _ in range(4):
        train_to_the_end(app)
    assert "The oldest had to go: `64-50-10, rate 0.001`, `64-50-10" in messages(app)
    press(app, "Understood")
    assert "had to go" not in messages(app)


def test_a_live_run_that_is_cut_short_does_not_become_the_earlier_one(open_train):
    app = open_train(**QUICK, live="true")
    finished = rest(app)
    for name, value in ({"hidden_layers": "4"} | SLOW).items():
        slider = app.select_slider if name.startswith("units") else app.slider
        slider(key=name).set_value(int(value)).run()
    cut_short = app.session_state["training_job"]
    assert cut_short.active
    app.slider(key="hidden_layers").set_value(1)
    app.slider(key="epochs").set_value(3)
    app.run()
    rest(app)
    assert cut_short.snapshot.state == "stopped"
    assert len(app.session_state["earlier_run"].scores) == len(losses(finished))


def test_without_live_mode_a_change_starts_nothing(open_train):
    app = open_train(**QUICK)
    job = train_to_the_end(app)
    app.select_slider(key="units1").set_value(20).run()
    assert app.session_state["training_job"] is job


def test_who_finds_no_free_slot_is_told_and_begins_by_itself(open_train, monkeypatch):
    monkeypatch.setenv(jobs.SLOTS_VARIABLE, "1")
    monkeypatch.setattr(jobs, "TURN_SECONDS", 1e9)
    first, second = open_train(**SLOW), open_train(**QUICK)
    press(first, "Train")
    press(second, "Train")
    assert "number 1 in the queue" in messages(second)
    assert {"Pause", "Stop training"} <= buttons(second)
    press(first, "Stop training")
    rest(second)
    assert "Trained 3 of 3 epochs" in messages(second)


def test_a_run_that_starts_before_the_engine_is_ready_says_so(open_train, monkeypatch):
    ready = busy_compiler(monkeypatch)
    app = open_train(**QUICK)
    press(app, "Train")
    assert "Preparing the fast engine" in messages(app)
    ready.set()
    rest(app)
    assert "Trained 3 of 3 epochs" in messages(app)


def test_the_page_says_which_engine_trains(open_train, monkeypatch):
    app = open_train(**QUICK)
    compiled = train_to_the_end(app)
    assert "compiled engine" in messages(app)
    without_compiler(monkeypatch, "numba cannot be imported")
    by_numpy = train_to_the_end(app)
    assert "NumPy engine: numba cannot be imported" in messages(app)
    assert losses(by_numpy) == pytest.approx(losses(compiled), rel=1e-9)


def test_the_page_says_what_has_no_compiled_loop(open_train, monkeypatch):
    without_loops(monkeypatch, "tanh")
    app = open_train(**QUICK)
    train_to_the_end(app)
    assert "NumPy engine: there is no compiled loop for the activation tanh" in messages(app)


def test_a_run_that_ends_while_the_page_is_drawn_is_drawn_again(open_train, monkeypatch):
    app = open_train(**SLOW)
    press(app, "Train")
    job = app.session_state["training_job"]
    watch = progress.watch

    def end_first(watched, active, earlier):
        watched.stop()
        assert watched.wait(PATIENCE_SECONDS)
        watch(watched, active, earlier)

    monkeypatch.setattr(progress, "watch", end_first)
    app.run()
    assert job.snapshot.state == "stopped"
    assert "Stop training" not in [button.label for button in app.button]
    assert not next(button for button in app.button if button.label == "Train").disabled


def test_a_changed_control_marks_the_result_as_earlier(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    earlier = "have changed since this run"
    assert earlier not in messages(app)
    app.select_slider(key="units1").set_value(20).run()
    assert earlier in app.warning[0].value
    app.select_slider(key="units1").set_value(50).run()
    assert earlier not in messages(app)


def test_the_page_keeps_controls_and_result_while_another_is_open(open_train):
    app = open_train(**QUICK)
    app.select_slider(key="units1").set_value(20).run()
    train_to_the_end(app)
    before = [metric.value for metric in app.metric]
    app.switch_page("pages/one_step/page.py").run()
    app.switch_page("pages/train/page.py").run()
    assert app.select_slider(key="units1").value == 20
    assert [metric.value for metric in app.metric] == before


def test_stop_keeps_what_was_learned(open_train):
    app = open_train(**SLOW)
    press(app, "Train")
    job = wait_for_an_epoch(app)
    press(app, "Stop training")
    rest(app)
    assert job.snapshot.state == "stopped"
    assert "Stopped after" in messages(app)
    assert app.metric[0].label == "Test accuracy"
    done = len(job.snapshot.progress.scores)
    press(app, "Continue")
    job = app.session_state["training_job"]
    assert len(job.snapshot.progress.scores) >= done
    press(app, "Stop training")


def test_a_stop_before_the_first_epoch_says_so(open_train):
    app = open_train(hidden_layers="4", units1="256", units2="256", units3="256", units4="256")
    press(app, "Train")
    press(app, "Stop training")
    # The page waits a second for the slice at work, which a busy machine may take longer for.
    rest(app)
    assert "nothing was learned" in messages(app)


def test_divergence_is_explained_and_charts_hold_finite_numbers(open_train):
    app = open_train(
        hidden_layers="4", learning_rate="0.2", activation="relu", scaling="standardised pixels"
    )
    job = train_to_the_end(app)
    assert job.snapshot.state == "diverged"
    text = messages(app)
    assert "Training diverged" in text
    assert "epoch 3" in text
    assert "|z|" in text
    assert "Lower the learning rate" in text
    assert all(abs(row["loss"]) < float("inf") for row in chart_data(app, LOSS_CHART))


def test_a_failure_is_told_and_the_page_goes_on(open_train, monkeypatch):
    def broken(*_args, **_kwargs):
        raise MemoryError("no room")
        yield

    monkeypatch.setattr("mlp_core.experiments.jobs.training_job.train_in_slices", broken)
    app = open_train(**QUICK)
    train_to_the_end(app)
    assert "Training failed: MemoryError: no room" in messages(app)
    monkeypatch.undo()
    train_to_the_end(app)
    assert "Trained 3 of 3 epochs" in messages(app)


def last_of(config: TrainConfig):
    """The metrics of the last epoch, trained without any page."""
    *_, last = train(config, load_dataset())
    return last


def losses(job: RecordedJob) -> list[float]:
    return [score.total_loss for score in job.snapshot.progress.scores]


def captions(app) -> str:
    return "\n".join(caption.value for caption in app.caption)


def runs_drawn(app) -> set[str]:
    return {row["run"] for row in chart_data(app, LOSS_CHART)}
