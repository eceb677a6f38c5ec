"""Runs that trained and learned nothing: whether one is stuck at a baseline.

A run is stuck where its score on the test rows, accuracy or R², is not clearly above that of the
same answer to all: their commonest class, or their mean. Why it is so, ``inspection.diagnosis``
says.
"""

import numpy as np

from mlp_core._checks import Classes
from mlp_core.data.dataset import Dataset
from mlp_core.metrics import accuracy_interval, r2_interval


def largest_share(classes: Classes) -> float:
    """The share (0 to 1) of the commonest class among ``classes`` (n_samples,)."""
    _, counts = np.unique(classes, return_counts=True)
    return float(counts.max() / counts.sum())


def chance_of(dataset: Dataset) -> float:
    """What the same answer to all test rows scores at best."""
    return 0.0 if dataset.is_regression else largest_share(dataset.y_test)


def interval_of(score: float, dataset: Dataset) -> tuple[float, float]:
    """The 95 % interval of a score on the test rows, where only the score is known."""
    of_score = r2_interval if dataset.is_regression else accuracy_interval
    return of_score(score, len(dataset.y_test))


def is_stuck(test_score: float, dataset: Dataset) -> bool:
    """Whether this accuracy or R² on the test rows may be that of the same answer to all.

    That is: the lower end of its 95 % interval does not exceed what that scores. Of so few rows
    that not even a perfect score's would, the score itself has to exceed it.
    """
    chance = chance_of(dataset)
    can_tell = interval_of(1.0, dataset)[0] > chance
    return (interval_of(test_score, dataset)[0] if can_tell else test_score) <= chance
