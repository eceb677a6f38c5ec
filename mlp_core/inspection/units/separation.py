"""How far a unit alone tells rows apart: classes by its value, or how it goes with a number."""

import numpy as np
from scipy.stats import rankdata

from mlp_core._checks import Array, Classes
from mlp_core.data.dataset import Targets


def class_means(values: Array, classes: Classes, n_classes: int) -> Array:
    """The mean of each unit's ``values`` (n_rows, n_units) by class: (n_classes, n_units).

    NaN for a class without a row.
    """
    of_class = np.equal.outer(np.arange(n_classes), classes).astype(float)
    counts = of_class.sum(axis=1, keepdims=True)
    empty = np.full((n_classes, values.shape[1]), np.nan)
    return np.asarray(np.divide(of_class @ values, counts, out=empty, where=counts > 0.0))


def roc_areas(values: Array, classes: Classes, n_classes: int) -> Array:
    """How well each unit tells each class from all others: (n_classes, n_units), ½ is not at all.

    The area under the ROC curve: how often the value of a row of the class is above that of
    another row, a tie counted as half. It is read from ranks, as the statistic of Mann and Whitney
    is (Hanley and McNeil 1982, Radiology 143, 29-36). NaN where a class has no row, or all.
    """
    ranks = rankdata(values, axis=0)
    of_class = np.equal.outer(np.arange(n_classes), classes).astype(float)
    counts = of_class.sum(axis=1, keepdims=True)
    pairs = counts * (len(classes) - counts)
    above = of_class @ ranks - counts * (counts + 1.0) / 2.0
    empty = np.full((n_classes, values.shape[1]), np.nan)
    return np.asarray(np.divide(above, pairs, out=empty, where=pairs > 0.0))


def shares_explained(values: Array, classes: Classes, n_classes: int) -> Array:
    """η² of each unit, (n_units,): which share of its variance lies between classes, 0 to 1.

    Σ n_c (h̄_c − h̄)² / Σ (h − h̄)², as of an analysis of variance with one factor (Fisher 1925,
    Statistical Methods for Research Workers). 0 where it says the same of every row.
    """
    means = np.nan_to_num(class_means(values, classes, n_classes))
    counts = np.bincount(classes, minlength=n_classes)[:, np.newaxis]
    about = values - values.mean(axis=0)
    all_squares = np.square(about).sum(axis=0)
    between = (counts * np.square(means - values.mean(axis=0))).sum(axis=0)
    return _where_it_varies(between, all_squares, values)


def correlations(values: Array, targets: Targets) -> Array:
    """Pearson's r of each unit with each target, (n_targets, n_units); 0 where either is constant.

    ``targets`` are (n_rows,) or (n_rows, n_targets).
    """
    numbers = np.asarray(targets, dtype=float).reshape(len(values), -1)
    h, y = values - values.mean(axis=0), numbers - numbers.mean(axis=0)
    y[:, np.ptp(numbers, axis=0) == 0.0] = 0.0
    sizes = np.outer(np.linalg.norm(y, axis=0), np.linalg.norm(h, axis=0))
    return np.clip(_where_it_varies(y.T @ h, sizes, values), -1.0, 1.0)


def _where_it_varies(part: Array, whole: Array, values: Array) -> Array:
    """part / whole; 0 for units that say the same of every row, whose mean is off by rounding."""
    varies = (np.ptp(values, axis=0) > 0.0) & (whole > 0.0)
    return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=varies)
