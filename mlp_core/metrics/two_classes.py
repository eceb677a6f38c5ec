"""Two classes by a score: what every threshold would come to, ROC, precision and recall.

A network is as sure as its ``scores`` (n_samples,) that a row is of class 1. One table of counts
has all thresholds, and every curve and every area is read from it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import (
    Array,
    Classes,
    check_classes,
    check_finite,
    check_real,
    check_whole,
    look_up,
)

Aim = Literal["accuracy", "F1"]
MAX_POINTS = 200


@dataclass(frozen=True, eq=False)
class Thresholds:
    """What comes of naming class 1 where a score is a threshold or more.

    Every array is (n_thresholds,), from the highest threshold on:

    thresholds       infinity, at which no row is named 1, then every score that occurs
    true_positives   rows of class 1 that are named 1
    false_positives  rows of class 0 that are
    positives, negatives  how many rows are of class 1 and 0, one of each at least
    """

    thresholds: Array
    true_positives: NDArray[np.int_]
    false_positives: NDArray[np.int_]
    positives: int
    negatives: int

    @property
    def true_positive_rate(self) -> Array:
        """Recall: the share of class 1 that is named 1."""
        return np.asarray(self.true_positives / self.positives)

    @property
    def false_positive_rate(self) -> Array:
        """The share of class 0 that is named 1."""
        return np.asarray(self.false_positives / self.negatives)

    @property
    def precision(self) -> Array:
        """The share that is of class 1 among what is named so; 1 where nothing is."""
        named = self.true_positives + self.false_positives
        ones = np.ones(named.shape)
        return np.asarray(np.divide(self.true_positives, named, out=ones, where=named > 0))

    @property
    def accuracy(self) -> Array:
        """The share of all rows that is named rightly."""
        right = self.true_positives + self.negatives - self.false_positives
        return np.asarray(right / (self.positives + self.negatives))

    @property
    def f1(self) -> Array:
        """The harmonic mean of precision and recall: 2TP / (2TP + FP + FN)."""
        return (
            2 * self.true_positives / (self.true_positives + self.false_positives + self.positives)
        )

    @property
    def roc_area(self) -> float:
        """The area under the ROC curve: how often a row of class 1 has a higher score than one of
        class 0, a tie counted as half (Hanley and McNeil 1982, Radiology 143, 29-36)."""
        return float(np.trapezoid(self.true_positive_rate, self.false_positive_rate))

    @property
    def average_precision(self) -> float:
        """The precision at each recall that is reached, weighted by how much recall grew there."""
        return float((np.diff(self.true_positive_rate) * self.precision[1:]).sum())


@dataclass(frozen=True)
class Named:
    """What comes of naming class 1 above ``threshold``, in counts of rows."""

    threshold: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def accuracy(self) -> float:
        """The share (0 to 1) that is named rightly."""
        right = self.true_positives + self.true_negatives
        return right / (right + self.false_positives + self.false_negatives)

    @property
    def confusion(self) -> NDArray[np.int_]:
        """The confusion matrix (2, 2): a row a true class, a column a predicted one."""
        return np.array(
            [
                [self.true_negatives, self.false_positives],
                [self.false_negatives, self.true_positives],
            ]
        )


def thresholds_of(y_true: ArrayLike, scores: ArrayLike) -> Thresholds:
    """All thresholds for rows of classes ``y_true`` (0 and 1), both (n_samples,).

    Raises ``ValueError`` where they do not fit together, and where a class has no row.
    """
    truth, scores = _check_pair(y_true, scores)
    positives = int(truth.sum())
    if not 0 < positives < len(truth):
        only = 1 if positives else 0
        raise ValueError(f"y_true must hold rows of both classes; got class {only} alone")
    order = np.argsort(-scores, kind="stable")
    ordered, named_1 = scores[order], np.cumsum(truth[order])
    # Rows of one score are named alike: only the last of them is a threshold's count.
    last = np.flatnonzero(np.append(np.diff(ordered) != 0.0, True))
    true_positives = np.concatenate([[0], named_1[last]])
    return Thresholds(
        thresholds=np.concatenate([[np.inf], ordered[last]]),
        true_positives=true_positives,
        false_positives=np.concatenate([[0], last + 1]) - true_positives,
        positives=positives,
        negatives=len(truth) - positives,
    )


def best_threshold(thresholds: Thresholds, aim: Aim = "accuracy") -> float:
    """The threshold above which ``aim`` is highest: halfway down to the next lower score.

    Of several that are as good it is the highest; infinity where it is best to name nothing 1. It
    fits the very rows that it was chosen by: choose it by rows that the network may know, and
    measure it on others.
    """
    values = look_up({"accuracy": thresholds.accuracy, "F1": thresholds.f1}, aim, "aim")
    best = int(values.argmax())
    here = float(thresholds.thresholds[best])
    if np.isinf(here):
        return here
    if best + 1 == len(thresholds.thresholds):
        return float(np.nextafter(here, -np.inf))
    below = float(thresholds.thresholds[best + 1])
    # Between neighbouring floats there is no room.
    halfway = below + (here - below) / 2
    return halfway if halfway < here else below


def name_above(y_true: ArrayLike, scores: ArrayLike, threshold: float) -> Named:
    """What comes of naming class 1 where a score is above ``threshold``, as a network does at ½."""
    truth, scores = _check_pair(y_true, scores)
    threshold = check_real("threshold", threshold, finite=False)
    named = scores > threshold
    true_positives, positives = int((named & (truth == 1)).sum()), int(truth.sum())
    false_positives = int(named.sum()) - true_positives
    return Named(
        threshold=threshold,
        true_positives=true_positives,
        false_positives=false_positives,
        false_negatives=positives - true_positives,
        true_negatives=len(truth) - positives - false_positives,
    )


def thinned(x: ArrayLike, y: ArrayLike, most: int = MAX_POINTS) -> NDArray[np.intp]:
    """Which points of a curve to draw: ``most`` at most, both ends, evenly along its length.

    ``x`` and ``y`` are (n_points,), in the units of the picture. Length is taken along the axes,
    so that steps and steep parts keep their points.
    """
    most = check_whole("most", most, low=2)
    x, y = check_finite("x", x), check_finite("y", y)
    if x.ndim != 1 or x.shape != y.shape or not x.size:
        raise ValueError(
            f"x and y must be vectors of one length, not empty; got shapes {x.shape} and {y.shape}"
        )
    steps = np.abs(np.diff(x)) + np.abs(np.diff(y))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if len(along) <= most:
        return np.arange(len(along))
    found = np.searchsorted(along, np.linspace(0.0, along[-1], most))
    return np.unique(np.concatenate([found[:-1], [len(along) - 1]]))


def _check_pair(y_true: ArrayLike, scores: ArrayLike) -> tuple[Classes, Array]:
    truth, scores = check_classes("y_true", y_true, 2), check_finite("scores", scores)
    if truth.ndim != 1 or truth.shape != scores.shape or not truth.size:
        raise ValueError(
            "y_true and scores must be vectors of one length, not empty; "
            f"got shapes {truth.shape} and {scores.shape}"
        )
    return truth, scores
