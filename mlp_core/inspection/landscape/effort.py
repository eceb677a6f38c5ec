"""How fine a picture of a landscape may be, so that it is there within a few seconds."""

import itertools
import math
from typing import NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset

# Places along each side of a plane, and along a line.
SIDES = (41, 21, 11)
LINE = 101
# What a picture may cost, in the units of ``_row_cost``: 64-50-10 on all of the digits takes half
# of it, and 1.5 s on a core of a Xeon.
BUDGET = 15e9
# An activation or the exponential of an output costs as much as so many multiplications.
FUNCTION = 30
# Fewer rows than these say too little: rather fewer places.
ENOUGH_ROWS, LEAST_ROWS = 500, 200
# What the points of a walk may take in memory, and how many there are at most.
WALK_BYTES, MOST_POINTS = 64_000_000, 60


class Effort(NamedTuple):
    """``side`` places along each side, the loss at each over ``rows`` of each part at most."""

    side: int
    rows: int


def effort_of(config: TrainConfig, dataset: Dataset) -> Effort:
    """As fine as the budget allows: first all rows, then the side, then as few rows as must be."""
    there = max(len(dataset.X_train), len(dataset.X_test))
    for side in SIDES:
        rows = int(BUDGET / (side**2 * _row_cost(config)))
        if rows >= min(there, ENOUGH_ROWS) or side == SIDES[-1]:
            return Effort(side, min(there, max(rows, LEAST_ROWS)))
    raise AssertionError("the last side is always taken")


def walk_points(config: TrainConfig) -> int:
    """How many points of a walk there is room for, three at least."""
    n_parameters = sum((a + 1) * b for a, b in itertools.pairwise(config.units))
    return max(3, min(MOST_POINTS, WALK_BYTES // (8 * n_parameters)))


def _row_cost(config: TrainConfig) -> float:
    """What a row costs at a place: of the first layer only sums, since its z is straight."""
    later = config.units[1:]
    products = math.fsum(2 * a * b for a, b in itertools.pairwise(later))
    return products + (FUNCTION + 4) * sum(later)
