"""The training rows that are nearest to a row: as handed in, or as a hidden layer has them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Parameters, check_whole
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.sampled import sampled
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.row.reading import check_row
from mlp_core.inspection.rows import nearest_rows
from mlp_core.network import forward

# Training rows times weights that are gone through at most: a second, on one core.
MOST_WORK = 4_000_000_000
FEWEST = 1_000


@dataclass(frozen=True, eq=False)
class Nearest:
    """The training rows nearest to a row, nearest first, of ``n_compared`` that were looked at.

    ``rows`` are their numbers, ``distances`` (Euclidean) those between the values of the layer, and
    ``targets`` what they are.
    """

    rows: NDArray[np.intp]
    distances: Array
    targets: NDArray[np.generic]
    n_compared: int

    def of_class(self, named: int) -> int:
        """How many of them are of a class."""
        return int((self.targets == named).sum())


@ignore_overflow
def nearest_training_rows(
    config: TrainConfig,
    dataset: Dataset,
    parameters: Parameters,
    row: ArrayLike,
    n: int,
    *,
    layer: int = 0,
    besides: int | None = None,
) -> Nearest:
    """The ``n`` training rows nearest to ``row`` (n_features,) in a layer, 0 being the inputs.

    ``besides`` is the training row that it is itself, if it is one. Raises ``ValueError`` for a
    layer that there is not, and where its values are not finite.
    """
    row, n_hidden = check_row(dataset, row), len(parameters[0]) - 1
    if check_whole("layer", layer, low=0) > n_hidden:
        raise ValueError(f"layer must be 0, the inputs, to {n_hidden}; got {layer}")
    looked_at = _looked_at(dataset, parameters, layer, besides)
    values, point = dataset.X_train[looked_at], row
    if layer:
        values = forward(values, *parameters, config.activation)[1][layer - 1]
        point = forward(row, *parameters, config.activation)[1][layer - 1]
    found, distances = nearest_rows(values, point, n)
    rows = looked_at[found]
    return Nearest(rows, distances, dataset.y_train[rows], len(looked_at))


def _looked_at(
    dataset: Dataset, parameters: Parameters, layer: int, besides: int | None
) -> NDArray[np.intp]:
    """The training rows that are gone through: all, or of a large set some, always the same."""
    n_rows = len(dataset.X_train)
    a_row = sum(W.size for W in parameters[0][:layer]) or dataset.n_features
    most = max(FEWEST, MOST_WORK // a_row)
    rows = sampled(n_rows, most)
    return rows if besides is None else rows[rows != check_whole("besides", besides, low=0)]
