"""How well a trained network does at numbers, a target at a time, beside always the mean."""

from typing import NamedTuple

import numpy as np

from mlp_core._checks import Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.predicted import Numbers, predicted_numbers
from mlp_core.metrics import RegressionScores, regression_scores


class TargetScores(NamedTuple):
    """Of one target, in its own units: the network's scores on the test rows, and those of always
    predicting the mean of the training rows."""

    network: RegressionScores
    mean: RegressionScores


class Scored(NamedTuple):
    """The test rows as predicted, and how well that is, a record a target."""

    numbers: Numbers
    targets: tuple[TargetScores, ...]


def scored_numbers(parameters: Parameters, dataset: Dataset, config: TrainConfig) -> Scored:
    """How well the network predicts the test rows' numbers; errors as of ``predicted_numbers``."""
    numbers = predicted_numbers(parameters, dataset, config)
    shape = (len(dataset.y_train), dataset.n_targets)
    means = dataset.in_units(dataset.y_train).reshape(shape).mean(axis=0)
    return Scored(
        numbers,
        tuple(
            TargetScores(
                regression_scores(numbers.truth[:, k], numbers.predicted[:, k]),
                regression_scores(numbers.truth[:, k], np.full(len(numbers.truth), means[k])),
            )
            for k in range(dataset.n_targets)
        ),
    )
