"""The points of a data set to draw over a field, and which of them the network gets wrong."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Classes, Parameters, check_whole
from mlp_core.activations import Names
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.losses import get_loss
from mlp_core.network import forward


class MarkedPoints(NamedTuple):
    """Points of one part of a data set, and what is said of each.

    rows         (n,) their numbers in the part
    points       (n, 1 or 2) their coordinates
    targets      (n,) classes, or (n, n_targets) numbers
    predictions  of the same shape
    wrong        (n,) which are of another class than predicted; none of a regression
    """

    rows: NDArray[np.intp]
    points: Array
    targets: Array | Classes
    predictions: Array | Classes
    wrong: NDArray[np.bool_]


@ignore_overflow
def marked_points(
    dataset: Dataset, part: str, parameters: Parameters, activation: Names, loss: str, most: int
) -> MarkedPoints:
    """Of the "train" or "test" part at most about ``most``, evenly spaced, the first among them.

    Raises ``ValueError`` for a data set whose rows are no points, and as ``forward`` does.
    """
    if dataset.plane is None:
        raise ValueError(f"points are drawn of a set whose rows are points; got {dataset.name}")
    most = check_whole("most", most, low=1)
    all_rows, targets, points = {
        "train": (dataset.X_train, dataset.y_train, dataset.plane.train),
        "test": (dataset.X_test, dataset.y_test, dataset.plane.test),
    }[part]
    rows = np.arange(0, len(all_rows), -(-len(all_rows) // most))
    output, _ = forward(all_rows[rows], *parameters, activation)
    record, targets = get_loss(loss), targets[rows]
    if dataset.is_regression:
        predictions = record.predict(output)
        return MarkedPoints(
            rows,
            points[rows],
            targets.reshape(predictions.shape),
            predictions,
            np.zeros(len(rows), bool),
        )
    classes = record.classes(output)
    return MarkedPoints(rows, points[rows], targets, classes, classes != targets)
