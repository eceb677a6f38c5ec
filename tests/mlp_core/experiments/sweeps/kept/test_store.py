"""Sweeps in the file of the runs: found again to the last bit, whatever happens to the file."""

import dataclasses
import os
import signal
import sqlite3
import sys
import time

import numpy as np
import pytest

from mlp_core.experiments.runs.storage import schema
from mlp_core.experiments.runs.storage.database import Database
from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.sweeps.kept.rows import packed, unpacked
from mlp_core.experiments.sweeps.kept.store import BOUNDS_IN_MEMORY, SweepStore
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import NAMES, Maker
from tests.mlp_core import old_records
from tests.mlp_core.experiments.sweeps.kept.made import BASE, RATES, every_sweep, make_result
from tests.mlp_core.store_processes import read_reports
from tests.mlp_core.stored import make_checkpoint, make_run, make_scores, outside
from tests.mlp_core.waiting import wait_until

SWEEP = Sweep(BASE, (RATES, Axis("batch_size", Listed((1, 8)))))
RESULTS = [make_result(cell.config, 4) for cell in cells(SWEEP)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "runs.sqlite"


@pytest.fixture
def store(path):
    runs = RunStore(path)
    yield SweepStore(runs.database)
    runs.close()


def again(path):
    return SweepStore(Database(path))


def same(found, expected) -> bool:
    return len(found) == len(expected) and all(
        one.same_as(other)
        and one.figures.tobytes() == other.figures.tobytes()
        and (one.reason, one.maker) == (other.reason, other.maker)
        for one, other in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("name", every_sweep())
def test_every_sweep_is_found_again(path, store, name):
    sweep = every_sweep()[name]
    ahead = [make_result(cell.config, 5) for cell in [*cells(sweep)][:20]]
    before = time.time()
    sweep_id = store.begin(sweep, f"of {name}")
    assert store.record(sweep_id, ahead[:7], "running") == "kept"
    assert store.record(sweep_id, ahead[7:], "finished", "It is over.") == "kept"
    found = again(path).load(sweep_id)
    assert same(found.results, ahead)
    assert (found.sweep, found.name, found.n_damaged) == (sweep, f"of {name}", 0)
    assert (found.state, found.reason) == ("finished", "It is over.")
    assert before <= found.started <= found.ended <= time.time()
    (told,) = store.listing()
    assert (told.sweep, told.n_results, told.state) == (sweep, len(ahead), "finished")


def test_results_of_all_states_makers_and_lengths(store):
    makers = [Maker("numpy", "", "numpy 1"), Maker("compiled", "é", "numpy 2")]
    states = ("finished", "failed", "diverged", "stopped")
    results = [
        make_result(dataclasses.replace(BASE, seed=k), k, state=states[k % 4], reason=f"no. {k}")
        for k in range(8)
    ]
    results = [dataclasses.replace(r, maker=makers[k % 2]) for k, r in enumerate(results)]
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, results, "running")
    assert same(store.load(sweep_id).results, results)


def test_the_latest_result_of_a_configuration_counts(store):
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, RESULTS, "running")
    later = make_result(RESULTS[2].config, 9, state="stopped")
    store.record(sweep_id, [later], "running")
    assert same(store.load(sweep_id).results, [*RESULTS[:2], later, *RESULTS[3:]])


def test_what_a_wider_sweep_has_in_common_is_known(path, store):
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, RESULTS, "finished")
    other = dataclasses.replace(BASE, epochs=7, seed=3)
    wider = Sweep(other, (RATES, Axis("batch_size", Listed((1, 8, 64)))), repeats=2)
    assert store.change(sweep_id, wider)
    more = [make_result(cell.config) for cell in cells(wider)]
    store.record(sweep_id, more, "running")
    found = again(path).load(sweep_id)
    assert found.sweep == wider
    assert same(found.results, [*RESULTS, *more])


def test_names_and_letting_go(path, store):
    first, second = (store.begin(SWEEP, name) for name in ("first", "second"))
    assert [one.name for one in store.listing()] == ["second", "first"]
    assert store.rename(first, "another")
    assert store.rename(first, "a third", instead_of="first")
    assert store.delete([second])
    assert [one.name for one in store.listing()] == ["another"]
    assert store.load(second) is None
    assert store.record(second, RESULTS, "finished") == "deleted"
    assert store.restore([second])
    assert same(store.load(second).results, RESULTS)
    for name in ("", "x" * 201, "\x00"):
        with pytest.raises(ValueError, match="name must"):
            store.begin(SWEEP, name)
        with pytest.raises(ValueError, match="name must"):
            store.rename(first, name)
    store.delete([second])
    outside(path, "UPDATE sweeps SET deleted_at = 1.0 WHERE deleted_at IS NOT NULL")
    again(path)
    assert outside(path, "SELECT count(*) FROM sweeps") == [(1,)]
    assert outside(path, "SELECT count(*) FROM sweep_results") == [(0,)]
    assert store.record(second, RESULTS, "finished") == "gone"
    assert store.load("none such") is None


def test_figures_that_cannot_be_are_refused_and_nothing_of_them_is_kept(store):
    sweep_id = store.begin(SWEEP, "x")
    figures = RESULTS[1].figures.copy()
    figures[2, NAMES.index("train_loss")] = np.inf
    bad = dataclasses.replace(RESULTS[1], figures=figures)
    with pytest.raises(ValueError, match="train_loss of epoch 3 must be a finite number"):
        store.record(sweep_id, [RESULTS[0], bad], "finished")
    found = store.load(sweep_id)
    assert (found.results, found.state) == ((), "running")


DAMAGE = {
    "a configuration that is none": "UPDATE sweep_results SET config = '{' WHERE key = 2",
    "a setting off its limits": (
        "UPDATE sweep_results SET config = '{\"learning_rate\": 0}' WHERE key = 2"
    ),
    "no text": "UPDATE sweep_results SET config = 3 WHERE key = 2",
    "text that is not UTF-8": "UPDATE sweep_results SET reason = CAST(x'ff' AS TEXT) WHERE key = 2",
    "another state": "UPDATE sweep_results SET state = 'running' WHERE key = 2",
    "figures cut short": (
        "UPDATE sweep_results SET figures = substr(figures, 1, length(figures) - 9) WHERE key = 2"
    ),
    "figures of nothing": "UPDATE sweep_results SET figures = x'' WHERE key = 2",
    "figures of text": "UPDATE sweep_results SET figures = 'text' WHERE key = 2",
    "figures of null": "UPDATE sweep_results SET figures = zeroblob(80) WHERE key = 2",
    "figures of another": (
        "UPDATE sweep_results SET maker = 1, state = 'finished', figures = x'789c030000000001' "
        "WHERE key = 2"
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_result_hides_no_other(path, store, damage):
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, RESULTS, "finished")
    outside(path, DAMAGE[damage])
    found = store.load(sweep_id)
    others = [RESULTS[0], *RESULTS[2:]]
    if damage == "figures of another":  # of no epoch at all, which there may be
        others, found = RESULTS[2:], dataclasses.replace(found, results=found.results[2:])
        assert same(found.results, others)
        return
    assert (same(found.results, others), found.n_damaged) == (True, 1)
    # It is trained again, and takes the place of what was damaged or stands beside it.
    store.record(sweep_id, [RESULTS[1]], "finished")
    assert {one.config for one in store.load(sweep_id).results} == {r.config for r in RESULTS}


def test_a_damaged_maker_damages_what_it_made(path, store):
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, RESULTS[:3], "running")
    store.record(
        sweep_id, [dataclasses.replace(r, maker=Maker("", "", "")) for r in RESULTS[3:]], "running"
    )
    outside(path, "UPDATE sweep_makers SET scores = 'epoch,loss' WHERE key = 1")
    found = store.load(sweep_id)
    assert (len(found.results), found.n_damaged) == (3, 3)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("definition = '[]'", "must be a record"),
        ("definition = '{'", "not JSON, or cut short"),
        ("definition = x'00'", "not JSON"),
        ("state = 'away'", "the state of a sweep must be one of"),
        ("name = x'03'", ""),
        ("reason = x'00'", "reason must be a text"),
        ("started = 'then'", ""),
        ("started = 1e300", "seconds since 1970"),
        ("ended = -1", "seconds since 1970"),
        ("id = char(10)", "id must"),
    ],
)
def test_a_damaged_sweep_hides_no_other_and_can_be_let_go(path, store, damage, reason):
    first, second = (store.begin(SWEEP, name) for name in ("first", "second"))
    outside(path, f"UPDATE sweeps SET {damage} WHERE key = 1")
    assert [one.id for one in store.listing()] == [second]
    (told,) = store.damaged()
    assert reason in told.reason
    assert store.load(first) is None
    assert store.delete_damaged([told.key])
    assert (store.damaged(), len(store.listing())) == ([], 1)


def test_without_its_base_all_results_are_damaged(path, store):
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, RESULTS, "finished")
    outside(path, "UPDATE sweeps SET base = '{}'")
    found = store.load(sweep_id)
    assert (found.sweep, found.results, found.n_damaged) == (SWEEP, (), len(RESULTS))


def test_figures_of_scores_of_another_time():
    """A file of before there was a score, and of an app that has others yet."""
    figures = make_result(BASE, 5).figures
    older = [name for name in NAMES if not name.startswith("validation")]
    columns = [NAMES.index(name) for name in older]
    found = unpacked(packed(figures[:, columns]), older)
    assert np.array_equal(found[:, columns], figures[:, columns])
    assert np.isnan(np.delete(found, columns, axis=1)).all()
    newer = ["colour", *NAMES]
    wider = np.hstack([np.zeros((5, 1)), figures])
    assert unpacked(packed(wider), newer).tobytes() == figures.tobytes()


def test_a_bomb_of_figures_is_not_unpacked():
    with pytest.raises(ValueError, match="too many"):
        unpacked(packed(np.zeros((200_000, len(NAMES)))), list(NAMES))


def test_a_file_of_before_there_were_sweeps(path):
    db = sqlite3.connect(path)
    db.executescript(old_records.DATABASE)
    db.close()
    runs = RunStore(path)
    store = SweepStore(runs.database)
    sweep_id = store.begin(SWEEP, "x")
    store.record(sweep_id, RESULTS, "finished")
    assert [summary.run.id for summary in runs.summaries()] == ["a1b2c3"]
    assert same(store.load(sweep_id).results, RESULTS)
    assert outside(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    runs.close()


def test_runs_and_sweeps_share_a_file(path):
    runs = RunStore(path)
    store = SweepStore(runs.database)
    sweep_id = store.begin(SWEEP, "x")
    runs.record(make_run(), make_scores(3), [make_checkpoint(3)])
    store.record(sweep_id, RESULTS, "finished")
    runs.delete(["first"])
    runs.purge(time.time() + 1.0)
    assert same(store.load(sweep_id).results, RESULTS)
    runs.close()


def test_two_stores_on_one_file(path, store):
    other = again(path)
    ids = [one.begin(SWEEP, f"of {k}") for k, one in enumerate((store, other))]
    for k, result in enumerate(RESULTS):
        for one, sweep_id in zip((store, other), ids, strict=True):
            assert one.record(sweep_id, [result], "running") == "kept"
        assert [len(store.load(sweep_id).results) for sweep_id in ids] == [k + 1, k + 1]
    # Both go on with the same: there is one result a configuration.
    for one in (store, other):
        assert one.record(ids[0], RESULTS, "finished") == "kept"
    assert same(store.load(ids[0]).results, RESULTS)


def test_what_cannot_be_saved_is_told_and_saved_later(path, store):
    lock = sqlite3.connect(path, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    sweep_id = store.begin(SWEEP, "x")
    assert store.record(sweep_id, RESULTS[:2], "running") == "unsaved"
    assert "another program has locked it" in store.database.problem
    assert store.load(sweep_id) is None
    lock.execute("ROLLBACK")
    lock.close()
    assert store.record(sweep_id, RESULTS, "running") == "kept"
    assert store.database.problem == ""
    found = store.load(sweep_id)
    assert (found.name, same(found.results, RESULTS)) == ("x", True)


def test_a_closed_store_is_empty_and_says_why(path):
    store = again(path)
    sweep_id = store.begin(SWEEP, "x")
    store.database.close()
    assert (store.listing(), store.damaged(), store.load(sweep_id)) == ([], [], None)
    assert store.record(sweep_id, RESULTS, "finished") == "unsaved"
    assert "closed" in store.database.problem


# --- in memory


def test_a_store_in_memory_holds_so_many_sweeps():
    store = SweepStore(RunStore().database)
    ids = [store.begin(SWEEP, f"sweep {k}") for k in range(BOUNDS_IN_MEMORY.runs)]
    # The one that ended first goes first, whenever it began; those that run stay.
    for k in (3, 1, 2, 0):
        store.record(ids[k], (), "finished")
        outside_of(store, "UPDATE sweeps SET ended = ? WHERE id = ?", 100.0 - k, ids[k])
    store.begin(SWEEP, "one more")
    store.begin(SWEEP, "and another")
    assert {one.name for one in store.listing()} == {
        *("sweep 0", "sweep 1", "sweep 4", "one more", "and another")
    }
    assert store.evicted.names == ("sweep 3", "sweep 2")
    store.evicted.forget()
    assert store.evicted.names == ()


def test_one_that_runs_stays_however_long_ago_it_was_written():
    store = SweepStore(RunStore().database, Bounds(1, 10_000_000))
    first, second = (store.begin(SWEEP, name) for name in ("first", "second"))
    outside_of(store, "UPDATE sweeps SET beat = 5.0 WHERE id = ?", first)
    assert {one.name for one in store.listing()} == {"first", "second"}
    store.record(second, (), "finished")
    assert store.evicted.names == ()
    store.begin(SWEEP, "third")
    assert {one.name for one in store.listing()} == {"first", "third"}
    assert store.evicted.names == ("second",)


def test_what_somebody_deleted_goes_before_all_and_is_not_told():
    store = SweepStore(RunStore().database, Bounds(2, 10_000_000))
    first, second = (store.begin(SWEEP, name) for name in ("first", "second"))
    for sweep_id in (first, second):
        store.record(sweep_id, (), "finished")
    store.delete([second])
    store.begin(SWEEP, "third")
    assert [one.name for one in store.listing()] == ["third", "first"]
    assert store.evicted.names == ()


def outside_of(store, statement, *values):
    store.database.write(lambda db: db.execute(statement, values))


def noisy(k, n_epochs=100):
    figures = np.random.default_rng(k).uniform(size=(n_epochs, len(NAMES)))
    figures[:, 0] = np.arange(1, n_epochs + 1)
    figures[:, NAMES.index("base_rate")] = 0.1
    return dataclasses.replace(
        make_result(BASE), config=dataclasses.replace(BASE, seed=k), figures=figures
    )


def test_a_store_in_memory_holds_so_many_bytes():
    n_bytes = len(packed(noisy(0).figures))
    store = SweepStore(RunStore().database, Bounds(5, 10 * n_bytes + 3000))
    old, young = (store.begin(SWEEP, name) for name in ("old", "young"))
    assert store.record(old, [noisy(k) for k in range(6)], "finished") == "kept"
    assert store.record(young, [noisy(k) for k in range(4)], "running") == "kept"
    assert store.evicted.names == ()
    assert store.record(young, [noisy(k) for k in range(4, 7)], "running") == "kept"
    assert store.evicted.names == ("old",)
    assert store.record(young, [noisy(k) for k in range(7, 30)], "running") == "full"
    assert [len(store.load(young).results), store.load(young).state] == [7, "running"]
    # How it ended fits all the same.
    assert store.record(young, (), "finished", "so") == "kept"
    assert store.load(young).state == "finished"


def test_sweeps_push_no_runs_out():
    runs = RunStore(bounds=Bounds(runs=50, bytes=1_000_000))
    store = SweepStore(runs.database)
    for k in range(10):
        runs.record(make_run(str(k), started=float(k)), make_scores(2), [make_checkpoint(2)])
    sweep_id = store.begin(SWEEP, "x")
    assert store.record(sweep_id, [noisy(k) for k in range(400)], "finished") == "kept"
    runs.record(make_run("new", started=99.0), make_scores(2), [make_checkpoint(2)])
    assert (len(runs.summaries()), runs.evicted.names) == (11, ())


def test_a_file_has_no_bounds(path, store):
    ids = [store.begin(SWEEP, str(k)) for k in range(9)]
    for sweep_id in ids:
        store.record(sweep_id, (), "finished")
    assert len(again(path).listing()) == 9


# --- processes


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process is known to be gone")
def test_a_killed_process_loses_nothing_that_was_recorded(nursery, path, tmp_path):
    """Two on one file, killed while they write."""
    reports = [tmp_path / f"reports {k}" for k in range(2)]
    pids = [nursery.fork("sweep_for_ever", str(path), str(one)) for one in reports]
    for pid, one, least in zip(pids, reports, (2, 9), strict=True):
        wait_until(lambda one=one, least=least: one.exists() and len(read_reports(one)) > least)
        os.kill(pid, signal.SIGKILL)
        assert nursery.wait(pid) == -signal.SIGKILL
    store = again(path)
    assert outside(path, "PRAGMA integrity_check") == [("ok",)]
    scores = tuple(make_scores(20))
    for one in reports:
        _, sweep_id, n_told = read_reports(one)[-1]
        found = store.load(sweep_id)
        assert (found.state, found.n_damaged) == ("interrupted", 0)
        assert found.reason == "The app ended while it was being trained."
        # What was told, or one batch more that was written and could not be told.
        assert n_told <= len(found.results) <= n_told + 7
        expected = [cell.config for cell in cells(found.sweep)][: len(found.results)]
        assert [result.config for result in found.results] == expected
        assert all(result.scores == scores for result in found.results)
        # Somebody goes on with it.
        assert store.record(sweep_id, (), "running") == "kept"
        assert store.load(sweep_id).state == "running"


def test_one_that_runs_is_not_interrupted(path, store):
    sweep_id = store.begin(SWEEP, "x")
    assert again(path).load(sweep_id).state == "running"
    outside(path, "UPDATE sweeps SET owner = 'nobody', beat = 5.0")
    assert [one.state for one in again(path).listing()] == ["interrupted"]


def test_ten_thousand_results(path, store):
    """However many there are, each is written once; what that takes is in the benchmark."""
    axes = (Axis("learning_rate", Ranged(1e-3, 1.0, 100)), Axis("alpha", Ranged(0.0, 1.0, 100)))
    sweep = Sweep(BASE, axes)
    configs = [cell.config for cell in cells(sweep)]
    figures = noisy(0, 20).figures
    results = [
        dataclasses.replace(RESULTS[0], config=config, figures=figures) for config in configs
    ]
    sweep_id = store.begin(sweep, "x")
    for first in range(0, len(results), 2500):
        store.record(sweep_id, results[first : first + 2500], "running")
    found = again(path).load(sweep_id)
    assert [result.config for result in found.results] == configs
    assert {result.figures.tobytes() for result in found.results} == {figures.tobytes()}
    (n_bytes,) = outside(path, "SELECT sum(length(config) + length(figures)) FROM sweep_results")[0]
    assert n_bytes < 20_000_000
