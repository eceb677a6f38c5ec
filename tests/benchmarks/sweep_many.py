"""Ten thousand runs of a sweep: recorded, loaded, laid on the board, judged, mapped and filtered.

Part of tests.benchmarks.sweep; in a process of its own, for the memory that it takes.
"""

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from mlp_core.experiments.runs.storage.database import Database
from mlp_core.experiments.runs.store import FILE_NAME, RunStore
from mlp_core.experiments.sweeps.findings.best import best
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.importance import importances
from mlp_core.experiments.sweeps.findings.measure import measure_of
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import NAMES, Result, maker_here
from mlp_core.experiments.sweeps.workers.training import Task
from pages.sweep.map.cells import Marks, frame_of
from tests.benchmarks.sweep_time import BASE

# As a recorder has them twice a second, of a sweep whose runs take milliseconds.
N_A_WRITE = 250
SIDE = 100
SWEEP = Sweep(
    BASE,
    (
        Axis("learning_rate", Ranged(1e-4, 1e-2, SIDE, "log")),
        Axis("alpha", Ranged(1e-4, 1.0, SIDE, "log")),
    ),
)


def made_up() -> list[Result]:
    """A result a cell, of as many epochs as it is to have."""
    rng, maker = np.random.default_rng(0), maker_here("compiled")
    found = []
    for cell in cells(SWEEP):
        figures = rng.random((BASE.epochs, len(NAMES)))
        figures[:, 0] = np.arange(1, BASE.epochs + 1)
        figures[:, NAMES.index("seconds")] = np.arange(1, BASE.epochs + 1) / 1000
        found.append(Result(cell.config, figures, "finished", maker=maker))
    return found


def print_many() -> dict[str, float]:
    """A line each; seconds by what is done, and bytes by what is sent."""
    command = [sys.executable, "-m", "tests.benchmarks.sweep_many"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    *lines, figures = told.splitlines()
    print("\n".join(lines), flush=True)
    found: dict[str, float] = json.loads(figures)
    return found


def main() -> None:
    before = _megabytes()
    results = made_up()
    taken: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        came_to = work()
        taken[name] = time.perf_counter() - start
        print(f"{name:44}{taken[name]:9.2f} s")
        return came_to

    print(
        f"{len(results):,} runs of {BASE.epochs} epochs, {_megabytes() - before:.0f} MB of memory"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        RunStore(path).close()
        store = SweepStore(Database(path))
        sweep_id = store.begin(SWEEP, "of a benchmark")

        def record() -> None:
            for first in range(0, len(results), N_A_WRITE):
                own = results[first : first + N_A_WRITE]
                assert store.record(sweep_id, own, "running") == "kept"

        timed("recorded", record)
        print(f"{'':44}{path.stat().st_size / 1e6:9.0f} MB on disk")
        kept = timed("loaded", lambda: store.load(sweep_id))
        laid = timed("laid on the board", lambda: board(kept.sweep, kept.results))
        timed("the best, and what is as good", lambda: best(laid, 360))
        timed("how much each setting matters", lambda: importances(laid))
        measure = measure_of(SWEEP, SWEEP.objective)
        frame = timed("the map's table", lambda: frame_of(laid, measure, Marks()))
        timed("filtered", lambda: frame[(frame["value"] > 0.5) & (frame["number0"] < 1e-3)])
        store.database.close()
    print(f"{'all of that at once':44}{_megabytes() - before:9.0f} MB of memory")
    tasks = [Task(cell) for cell in islice(cells(SWEEP), N_A_WRITE)]
    sent = {"bytes of a task": tasks, "bytes of a result": results[:N_A_WRITE]}
    sizes = {name: len(pickle.dumps(own)) / len(own) for name, own in sent.items()}
    print(json.dumps(taken | sizes | {"megabytes": _megabytes() - before}))


def _megabytes() -> float:
    """The most that this process has taken until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
