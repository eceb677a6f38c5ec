"""What a sweep comes to is kept as it comes, and nothing that happens to the file stops it."""

import dataclasses
import os
import signal
import sqlite3
import sys
import time

import numpy as np
import pytest

from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.kept import recorder as recorder_module
from mlp_core.experiments.sweeps.kept.recorder import NOTES, Recorder
from mlp_core.experiments.sweeps.kept.result_record import known
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Outcome
from tests.mlp_core.experiments.sweeps.kept.made import BASE, RATES, make_result
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.store_processes import read_reports, sweep_job
from tests.mlp_core.waiting import finish, wait_until

# What ended longer ago than this is kept, whenever the process is killed.
SAFE_SECONDS = 1.0
SWEEP = Sweep(dataclasses.replace(BASE, split={}), (RATES, Axis("batch_size", Listed((1, 8)))))
OUTCOMES = [Outcome(cell, make_result(cell.config)) for cell in cells(SWEEP)]
RESULTS = [outcome.result for outcome in OUTCOMES]


@pytest.fixture
def store(tmp_path):
    runs = RunStore(tmp_path / "runs.sqlite")
    yield SweepStore(runs.database)
    runs.close()


@pytest.fixture
def recorder(store):
    return Recorder(store, store.begin(SWEEP, "x"))


@pytest.fixture
def clock(monkeypatch):
    """Time that goes on by hand."""
    now = [100.0]
    monkeypatch.setattr(recorder_module.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def rows(digits):
    small = few_digits(digits, 30, 20)
    return Rows(lambda config: small)


def job(rows=None, sweep=SWEEP, observers=(), given=None):
    return SweepJob(sweep, lambda: ThreadExecutor(rows, Slots(2)), given, observers)


def kept(recorder):
    return recorder._store.load(recorder.sweep_id)


def test_nothing_is_written_before_the_beginning(recorder):
    recorder.rest("paused", "")
    assert kept(recorder).state == "running"


def test_writes_are_half_a_second_apart_and_all_is_there_at_rest(recorder, clock):
    recorder.begin(job())
    for k, outcome in enumerate(OUTCOMES):
        clock[0] = 100.2 if k < 3 else 100.7
        recorder.take([outcome])
        # The fourth is written with those before; the others wait.
        assert len(kept(recorder).results) == (4 if k >= 3 else 0)
    recorder.rest("finished", "")
    found = kept(recorder)
    assert ([r.config for r in found.results], found.state) == (
        [r.config for r in RESULTS],
        "finished",
    )


def test_a_write_that_takes_long_has_the_next_wait(recorder, clock, monkeypatch):
    recorder.begin(job())
    write = recorder._store.record

    def slow(*arguments):
        clock[0] += 2.0
        return write(*arguments)

    monkeypatch.setattr(recorder._store, "record", slow)
    clock[0] = 101.0
    recorder.take(OUTCOMES[:1])
    for moment, n in ((110.9, 1), (111.1, 3)):
        clock[0] = moment
        recorder.take(OUTCOMES[1:3] if n == 1 else ())
        assert len(kept(recorder).results) == n


@pytest.mark.parametrize(
    ("state", "reason", "as_state", "as_reason"),
    [
        ("finished", "", "finished", ""),
        ("paused", "", "stopped", "It was paused."),
        ("paused", "The tab was closed.", "stopped", "It was paused. The tab was closed."),
        ("stopped", "The cluster is gone.", "stopped", "The cluster is gone."),
        ("failed", "x" * 3000, "failed", "x" * 2000),
    ],
)
def test_how_a_sweep_rests(recorder, state, reason, as_state, as_reason):
    recorder.begin(job())
    recorder.take(OUTCOMES[:2])
    recorder.rest(state, reason)
    found = kept(recorder)
    assert (found.state, found.reason, len(found.results)) == (as_state, as_reason, 2)
    assert found.ended is not None
    # It may be gone on with.
    recorder.rest("queued", "")
    recorder._next_write = 0.0
    recorder.take(OUTCOMES[2:])
    found = kept(recorder)
    assert (found.state, found.reason, found.ended, len(found.results)) == (
        *("running", "", None),
        len(OUTCOMES),
    )


def test_a_file_that_is_locked_holds_nothing_up_and_loses_nothing(recorder, tmp_path):
    recorder.begin(job())
    lock = sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    recorder._next_write = 0.0
    recorder.take(OUTCOMES[:3])
    assert (recorder.standing, recorder.note) == ("unsaved", NOTES["unsaved"])
    lock.execute("ROLLBACK")
    lock.close()
    recorder.take(OUTCOMES[3:])
    recorder.rest("finished", "")
    assert (recorder.note, len(kept(recorder).results)) == ("", len(OUTCOMES))


def test_a_result_that_cannot_be_kept_takes_no_other_with_it(recorder):
    recorder.begin(job())
    figures = RESULTS[1].figures.copy()
    figures[0, 3] = np.nan
    bad = Outcome(OUTCOMES[1].cell, dataclasses.replace(RESULTS[1], figures=figures))
    recorder.take([OUTCOMES[0], bad, *OUTCOMES[2:]])
    recorder.rest("finished", "")
    assert "A result of this sweep cannot be kept: train_loss of epoch 1 must" in recorder.note
    found = kept(recorder)
    assert ([r.config for r in found.results], found.state) == (
        [RESULTS[0].config, *(r.config for r in RESULTS[2:])],
        "finished",
    )


def test_whatever_happens_nothing_is_raised(recorder, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("a bolt of lightning")

    monkeypatch.setattr(recorder._store, "record", broken)
    recorder.begin(job())
    recorder.take(OUTCOMES)
    recorder.rest("finished", "")
    assert recorder.note == "Some of this sweep cannot be kept: a bolt of lightning."


@pytest.mark.parametrize("way", ["deleted", "gone", "full"])
def test_what_is_not_kept_is_told(recorder, store, way, monkeypatch):
    recorder.begin(job())
    if way == "deleted":
        store.delete([recorder.sweep_id])
    elif way == "gone":
        store.database.write(lambda db: db.execute("DELETE FROM sweeps"))
    else:
        monkeypatch.setattr(store, "_bounds", Bounds(5, 10))
    recorder.take(OUTCOMES)
    recorder.rest("finished", "")
    assert (recorder.standing, recorder.note) == (way, NOTES[way])
    if way == "full":
        assert (kept(recorder).state, kept(recorder).results) == ("finished", ())
    if way == "deleted":
        store.restore([recorder.sweep_id])
        assert len(kept(recorder).results) == len(OUTCOMES)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("halving", [None, Halving(1, 3)])
def test_a_sweep_stopped_and_gone_on_with_is_the_whole_one(store, rows, halving):
    sweep = dataclasses.replace(
        SWEEP, halving=halving, repeats=2, objective=Objective("train_loss")
    )
    whole = job(rows, sweep)
    whole.resume()
    expected = [one.result for one in finish(whole).progress.outcomes]
    recorder = Recorder(store, store.begin(sweep, "x"))
    first = job(rows, sweep, [recorder])
    first._enough = lambda: ("stopped", "enough") if len(first._outcomes) >= 5 else None
    first.resume()
    assert finish(first).state == "stopped"
    found = kept(recorder)
    assert (found.state, found.reason, len(found.results)) == ("stopped", "enough", 5)

    again = Recorder(store, recorder.sweep_id)
    second = job(rows, sweep, [again], known(found.results))
    second.resume()
    assert finish(second).state == "finished"
    assert second.n_new == len(expected) - 5
    found = kept(again)
    by_config = {result.config: result for result in expected}
    assert len(found.results) == len(by_config) == len(expected)
    assert all(result.same_as(by_config[result.config]) for result in found.results)


@pytest.mark.usefixtures("kernels")
def test_what_was_known_is_not_written_again(store, rows):
    small = {cell.config: make_result(cell.config) for cell in [*cells(SWEEP)][:4]}
    recorder = Recorder(store, store.begin(SWEEP, "x"))
    running = job(rows, SWEEP, [recorder], small)
    running.resume()
    finish(running)
    assert len(running.snapshot.progress.outcomes) == 6
    assert {result.config for result in kept(recorder).results} == {
        cell.config for cell in [*cells(SWEEP)][4:]
    }


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process is known to be gone")
@pytest.mark.usefixtures("kernels")
def test_a_process_killed_in_mid_sweep_is_gone_on_with_to_the_same_bits(nursery, tmp_path):
    path, reports = tmp_path / "runs.sqlite", tmp_path / "reports"
    pid = nursery.fork("train_sweep", str(path), str(reports))
    wait_until(lambda: reports.exists() and len(read_reports(reports)) > 90)
    os.kill(pid, signal.SIGKILL)
    killed = time.monotonic()
    assert nursery.wait(pid) == -signal.SIGKILL
    told = read_reports(reports)
    runs = RunStore(path)
    store = SweepStore(runs.database)
    (kept,) = store.listing()
    found = store.load(kept.id)
    assert (found.state, found.n_damaged) == ("interrupted", 0)
    safe = [report for report in told if report.time < killed - SAFE_SECONDS]
    assert 0 < len(safe) <= len(found.results) <= len(told) + 1

    job = sweep_job(Recorder(store, kept.id), known(found.results))
    job.resume()
    assert finish(job).state == "finished"
    assert job.n_new == 200 - len(found.results)
    whole = sweep_job()
    whole.resume()
    expected = {one.cell.config: one.result for one in finish(whole).progress.outcomes}
    found = store.load(kept.id)
    assert (found.state, len(found.results)) == ("finished", 200)
    assert all(result.same_as(expected[result.config]) for result in found.results)
    runs.close()
