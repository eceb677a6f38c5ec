"""Whose a running run is, and whether that process still exists."""

import os
import subprocess
import sys
import time

import pytest

from mlp_core.experiments.runs.storage import owners
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.stored import make_run, outside

LONG_AGO = 0.0


def test_this_process_exists_however_long_it_has_been_silent():
    assert owners.exists(owners.this_process(), LONG_AGO)
    assert owners.this_process() == owners.this_process()


linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


@linux
def test_another_process_exists_until_it_ends():
    place = owners.this_process().partition("|")[0]
    process = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    owner = f"{place}|{process.pid}|{owners._begun(process.pid)}"
    assert owners.exists(owner, LONG_AGO)
    # Another process that had its number before.
    assert not owners.exists(f"{place}|{process.pid}|1", time.time())
    process.communicate()
    assert not owners.exists(owner, time.time())


@linux
def test_a_name_with_spaces_and_brackets_does_not_confuse(tmp_path):
    program = tmp_path / "a) S 1 (b"
    program.symlink_to("/bin/cat")
    process = subprocess.Popen([program], stdin=subprocess.PIPE)
    assert owners._begun(process.pid).isdecimal()
    process.communicate()


@pytest.mark.parametrize("owner", ["another boot|1|2", "|1|2", "", "no such thing"])
def test_who_cannot_be_looked_up_exists_while_it_writes(owner):
    now = time.time()
    assert owners.exists(owner, now)
    assert owners.exists(owner, now - 0.5 * owners.SILENCE_SECONDS)
    assert not owners.exists(owner, now - 2.0 * owners.SILENCE_SECONDS)
    assert not owners.exists(owner, now + 2.0 * owners.SILENCE_SECONDS)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_this_process_has_a_name_of_its_own(monkeypatch, platform):
    monkeypatch.setattr(owners.sys, "platform", platform)
    monkeypatch.setattr(owners, "_begun", lambda _pid: "")
    place, pid, begun = owners.this_process().split("|")
    assert (place, pid, len(begun)) == ("", str(os.getpid()), 32)
    assert owners.exists(owners.this_process(), LONG_AGO)
    assert not owners.exists(f"|{pid}|another", LONG_AGO)


def test_runs_of_a_silent_process_are_interrupted_when_runs_are_listed(tmp_path):
    path = tmp_path / "runs.sqlite"
    store = RunStore(path)
    for run_id in ("gone", "mine"):
        store.record(make_run(run_id, state="running", ended=None))
    store.record(make_run("done"))
    outside(path, "UPDATE runs SET owner = 'another boot|1|2', beat = 1234.5 WHERE id = 'gone'")
    found = {summary.run.id: summary.run for summary in store.summaries()}
    assert {name: run.state for name, run in found.items()} == {
        "gone": "interrupted",
        "mine": "running",
        "done": "finished",
    }
    assert found["gone"].ended == 1234.5
    # One that was only held up, as when the lid is shut, has its run back with its next words.
    store.record(make_run("gone", state="running", ended=None))
    assert store.load("gone").state == "running"
    store.close()


def test_a_run_that_another_has_taken_over_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "runs.sqlite"
    store = RunStore(path)
    store.record(make_run(state="running", ended=None))
    outside(path, "UPDATE runs SET owner = 'somebody'")
    store._database.write(lambda db: owners.interrupt(db, [owners.Orphan(1, "somebody else")]))
    assert outside(path, "SELECT state FROM runs") == [("running",)]
    store.close()
