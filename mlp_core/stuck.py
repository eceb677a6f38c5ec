"""Runs that trained and learned nothing: whether one is stuck at a baseline.

A run is stuck where its score on the test rows, accuracy or R², is not clearly above that of the
same answer to all: their commonest class, or their mean. Why it is so, ``inspection.diagnosis``
says.
"""

import numpy as np

from mlp_core._checks import Classes
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.metrics import accuracy_interval, r2_interval


def largest_share(classes: Classes) -> float:
    """The share (0 to 1) of the commonest class among ``classes`` (n_samples,)."""
    _, counts = np.unique(classes, return_counts=True)
    return float(counts.max() / counts.sum())


def chance_of(dataset: Dataset) -> float:
    """What the same answer to all test rows scores at best."""
    return chance_on(dataset.y_test, dataset.is_regression)


def chance_on(targets: Targets, is_regression: bool) -> float:
    """What the same answer to all rows with these targets scores at best."""
    return 0.0 if is_regression else largest_share(targets)


def interval_of(score: float, dataset: Dataset) -> tuple[float, float]:
    """The 95 % interval of a score on the test rows, where only the score is known."""
    return _interval(score, len(dataset.y_test), dataset.is_regression)


def is_stuck(test_score: float, dataset: Dataset) -> bool:
    """Whether this accuracy or R² on the test rows may be that of the same answer to all."""
    return is_stuck_on(test_score, dataset.y_test, dataset.is_regression)


def is_stuck_on(score: float, targets: Targets, is_regression: bool) -> bool:
    """Whether this accuracy or R² on rows with these targets may be that of the same answer to all.

    That is: the lower end of its 95 % interval does not exceed what that scores. Of so few rows
    that not even a perfect score's would, the score itself has to exceed it.
    """
    chance = chance_on(targets, is_regression)
    n_rows = len(targets)
    can_tell = _interval(1.0, n_rows, is_regression)[0] > chance
    return (_interval(score, n_rows, is_regression)[0] if can_tell else score) <= chance


def stuck_up_to(targets: Targets, is_regression: bool) -> float:
    """The highest score on rows with these targets that ``is_stuck_on``: what is above is not.

    Found by halving, since a higher score is never stuck where a lower one is not; to the last
    bit but a few.
    """
    # An accuracy or R² of 0 is no better than a constant answer, whatever the rows.
    low, high = 0.0, 1.0
    for _ in range(52):
        middle = (low + high) / 2
        if is_stuck_on(middle, targets, is_regression):
            low = middle
        else:
            high = middle
    return low


def _interval(score: float, n_rows: int, is_regression: bool) -> tuple[float, float]:
    of_score = r2_interval if is_regression else accuracy_interval
    return of_score(score, n_rows)
