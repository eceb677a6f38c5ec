"""How long many steps take: python -m tests.benchmarks.walk

A known exercise of 10,000 steps, and a network as large as One step takes with as many rows: by the
compiled walk, by NumPy's, and by ``take_steps``, which keeps every number of every step.
"""

import os
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from mlp_core import init_parameters, take_steps
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.engines.compiled.walker import needs_of
from mlp_core.engines.walk import WALKERS, walk
from mlp_core.task import ARRAYS, Task
from mlp_core.teaching.shelf.table import SHELF
from tests.benchmarks.process import processor

SMALL = SHELF["mazur"].task
# What is slow is measured on so many steps, and counted up.
MOST_STEPS = {"compiled": 100_000, "numpy": 2_000, "take_steps": 300}
SMALL_STEPS, LARGE_STEPS, LIMIT_SECONDS = 10_000, 100_000, 1.0
ROUNDS = 3


def main() -> None:
    """Print seconds for both, ratios to the compiled walk, and whether what must hold holds."""
    print(f"{processor()}, {os.cpu_count()} cores")
    with threadpool_limits(1):
        small = _row("2-2-2, one row", SMALL, SMALL_STEPS)
        _row("8-8-8-8, 8 rows, Adam", _large(), LARGE_STEPS)
    verdict = "holds" if small < LIMIT_SECONDS else "MISSED"
    print(f"{SMALL_STEPS:,} steps of 2-2-2: {small:.3f} s, less than {LIMIT_SECONDS:g}: {verdict}")


def _large() -> Task:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 8, 8))
    parameters = init_parameters((8, 8, 8, 8), rng, 0.3)
    return Task(x, y, *parameters, 1e-4, loss="squared_error", optimizer="adam")


def _row(name: str, task: Task, n_steps: int) -> float:
    """Seconds that ``n_steps`` take compiled; printed beside those of the others."""
    LOADER.load(needs_of(task))
    ways = {engine: _walking(task, engine) for engine in WALKERS}
    ways["take_steps"] = _stepping(task)
    seconds = {way: _seconds(go, n_steps, MOST_STEPS[way]) for way, go in ways.items()}
    cells = [f"{way} {s:.3f} s ({s / seconds['compiled']:.0f})" for way, s in seconds.items()]
    print(f"{name}, {n_steps:,} steps: {', '.join(cells)}", flush=True)
    return seconds["compiled"]


def _walking(task: Task, engine: str) -> Callable[[int], object]:
    return lambda n_steps: list(walk(task, n_steps, engine=engine))


def _stepping(task: Task) -> Callable[[int], object]:
    arrays = [getattr(task, name) for name in ARRAYS]
    options = dict(task.settings)
    rate = options.pop("learning_rate")
    return lambda n_steps: sum(1 for _ in take_steps(*arrays, rate, n_steps, **options))


def _seconds(go: Callable[[int], object], n_steps: int, most: int) -> float:
    """The least of some rounds, for ``n_steps``."""
    n, times = min(n_steps, most), []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        go(n)
        times.append(time.perf_counter() - start)
    return min(times) * n_steps / n


if __name__ == "__main__":
    main()
