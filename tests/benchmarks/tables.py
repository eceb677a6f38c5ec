"""How long a large table of one's own takes, and how much memory, each in a process of its own.

    python -m tests.benchmarks.tables

A text of 100,000 rows of 50 numbers, the same with semicolons and decimal commas, and MNIST's own
files, all made up. Seconds, and megabytes beside those of the files, from their bytes to what was
understood, what is worth a look, the data set, and one epoch of 32 units.
"""

import itertools
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from mlp_core import TrainConfig, read_table, train
from mlp_core.data.table.findings import class_balance, correlations, leaks
from mlp_core.data.table.reading import join
from tests.mlp_core.data.table.typed import idx

N_ROWS, N_COLUMNS, N_CLASSES, N_IMAGES, UNITS = 100_000, 50, 3, 60_000, 32


def text() -> list[bytes]:
    """Numbers of six decimals, and a class behind them."""
    rng = np.random.default_rng(0)
    rows, classes = rng.normal(size=(N_ROWS, N_COLUMNS)), rng.integers(N_CLASSES, size=N_ROWS)
    names = ",".join([*(f"x{k}" for k in range(N_COLUMNS)), "y"])
    lines = (
        ",".join([*(f"{value:.6f}" for value in row), f"c{label}"])
        for row, label in zip(rows, classes, strict=True)
    )
    return ["\n".join([names, *lines, ""]).encode()]


def german() -> list[bytes]:
    """The same with semicolons and decimal commas."""
    return [data.replace(b",", b";").replace(b".", b",") for data in text()]


def mnist() -> list[bytes]:
    """Images and their labels."""
    rng = np.random.default_rng(0)
    images = rng.integers(256, size=(N_IMAGES, 28, 28), dtype=np.uint8)
    return [idx(images), idx(rng.integers(10, size=N_IMAGES))]


FILES = {"text": text, "german": german, "mnist": mnist}


def measure(*paths: str) -> None:
    """Prints the figures of one table, which lies in these files."""
    files = [Path(path).read_bytes() for path in paths]
    before = memory()
    times = [time.perf_counter()]
    tables = [read_table(data) for data in files]
    table = join(*tables) if len(tables) > 1 else tables[0]
    times.append(time.perf_counter())
    after_reading = memory()
    class_balance(table), correlations(table), leaks(table)
    times.append(time.perf_counter())
    dataset = table.dataset(scaling="standard")
    times.append(time.perf_counter())
    units = (dataset.n_features, UNITS, dataset.n_classes)
    config = TrainConfig(units, 0.001, 1, batch_size=32, activation="relu", scaling="standard")
    next(iter(train(config, dataset)))
    times.append(time.perf_counter())
    seconds = "".join(f"{late - early:9.2f}" for early, late in itertools.pairwise(times))
    print(f"{seconds}{after_reading - before:11.0f}{memory() - before:11.0f}")


def memory() -> float:
    """The most that this process has taken until now, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    print(
        f"{'':8}{'read':>9}{'look':>9}{'data set':>9}{'epoch':>9}{'MB read':>11}{'MB in all':>11}"
    )
    for kind, make in FILES.items():
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, data in enumerate(make()):
                paths.append(Path(folder, str(number)))
                paths[-1].write_bytes(data)
            print(f"{kind:8}", end="", flush=True)
            subprocess.run([sys.executable, "-m", "tests.benchmarks.tables", *paths], check=True)


if __name__ == "__main__":
    measure(*sys.argv[1:]) if len(sys.argv) > 1 else main()
