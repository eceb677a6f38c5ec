"""Telling data apart by their numbers, whatever they are called.

A run can only be gone on with on what it began with, and be measured against others on the same.
"""

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from mlp_core.data.catalogue import load_dataset
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.runs.run import Run


def data_fingerprint(dataset: Dataset) -> str:
    """SHA-256 over the scaled rows and classes of both parts, the same on every machine."""
    digest = hashlib.sha256()
    rows = [(array, "<f8") for array in (dataset.X_train, dataset.X_test)]
    classes = [(array, "<i8") for array in (dataset.y_train, dataset.y_test)]
    for array, kind in (*rows, *classes):
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array, dtype=kind).tobytes())
    return digest.hexdigest()


@cache
def fingerprint_here(dataset: str, scaling: str) -> str:
    """The fingerprint of a built-in set, as it is here and now."""
    return data_fingerprint(load_dataset(dataset, scaling))


def is_of_data_here(run: Run) -> bool:
    """Whether ``run`` was trained on what its configuration names here and now."""
    return run.fingerprint == fingerprint_here(run.config.dataset, run.config.scaling)


def same_rows(runs: Sequence[Run]) -> bool:
    """Whether all of the runs were trained and tested on the same rows, however scaled.

    A fingerprint is of scaled rows. Of runs with other scalings, rows are known to be the same
    where all are of the set that has their name here.
    """
    if len({run.fingerprint for run in runs}) <= 1:
        return True
    of_one_set = len({run.config.dataset for run in runs}) == 1
    return of_one_set and all(map(is_of_data_here, runs))
