"""How good a classifier is: accuracy with its interval, confusion matrix, scores by class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array

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
    truth, predicted = _check_pair(y_true, y_pred)
    for name, classes in (("y_true", truth), ("y_pred", predicted)):
        if classes.min() < 0 or classes.max() >= n_classes:
            raise ValueError(
                f"{name} must hold classes 0 to {n_classes - 1}; "
                f"got {classes.min()} to {classes.max()}"
            )
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (truth, predicted), 1)
    return counts


def class_scores(confusion: NDArray[np.int_]) -> ClassScores:
    """Precision, recall, F1 and support from a confusion matrix (rows are true classes)."""
    correct, support, predicted = confusion.diagonal(), confusion.sum(axis=1), confusion.sum(axis=0)
    return ClassScores(
        precision=_share(correct, predicted),
        recall=_share(correct, support),
        f1=_share(2 * correct, predicted + support),
        support=support,
    )


def row_shares(confusion: NDArray[np.int_]) -> Array:
    """The confusion matrix with each row divided by its sum: where a true class ended up."""
    support = np.broadcast_to(confusion.sum(axis=1, keepdims=True), confusion.shape)
    return _share(confusion, support)


def accuracy_interval(score: float, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of an accuracy measured on ``n`` independent rows.

    Wilson (1927), JASA 22, 209-212. Unlike ± 1.96 standard errors it stays within 0 and 1
    and has a width at an accuracy of 1. Raises ``ValueError`` unless 0 <= score <= 1, n >= 1.
    """
    if not 0.0 <= score <= 1.0 or n < 1:
        raise ValueError(f"score must lie in 0..1 and n be 1 or more; got {score} and {n}")
    z2 = Z_95**2
    centre = (score + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * np.sqrt(score * (1 - score) / n + z2 / (4 * n * n))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def _check_pair(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    truth, predicted = np.asarray(y_true), np.asarray(y_pred)
    if truth.ndim != 1 or truth.shape != predicted.shape or not truth.size:
        raise ValueError(
            "y_true and y_pred must be vectors of one length, not empty; "
            f"got shapes {truth.shape} and {predicted.shape}"
        )
    return truth, predicted


def _share(part: NDArray[np.int_], whole: NDArray[np.int_]) -> Array:
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
