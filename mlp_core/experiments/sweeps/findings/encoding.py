"""Combinations of a sweep as rows of numbers, for what learns from them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp_core._checks import Array
from mlp_core.experiments.sweeps.findings.order import numbers_of
from mlp_core.experiments.sweeps.plan.axis import Axis

# The columns that stand for each axis.
Columns = list[list[int]]


def encoded(axes: Sequence[Axis], ats: Sequence[tuple[Any, ...]]) -> tuple[Array, Columns]:
    """(n, columns), and which columns are of which axis.

    An axis with an order is one column: its number, or the logarithm where it is on such a scale.
    Any other has a column a value, 1 where it is that one.
    """
    parts, columns, first = [], [], 0
    for k, axis in enumerate(axes):
        part = _of_axis(axis, [at[k] for at in ats])
        parts.append(part)
        columns.append(list(range(first, first + part.shape[1])))
        first += part.shape[1]
    return np.hstack([np.empty((len(ats), 0)), *parts]), columns


def _of_axis(axis: Axis, values: list[Any]) -> Array:
    numbers = numbers_of(axis, values)
    if numbers is not None:
        return np.array([[numbers[value]] for value in values], dtype=float)
    known = {value: i for i, value in enumerate(dict.fromkeys(values))}
    return np.asarray(np.eye(len(known))[[known[value] for value in values]])
