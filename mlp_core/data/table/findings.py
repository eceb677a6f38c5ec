"""What is worth a look in a table before anything is trained: classes, pairs, leaks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.data.table.asked import named
from mlp_core.data.table.choices import CLASSES, LEAVE_OUT
from mlp_core.data.table.kinds import Column
from mlp_core.data.table.table import Table

# The strongest pairs of so many columns at most, looked for in so many rows.
MOST_COLUMNS = 60
MOST_ROWS = 20_000
FEWEST_ROWS = 3
STRONG = 0.5
# Numbers that go together so closely are one thing measured twice.
LEAK = 0.999
FIRST_ROWS = 2_000
# What is left of a difference of so nearly equal numbers is rounding.
ROUNDING = 1e-12


class Correlation(NamedTuple):
    """How two columns of numbers go together (Pearson's r), in ``n`` rows that have both."""

    first: str
    second: str
    r: float
    n: int


def class_balance(table: Table) -> list[tuple[str, int]]:
    """How many rows each class has, in the order of the classes; none of a regression."""
    if table.target is None or table.target.goal != CLASSES:
        return []
    levels = table.target.levels
    return [(name, int(n)) for name, n in zip(levels.names, levels.counts, strict=True)]


def correlations(table: Table, top: int = 10, least: float = STRONG) -> list[Correlation]:
    """The strongest ``top`` pairs of columns of numbers, those with |r| of ``least`` or more.

    Of very large tables the first columns are looked at, and rows evenly spread over all.
    """
    columns = [c for c in table.columns if c.numbers is not None and c.distinct > 1]
    columns = columns[:MOST_COLUMNS]
    if len(columns) < 2 or table.raw.picture:
        return []
    step = -(-table.n_rows // MOST_ROWS)
    r, n = _pearson(np.stack([c.floats()[::step] for c in columns]))
    pairs = [
        Correlation(columns[i].name, columns[k].name, float(r[i, k]), int(n[i, k]))
        for i, k in zip(*np.triu_indices(len(columns), 1), strict=True)
        if abs(r[i, k]) >= least
    ]
    return sorted(pairs, key=lambda pair: (-abs(pair.r), pair.first, pair.second))[:top]


def leaks(table: Table) -> list[str]:
    """A sentence for each column that gives the target away, and may not be known beforehand."""
    if table.target is None or len(table.target.columns) > 1 or table.raw.picture:
        return []
    target = table.target.columns[0]
    others = [c for c in table.columns if c is not target and c.distinct > 1]
    others = [c for c in others if c.way != LEAVE_OUT]
    if table.target.goal == CLASSES:
        found = [c for c in others if 2 * c.distinct <= c.n_rows and _determines(c, target)]
    else:
        numbers = [c for c in others if c.numbers is not None]
        found = [c for c in numbers if abs(_pearson(_pair(c, target))[0][0, 1]) > LEAK]
    return [
        f"{named(c.name)} tells {named(target.name)} without fail: would it be known beforehand?"
        for c in found
    ]


def _pair(one: Column, other: Column) -> Array:
    return np.stack([one.floats(), other.floats()])


def _pearson(columns: Array) -> tuple[Array, Array]:
    """Pearson's r of all pairs of ``columns`` (k, n), and of how many rows: (k, k) each.

    Of each pair those rows count that have both; r is 0 where these are too few, or always the
    same. The sums over them are products with 1 for what is there and 0 for what is missing.
    """
    there = (~np.isnan(columns)).astype(float)
    # From 0 and in size 1, so that nothing overflows and little is lost in the differences.
    values = np.where(there, columns, 0.0)
    values = values / np.maximum(np.abs(values).max(axis=1, keepdims=True), np.finfo(float).tiny)
    counts = np.maximum(there.sum(axis=1, keepdims=True), 1.0)
    values = (values - values.sum(axis=1, keepdims=True) / counts) * there
    n = there @ there.T
    sums, squares = values @ there.T, values**2 @ there.T
    spread = n * squares - sums**2
    spread[spread <= ROUNDING * n * squares] = 0.0
    norm = np.sqrt(spread * spread.T)
    covariance = n * (values @ values.T) - sums * sums.T
    r = np.divide(covariance, norm, out=np.zeros_like(norm), where=(norm > 0) & (n >= FEWEST_ROWS))
    return r.clip(-1.0, 1.0), n


def _determines(column: Column, target: Column) -> bool:
    """Whether all rows with one value of the column have one and the same target."""
    own, classes = _codes(column), target.levels.codes
    both = (own >= 0) & (classes >= 0)
    own, classes = own[both], classes[both]
    # A first few rows tell for most columns that they do not.
    return (
        _is_function(own[:FIRST_ROWS], classes[:FIRST_ROWS])
        and len(np.unique(classes)) > 1
        and _is_function(own, classes)
    )


def _is_function(own: NDArray[np.intp], classes: NDArray[np.intp]) -> bool:
    pairs = np.unique(own * (classes.max(initial=0) + 1) + classes)
    return len(pairs) == len(np.unique(own))


def _codes(column: Column) -> NDArray[np.intp]:
    """The different values of a column, numbered; -1 where one is missing."""
    if column.numbers is None:
        return column.levels.codes
    codes: NDArray[np.intp] = np.unique(column.numbers, return_inverse=True)[1].ravel()
    if column.numbers.dtype.kind == "f":
        codes[np.isnan(column.numbers)] = -1
    return codes
