"""A trained network of two classes at every threshold, on rows it learned from and on others."""

from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array, Classes, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.sureness import class_1_scores
from mlp_core.metrics import Thresholds, thresholds_of
from mlp_core.network import forward


@dataclass(frozen=True, eq=False)
class Leaning:
    """How far a network leans to class 1, (n_samples,), on rows of these true classes.

    ``thresholds`` are None where all rows are of one class, which leaves nothing to tell apart.
    """

    truth: Classes
    scores: Array
    thresholds: Thresholds | None


@dataclass(frozen=True, eq=False)
class TwoClasses:
    """A network on its training and test rows; it names class 1 above the score ``neutral``.

    ``low`` and ``high`` are the ends between which a threshold makes sense.
    """

    training: Leaning
    test: Leaning
    neutral: float
    low: float
    high: float


def two_classes(parameters: Parameters, dataset: Dataset, config: TrainConfig) -> TwoClasses:
    """How a network of two classes leans. Raises ``ValueError`` for more classes, as ``forward``
    does, and for an output that is not finite."""
    if dataset.n_classes != 2:
        raise ValueError(f"thresholds are of two classes; got {dataset.n_classes}")
    (training, neutral), (test, _) = (
        class_1_scores(forward(rows, *parameters, config.activation)[0], config.loss)
        for rows in (dataset.X_train, dataset.X_test)
    )
    reach = float(np.abs(np.concatenate([training, test])).max())
    low, high = (0.0, 1.0) if neutral else (-reach, reach)
    return TwoClasses(
        _leaning(dataset.y_train, training), _leaning(dataset.y_test, test), neutral, low, high
    )


def _leaning(truth: Classes, scores: Array) -> Leaning:
    both = 0 < truth.sum() < len(truth)
    return Leaning(truth, scores, thresholds_of(truth, scores) if both else None)
