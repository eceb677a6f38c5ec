"""``fit`` of our classifier beside scikit-learn's: part of tests.benchmarks.engine"""

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from mlp_core import FastMLPClassifier
from tests.benchmarks.problem import LEARNING_RATE, make_problem

# Epochs of a fit by network and batch size: enough that what a fit does once does not count.
EPOCHS = {(64, 50, 10): {1: 5, 32: 50, 200: 100}, (784, 256, 10): {1: 1, 32: 5, 200: 10}}
JUDGED, WIDE = EPOCHS
ROUNDS = 5
PLAIN = {"solver": "sgd", "momentum": 0.0, "alpha": 0.0}
# By name: options, and how many times faster than scikit-learn on the JUDGED network is asked.
WAYS: dict[str, tuple[dict[str, Any], float]] = {
    "batch 1": (PLAIN | {"batch_size": 1}, 60.0),
    "batch 1, Nesterov and penalty": ({"solver": "sgd", "batch_size": 1}, 30.0),
    "batch 32": (PLAIN | {"batch_size": 32}, 6.0),
    "batch 200": (PLAIN | {"batch_size": 200}, 3.5),
    "batch 200, Adam": ({"solver": "adam", "batch_size": 200}, 3.0),
}
SINGLE_AT_LEAST = 1.5


def print_fits() -> None:
    """A line a network and way, and one for single precision."""
    for units in EPOCHS:
        for way, (options, asked) in WAYS.items():
            ours, theirs = seconds_an_epoch(
                _fit(FastMLPClassifier, units, options), _fit(MLPClassifier, units, options)
            )
            text = f"{_name(units)}, {way}: {1e3 * ours:.2f} ms an epoch of fit, "
            text += f"{theirs / ours:.1f} times faster than MLPClassifier"
            print(text + (_verdict(theirs / ours, asked) if units == JUDGED else ""), flush=True)
    options, _ = WAYS["batch 200"]
    single, double = seconds_an_epoch(
        *(_fit(FastMLPClassifier, WIDE, options, dtype) for dtype in (np.float32, np.float64))
    )
    text = f"{_name(WIDE)}, batch 200: float32 {double / single:.1f} times faster than float64"
    print(text + _verdict(double / single, SINGLE_AT_LEAST), flush=True)


def seconds_an_epoch(*fits: Callable[[], int]) -> list[float]:
    """Medians for some that take turns; each is called once before."""
    seconds: list[list[float]] = [[] for _ in fits]
    for fit in fits:
        fit()
    for _ in range(ROUNDS):
        for fit, taken in zip(fits, seconds, strict=True):
            start = time.perf_counter()
            n_epochs = fit()
            taken.append((time.perf_counter() - start) / n_epochs)
    return [statistics.median(taken) for taken in seconds]


def _fit(
    estimator: type, units: tuple[int, ...], options: dict[str, Any], dtype: type = np.float64
) -> Callable[[], int]:
    """A fit, which gives back how many epochs it has made."""
    problem = make_problem(units, 1)
    X, y = problem.inputs.astype(dtype), problem.classes
    model = estimator(
        units[1:-1],
        max_iter=EPOCHS[units][options["batch_size"]],
        learning_rate_init=LEARNING_RATE,
        n_iter_no_change=10_000,
        random_state=0,
        **options,
    )

    def fit() -> int:
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            return model.fit(X, y).n_iter_

    return fit


def _name(units: tuple[int, ...]) -> str:
    return "-".join(map(str, units))


def _verdict(ratio: float, asked: float) -> str:
    return f", at least {asked:g} asked: {'holds' if ratio >= asked else 'MISSED'}"


if __name__ == "__main__":
    print_fits()
