"""The values that a person sets of a row, and what a network is handed of them."""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_rows, check_type
from mlp_core.data.dataset import Dataset

# What scaling and unscaling leave behind the last of these digits is rounding.
DIGITS = 14
# More decimals have a power of ten beyond float64: of numbers so small nothing is left.
MOST_DECIMALS = 308


def value_names(dataset: Dataset) -> tuple[str, ...]:
    """What the values are called: coordinates of points, columns of a table; none of a picture."""
    check_type("dataset", dataset, Dataset)
    return dataset.plane.names if dataset.plane is not None else dataset.row.names


def n_values(dataset: Dataset) -> int:
    """How many values a row has."""
    return len(value_names(dataset)) or dataset.n_features


def values_tested(dataset: Dataset) -> Array:
    """The values of all test rows, (n_test, n_values)."""
    check_type("dataset", dataset, Dataset)
    return dataset.X_test_raw if dataset.plane is None else dataset.plane.test


def values_learned(dataset: Dataset) -> Array:
    """The values of all training rows, (n_train, n_values)."""
    check_type("dataset", dataset, Dataset)
    if dataset.plane is not None:
        return dataset.plane.train
    return without_rounding(dataset.unscaled(dataset.X_train))


def without_rounding(values: Array) -> Array:
    """``values`` (n, n_columns) to DIGITS digits of the largest in each column."""
    largest = np.abs(values).max(axis=0)
    decimals = DIGITS - np.ceil(np.log10(np.where(largest > 0.0, largest, 1.0))).astype(int)
    decimals = np.minimum(decimals, MOST_DECIMALS)
    return np.stack([np.round(values[:, k], d) for k, d in enumerate(decimals)], axis=1)


def inputs_of(dataset: Dataset, values: ArrayLike) -> Array:
    """Values (n, n_values) as the network is handed them, (n, n_features).

    Raises ``ValueError`` for another number of them, and for what is no finite number.
    """
    rows = check_rows("values", values, n_values(dataset))
    return dataset.scaled(rows) if dataset.plane is None else dataset.plane.inputs(rows)
