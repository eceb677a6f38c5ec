"""A map of 64 settings: our sweep, 64 runs of ours, and scikit-learn's search. Part of
tests.benchmarks.sweep.

How much two cores are worth is asked of the machine: as many processes as there are cores train the
same runs, each a share of them, and nothing joins them but the end. Turns change places, so that a
slow moment of the machine hits all; ratios are medians of those of each round.
"""

import itertools
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, PredefinedSplit
from sklearn.neural_network import MLPClassifier

from mlp_core import QUESTION_2, Dataset, TrainConfig, train
from mlp_core.classifier_arguments import classifier_arguments
from mlp_core.experiments.jobs.slots import n_cores
from mlp_core.experiments.sweeps import run_sweep

BASE = replace(QUESTION_2, epochs=20, split={"validation_size": 0.2})
RATES = [0.0002, 0.0003, 0.0005, 0.0007, 0.001, 0.0015, 0.002, 0.003]
# 50 units on average.
WIDTHS = [36, 40, 44, 48, 52, 56, 60, 64]
AXES = {"learning_rate": RATES, "units": [(64, width, 10) for width in WIDTHS]}
ROUNDS = 5
AIM_SKLEARN, AIM_CORES = 50.0, 0.9


def configs() -> list[TrainConfig]:
    """The 64, in the order of the sweep."""
    return [
        replace(BASE, learning_rate=rate, units=units)
        for rate, units in itertools.product(*AXES.values())
    ]


def rows() -> Dataset:
    """The digits with the page's validation part."""
    return BASE.source.load()


def train_all(own: list[TrainConfig]) -> None:
    """One run after another."""
    dataset = rows()
    for config in own:
        for _ in train(config, dataset):
            pass


def swept() -> None:
    run_sweep(BASE, AXES)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def print_times(whole: bool) -> float:
    """Our times side by side, then scikit-learn's; the seconds of a single run."""
    cores, own = n_cores(), configs()
    with get_context("spawn").Pool(cores) as pool:
        # Each loads and compiles what it needs before anybody looks at a clock.
        pool.map(train_all, [own[:1]] * (4 * cores), chunksize=1)
        swept()
        works = {
            "run after run": lambda: train_all(own),
            "the sweep, by threads": swept,
            "processes that share nothing": lambda: pool.map(
                train_all, [[config] for config in own], chunksize=1
            ),
        }
        taken: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                taken[name].append(seconds(work))
    for name, own_times in taken.items():
        print(f"{name:44}{statistics.median(own_times):9.2f} s", flush=True)
    alone, sweep, apart = taken.values()
    worth = _ratio(alone, apart)
    print(f"{cores} cores are worth {worth:.2f} of one here")
    of_cores, of_worth = _ratio(alone, sweep) / cores, _ratio(apart, sweep)
    for name, share in (("the cores", of_cores), ("what the cores are worth", of_worth)):
        verdict = "holds" if share >= AIM_CORES else "MISSED"
        print(f"the sweep has {share:.2f} of {name}; {AIM_CORES} asked: {verdict}", flush=True)
    _print_sklearn(statistics.median(sweep), whole)
    return statistics.median(alone) / len(own)


def _ratio(slower: list[float], faster: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(slower, faster, strict=True))


def _print_sklearn(ours: float, whole: bool) -> None:
    """GridSearchCV of the same rows and settings, by as many processes as there are cores."""
    dataset, own = rows(), configs()
    assert dataset.X_validation is not None
    assert dataset.y_validation is not None
    # One of each rate and of each width.
    tried = own if whole else own[:: len(WIDTHS) + 1]
    X = np.concatenate([dataset.X_train, dataset.X_validation])
    y = np.concatenate([dataset.y_train, dataset.y_validation])
    split = PredefinedSplit([-1] * len(dataset.X_train) + [0] * len(dataset.X_validation))
    names = ("hidden_layer_sizes", "learning_rate_init")
    arguments = classifier_arguments(BASE)

    def search(some: list[TrainConfig], epochs: int) -> None:
        grid = [{name: [classifier_arguments(config)[name]] for name in names} for config in some]
        model = MLPClassifier(**arguments | {"max_iter": epochs, "n_iter_no_change": epochs})
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            GridSearchCV(model, grid, cv=split, refit=False, n_jobs=n_cores()).fit(X, y)

    search(tried[:4], 1)  # its processes are there from now on
    theirs = seconds(lambda: search(tried, BASE.epochs)) * len(own) / len(tried)
    how = "" if whole else f", by {len(tried)} of its {len(own)} fits"
    print(f"{'GridSearchCV over MLPClassifier' + how:44}{theirs:9.1f} s")
    verdict = "holds" if theirs / ours >= AIM_SKLEARN else "MISSED"
    print(
        f"the sweep is {theirs / ours:.0f} times faster than scikit-learn's search; "
        f"{AIM_SKLEARN:g} asked: {verdict}",
        flush=True,
    )
