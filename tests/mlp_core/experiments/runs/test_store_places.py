"""Where runs are kept: in the user's folder, in another, or in a session's memory with bounds."""

from pathlib import Path

import pytest

from mlp_core.experiments.runs.storage.folder import data_folder
from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.experiments.runs.store import BOUNDS_IN_MEMORY, RunStore, open_store
from tests.mlp_core.stored import make_checkpoint, make_run, make_scores


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "~/.local/share/mlp-explorer"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/mlp-explorer"),
        ("linux", {"XDG_DATA_HOME": "not/absolute"}, "~/.local/share/mlp-explorer"),
        ("linux", {"XDG_DATA_HOME": ""}, "~/.local/share/mlp-explorer"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "~/Library/Application Support/mlp-explorer"),
        ("win32", {"LOCALAPPDATA": "/users/me/local"}, "/users/me/local/mlp-explorer"),
        ("win32", {}, "~/AppData/Local/mlp-explorer"),
        ("linux", {"MLP_EXPLORER_DATA": "/chosen", "XDG_DATA_HOME": "/data"}, "/chosen"),
        ("linux", {"MLP_EXPLORER_DATA": ""}, "~/.local/share/mlp-explorer"),
    ],
)
def test_the_folder_is_that_of_the_systems_custom(platform, environment, folder):
    assert data_folder(environment, platform) == Path(folder)


def test_a_local_store_is_one_file_in_the_folder(tmp_path):
    store = open_store({"MLP_EXPLORER_DATA": str(tmp_path / "mine")})
    store.record(make_run())
    store.close()
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["runs.sqlite"]
    again = open_store({"MLP_EXPLORER_DATA": str(tmp_path / "mine"), "MLP_EXPLORER_HOSTED": "0"})
    assert [summary.run for summary in again.summaries()] == [make_run()]
    again.close()


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    store = open_store({"MLP_EXPLORER_DATA": "~/mine"})
    assert store.path == tmp_path / "mine" / "runs.sqlite"
    assert store.path.exists()
    store.close()


def test_hosted_stores_know_nothing_of_each_other(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment = {"MLP_EXPLORER_HOSTED": "1", "MLP_EXPLORER_DATA": str(tmp_path / "mine")}
    one, other = open_store(environment), open_store(environment)
    one.record(make_run())
    assert (len(one.summaries()), other.summaries()) == (1, [])
    assert (one.path, one.problem) == (None, "")
    assert list(tmp_path.iterdir()) == []
    one.close()
    other.close()


def ids(store: RunStore) -> set[str]:
    return {summary.run.id for summary in store.summaries()}


def test_a_store_in_memory_holds_so_many_runs():
    store = RunStore()
    for k in range(BOUNDS_IN_MEMORY.runs + 7):
        store.record(make_run(str(k), started=float(k), starred=False), make_scores(2))
    assert ids(store) == {str(k) for k in range(7, BOUNDS_IN_MEMORY.runs + 7)}
    store.close()


def test_who_goes_first():
    store = RunStore(bounds=Bounds(runs=5, bytes=10_000_000))
    for name, changes in {
        "starred": {"starred": True},
        "running": {"starred": False, "state": "running", "ended": None},
        "old": {"starred": False},
        "young": {"starred": False},
        "deleted": {"starred": True},
    }.items():
        store.record(make_run(name, started=1.0 + len(ids(store)), **changes))
    store.delete(["deleted"])
    for new, gone in enumerate(["deleted", "old", "young"]):
        before = ids(store)
        # The oldest by its start, as an import may be, stays nevertheless.
        store.record(make_run(f"new {new}", started=50.0 - new))
        assert before - ids(store) == {gone} - {"deleted"}
    store.restore(["deleted"])
    assert ids(store) == {"starred", "running", "new 0", "new 1", "new 2"}
    store.record(make_run("new 3", started=0.0))
    assert ids(store) == {"running", "new 0", "new 1", "new 2", "new 3"}
    store.close()


def test_a_store_in_memory_holds_so_many_bytes():
    units, limit = (64, 256, 256, 10), 6_000_000
    store = RunStore(bounds=Bounds(runs=50, bytes=limit))
    for k in range(12):
        run = make_run(str(k), started=float(k))
        epochs = [make_checkpoint(epoch, units) for epoch in (1, 2)]
        store.record(run, make_scores(2), epochs)
    kept = ids(store)
    # 85,000 parameters of 8 bytes, twice a run.
    n_bytes = 2 * 8 * sum((n_in + 1) * n_out for n_in, n_out in ((64, 256), (256, 256), (256, 10)))
    assert limit - 2 * n_bytes < len(kept) * n_bytes < limit
    assert kept == {str(k) for k in range(12 - len(kept), 12)}
    store.close()


def test_a_file_has_no_bounds(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite", Bounds(runs=2, bytes=1))
    for k in range(4):
        store.record(make_run(str(k)))
    assert len(ids(store)) == 4
    store.close()


def plain(run_id: str, started: float, **changes):
    """A run that nobody has touched."""
    untouched = {"starred": False, "note": "", "tags": (), "started": started}
    return make_run(run_id, **untouched | changes)


def test_what_a_person_has_touched_goes_after_what_nobody_has():
    store = RunStore(bounds=Bounds(runs=5, bytes=10_000_000))
    for k, run_id in enumerate(["starred", "named", "noted", "tagged", "untouched"]):
        store.record(plain(run_id, started=float(k)))
    store.edit("starred", starred=True)
    store.edit("named", name="mine")
    store.edit("noted", note="look at this")
    store.edit("tagged", tags=("best",))
    for k, gone in enumerate(["untouched", "named", "noted", "tagged", "starred"]):
        before = ids(store)
        store.record(plain(f"new {k}", started=10.0 + k, starred=True))
        assert before - ids(store) == {gone}
    store.close()


def test_whatever_has_to_go_is_told_until_somebody_has_heard():
    store = RunStore(bounds=Bounds(runs=3, bytes=10_000_000))
    for k in range(5):
        store.record(plain(str(k), started=float(k), starred=k == 1), make_scores(2))
    assert store.evicted.names == ("run 0", "run 2")
    store.evicted.forget()
    assert store.evicted.names == ()
    # What somebody deleted goes first, and needs no telling.
    store.delete(["3"])
    store.record(plain("5", started=5.0))
    assert (ids(store), store.evicted.names) == ({"1", "4", "5"}, ())
    store.record(plain("6", started=6.0))
    assert store.evicted.names == ("run 4",)
    store.close()


def test_training_on_pushes_nothing_out():
    store = RunStore(bounds=Bounds(runs=3, bytes=10_000_000))
    for k in range(3):
        store.record(plain(str(k), started=float(k)))
    for epoch in range(1, 5):
        store.record(plain("0", started=0.0), make_scores(1, epoch))
    assert (len(ids(store)), store.evicted.names) == (3, ())
    store.close()


def test_a_file_has_room_for_any_number(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    store.record(make_run())
    assert (len(ids(store)), store.evicted.names) == (1, ())
    store.close()
