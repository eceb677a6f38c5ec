"""Two that go on with one run, and runs that go while they are trained: never a mixture."""

import dataclasses
import json
import math

import pytest

from mlp_core import train
from mlp_core.experiments.jobs import recorder
from mlp_core.experiments.jobs.recorded_job import RecordedJob, continued_job, recorded_job
from mlp_core.experiments.runs.storage.claims import NOTES
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.jobs import plain
from tests.mlp_core.store_processes import small_dataset
from tests.mlp_core.stored import CONFIG, make_run, make_scores
from tests.mlp_core.waiting import finish

pytestmark = pytest.mark.usefixtures("kernels")


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    store = RunStore(tmp_path / "runs.sqlite" if request.param == "file" else None)
    yield store
    assert store.problem == ""
    store.close()


@pytest.fixture
def write_everything(monkeypatch):
    """Writes after every slice of work."""
    monkeypatch.setattr(recorder, "WRITE_SECONDS", -1.0)
    monkeypatch.setattr(recorder, "WRITE_SHARE", math.inf)


@pytest.fixture
def small():
    return small_dataset()


def trained(store: RunStore, dataset, **options) -> RecordedJob:
    """A finished job of four epochs by the NumPy engine, as test processes use."""
    job = recorded_job(store, CONFIG, dataset, **options)
    job.engine = "numpy"
    job.resume()
    finish(job)
    return job


def extended(job: RecordedJob, epochs: int, rate: float | None = None) -> RecordedJob:
    if rate is not None:
        job.change_learning_rate(rate)
    job.extend(epochs)
    finish(job)
    return job


def stepped(job: RecordedJob) -> RecordedJob:
    job.step()
    finish(job)
    return job


def assert_one_training(store: RunStore, job: RecordedJob) -> None:
    """What is stored as the job's run is what the job did, and nothing else."""
    run = store.load(job.run_id)
    assert run.scores == job.snapshot.progress.scores
    assert as_bytes(store.parameters(run.id)) == as_bytes(job.snapshot.progress.parameters)
    assert [score.epoch for score in run.scores] == list(range(1, len(run.scores) + 1))


def names(store: RunStore) -> set[str]:
    return {summary.run.name for summary in store.summaries()}


def test_two_tabs_that_go_on_with_one_finished_run(store, small, write_everything):
    run_id = trained(store, small, name="mine").run_id
    one, other = (continued_job(store, run_id, small) for _ in range(2))
    extended(one, 5)
    extended(other, 2, rate=0.1)
    assert (one.run_id, one.recorder.note) == (run_id, "")
    assert other.run_id != run_id
    assert other.recorder.standing == "apart"
    assert other.recorder.note == NOTES["apart"]
    assert other.recorder.run.name == "mine, apart from epoch 5"
    assert names(store) == {"mine", "mine, apart from epoch 5"}
    for job, n in ((one, 9), (other, 6)):
        assert_one_training(store, job)
        assert len(store.load(job.run_id).scores) == n
    # What came before is that of both, and goes on to the same bits as ever.
    assert store.load(run_id).scores[:4] == store.load(other.run_id).scores[:4]
    longer = list(train(dataclasses.replace(CONFIG, epochs=9), small, engine="numpy"))
    assert plain(store.load(run_id).scores) == plain(metrics.scores for metrics in longer)


def test_two_tabs_that_take_turns(store, small):
    run_id = trained(store, small).run_id
    one, other = (continued_job(store, run_id, small) for _ in range(2))
    for _ in range(3):
        one.step()
        finish(one)
        other.step()
        finish(other)
    assert one.recorder.standing == "kept"
    assert other.recorder.standing == "apart"
    for job in (one, other):
        assert_one_training(store, job)
        assert len(job.snapshot.progress.scores) == 7
    assert len(store.summaries()) == 2


def test_both_at_work_at_once(store, small, write_everything, row_slices):
    run_id = trained(store, small).run_id
    one, other = (continued_job(store, run_id, small) for _ in range(2))
    for job in (one, other):
        job.change_learning_rate(0.01 if job is one else 0.1)
        job.extend(20)
    for job in (one, other):
        finish(job)
        assert_one_training(store, job)
    assert sorted([one.recorder.standing, other.recorder.standing]) == ["apart", "kept"]
    assert len(store.summaries()) == 2


def test_a_pause_here_and_going_on_there(store, small):
    one = recorded_job(store, CONFIG, small)
    one.engine = "numpy"
    stepped(one)
    other = continued_job(store, one.run_id, small)
    other.resume()
    finish(other)
    assert (other.recorder.standing, len(store.summaries())) == ("kept", 1)
    # Leaving the tab that was first writes nothing: there is nothing to keep apart.
    one.pause()
    one.change_learning_rate(0.05)
    one.resume()
    finish(one)
    assert one.recorder.standing == "apart"
    for job in (one, other):
        assert_one_training(store, job)


def test_leaving_a_tab_makes_no_run_apart(store, small):
    one = recorded_job(store, CONFIG, small)
    one.engine = "numpy"
    stepped(one)
    other = continued_job(store, one.run_id, small)
    other.resume()
    finish(other)
    one.stop("The tab was closed.")
    (summary,) = store.summaries()
    assert (summary.run.state, summary.last.epoch) == ("finished", 4)


def test_a_run_apart_can_be_left_again(store, small):
    run_id = trained(store, small).run_id
    jobs = [continued_job(store, run_id, small) for _ in range(2)]
    for job in jobs:
        stepped(job)
    third = continued_job(store, jobs[1].run_id, small)
    stepped(third)
    stepped(jobs[1])
    assert len(store.summaries()) == 3
    for job in (*jobs, third):
        assert_one_training(store, job)


def test_a_name_as_long_as_can_be_still_says_that_it_is_apart(store, small):
    longest = "x" * TEXT_LIMITS["name"]
    run_id = trained(store, small, name=longest).run_id
    one, other = (continued_job(store, run_id, small) for _ in range(2))
    stepped(one)
    stepped(other)
    name = store.load(other.run_id).name
    assert name.endswith("x, apart from epoch 5")
    assert len(name) == TEXT_LIMITS["name"]


def test_epochs_that_somebody_else_has_put_in_the_place_of_others_are_noticed(store, small):
    job = trained(store, small)
    again = continued_job(store, job.run_id, small)
    run = store.load(job.run_id)
    other = dataclasses.replace(run.scores[-1], test_accuracy=0.001)
    store.record(dataclasses.replace(run, scores=()), [other])
    stepped(again)
    assert again.recorder.standing == "apart"
    assert_one_training(store, again)


def test_another_process_that_goes_on_with_the_run(nursery, tmp_path, small):
    store = RunStore(tmp_path / "runs.sqlite")
    job = trained(store, small, name="mine")
    again = continued_job(store, job.run_id, small)
    reports = tmp_path / "reports"
    pid = nursery.fork("go_on", str(store.path), str(reports), job.run_id, 5)
    assert nursery.wait(pid) == 0
    assert json.loads(reports.read_text()) == [job.run_id, ""]
    extended(again, 2, rate=0.1)
    assert again.recorder.standing == "apart"
    assert_one_training(store, again)
    longer = list(train(dataclasses.replace(CONFIG, epochs=9), small, engine="numpy"))
    kept = store.load(job.run_id)
    assert plain(kept.scores) == plain(metrics.scores for metrics in longer)
    assert names(store) == {"mine", "mine, apart from epoch 5"}
    store.close()


def deleted_in_mid_run(store, small, how):
    """A job of which ``how`` makes away with the run between its second and third epoch."""
    job = recorded_job(store, CONFIG, small)
    job.engine = "numpy"
    stepped(job)
    stepped(job)
    how(job.run_id)
    job.resume()
    finish(job)
    return job


def test_a_run_that_is_purged_while_it_is_trained_stays_away(store, small, write_everything):
    def purge(run_id):
        store.delete([run_id])
        store.purge(float("inf"))

    job = deleted_in_mid_run(store, small, purge)
    assert job.snapshot.state == "finished"
    assert (job.recorder.standing, job.recorder.note) == ("gone", NOTES["gone"])
    assert store.summaries() == []
    store.restore([job.run_id])
    assert store.summaries() == []
    assert extended(job, 2).snapshot.state == "finished"
    assert store.summaries() == []


def test_a_run_that_is_deleted_while_it_is_trained_can_be_restored_whole(store, small):
    job = deleted_in_mid_run(store, small, lambda run_id: store.delete([run_id]))
    assert (job.recorder.standing, job.recorder.note) == ("deleted", NOTES["deleted"])
    assert store.summaries() == []
    store.restore([job.run_id])
    assert_one_training(store, job)
    assert store.summaries()[0].run.state == "finished"
    stepped(job)
    assert (job.recorder.standing, job.recorder.note) == ("kept", "")


def test_a_run_that_was_deleted_is_told_of_in_the_tab_that_had_opened_it(store, small):
    run_id = trained(store, small).run_id
    again = continued_job(store, run_id, small)
    store.delete([run_id])
    stepped(again)
    assert again.recorder.standing == "deleted"
    store.restore([run_id])
    assert_one_training(store, again)


def test_what_was_held_up_is_not_mixed_either(store, small):
    run_id = trained(store, small).run_id
    one, other = (continued_job(store, run_id, small) for _ in range(2))
    store._database._db.execute("PRAGMA query_only = ON")
    stepped(one)
    stepped(other)
    assert "not saved" in store.problem
    store._database._db.execute("PRAGMA query_only = OFF")
    assert len(store.summaries()) == 2
    assert sorted([one.recorder.standing, other.recorder.standing]) == ["apart", "kept"]
    for job in (one, other):
        assert_one_training(store, job)


def test_a_run_of_which_something_is_lost_is_not_kept_as_a_fragment(store, small, monkeypatch):
    monkeypatch.setattr("mlp_core.experiments.runs.store.MOST_UNSAVED", 0)
    job = recorded_job(store, CONFIG, small)
    job.engine = "numpy"
    stepped(job)
    assert job.recorder.standing == "gone"
    monkeypatch.undo()
    job.resume()
    finish(job)
    assert store.summaries() == []


def test_a_recorder_says_when_it_cannot_keep_the_run(store, small, monkeypatch, caplog):
    def broken(*_arguments):
        raise KeyError("broken")

    monkeypatch.setattr(store, "record", broken)
    assert trained(store, small).recorder.note == "This run cannot be kept: 'broken'."


def test_the_library_writes_without_asking(store):
    run = make_run()
    assert store.record(run, make_scores(2))
    assert store.record(run, make_scores(2, first=3))
    assert store.load("first").scores == tuple(make_scores(4))
