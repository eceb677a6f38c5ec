"""Rows worth a look: the mean of each class, a row's nearest, and those that seem mislabelled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import (
    Array,
    check_classes,
    check_finite,
    check_probabilities,
    check_rows,
    check_whole,
)

# Distances are taken of so many numbers at a time, so that memory does not grow with the rows.
PART = 2_000_000


@dataclass(frozen=True)
class Doubtful:
    """A row whose own class a network finds improbable, and the class that it would name.

    ``row`` is its number among those asked about; ``own`` and ``other`` are the probabilities
    (0 to 1) of its own class and of ``named``, the most probable one.
    """

    row: int
    own: float
    named: int
    other: float


def class_means(rows: ArrayLike, classes: ArrayLike, n_classes: int) -> Array:
    """The mean row of each class, (n_classes, n_features); NaN for a class without rows.

    ``rows`` are (n_samples, n_features), ``classes`` (n_samples,).
    """
    rows, n_classes = check_rows("rows", rows), check_whole("n_classes", n_classes, low=1)
    classes = _check_classes(classes, len(rows), n_classes)
    counts = np.bincount(classes, minlength=n_classes).astype(float)
    # A matrix of ones would be as large as rows times classes.
    sums = np.stack([rows[classes == c].sum(axis=0) for c in range(n_classes)])
    counts[counts == 0.0] = np.nan
    return np.asarray(sums / counts[:, np.newaxis])


def nearest_rows(
    rows: ArrayLike, point: ArrayLike, n: int, *, besides: int | None = None
) -> tuple[NDArray[np.intp], Array]:
    """The ``n`` rows nearest to ``point`` (n_features,), and their distances, nearest first.

    Euclidean, in the units of ``rows`` (n_samples, n_features): hand in scaled ones, or the column
    of the largest numbers decides alone. Of rows as near the first comes first. ``besides`` is a
    row that is left out, such as the point itself. There are fewer than ``n`` where there are
    fewer rows.
    """
    rows, n = check_rows("rows", rows), check_whole("n", n, low=1)
    point = check_finite("point", point)
    if point.shape != rows.shape[1:]:
        raise ValueError(f"point must have shape {rows.shape[1:]}; got {point.shape}")
    step = max(1, PART // rows.shape[1])
    squares = np.concatenate(
        [
            ((rows[first : first + step] - point) ** 2).sum(axis=1)
            for first in range(0, len(rows), step)
        ]
    )
    order = np.argsort(squares, kind="stable")
    if besides is not None:
        order = order[order != check_whole("besides", besides, low=0)]
    return order[:n], np.sqrt(squares[order[:n]])


def doubtful_rows(classes: ArrayLike, probabilities: ArrayLike, most: int) -> list[Doubtful]:
    """Rows that seem mislabelled: their own class is improbable, and another is named.

    At most ``most`` of them, the least probable own class first; of equals the surer other
    class, then the earlier row. ``classes`` are (n_samples,), ``probabilities`` (n_samples,
    n_classes). A network may as well be wrong: what is listed is worth a look, no more.
    """
    shares = check_probabilities("probabilities", probabilities)
    most = check_whole("most", most, low=1)
    classes = _check_classes(classes, len(shares), shares.shape[1])
    own = shares[np.arange(len(shares)), classes]
    named, other = shares.argmax(axis=1), shares.max(axis=1)
    order = np.lexsort((-other, own))
    found = order[named[order] != classes[order]][:most]
    return [Doubtful(int(i), float(own[i]), int(named[i]), float(other[i])) for i in found]


def _check_classes(classes: ArrayLike, n_rows: int, n_classes: int) -> NDArray[np.int_]:
    found = check_classes("classes", classes, n_classes)
    if found.shape != (n_rows,):
        raise ValueError(f"classes must have shape ({n_rows},); got {found.shape}")
    return found
