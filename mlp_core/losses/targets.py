"""What a loss may ask of the rows of y: of each kind, what is no such row, and how it is said."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Targets:
    """A kind of rows of y.

    wrong   of rows (n, n_out): which of them are none of the kind, (n,)
    needed  what such a row is of, after "a y of"
    asked   the same for a learner, who is asked for no more than exercises need
    """

    wrong: Callable[[ArrayLike], Mask]
    needed: str
    asked: str


def _none(rows: ArrayLike) -> Mask:
    return np.zeros(len(np.asarray(rows)), dtype=bool)


def _outside_0_to_1(rows: ArrayLike) -> Mask:
    y = np.asarray(rows)
    return np.asarray(((y < 0.0) | (y > 1.0)).any(axis=-1))


def _no_distribution(rows: ArrayLike) -> Mask:
    sums = np.asarray(rows).sum(axis=-1)
    return np.asarray(_below_0(rows) | ~np.isclose(sums, 1.0, rtol=0.0, atol=1e-12))


def _below_0(rows: ArrayLike) -> Mask:
    return np.asarray((np.asarray(rows) < 0.0).any(axis=-1))


ANY = Targets(_none, "any numbers", "a y of any numbers")
SHARES = Targets(
    _outside_0_to_1, "numbers from 0 to 1, one for each logistic output", "a y from 0 to 1"
)
PROBABILITIES = Targets(
    _no_distribution,
    "non-negative numbers that add up to 1, such as a one-hot vector",
    "a one-hot y: one 1 for the true class, 0 for the others",
)
COUNTS = Targets(_below_0, "numbers of 0 or more, such as counts", "a y of 0 or more")
