"""How unlike the training rows a row is: how far from the nearest, beside how far they are apart.

A network has learned nothing of what lies far from all that it was shown, and answers all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.neighbors import NearestNeighbors

from mlp_core._checks import Array, check_rows, check_type, check_whole
from mlp_core.data.dataset import Dataset
from mlp_core.data.once import once_a_dataset
from mlp_core.data.sampled import sampled
from mlp_core.inspection.rows import nearest_rows

# Training rows, times those each is compared with, times values: a second, on one core.
MOST_WORK = 20_000_000_000
# So many at least: a share of fewer says little.
FEWEST = 200
# Of all training rows a hundredth is so lonely, or lonelier: a row that is, is unlike them.
UNLIKE = 0.01


class Loneliness(NamedTuple):
    """How far training rows are from the nearest other one: (n,), ascending.

    Of a large set they are those of some of its rows, drawn once; ``of_all`` says so.
    """

    distances: Array
    of_all: bool


@dataclass(frozen=True)
class Unlikeness:
    """How far a row is from the training rows, as the network is handed them.

    ``nearest`` is the number of the training row that is nearest to it, ``distance`` away
    (Euclidean); ``lonelier`` the share (0 to 1) of ``n_compared`` training rows that are as far
    from the nearest other one, or further, and ``typical`` the median of those distances.
    """

    nearest: int
    distance: float
    lonelier: float
    typical: float
    n_compared: int

    @property
    def is_unlike(self) -> bool:
        """Whether hardly any training row is so far from the others."""
        return self.lonelier < UNLIKE


def unlikeness(
    dataset: Dataset, rows: ArrayLike, *, besides: Sequence[int | None] | None = None
) -> list[Unlikeness]:
    """How unlike the training rows each of ``rows`` (n, n_features) is, scaled as these are.

    ``besides`` names, for each, the training row that it is itself, if it is one. Raises
    ``ValueError`` for rows of another shape, and where a set has no other training row.
    """
    lonely = loneliness(dataset)
    rows = check_rows("rows", rows, dataset.n_features)
    own = [None] * len(rows) if besides is None else besides
    return [_of_one(dataset, row, i, lonely) for row, i in zip(rows, own, strict=True)]


def loneliness(dataset: Dataset) -> Loneliness:
    """How far its training rows are from one another, found out once for each data set."""
    check_type("dataset", dataset, Dataset)
    return _of_set(dataset)


@once_a_dataset
def _of_set(dataset: Dataset) -> Loneliness:
    return _loneliness(dataset.X_train)


def _of_one(dataset: Dataset, row: Array, own: int | None, lonely: Loneliness) -> Unlikeness:
    if own is not None:
        check_whole("besides", own, low=0)
    found, distances = nearest_rows(dataset.X_train, row, 1, besides=own)
    n = len(lonely.distances)
    nearer = int(np.searchsorted(lonely.distances, distances[0], side="left"))
    return Unlikeness(
        nearest=int(found[0]),
        distance=float(distances[0]),
        lonelier=(n - nearer) / n,
        typical=float(np.median(lonely.distances)),
        n_compared=n,
    )


def _loneliness(rows: Array) -> Loneliness:
    if len(rows) < 2:
        raise ValueError("a row is like others or unlike them where there are two or more; got one")
    asked = _some_of(rows)
    # Two, since the nearest to a training row is itself, or one that is the very same.
    search = NearestNeighbors(n_neighbors=2, algorithm="brute").fit(rows)
    near = search.kneighbors(rows[asked], return_distance=False)
    others = np.where(near[:, 0] == asked, near[:, 1], near[:, 0])
    # Taken anew: the search has them from squares, which leaves equal rows some way apart.
    distances = np.sqrt(((rows[asked] - rows[others]) ** 2).sum(axis=1))
    return Loneliness(np.sort(distances), len(asked) == len(rows))


def _some_of(rows: Array) -> NDArray[np.intp]:
    """The numbers of those whose loneliness is found out, the same ones whenever it is asked."""
    most = max(FEWEST, MOST_WORK // rows.size)
    return sampled(len(rows), most)
