"""An epoch of MNIST's size in single precision, on one core and on all: part of
tests.benchmarks.engine

60,000 made-up rows of 784 numbers in batches of 128, 784-256-10 with relu. The matrix products of
its batches alone, by BLAS, are a bound that no library goes below. More cores are BLAS's to use: a
thread for each half of a batch's rows was tried, and was no faster.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from mlp_core import seeded_parameters
from mlp_core.engines.compiled.stepper import Stepper
from mlp_core.optimizers import PLAIN, OptimizerState

UNITS, N_ROWS, BATCH_SIZE, RATE = (784, 256, 10), 60_000, 128, 0.01
DTYPE, ROUNDS = np.float32, 5
OURS, PRODUCTS = "ours", "its matrix products alone"


def print_epochs() -> None:
    """A line for one core and one for all, each by a process of its own."""
    for cores in sorted({1, os.cpu_count() or 1}):
        subprocess.run([sys.executable, "-m", "tests.benchmarks.mnist", str(cores)], check=True)


def print_epoch(cores: int) -> None:
    """The median seconds of each on so many cores; they take turns."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(cores))
    rng = np.random.default_rng(0)
    X, classes = rng.random((N_ROWS, UNITS[0]), DTYPE), rng.integers(0, UNITS[-1], N_ROWS)
    order = rng.permutation(N_ROWS)
    with threadpool_limits(cores):
        turns = {OURS: our_epoch(X, classes, order), PRODUCTS: products(X)}
        if torch_epoch := pytorch(X, classes, order, cores):
            turns["PyTorch"] = torch_epoch
        seconds: dict[str, list[float]] = {name: [] for name in turns}
        for _ in range(ROUNDS):
            for name, turn in turns.items():
                start = time.perf_counter()
                turn()
                seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    others = [
        f"{name} {taken:.2f} s ({taken / medians[OURS]:.2f})" for name, taken in medians.items()
    ]
    print(f"MNIST's size, float32, {cores} core(s): {', '.join(others)}", flush=True)


def our_epoch(X: np.ndarray, classes: np.ndarray, order: np.ndarray) -> Callable[[], object]:
    Y = np.eye(UNITS[-1], dtype=DTYPE)[classes]
    what = UNITS, ("relu",), "softmax_cross_entropy", "sgd", PLAIN, 0.0, BATCH_SIZE
    stepper = Stepper(*what, seeded_parameters(UNITS, 0), OptimizerState(), DTYPE)
    return lambda: stepper.train(X, Y, order, RATE, 0, N_ROWS)


def products(X: np.ndarray) -> Callable[[], object]:
    """The five of each batch: two forward, two for gradients, one back to the hidden layer."""
    rng = np.random.default_rng(0)
    n_in, n_hidden, n_out = UNITS
    shapes = (n_in, n_hidden), (n_out, n_hidden), (BATCH_SIZE, n_hidden), (BATCH_SIZE, n_out)
    W1, W2, h, output = (rng.random(shape, DTYPE) for shape in shapes)
    grad_W1, grad_W2, grad_h = np.empty_like(W1), np.empty_like(W2), np.empty_like(h)
    x = X[:BATCH_SIZE].copy()

    def epoch() -> None:
        for _ in range(0, N_ROWS, BATCH_SIZE):
            np.dot(x, W1, h)
            np.dot(h, W2.T, output)
            np.dot(output.T, h, grad_W2)
            np.dot(output, W2, grad_h)
            np.dot(x.T, grad_h, grad_W1)

    return epoch


def pytorch(
    X: np.ndarray, classes: np.ndarray, order: np.ndarray, cores: int
) -> Callable[[], object] | None:
    """torch.nn and torch.optim.SGD, where somebody has installed it."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(cores)
    first, second = torch.nn.Linear(*UNITS[:2]), torch.nn.Linear(*UNITS[1:])
    model = torch.nn.Sequential(first, torch.nn.ReLU(), second)
    optimiser, loss_of = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.CrossEntropyLoss()
    rows, labels = torch.from_numpy(X), torch.from_numpy(classes)
    places = torch.from_numpy(order).split(BATCH_SIZE)

    def epoch() -> None:
        for batch in places:
            optimiser.zero_grad()
            loss_of(model(rows[batch]), labels[batch]).backward()
            optimiser.step()

    return epoch


if __name__ == "__main__":
    print_epoch(int(sys.argv[1]))
