"""Rows of one's own to test a network on: what each is, and which data they are rows of."""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array, check_finite, check_whole, written
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.own.values import n_values, value_names

# More would be a data set, which the page Data reads.
MOST_ROWS = 200


class OwnRow(NamedTuple):
    """A row somebody made: its values, and what it is meant to be.

    ``meant`` is the number of a class, or the numbers of a regression's targets in their units.
    """

    values: tuple[float, ...]
    meant: int | tuple[float, ...]


OwnRows = tuple[OwnRow, ...]


def identity(dataset: Dataset) -> str:
    """What is the same of all data that a row may be one of: the set, its values and its answers.

    In hexadecimal. Neither the split nor a scaling is part of it.
    """
    names = [dataset.name, n_values(dataset), value_names(dataset)]
    answers = [dataset.class_names, dataset.target_names]
    return hashlib.sha256(json.dumps([*names, *answers]).encode()).hexdigest()


def check_row(dataset: Dataset, values: Sequence[float], meant: object) -> OwnRow:
    """A row of such data; ``ValueError`` with a sentence for anything else."""
    numbers = check_finite("values", values)
    if numbers.shape != (n_values(dataset),):
        raise ValueError(f"a row has {n_values(dataset)} values; got shape {numbers.shape}")
    if dataset.is_regression:
        targets = check_finite("meant", np.atleast_1d(meant))  # type: ignore[call-overload]
        if targets.shape != (dataset.n_targets,):
            raise ValueError(f"a row has {dataset.n_targets} targets; got {written(meant)}")
        return OwnRow(tuple(numbers.tolist()), tuple(targets.tolist()))
    number = check_whole("meant", meant, low=0)
    if number >= dataset.n_classes:
        raise ValueError(f"meant must be below {dataset.n_classes}; got {number}")
    return OwnRow(tuple(numbers.tolist()), number)


def with_row(rows: OwnRows, row: OwnRow) -> OwnRows:
    """``rows`` and one more; ``ValueError`` where there is no room for it."""
    if len(rows) >= MOST_ROWS:
        raise ValueError(
            f"{MOST_ROWS} rows of your own are the most; got one more. Delete some first"
        )
    return (*rows, row)


def values_of(rows: OwnRows) -> Array:
    """Their values, (n, n_values)."""
    return np.array([row.values for row in rows], dtype=float)
