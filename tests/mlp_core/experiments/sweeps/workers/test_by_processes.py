"""Processes of this machine: the same bits as threads, whatever becomes of a process."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mlp_core.data.catalogue import load_dataset
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.workers.by_processes import ProcessExecutor
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from tests.mlp_core.experiments.sweeps.elsewhere import (
    DIGITS,
    LONG,
    assert_same,
    by_place,
    by_threads,
    of_all_kinds,
    results_of,
    tasks_of,
)
from tests.mlp_core.waiting import wait_until
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[5]
if sys.platform != "linux":
    pytest.skip("what runs is read from /proc", allow_module_level=True)


def workers_of(parent):
    """The ids of the processes that train for that one."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat, line = ((folder / name).read_text() for name in ("stat", "cmdline"))
            except OSError:
                continue
            if stat.rpartition(") ")[2].split()[1] == str(parent) and "popen_loky" in line:
                found.append(int(folder.name))
    return found


@pytest.fixture(scope="module")
def executor():
    executor = open_executor("processes", Rows(), Slots(2))
    yield executor
    executor.close()
    assert workers_of(os.getpid()) == []


def test_they_come_to_the_same_as_threads_and_go_on_after_one_is_killed(executor):
    tasks = of_all_kinds()
    wanted = by_threads(tasks)
    assert {one.state for one in wanted.values()} == {"finished", "diverged", "failed"}
    assert_same(results_of(executor, tasks), wanted)
    assert executor.notes == ()

    # They rest until one of them is missed, or the others may have done all before that.
    pool, workers = executor._pool, workers_of(os.getpid())
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    outcomes = []
    for item in executor.train(tasks):
        if item is not None:
            outcomes.append(item)
        elif workers:
            os.kill(workers.pop(), signal.SIGKILL)
            wait_until(lambda: pool._flags.broken)
            while workers:
                with contextlib.suppress(ProcessLookupError):  # it may be ended for that
                    os.kill(workers.pop(), signal.SIGCONT)
    assert_same(by_place(outcomes), wanted)
    (note,) = executor.notes
    assert "ended by itself" in note


def test_a_process_that_ends_while_there_is_nothing_to_do(executor):
    """As those do that wait for the next round of halving, or for a pause to end."""
    tasks = tasks_of(DIGITS, epochs=[1, 2])
    wanted = results_of(executor, tasks)
    for worker in workers_of(os.getpid()):
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: executor._pool._flags.broken)
    assert_same(results_of(executor, tasks), wanted)
    assert executor.notes == (
        "A process of this machine ended by itself. What it was at is trained again.",
    )


def test_rows_that_no_name_leads_to_are_handed_over(executor):
    other = load_dataset("digits", "standard")
    mine = ProcessExecutor(Rows(lambda config: other), 2)
    tasks = tasks_of(DIGITS, learning_rate=[0.001, 0.01])
    try:
        assert_same(results_of(mine, tasks), by_threads(tasks, Rows(lambda config: other)))
    finally:
        mine.close()
    assert not by_threads(tasks)[0].same_as(by_threads(tasks, Rows(lambda config: other))[0])


def test_closing_ends_what_is_at_work_and_leaves_nothing_behind():
    executor = ProcessExecutor(Rows(), 1)
    items = executor.train(tasks_of(LONG, epochs=[1, 500]))
    while next(items) is None:
        pass
    assert len(workers_of(os.getpid())) >= 1
    folder = Path(executor._folder.name)
    assert list(folder.iterdir())
    others = set(workers_of(os.getpid()))
    executor.close()
    assert len(set(workers_of(os.getpid()))) < len(others)
    assert not folder.exists()
    with pytest.raises(SweepStopped, match="stopped"):
        list(items)
    executor.close()


def test_processes_end_with_the_one_that_they_work_for():
    program = (
        "import os, signal\n"
        "from tests.mlp_core.experiments.sweeps.elsewhere import LONG, tasks_of\n"
        "from tests.mlp_core.experiments.sweeps.workers.test_by_processes import workers_of\n"
        "from mlp_core.experiments.sweeps.workers.by_processes import ProcessExecutor\n"
        "from mlp_core.experiments.sweeps.workers.rows import Rows\n"
        "items = ProcessExecutor(Rows(), 1).train(tasks_of(LONG, epochs=[1, 500]))\n"
        "while next(items) is None: pass\n"
        "print(*workers_of(os.getpid()), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # The pipe stays open for as long as a process has it: the end of what is said is the proof.
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert ended.returncode == -signal.SIGKILL
    assert len(ended.stdout.split()) == 1
