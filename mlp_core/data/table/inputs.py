"""From columns to inputs of a network: numbers filled, categories one input each, by training rows.

What is learned of the columns, medians and levels, is learned of the training rows alone: the
test rows are not to be known before they are tested.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.data.table.asked import named
from mlp_core.data.table.bounds import Bounds
from mlp_core.data.table.choices import LEAVE_OUT, NUMBER, ONE_HOT, Choices
from mlp_core.data.table.kinds import Column
from mlp_core.number_text import count

Rows = NDArray[np.intp]


class Inputs(NamedTuple):
    """Inputs (n_rows, n_inputs) with their names, and what was done to make them."""

    rows: Array
    names: tuple[str, ...]
    notes: tuple[str, ...]


def used(columns: Sequence[Column], targets: Sequence[str]) -> list[Column]:
    """The columns that become inputs."""
    return [c for c in columns if c.way != LEAVE_OUT and c.name not in targets]


def make_inputs(
    columns: Sequence[Column], kept: Rows, train: Rows, choices: Choices, bounds: Bounds
) -> Inputs:
    """Inputs of the rows ``kept``, of which those at the places ``train`` are learned from.

    A number that is missing becomes the median of the training rows, a category that is missing or
    not among them no input at all. Raises ``UnreadableError`` for more inputs than there may be.
    """
    parts = [_levels(column, kept, train) for column in columns]
    width = sum(1 if part is None else len(part) for part in parts)
    bounds.check_shape(len(kept), width)
    rows = np.empty((len(kept), width))
    names: list[str] = []
    notes: list[str] = []
    for column, levels in zip(columns, parts, strict=True):
        start = len(names)
        if levels is None:
            values = _ordinals(column, choices)[kept] if column.way != NUMBER else None
            values = column.floats()[kept] if values is None else values
            notes += _filled(column, values, train)
            rows[:, start] = values
            names.append(column.name)
        else:
            codes = column.levels.codes[kept]
            rows[:, start : start + len(levels)] = codes[:, np.newaxis] == levels
            names += [f"{column.name} = {column.levels.names[level]}" for level in levels]
            unseen = int((~np.isin(codes, levels) & (codes >= 0)).sum())
            if unseen:
                notes.append(
                    f"{named(column.name)} has {count(unseen)} values that no training row has: "
                    "all its inputs are 0 there."
                )
    return Inputs(rows, tuple(names), tuple(notes))


def _levels(column: Column, kept: Rows, train: Rows) -> Rows | None:
    """The levels of a category that the training rows have; None for one input."""
    if column.way != ONE_HOT:
        return None
    codes = np.unique(column.levels.codes[kept][train])
    return codes[codes >= 0]


def _ordinals(column: Column, choices: Choices) -> Array:
    """The places of a column's values in their order, from 0; NaN for one that is in no order."""
    codes, names = column.levels.codes, column.levels.names
    order = choices.orders.get(column.name)
    places = np.arange(len(names) + 1, dtype=float)
    if order:
        place = {name: k for k, name in enumerate(order)}
        places = np.array([*(place.get(name, np.nan) for name in names), np.nan])
    places[-1] = np.nan
    ordinals: Array = places[codes]
    return ordinals


def _filled(column: Column, values: Array, train: Rows) -> list[str]:
    """Puts the median of the training rows where a number is missing, and says so."""
    missing = np.isnan(values)
    if not missing.any():
        return []
    known = values[train][~missing[train]]
    median = float(np.median(known)) if len(known) else 0.0
    values[missing] = median
    return [
        f"{named(column.name)} misses {count(int(missing.sum()))} values: the median of the "
        f"training rows, {median:g}, took their place."
    ]
