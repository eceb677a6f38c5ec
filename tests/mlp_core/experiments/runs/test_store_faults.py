"""Files that cannot be used, and disks that fail: a sentence, and runs in memory."""

import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from mlp_core.experiments.runs.storage import database, schema
from mlp_core.experiments.runs.store import RunStore, open_store
from tests.mlp_core.stored import make_checkpoint, make_run, make_scores, outside
from tests.mlp_core.waiting import wait_until

IN_MEMORY = "They are kept in memory instead, until the app ends. The file was left as it is."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "runs.sqlite"


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Nobody waits long for locks."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.02)


def fill(path: Path, n_runs: int = 30) -> None:
    store = RunStore(path)
    for k in range(n_runs):
        store.record(make_run(str(k)), make_scores(20), [make_checkpoint(20)])
    store.close()


def assert_works_in_memory(path: Path, reason: str) -> None:
    """A store for ``path`` says why it is in memory, and is as good as any there."""
    store = RunStore(path)
    assert store.problem == f"Runs cannot be kept in {path}: {reason}. {IN_MEMORY}"
    assert store.path is None
    assert store.record(make_run(), make_scores(3), [make_checkpoint(3)])
    assert [(s.run, s.last.epoch) for s in store.summaries()] == [(make_run(), 3)]
    store.close()


def whole(path: Path) -> bytes:
    return path.read_bytes()


DAMAGED = "it is damaged"
NO_SUCH_FILE = "it is damaged or something else than a file of runs"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda content: b"garbage " * 1000, NO_SUCH_FILE),
        (lambda content: bytes(len(content)), NO_SUCH_FILE),
        (lambda content: content[:50], DAMAGED),
        (lambda content: content[: len(content) // 2], DAMAGED),
        (lambda content: content[:-1000], "it is damaged: its end is missing"),
        (lambda content: content[:100] + b"\xa5" * 4000 + content[4100:], DAMAGED),
    ],
    ids=["garbage", "zeros", "a torn header", "half of it", "a torn end", "a spoilt first page"],
)
def test_a_damaged_file(path, spoil, reason):
    fill(path)
    path.write_bytes(spoil(path.read_bytes()))
    before = whole(path)
    assert_works_in_memory(path, reason)
    assert whole(path) == before


def test_damage_that_is_met_later(path):
    fill(path)
    content = bytearray(path.read_bytes())
    # All but the tables' own page and the runs' first.
    content[3 * 4096 :] = b"\xa5" * (len(content) - 3 * 4096)
    path.write_bytes(content)
    store = RunStore(path)
    assert store.summaries() == []
    assert store.problem.startswith(f"Runs cannot be read: {path}: it is damaged.")
    assert not store.record(make_run("0"), make_scores(3))
    assert "The latest changes are not saved: " in store.problem
    store.close()


def test_a_file_of_a_newer_version(path):
    fill(path)
    outside(path, "PRAGMA user_version = 99")
    before = whole(path)
    known = len(schema.MIGRATIONS)
    assert_works_in_memory(
        path,
        "it was written by a newer version of this app (its format is 99, and this app knows "
        f"formats up to {known})",
    )
    assert whole(path) == before


def test_a_file_of_another_program(path):
    outside(path, "CREATE TABLE bookmarks (url)")
    before = whole(path)
    assert_works_in_memory(path, "it is the database of another program")
    assert whole(path) == before


def test_an_empty_file_becomes_a_file_of_runs(path):
    path.touch()
    fill(path, n_runs=1)
    assert outside(path, "PRAGMA application_id") == [(schema.APPLICATION_ID,)]


def test_places_where_there_can_be_no_file(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert_works_in_memory(tmp_path / "file" / "runs.sqlite", "File exists")
    assert_works_in_memory(tmp_path / "file" / "deeper" / "runs.sqlite", "Not a directory")
    no_file = "it cannot be opened or its folder may not be written to"
    assert_works_in_memory(tmp_path / "folder", no_file)


def test_nobody_knows_the_home_folder(monkeypatch):
    def unknown(_path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", unknown)
    store = open_store({})
    assert store.path is None
    assert "Could not determine home directory" in store.problem
    store.close()


@pytest.fixture
def public():
    """A folder that anybody may enter, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("what", ["file", "folder", "new file"])
def test_no_right_to_write(nursery, public, tmp_path, what):
    path, reports = public / "runs.sqlite", public / "reports"
    if what != "new file":
        fill(path, n_runs=1)
        path.chmod(0o444 if what == "file" else 0o666)
    reports.touch()
    reports.chmod(0o666)
    public.chmod(0o555)
    before = whole(path) if path.exists() else None
    pid = nursery.fork("open_as_nobody", str(path), str(reports))
    assert nursery.wait(pid) == 0
    problem, written, found = json.loads(reports.read_text())
    assert problem.startswith(f"Runs cannot be kept in {path}: it ")
    assert "may not be written to" in problem
    assert problem.endswith(IN_MEMORY)
    assert (written, found) == (True, ["of nobody"])
    assert (whole(path) if path.exists() else None) == before


@pytest.fixture
def held(nursery, path, tmp_path):
    """Has another process hold a lock on the file; a function that ends it."""
    pids = []

    def let_go() -> None:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            nursery.wait(pid)
        pids.clear()

    def hold(task: str):
        pids.append(nursery.fork(task, str(path), str(tmp_path / "reports")))
        wait_until((tmp_path / "reports").exists)
        return let_go

    yield hold
    let_go()


@pytest.mark.parametrize("task", ["lock", "keep_from_writing"])
def test_a_file_that_another_process_has_locked(path, held, task):
    fill(path)
    before = whole(path)
    let_go = held(task)
    assert_works_in_memory(path, "another program has locked it")
    let_go()
    assert whole(path) == before
    store = RunStore(path)
    assert (store.problem, len(store.summaries())) == ("", 30)
    store.close()


def test_a_lock_that_comes_later_and_goes(path, held):
    store = RunStore(path)
    store.record(make_run("before"))
    let_go = held("keep_from_writing")
    assert not store.record(make_run("meanwhile"))
    assert not store.edit("before", name="another")
    assert store.problem == (
        f"The latest changes are not saved: {path}: another program has locked it. What is "
        "being trained goes on, and is saved as soon as something can be."
    )
    # What is there can be read all the same.
    assert [summary.run for summary in store.summaries()] == [make_run("before")]
    assert not store.record(make_run("meanwhile", state="failed"), make_scores(3))
    let_go()
    # Looking is enough for what was not saved to be saved, as it came to be in the end.
    assert [summary.run.id for summary in store.summaries()] == ["meanwhile", "before"]
    assert store.problem == ""
    failed = make_run("meanwhile", state="failed", scores=tuple(make_scores(3)))
    assert store.load("meanwhile") == failed
    store.close()


@pytest.mark.parametrize("action", ["record", "edit", "delete"])
def test_what_was_held_up_is_saved_before_what_comes_next(path, held, action):
    store = RunStore(path)
    let_go = held("keep_from_writing")
    for epoch in (1, 2):
        assert not store.record(make_run(), make_scores(1, epoch), [make_checkpoint(epoch)])
    let_go()
    if action == "record":
        assert store.record(make_run("another"))
    else:
        assert store.edit("first", name="mine") if action == "edit" else store.delete(["first"])
        store.restore(["first"])
    name = "mine" if action == "edit" else "run first"
    store.close()
    store = RunStore(path)
    assert store.load("first") == make_run(name=name, scores=tuple(make_scores(2)))
    assert store.epochs_with_parameters("first") == (1, 2)
    store.close()


def test_no_more_is_held_than_there_is_room_for(path, held, monkeypatch):
    monkeypatch.setattr("mlp_core.experiments.runs.store.MOST_UNSAVED", 3)
    store = RunStore(path)
    store.parameters_bytes = 0
    let_go = held("keep_from_writing")
    for k in range(5):
        store.record(make_run(str(k)))
    for epoch in range(1, 9):
        store.record(make_run("4"), make_scores(1, epoch), [make_checkpoint(epoch)])
    assert set(store._unsaved["4"].checkpoints) == {1, 8}
    let_go()
    assert {summary.run.id for summary in store.summaries()} == {"2", "3", "4"}
    store.close()


def test_a_full_disk(path):
    store = RunStore(path)
    store.record(make_run("before"), make_scores(3))
    n_pages = outside(path, "PRAGMA page_count")[0][0]
    store._database._db.execute(f"PRAGMA max_page_count = {n_pages}")
    run = make_run("meanwhile")
    assert not store.record(run, make_scores(300), [make_checkpoint(300, (64, 256, 10))])
    assert f"{path}: there is no room left on the disk." in store.problem
    # Nothing of what did not fit as a whole is there.
    assert store.load("meanwhile") is None
    assert store.load("before").scores == tuple(make_scores(3))
    store._database._db.execute("PRAGMA max_page_count = 1000000")
    assert store.load("meanwhile").scores == tuple(make_scores(300))
    assert store.problem == ""
    assert outside(path, "PRAGMA integrity_check") == [("ok",)]
    store.close()


def test_a_store_that_was_closed(path):
    store = RunStore(path)
    store.record(make_run())
    store.close()
    assert store.summaries() == []
    assert store.load("first") is None
    assert not store.record(make_run())
    assert "closed" in store.problem


def test_a_file_of_an_older_version_is_brought_up_to_date(path, monkeypatch):
    fill(path, n_runs=2)
    added = ("ALTER TABLE runs ADD COLUMN colour TEXT", "UPDATE runs SET colour = 'blue'")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, added))
    store = RunStore(path)
    assert (store.problem, len(store.summaries())) == ("", 2)
    store.close()
    assert outside(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert outside(path, "SELECT DISTINCT colour FROM runs") == [("blue",)]


def test_an_update_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    fill(path, n_runs=2)
    # Breaks off only where there are runs.
    broken = ("ALTER TABLE runs ADD COLUMN colour TEXT", "UPDATE runs SET name = NULL")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    before = whole(path)
    assert_works_in_memory(path, "NOT NULL constraint failed: runs.name")
    assert whole(path) == before


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells what a process has open")
def test_no_file_is_left_open(path):
    def open_files() -> set[str]:
        return {os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()}

    path.write_bytes(b"garbage " * 1000)
    RunStore(path).close()
    assert str(path) not in open_files()
