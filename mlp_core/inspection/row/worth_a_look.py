"""Rows that are worth a look: the next one that a network gets wrong, or is least sure of."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_whole, look_up
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.inspection.predicted import Part
from mlp_core.inspection.row.reading import Reading, read

# Rows times weights that are gone through at most: a second, on one core.
MOST_WORK = 4_000_000_000
FEWEST = 1_000
# Of what has no border of its own, such a share is worth a look.
SHARE = 0.05
Which = Callable[[Dataset, Targets, Reading], NDArray[np.bool_]]


def next_mistake(
    config: TrainConfig, dataset: Dataset, parameters: Parameters, part: Part, row: int
) -> int | None:
    """The row after ``row``, round and round, that the network gets wrong; None without one.

    Of numbers it is one of the twentieth that are furthest off, of those that are gone through.
    """
    return _next(config, dataset, parameters, part, row, _wrong)


def next_unsure(
    config: TrainConfig, dataset: Dataset, parameters: Parameters, part: Part, row: int
) -> int | None:
    """The row after ``row``, round and round, of the twentieth that the network is least sure of.

    That is where two classes are closest. Raises ``ValueError`` for a regression, which is as sure
    of one number as of another.
    """
    if dataset.is_regression:
        raise ValueError("a network is more or less sure of classes; these are numbers")
    return _next(config, dataset, parameters, part, row, _unsure)


def _next(
    config: TrainConfig,
    dataset: Dataset,
    parameters: Parameters,
    part: Part,
    row: int,
    which: Which,
) -> int | None:
    parts = {"train": (dataset.X_train, dataset.y_train), "test": (dataset.X_test, dataset.y_test)}
    rows, targets = look_up(parts, part, "part")
    a_row = sum(W.size for W in parameters[0])
    n = min(len(rows), max(FEWEST, MOST_WORK // a_row))
    # Those after it, it itself last.
    asked = (check_whole("row", row, low=0) + 1 + np.arange(n)) % len(rows)
    found = which(dataset, targets[asked], read(config, dataset, parameters, rows[asked]))
    return int(asked[found.argmax()]) if found.any() else None


def _wrong(dataset: Dataset, targets: Targets, reading: Reading) -> NDArray[np.bool_]:
    if not dataset.is_regression:
        return np.asarray(reading.answer != targets)
    off = np.abs(reading.prediction - targets.reshape(len(targets), -1)).max(axis=1)
    return _largest(off)


def _unsure(dataset: Dataset, targets: Targets, reading: Reading) -> NDArray[np.bool_]:
    best = np.sort(np.asarray(reading.scores), axis=1)
    return _largest(best[:, -2] - best[:, -1])


def _largest(sizes: Array) -> NDArray[np.bool_]:
    """Which belong to the largest twentieth, one of them at least."""
    n = max(1, round(SHARE * len(sizes)))
    return np.asarray(sizes >= np.sort(sizes)[-n])
