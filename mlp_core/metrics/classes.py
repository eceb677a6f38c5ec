"""How good named classes are: accuracy with its interval, confusion matrix, scores by class."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Classes, check_classes, check_real, check_whole

# The 97.5 % quantile of the standard normal distribution, for two-sided 95 % intervals.
Z_95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class ClassScores:
    """Scores of each class, every array (n_classes,); a score without cases is 0.

    precision  correct / predicted as the class
    recall     correct / rows of the class
    f1         harmonic mean of the two
    support    rows of the class
    """

    precision: Array
    recall: Array
    f1: Array
    support: NDArray[np.int_]


def accuracy(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """The share of rows (0 to 1) whose predicted class is the true one."""
    truth, predicted = _check_pair(y_true, y_pred)
    return float((truth == predicted).mean())


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike, n_classes: int) -> NDArray[np.int_]:
    """Counts of shape (n_classes, n_classes): a row a true class, a column a predicted one."""
    n_classes = check_whole("n_classes", n_classes, low=1)
    truth, predicted = _check_pair(y_true, y_pred, n_classes)
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (truth, predicted), 1)
    return counts


def class_scores(confusion: ArrayLike) -> ClassScores:
    """Precision, recall, F1 and support from a confusion matrix (rows are true classes).

    Raises ``ValueError`` unless it is a square matrix of counts.
    """
    confusion = _check_confusion(confusion)
    correct, support, predicted = confusion.diagonal(), confusion.sum(axis=1), confusion.sum(axis=0)
    return ClassScores(
        precision=_share(correct, predicted),
        recall=_share(correct, support),
        f1=_share(2 * correct, predicted + support),
        support=support,
    )


def row_shares(confusion: ArrayLike) -> Array:
    """The confusion matrix with each row divided by its sum: where a true class ended up.

    Raises ``ValueError`` unless it is a square matrix of counts.
    """
    confusion = _check_confusion(confusion)
    support = np.broadcast_to(confusion.sum(axis=1, keepdims=True), confusion.shape)
    return _share(confusion, support)


def accuracy_interval(score: float, n: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of an accuracy measured on ``n`` independent rows.

    Wilson (1927), JASA 22, 209-212. Unlike ± ``z`` standard errors it stays within 0 and 1
    and has a width at an accuracy of 1. It is the 95 % one where no other ``z`` is asked for.
    Raises ``ValueError`` unless 0 <= score <= 1, n >= 1 and z >= 0.
    """
    score, n = check_real("score", score, finite=False), check_whole("n", n)
    if not 0.0 <= score <= 1.0 or n < 1:
        raise ValueError(f"score must lie in 0..1 and n be 1 or more; got {score} and {n}")
    z = check_real("z", z)
    if z < 0.0:
        raise ValueError(f"z must be 0 or more; got {z}")
    size, z2 = check_real("n", n), z**2
    centre = (score + z2 / (2 * size)) / (1 + z2 / size)
    half = z / (1 + z2 / size) * math.sqrt(score * (1 - score) / size + z2 / (4 * size**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def _check_pair(
    y_true: ArrayLike, y_pred: ArrayLike, n_classes: int | None = None
) -> tuple[Classes, Classes]:
    truth = check_classes("y_true", y_true, n_classes)
    predicted = check_classes("y_pred", y_pred, n_classes)
    if truth.ndim != 1 or truth.shape != predicted.shape or not truth.size:
        raise ValueError(
            "y_true and y_pred must be vectors of one length, not empty; "
            f"got shapes {truth.shape} and {predicted.shape}"
        )
    return truth, predicted


def _check_confusion(confusion: ArrayLike) -> NDArray[np.int_]:
    counts = check_classes("confusion", confusion)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.size:
        raise ValueError(f"confusion must have shape (n_classes, n_classes); got {counts.shape}")
    if counts.min() < 0:
        raise ValueError(f"confusion must hold counts, 0 or more; got {counts.min()}")
    return counts


def _share(part: NDArray[np.int_], whole: NDArray[np.int_]) -> Array:
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
