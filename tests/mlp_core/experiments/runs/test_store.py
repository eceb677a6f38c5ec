"""RunStore: what is kept is what was given, in a file and in memory."""

import dataclasses
import threading

import pytest

from mlp_core import EpochScores
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.stored import (
    CONFIG,
    make_checkpoint,
    make_parameters,
    make_run,
    make_scores,
    outside,
)


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    store = RunStore(tmp_path / "a folder" / "runs.sqlite" if request.param == "file" else None)
    yield store
    assert store.problem == ""
    store.close()


def ids(store: RunStore) -> list[str]:
    return [summary.run.id for summary in store.summaries()]


def test_a_run_comes_back_as_it_was(store):
    run, scores = make_run(), make_scores(6)
    parameters = make_parameters(6)
    assert store.record(run, scores, [make_checkpoint(6)])
    assert store.load("first") == dataclasses.replace(run, scores=tuple(scores))
    loaded = store.parameters("first")
    assert as_bytes(loaded) == as_bytes(parameters)
    assert [len(arrays) for arrays in loaded] == [2, 2]


def test_a_run_survives_the_store(tmp_path):
    path = tmp_path / "runs.sqlite"
    run, scores = make_run(ended=None, state="failed", reason="'quoted'; -- "), make_scores(2)
    store = RunStore(path)
    store.record(run, scores, [make_checkpoint(2)])
    store.close()
    again = RunStore(path)
    assert again.load("first") == dataclasses.replace(run, scores=tuple(scores))
    assert as_bytes(again.parameters("first")) == as_bytes(make_parameters(2))
    assert (again.path, again.problem) == (path, "")
    again.close()


def test_what_is_not_there(store):
    assert store.load("nobody") is None
    assert store.parameters("nobody") is None
    assert store.epochs_with_parameters("nobody") == ()
    assert store.summaries() == []
    store.record(make_run(), make_scores(2), [make_checkpoint(2)])
    assert store.parameters("first", epoch=1) is None


def test_epochs_are_added_to_those_before(store):
    run = make_run(state="running", ended=None)
    store.record(run)
    store.record(run, make_scores(3), [make_checkpoint(3)])
    # An epoch that is written again takes its own place.
    done = dataclasses.replace(run, state="finished", ended=1003.0, epochs=9, reason="enough")
    store.record(done, make_scores(3, first=3), [make_checkpoint(5)])
    assert store.load("first") == dataclasses.replace(done, scores=tuple(make_scores(5)))
    assert as_bytes(store.parameters("first", epoch=3)) == as_bytes(make_parameters(3))
    assert as_bytes(store.parameters("first")) == as_bytes(make_parameters(5))


def test_training_leaves_alone_what_is_the_persons(store):
    run = make_run(state="running", ended=None)
    store.record(run)
    mine = {"name": "mine", "note": "", "tags": ("a",), "starred": False, "group": ""}
    assert store.edit("first", **mine)
    store.record(dataclasses.replace(run, state="finished", ended=1003.0))
    assert store.load("first") == make_run(ended=1003.0, **mine)


def test_only_what_is_the_persons_can_be_edited(store):
    store.record(make_run())
    with pytest.raises(ValueError, match=r"only name, note, tags, starred, group .* got 'state'"):
        store.edit("first", name="new", state="running")
    assert store.load("first") == make_run()


def test_summaries_are_the_newest_first_with_the_last_and_the_best_epoch(store):
    store.record(make_run("old", started=1.0), make_scores(6))
    store.record(make_run("new", started=3.0))
    store.record(make_run("between", started=2.0), make_scores(2))
    new, between, old = store.summaries()
    assert (new.run, new.last, new.best) == (make_run("new", started=3.0), None, None)
    assert (between.last, between.best) == (make_scores(2)[1], make_scores(2)[1])
    assert (old.last, old.best) == (make_scores(6)[5], make_scores(6)[2])
    assert old.run == make_run("old", started=1.0)


def test_of_equally_good_epochs_the_first_is_the_best(store):
    scores = [dataclasses.replace(score, test_accuracy=0.5) for score in make_scores(4)]
    store.record(make_run(), scores)
    assert store.summaries()[0].best == scores[0]


def test_a_summary_follows_every_change(store):
    store.record(make_run(state="running", ended=None), make_scores(1))
    before = store.summaries()[0]
    store.record(make_run(), make_scores(1, first=2))
    store.edit("first", name="renamed")
    after = store.summaries()[0]
    assert (before.last, after.last) == tuple(make_scores(2))
    assert (before.run.state, after.run) == ("running", make_run(name="renamed"))


def test_deleting_can_be_undone(store):
    whole = make_run("a"), make_scores(3), [make_checkpoint(3)]
    for run_id in ("a", "b", "c"):
        store.record(make_run(run_id), *whole[1:])
    store.delete(["a", "b"])
    assert ids(store) == ["c"]
    assert store.load("a") is None
    store.restore(["a"])
    assert ids(store) == ["c", "a"]
    assert store.load("a") == dataclasses.replace(whole[0], scores=tuple(whole[1]))
    assert as_bytes(store.parameters("a")) == as_bytes(make_parameters(3))


def test_what_is_purged_is_gone(store, monkeypatch):
    monkeypatch.setattr("mlp_core.experiments.runs.store.time.time", lambda: 500.0)
    for run_id in ("a", "b"):
        store.record(make_run(run_id), make_scores(3), [make_checkpoint(3)])
    store.delete(["a"])
    store.purge(before=500.0)
    store.restore(["a"])
    assert ids(store) == ["b", "a"]
    store.delete(["a"])
    store.purge(before=501.0)
    store.restore(["a"])
    assert ids(store) == ["b"]
    assert store.epochs_with_parameters("a") == ()


def test_opening_purges_what_was_deleted_long_ago(tmp_path):
    path, day = tmp_path / "runs.sqlite", 24 * 3600
    store = RunStore(path)
    for run_id in ("yesterday", "today", "kept"):
        store.record(make_run(run_id), make_scores(2), [make_checkpoint(2)])
    store.delete(["yesterday", "today"])
    store.close()
    outside(path, f"UPDATE runs SET deleted_at = deleted_at - {day} WHERE id = 'yesterday'")
    store = RunStore(path)
    store.restore(["yesterday", "today"])
    assert set(ids(store)) == {"today", "kept"}
    store.close()
    # Nothing of it is left behind in the other tables.
    assert outside(path, "SELECT count(DISTINCT run) FROM epochs") == [(2,)]
    assert outside(path, "SELECT count(DISTINCT run) FROM parameters") == [(2,)]


def test_threads_write_and_read_at_once(store):
    everybody, problems = threading.Barrier(5), []

    def train(run_id: str) -> None:
        everybody.wait()
        run = make_run(run_id, state="running", ended=None)
        for epoch in range(1, 21):
            written = store.record(run, make_scores(1, epoch), [make_checkpoint(epoch)])
            problems.extend([] if written else [store.problem])

    def look() -> None:
        everybody.wait()
        for _ in range(20):
            for summary in store.summaries():
                loaded = store.load(summary.run.id)
                problems.extend([] if len(loaded.scores) >= summary.last.epoch else [loaded])

    threads = [threading.Thread(target=train, args=(name,)) for name in "abc"]
    threads += [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    for run_id in "abc":
        assert store.load(run_id).scores == tuple(make_scores(20))
        assert as_bytes(store.parameters(run_id)) == as_bytes(make_parameters(20))


def test_thousands_of_runs(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    scores = make_scores(4)
    for k in range(5000):
        config = dataclasses.replace(CONFIG, seed=k)
        store.record(make_run(str(k), config=config, started=float(k)), scores)
    summaries = store.summaries()
    assert [summary.run.config.seed for summary in summaries] == list(reversed(range(5000)))
    assert {(summary.last, summary.best) for summary in summaries} == {(scores[3], scores[2])}
    assert {type(summary.best) for summary in summaries} == {EpochScores}
    store.close()


@pytest.mark.parametrize("stored", ["{", "[]", '{"units": [64, 10]}', '{"units": 3}'])
def test_a_run_that_this_app_cannot_read_is_told_of(tmp_path, stored):
    path = tmp_path / "runs.sqlite"
    store = RunStore(path)
    store.record(make_run("good"))
    store.record(make_run("odd"))
    outside(path, f"UPDATE runs SET config = '{stored}' WHERE id = 'odd'")
    assert ids(store) == ["good"]
    assert store.load("odd") is None
    assert store.problem.startswith("1 of the runs cannot be shown: they are damaged")
    store.delete(["odd"])
    assert (ids(store), store.problem) == (["good"], "")
    store.close()
