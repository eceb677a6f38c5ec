"""Training the tasks of a sweep in processes of this machine, by joblib's loky."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import joblib
from joblib.externals.loky import ProcessPoolExecutor

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.engines.door import prepare
from mlp_core.experiments.sweeps.workers.bundle_training import Trained, train_bundle
from mlp_core.experiments.sweeps.workers.bundles import Bundle
from mlp_core.experiments.sweeps.workers.by_bundles import BundleExecutor, Report
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.handed import Handed
from mlp_core.experiments.sweeps.workers.recent_sets import RecentSets
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Task

# Processes that end so often in a row, before any has trained anything, cannot train at all.
MOST_FAILURES = 10
# How often a process looks whether the one that it works for is still there.
LOOK_SECONDS = 1.0


class ProcessExecutor(BundleExecutor):
    """Trains in ``width`` processes, with a file of each data set that they share in memory.

    The processes begin with the first task and stay until ``close``. Where one ends by itself, as
    when the system needs its memory, all begin anew, and train again what they were at.
    """

    def __init__(self, rows: Rows, width: int) -> None:
        super().__init__(rows)
        self._width = width
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._n_failures = 0
        self._folder = tempfile.TemporaryDirectory(prefix="mlp-explorer-")
        self._files = Handed(rows, self._write, partial(Path.unlink, missing_ok=True))
        self._n_files = 0

    @property
    def width(self) -> int:
        return self._width

    def close(self) -> None:
        self._closed.set()
        self._end_processes()
        self._folder.cleanup()

    def _send(self, number: int, bundle: Bundle, tell: Callable[[Report], None]) -> None:
        files = self._files.lend(bundle.configs)
        try:
            future = self._processes(bundle.configs[0]).submit(_train, bundle.tasks, files)
        except RuntimeError:
            # Closed meanwhile, or a process has ended while there was nothing for it to do.
            tell(Report(number))
            return
        future.add_done_callback(lambda future: tell(_report(number, future)))

    def _settle(self, report: Report, at_work: Sequence[int]) -> list[Report]:
        if report.trained is not None:
            self._n_failures = 0
            return [report]
        if report.number not in at_work or self._closed.is_set():
            return []
        self._end_processes()
        self._n_failures += 1
        if self._n_failures >= MOST_FAILURES:
            raise SweepStopped(
                f"{MOST_FAILURES} times in a row a process ended before it had trained anything. "
                "There may be too little memory: fewer slots, or smaller networks, need less."
            )
        self.note("A process of this machine ended by itself. What it was at is trained again.")
        return [Report(number, deaths=1) for number in at_work]

    def _look_around(self, at_work: Sequence[int]) -> list[Report]:
        return []

    def _through(self, number: int, bundle: Bundle) -> None:
        self._files.back(bundle.configs)

    def _processes(self, config: TrainConfig) -> ProcessPoolExecutor:
        with self._lock:
            if self._closed.is_set():
                raise RuntimeError("closed")
            if self._pool is None:
                # A process without work stays: it would have to compile and to load again.
                self._pool = ProcessPoolExecutor(
                    self._width, initializer=_begin, initargs=(os.getpid(), config)
                )
            return self._pool

    def _end_processes(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, kill_workers=True)

    def _write(self, dataset: Dataset) -> Path:
        self._n_files += 1
        path = Path(self._folder.name) / f"{self._n_files}.joblib"
        try:
            joblib.dump(dataset, path)
        except OSError as error:
            raise SweepStopped(
                f"The rows could not be handed to other processes ({error})."
            ) from error
        return path


def _report(number: int, future: "Future[Trained]") -> Report:
    if future.cancelled() or future.exception() is not None:
        return Report(number)
    return Report(number, future.result())


# What is in the other processes.
SETS = RecentSets()


def _begin(parent: int, config: TrainConfig) -> None:
    prepare(config)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process once the one that it works for is gone: nobody would ever end it."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


def _train(tasks: Sequence[Task], files: Sequence[Path]) -> Trained:
    return train_bundle(tasks, [SETS.get(file, partial(_read, file)) for file in files])


def _read(file: Path) -> Dataset:
    """The set in a file, its arrays in memory that all processes share."""
    dataset: Dataset = joblib.load(file, mmap_mode="r")
    return dataset
