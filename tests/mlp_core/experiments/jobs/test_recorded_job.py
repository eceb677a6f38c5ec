"""Recording a job while it trains, whatever the store does, and going on with what was kept."""

import dataclasses
import math
import sys

import pytest

from mlp_core import QUESTION_2, TrainConfig, train
from mlp_core.experiments.jobs import recorder
from mlp_core.experiments.jobs.recorded_job import RecordedJob, continued_job, recorded_job
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.compiling import without_compiler, without_loops
from tests.mlp_core.jobs import everything, plain, whole_run
from tests.mlp_core.small_data import few_digits, one_number
from tests.mlp_core.stored import CONFIG
from tests.mlp_core.waiting import finish

pytestmark = pytest.mark.usefixtures("kernels")


@pytest.fixture
def small(digits):
    return few_digits(digits, 30, 20)


@pytest.fixture
def write_everything(monkeypatch):
    """Writes after every slice of work."""
    monkeypatch.setattr(recorder, "WRITE_SECONDS", -1.0)
    monkeypatch.setattr(recorder, "WRITE_SHARE", math.inf)


def trained(job: RecordedJob) -> RecordedJob:
    job.resume()
    finish(job)
    return job


def test_a_finished_run_is_kept_as_it_was_trained(store, small):
    job = trained(recorded_job(store, CONFIG, small, group="seeds"))
    run = store.load(job.run_id)
    assert run.scores == job.snapshot.progress.scores
    assert (run.config, run.epochs, run.state, run.reason) == (CONFIG, 4, "finished", "")
    assert (run.name, run.group, run.engine) == ("64-5-10, rate 0.01", "seeds", "compiled")
    assert run.fingerprint == data_fingerprint(small)
    assert set(run.versions) == {"python", "numpy", "numba"}
    assert run.versions["python"] == sys.version.split()[0]
    assert run.started <= run.ended
    assert as_bytes(store.parameters(run.id)) == as_bytes(job.snapshot.progress.parameters)
    epochs = list(train(CONFIG, small))
    assert store.epochs_with_parameters(run.id) == (1, 2, 3, 4)
    for metrics in epochs:
        kept = store.parameters(run.id, metrics.epoch)
        assert as_bytes(kept) == as_bytes(metrics.parameters)


def test_a_job_that_was_never_begun_leaves_no_trace(store, small):
    job = recorded_job(store, CONFIG, small, name="never")
    job.stop()
    assert store.summaries() == []


def test_two_runs_of_the_same_are_two(store, small):
    for name in ("one", "other"):
        trained(recorded_job(store, CONFIG, small, name=name))
    other, one = (summary.run for summary in store.summaries())
    assert (one.name, other.name) == ("one", "other")
    assert one.id != other.id


# Writes are to be far between, or take long: then so little of the time may go into them.
@pytest.mark.parametrize(("name", "value"), [("WRITE_SECONDS", math.inf), ("WRITE_SHARE", 1e-9)])
def test_a_run_is_there_from_its_first_slice_on(store, small, row_slices, monkeypatch, name, value):
    seen = []
    take = recorder.Recorder.take

    def look(recorder, item):
        take(recorder, item)
        seen.append(store.summaries()[0])

    monkeypatch.setattr(recorder.Recorder, "take", look)
    monkeypatch.setattr(recorder, "WRITE_SECONDS", -1.0)
    monkeypatch.setattr(recorder, name, value)
    job = trained(recorded_job(store, CONFIG, small))
    assert (seen[0].run.state, seen[0].run.ended, seen[0].last) == ("running", None, None)
    # Written at its beginning and its end, and not in between: that is not due yet.
    assert {summary.last for summary in seen} == {None}
    assert store.summaries()[0].last == job.snapshot.progress.scores[-1]


def test_every_write_holds_whole_epochs(store, small, write_everything, monkeypatch):
    take = recorder.Recorder.take

    def look(recorder, item):
        take(recorder, item)
        run = store.load(recorder.run.id)
        assert [score.epoch for score in run.scores] == list(range(1, len(run.scores) + 1))
        assert store.epochs_with_parameters(run.id) == tuple(s.epoch for s in run.scores)
        assert len(run.scores) == len(recorder._job._scores)

    monkeypatch.setattr(recorder.Recorder, "take", look)
    assert trained(recorded_job(store, CONFIG, small)).snapshot.state == "finished"


def test_what_is_held_until_it_is_written_stays_in_the_budget(store, small):
    config = dataclasses.replace(CONFIG, epochs=200)
    size = 8 * (65 * 5 + 6 * 10)
    store.parameters_bytes = 10 * size
    most = []
    job = recorded_job(store, config, small)

    class Watched(recorder.Recorder):
        def take(self, item):
            super().take(item)
            most.append(len(self._checkpoints))

    job.recorder = Watched(store, job.recorder.run)
    job.observers = [job.recorder]
    trained(job)
    assert max(most) <= 10
    assert store.epochs_with_parameters(job.run_id) == (1, 32, 64, 96, 128, 160, 192, 200)


def test_pausing_and_going_on(store, small):
    job = recorded_job(store, CONFIG, small)
    for epoch in (1, 2):
        job.step()
        finish(job)
        run = store.load(job.run_id)
        assert (run.state, run.reason, len(run.scores)) == ("stopped", "It was paused.", epoch)
        assert run.ended is not None
    trained(job)
    job.extend(2)
    finish(job)
    run = store.load(job.run_id)
    assert (run.state, run.reason, run.epochs, len(run.scores)) == ("finished", "", 6, 6)
    assert run.scores == job.snapshot.progress.scores


def test_a_stop_is_kept_with_its_reason(store, small):
    job = recorded_job(store, CONFIG, small)
    job.step()
    finish(job)
    job.stop("enough")
    run = store.load(job.run_id)
    assert (run.state, run.reason, len(run.scores)) == ("stopped", "enough", 1)


def test_divergence_and_failure_are_kept(store, small, caplog):
    # As test_divergence works out, it overflows in epoch 3.
    wild = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)
    trained(recorded_job(store, wild, one_number([2.0] * 100, [2.0]), name="wild"))
    broken = dataclasses.replace(CONFIG, units=(63, 5, 10))
    trained(recorded_job(store, broken, small, name="broken"))
    failed, diverged = store.summaries()
    assert (diverged.run.state, diverged.last.epoch) == ("diverged", 2)
    assert diverged.run.reason.startswith("The loss stopped being a finite number in epoch 3")
    assert (failed.run.state, failed.last) == ("failed", None)
    assert failed.run.reason.startswith("ValueError: units must begin with 64 features")


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
@pytest.mark.parametrize("done", [0, 1, 3, 4])
def test_a_run_goes_on_to_the_same_bits(store, small, engine, done):
    job = recorded_job(store, CONFIG, small)
    job.engine = engine
    for _ in range(done):
        job.step()
        finish(job)
    if not done:
        # As of a process that was killed in its first epoch.
        store.record(dataclasses.replace(job.recorder.run, engine=engine, state="interrupted"))
    job.stop()
    again = continued_job(store, job.run_id, small)
    assert len(again.snapshot.progress.scores) == done
    assert again.snapshot.state == ("finished" if done == 4 else "paused")
    assert again.share_done == done / 4
    trained(again)
    again.extend(2)
    finish(again)
    longer = list(train(dataclasses.replace(CONFIG, epochs=6), small, engine=engine))
    run = store.load(job.run_id)
    assert (run.engine, run.state, run.epochs) == (engine, "finished", 6)
    assert run.started == job.recorder.run.started
    assert plain(run.scores) == plain(metrics.scores for metrics in longer)
    assert as_bytes(store.parameters(run.id)) == as_bytes(longer[-1].parameters)
    seconds = [score.seconds for score in run.scores]
    assert seconds == sorted(seconds)
    assert len(store.summaries()) == 1


def test_a_run_goes_on_at_the_rate_it_had_last(store, small):
    job = recorded_job(store, CONFIG, small)
    job.step()
    finish(job)
    job.change_learning_rate(0.02)
    job.step()
    finish(job)
    again = trained(continued_job(store, job.run_id, small))
    assert [s.learning_rate for s in again.snapshot.progress.scores] == [0.01, 0.02, 0.02, 0.02]


def test_what_cannot_be_gone_on_with(store, small, digits, monkeypatch):
    job = trained(recorded_job(store, CONFIG, small, name="mine"))
    run = dataclasses.replace(job.recorder.run, state="finished")
    with pytest.raises(ValueError, match="there is no run nobody to go on with"):
        continued_job(store, "nobody", small)
    with pytest.raises(ValueError, match="mine was trained on other data than digits is now"):
        continued_job(store, run.id, digits)
    store.record(dataclasses.replace(run, id="bare"), [job.snapshot.progress.scores[0]])
    with pytest.raises(ValueError, match="the parameters of the last epoch of mine are not kept"):
        continued_job(store, "bare", small)
    store.record(dataclasses.replace(run, id="busy", state="running"))
    with pytest.raises(ValueError, match="mine is being trained already"):
        continued_job(store, "busy", small)
    with monkeypatch.context() as lacking:
        without_loops(lacking, run.config.loss)
        match = r"and there is none here: there is no compiled loop for"
        with pytest.raises(ValueError, match=match):
            continued_job(store, run.id, small)
    without_compiler(monkeypatch, "numba is not there")
    with pytest.raises(ValueError, match=r"compiled engine, and there is none here: numba is not"):
        continued_job(store, run.id, small)


def test_a_run_of_the_numpy_engine_needs_no_compiler(store, small, monkeypatch):
    with monkeypatch.context() as without:
        without_compiler(without)
        job = recorded_job(store, CONFIG, small)
        job.step()
        finish(job)
    again = trained(continued_job(store, job.run_id, small))
    run = store.load(job.run_id)
    assert (run.engine, set(run.versions)) == ("numpy", {"python", "numpy"})
    last = list(train(CONFIG, small, engine="numpy"))[-1]
    assert as_bytes(again.snapshot.progress.parameters) == as_bytes(last.parameters)


def limit_pages(store: RunStore, n_pages: int) -> None:
    store._database._db.execute(f"PRAGMA max_page_count = {n_pages}")


def test_training_goes_on_when_the_disk_is_full_and_is_saved_when_it_is_not(
    store, small, write_everything
):
    limit_pages(store, 1)
    job = trained(recorded_job(store, CONFIG, small))
    assert job.snapshot.state == "finished"
    assert everything(job) == whole_run(CONFIG, small)
    assert "there is no room left on the disk" in store.problem
    assert store.summaries()[0].last.epoch < 4
    limit_pages(store, 1_000_000)
    run = store.load(job.run_id)
    assert store.problem == ""
    assert (run.state, run.scores) == ("finished", job.snapshot.progress.scores)
    assert store.epochs_with_parameters(run.id) == (1, 2, 3, 4)


def test_training_goes_on_when_the_store_is_closed(store, small):
    job = recorded_job(store, CONFIG, small)
    job.step()
    finish(job)
    store.close()
    assert everything(trained(job)) == whole_run(CONFIG, small)


def test_training_goes_on_when_recording_is_broken(store, small, monkeypatch, caplog):
    def broken(*_arguments):
        raise KeyError("broken")

    monkeypatch.setattr(store, "record", broken)
    assert everything(trained(recorded_job(store, CONFIG, small))) == whole_run(CONFIG, small)
    assert "a run cannot be recorded" in caplog.text


def test_recording_changes_nothing_of_the_run(store, digits):
    config = dataclasses.replace(QUESTION_2, epochs=5)
    assert everything(trained(recorded_job(store, config, digits))) == whole_run(config, digits)


def test_a_run_that_is_only_tried_is_kept_when_it_finishes(store, small, write_everything):
    job = recorded_job(store, CONFIG, small, keep_unfinished=False)
    job.step()
    finish(job)
    assert (store.summaries(), job.recorder.is_kept) == ([], False)
    trained(job)
    run = store.load(job.run_id)
    assert (run.state, run.scores) == ("finished", job.snapshot.progress.scores)
    assert job.recorder.is_kept
    assert as_bytes(store.parameters(run.id)) == as_bytes(job.snapshot.progress.parameters)
    job.extend(1)
    finish(job)
    assert len(store.load(run.id).scores) == 5


@pytest.mark.parametrize("end", ["stop", "close"])
def test_a_run_that_is_only_tried_leaves_no_stub(store, small, write_everything, end):
    for seed in range(3):
        config = dataclasses.replace(CONFIG, seed=seed)
        job = recorded_job(store, config, small, keep_unfinished=False)
        job.step()
        finish(job)
        getattr(job, end)()
    wild = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)
    data = one_number([2.0] * 100, [2.0])
    assert trained(recorded_job(store, wild, data, keep_unfinished=False)).snapshot.state == (
        "diverged"
    )
    assert store.summaries() == []


def test_a_run_that_is_only_tried_can_be_kept_at_any_time(store, small):
    never = recorded_job(store, CONFIG, small, keep_unfinished=False)
    never.recorder.keep()
    assert store.summaries() == []
    stopped, going_on = (
        recorded_job(store, CONFIG, small, keep_unfinished=False) for _ in range(2)
    )
    for job in (stopped, going_on):
        job.step()
        finish(job)
    stopped.stop()
    for job in (stopped, going_on):
        job.recorder.keep()
        job.recorder.keep()
        assert store.load(job.run_id).scores == job.snapshot.progress.scores
    trained(going_on)
    assert store.load(going_on.run_id).scores == going_on.snapshot.progress.scores
    assert store.load(stopped.run_id).state == "stopped"
