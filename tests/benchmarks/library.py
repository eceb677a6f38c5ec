"""How long a store of many runs takes to be read, searched, filtered, sorted and grouped.

    python -m tests.benchmarks.library [runs]

Fills a file with made-up runs, 10,000 of them where nothing else is asked for, and prints the
median of five times of each, in milliseconds.
"""

import dataclasses
import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mlp_core.experiments.findings.seed_rows import seed_rows
from mlp_core.experiments.runs.storage.rows import write_run, write_scores
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.runs.table import find_rows, run_row, sort_rows
from tests.mlp_core.stored import CONFIG, make_run, make_scores

N_RUNS, N_EPOCHS, TIMES = 10_000, CONFIG.epochs, 5


def fill(store: RunStore, n_runs: int) -> None:
    """Runs of many settings, in one transaction."""
    activations, batches = ("tanh", "relu", "logistic"), (1, 16, 32, 64, 128)

    def write(db: sqlite3.Connection) -> None:
        for i in range(n_runs):
            config = dataclasses.replace(
                CONFIG,
                seed=i % 50,
                activation=activations[i % 3],
                batch_size=batches[i % 5],
                learning_rate=0.001 * (1 + i % 20),
            )
            scores = [
                dataclasses.replace(score, test_accuracy=(i * 7919 % 10_007) / 10_007)
                for score in make_scores(N_EPOCHS)
            ]
            run = make_run(
                f"run-{i}",
                config=config,
                epochs=config.epochs,
                started=1.6e9 + i,
                tags=(f"tag {i % 9}",),
            )
            write_scores(db, write_run(db, run, None, None, 0.0), scores, run.config.early_stopping)

    if not store._database.write(write):
        raise SystemExit(store.problem)


def timed(name: str, work: Callable[[], object]) -> None:
    """Print the median of TIMES times of ``work``."""
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"{name:<44}{1000 * statistics.median(times):9.1f} ms")


def main() -> None:
    n_runs = int(sys.argv[1]) if len(sys.argv) > 1 else N_RUNS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "runs.sqlite"
        store = RunStore(path)
        fill(store, n_runs)
        print(f"{n_runs:,} runs of {N_EPOCHS} epochs")
        start = time.perf_counter()
        store.summaries()
        print(f"{'summaries, the first time':<44}{1000 * (time.perf_counter() - start):9.1f} ms")
        timed("summaries, unchanged", store.summaries)

        flags = itertools.cycle([True, False])

        def star() -> None:
            store.edit("run-17", starred=next(flags))
            store.summaries()

        timed("summaries, one run changed", star)
        other = RunStore(path)

        def star_elsewhere() -> None:
            other.edit("run-17", starred=next(flags))
            store.summaries()

        timed("summaries, one changed by another process", star_elsewhere)
        summaries = store.summaries()
        timed("rows", lambda: [run_row(summary) for summary in summaries])
        rows = [run_row(summary) for summary in summaries]
        timed("find words", lambda: find_rows(rows, "relu 64-5"))
        between = {"batch_size": (16, 64), "test_accuracy": (0.25, None)}
        timed("find ranges", lambda: find_rows(rows, between=between))
        timed("sort by accuracy", lambda: sort_rows(rows, "test_accuracy", descending=True))
        timed("group by seed", lambda: seed_rows(rows))
        timed("sort by name", lambda: sort_rows(rows, "name"))
        ids = [f"run-{i}" for i in range(0, n_runs, 2)]
        timed("delete half", lambda: store.delete(ids))
        timed("restore half", lambda: store.restore(ids))
        store.delete(ids)
        timed("purge half", lambda: store.purge(float("inf")))
        other.close()
        store.close()


if __name__ == "__main__":
    main()
