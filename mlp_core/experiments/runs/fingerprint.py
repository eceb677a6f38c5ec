"""Telling data apart by their numbers, whatever they are called.

A run can only be gone on with on what it began with, and be measured against others on the same.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np

from mlp_core.data.dataset import Dataset
from mlp_core.data.source import Source
from mlp_core.experiments.runs.run import Run

# Sets that are made with other parameters are other sets: without end, so the oldest go.
MOST_KNOWN = 256
_KNOWN: WeakKeyDictionary[Dataset, str] = WeakKeyDictionary()


def data_fingerprint(dataset: Dataset) -> str:
    """SHA-256 over the scaled rows and targets of all parts, the same on every machine."""
    if dataset not in _KNOWN:
        _KNOWN[dataset] = _fingerprint(dataset)
    return _KNOWN[dataset]


def _fingerprint(dataset: Dataset) -> str:
    digest = hashlib.sha256()
    number = "<f8" if dataset.is_regression else "<i8"
    rows = [(array, "<f8") for array in (dataset.X_train, dataset.X_test)]
    targets = [(array, number) for array in (dataset.y_train, dataset.y_test)]
    if dataset.X_validation is not None and dataset.y_validation is not None:
        rows.append((dataset.X_validation, "<f8"))
        targets.append((dataset.y_validation, number))
    for array, kind in (*rows, *targets):
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array, dtype=kind).tobytes())
    return digest.hexdigest()


def fingerprint_here(source: Source, scaling: str) -> str:
    """The fingerprint of a built-in set, as it is here and now; empty where it cannot be had."""
    try:
        return _known_fingerprint(source, scaling)
    except ValueError:
        return ""  # until it can: what is fetched later is no longer missing


@lru_cache(MOST_KNOWN)
def _known_fingerprint(source: Source, scaling: str) -> str:
    return data_fingerprint(source.load(scaling))


def is_of_data_here(run: Run) -> bool:
    """Whether ``run`` was trained on what its configuration names here and now, without a file."""
    return run.fingerprint == fingerprint_here(run.config.source, run.config.scaling)


def same_rows(
    runs: Sequence[Run], is_of_data_here: Callable[[Run], bool] = is_of_data_here
) -> bool:
    """Whether all of the runs were trained and tested on the same rows, however scaled.

    A fingerprint is of scaled rows. Of runs with other scalings, rows are known to be the same
    where all are of the set that has their name here.
    """
    if len({run.fingerprint for run in runs}) <= 1:
        return True
    of_one_set = len({run.config.source for run in runs}) == 1
    return of_one_set and all(map(is_of_data_here, runs))
