"""Processes that train into a file of runs, to be killed: forked from one that has imported all.

This file is also the program of that process. Its input names a function of TASKS and its
arguments on each line, and it answers with the number of the process that it forked for it;
or it names a process to wait for, and it answers how that ended.
"""

import contextlib
import dataclasses
import itertools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mlp_core import Dataset, EpochMetrics, TrainConfig, load_dataset
from mlp_core.config import config_from_dict
from mlp_core.experiments.jobs.recorded_job import continued_job, recorded_job
from mlp_core.experiments.jobs.recorder import Recorder
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.kept.recorder import Recorder as SweepRecorder
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result, packed
from mlp_core.experiments.sweeps.run import Known
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Outcome
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import CONFIG, make_run, make_scores

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
# An epoch takes about as long again: nobody's processor is kept busy by ten such processes.
PACE_SECONDS = 0.004


class Report(NamedTuple):
    """What a process tells: an epoch that its run has taken, or the run's end as epoch 0."""

    time: float
    run_id: str
    epoch: int


def small_dataset() -> Dataset:
    return few_digits(load_dataset(), 20, 10)


class Telling(Recorder):
    """Tells of each epoch when it has been taken, in a line of a file that survives a kill."""

    def __init__(self, recorder: Recorder, store: RunStore, reports: str) -> None:
        super().__init__(store, recorder.run)
        self._reports = reports

    def take(self, item: EpochMetrics | int) -> None:
        super().take(item)
        if isinstance(item, EpochMetrics):
            self.tell(item.epoch)
            time.sleep(PACE_SECONDS)

    def tell(self, epoch: int) -> None:
        tell(self._reports, [time.monotonic(), self.run.id, epoch])


def tell(reports: str, content: object) -> None:
    """Add a line to the file called ``reports`` in one system call."""
    descriptor = os.open(reports, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, (json.dumps(content) + "\n").encode())
    os.close(descriptor)


def train(store: RunStore, config: TrainConfig, reports: str) -> None:
    job = recorded_job(store, config, small_dataset(), Slots(1))
    job.engine = "numpy"
    job.recorder = Telling(job.recorder, store, reports)
    job.observers = [job.recorder]
    job.resume()
    job.wait()
    job.recorder.tell(0)


def train_for_ever(path: str, reports: str, seed: int) -> None:
    """Short and long runs, one after the other."""
    store, rng = RunStore(Path(path)), random.Random(seed)
    while True:
        epochs = rng.choice([15, 500])
        train(store, dataclasses.replace(CONFIG, epochs=epochs, seed=rng.randrange(999)), reports)


def train_some(path: str, reports: str, seeds: list[int]) -> None:
    """A run for each seed."""
    store = RunStore(Path(path))
    for seed in seeds:
        train(store, dataclasses.replace(CONFIG, seed=seed), reports)
    tell(reports, store.problem)
    store.close()


def train_options(path: str, reports: str, config: dict[str, Any]) -> None:
    """A run of this configuration."""
    train(RunStore(Path(path)), config_from_dict(config), reports)


def go_on(path: str, reports: str, run_id: str, epochs: int) -> None:
    """Goes on with a finished run for more epochs, and tells its id and note then."""
    store = RunStore(Path(path))
    job = continued_job(store, run_id, small_dataset(), Slots(1))
    job.extend(epochs)
    job.wait()
    tell(reports, [job.run_id, job.recorder.note])
    store.close()


def sweep_for_ever(path: str, reports: str) -> None:
    """A sweep whose results are recorded, a few at a time, and told of then."""
    store = SweepStore(RunStore(Path(path)).database)
    sweep = Sweep(CONFIG, (Axis("learning_rate", Ranged(1e-4, 1.0, 1000)),))
    sweep_id = store.begin(sweep, "to be killed")
    ended = [Result(cell.config, packed(make_scores(20)), "finished") for cell in cells(sweep)]
    for first in itertools.count(step=7):
        batch = [ended[k % len(ended)] for k in range(first, first + 7)]
        # Two write as fast as they can: one may find the file taken for longer than it waits.
        while store.record(sweep_id, batch, "running") == "unsaved":
            time.sleep(PACE_SECONDS)
        tell(reports, [time.monotonic(), sweep_id, min(first + 7, len(ended))])


class TellingSweep(SweepRecorder):
    """Tells of each run of a sweep when it has been taken, as ``Telling`` does of epochs."""

    def __init__(self, store: SweepStore, sweep_id: str, reports: str) -> None:
        super().__init__(store, sweep_id)
        self._reports = reports

    def take(self, outcomes: Sequence[Outcome]) -> None:
        super().take(outcomes)
        for outcome in outcomes:
            tell(self._reports, [time.monotonic(), self.sweep_id, outcome.cell.place])
            time.sleep(5 * PACE_SECONDS)


def sweep_job(observer: SweepRecorder | None = None, known: Known | None = None) -> SweepJob:
    """A sweep of 200 runs, each of some milliseconds."""
    base = dataclasses.replace(CONFIG, epochs=3)
    sweep = Sweep(base, (Axis("learning_rate", Ranged(1e-4, 1.0, 200)),))
    rows = Rows(lambda config: small_dataset())
    observers = () if observer is None else (observer,)
    return SweepJob(sweep, lambda: ThreadExecutor(rows, Slots(1)), known, observers)


def train_sweep(path: str, reports: str) -> None:
    store = SweepStore(RunStore(Path(path)).database)
    sweep_id = store.begin(sweep_job().sweep, "to be killed")
    job = sweep_job(TellingSweep(store, sweep_id, reports))
    job.resume()
    job.wait()


def open_as_nobody(path: str, reports: str) -> None:
    """Opens a store without the rights of root, records a run, and tells what came of it."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    store = RunStore(Path(path))
    written = store.record(make_run("of nobody"))
    tell(reports, [store.problem, written, [s.run.id for s in store.summaries()]])


def lock(path: str, reports: str) -> None:
    """Keeps everybody else from a file until it is killed."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")
    tell(reports, "locked")
    signal.pause()


def keep_from_writing(path: str, reports: str) -> None:
    """Keeps everybody else from writing to a file until it is killed."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    tell(reports, "locked")
    signal.pause()


TASKS = {
    task.__name__: task
    for task in (
        train_for_ever,
        train_some,
        train_options,
        go_on,
        sweep_for_ever,
        train_sweep,
        open_as_nobody,
        lock,
        keep_from_writing,
    )
}


class Nursery:
    """The process that forks others, from outside."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, task: str, *arguments: object) -> int:
        """Begin a task in a process of its own; its number."""
        return self._ask([task, *arguments])

    def wait(self, pid: int) -> int:
        """Wait for the end of a process; 0 where nothing went wrong, -9 where it was killed."""
        return self._ask(pid)

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, question: object) -> int:
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def read_reports(reports: Path) -> list[Report]:
    return [Report(*json.loads(line)) for line in reports.read_text().splitlines()]


# Those that nobody has waited for yet.
_children: set[int] = set()


def answer(question: list | int) -> int:
    if isinstance(question, int):
        _children.discard(question)
        return os.waitstatus_to_exitcode(os.waitpid(question, 0)[1])
    pid = os.fork()
    if pid:
        _children.add(pid)
        return pid
    status = 1
    try:
        TASKS[question[0]](*question[1:])
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    load_dataset()
    for line in sys.stdin:
        sys.stdout.write(f"{answer(json.loads(line))}\n")
        sys.stdout.flush()
    # A test that failed has left what was to go on for ever, and it holds this process's pipe.
    for pid in _children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
