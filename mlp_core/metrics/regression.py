"""How good predicted numbers are: mean errors, R², intervals by bootstrap, what residuals say.

Everything takes ``y_true`` and ``y_pred`` as (n_samples,) or (n_samples, n_targets), and means over
targets as scikit-learn does; ``ValueError`` for other shapes and for what is not finite.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_finite, check_real, check_whole
from mlp_core.metrics.classes import Z_95
from mlp_core.metrics.resampling import N_RESAMPLES, ends, resampled_sums


class Measured(NamedTuple):
    """A score with its 95 % interval by bootstrap."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class RegressionScores:
    """Scores of ``n_rows`` rows, with intervals from ``n_resamples`` draws of that many of them.

    Of one row all ends are equal, which says nothing: an interval needs several rows.
    """

    mean_absolute_error: Measured
    root_mean_squared_error: Measured
    r2: Measured
    n_rows: int
    n_resamples: int


@dataclass(frozen=True)
class Residuals:
    """Residuals (true minus predicted) of one target: where they lie, and the widest of them.

    Their mean, which is far from 0 where predictions are too low or too high throughout, their
    deviation (divisor n), median and quartiles, and ``worst``, the number of the row whose
    residual is the largest either way.
    """

    mean: float
    deviation: float
    lower_quartile: float
    median: float
    upper_quartile: float
    worst: int


def mean_absolute_error(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """The mean of |true − predicted|, in the targets' unit."""
    return float(np.abs(np.subtract(*_check_pair(y_true, y_pred))).mean())


def root_mean_squared_error(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """The root of the mean squared error, in the targets' unit: the mean of each target's own."""
    truth, predicted = _check_pair(y_true, y_pred)
    return float(np.sqrt(((truth - predicted) ** 2).mean(axis=0)).mean())


def r2_score(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², the mean over targets: 1 is perfect, 0 as good as ȳ.

    Where the true values are all alike, R² has no meaning; it is 1 for a perfect prediction and
    0 for any other, as in scikit-learn.
    """
    truth, predicted = _check_pair(y_true, y_pred)
    errors = ((truth - predicted) ** 2).sum(axis=0)
    return float(r2_of_sums(errors, squares_about_mean(truth)).mean())


def squares_about_mean(truth: Array) -> Array:
    """Σ(y − ȳ)² of each target (n_targets,), of checked targets (n_samples, n_targets)."""
    squares: Array = ((truth - truth.mean(axis=0)) ** 2).sum(axis=0)
    # Values that are all alike may differ from their mean by rounding.
    squares[np.ptp(truth, axis=0) == 0.0] = 0.0
    return squares


def regression_scores(
    y_true: ArrayLike, y_pred: ArrayLike, *, n_resamples: int = N_RESAMPLES, seed: int = 0
) -> RegressionScores:
    """All three scores, each with the 95 % percentile interval of its bootstrap.

    Efron (1979), Annals of Statistics 7, 1-26: ``n_resamples`` times as many rows as there are
    are drawn with replacement, each with its target and prediction, and scored. The same
    ``seed`` draws the same.
    """
    truth, predicted = _check_pair(y_true, y_pred)
    # Of each target: |error|, squared error, and y about its mean, alone and squared.
    errors, centred = truth - predicted, truth - truth.mean(axis=0)
    centred[:, np.ptp(truth, axis=0) == 0.0] = 0.0
    columns = np.hstack([np.abs(errors), errors**2, centred, centred**2])
    n, k = truth.shape
    drawn = _scores_of_sums(resampled_sums(columns, n_resamples, seed), n, k)
    lows, highs = ends(drawn)
    functions = mean_absolute_error, root_mean_squared_error, r2_score
    mae, rmse, r2 = (
        Measured(function(truth, predicted), float(low), float(high))
        for function, low, high in zip(functions, lows, highs, strict=True)
    )
    return RegressionScores(mae, rmse, r2, n, n_resamples)


def r2_interval(score: float, n: int) -> tuple[float, float]:
    """A rough 95 % interval of R² measured on ``n`` rows, where only the score is known.

    R² ± 1.96 standard errors 2 √R² (1 − R²) / √n (Olkin and Finn 1995, Psychological Bulletin 118,
    155-164, for many rows); of an R² below 0, which is no share of anything, the score itself.
    Where predictions are at hand, ``regression_scores`` knows better. Raises ``ValueError`` for a
    score above 1 or no rows.
    """
    score, n = check_real("score", score), check_whole("n", n, low=1)
    if score > 1.0:
        raise ValueError(f"score must be 1 or less; got {score}")
    half = Z_95 * 2 * math.sqrt(max(score, 0.0) / n) * (1.0 - score)
    return score - half, min(1.0, score + half)


def residuals(y_true: ArrayLike, y_pred: ArrayLike) -> Residuals:
    """What the residuals of one target, (n_samples,) or (n_samples, 1), are like."""
    truth, predicted = _check_pair(y_true, y_pred)
    if truth.shape[1] != 1:
        raise ValueError(f"residuals are of one target at a time; got {truth.shape[1]}")
    left = (truth - predicted)[:, 0]
    lower, median, upper = (float(q) for q in np.percentile(left, (25, 50, 75)))
    mean, deviation = float(left.mean()), float(left.std())
    return Residuals(mean, deviation, lower, median, upper, int(np.abs(left).argmax()))


def _scores_of_sums(sums: Array, n: int, k: int) -> Array:
    """MAE, RMSE and R² (resamples, 3) of the sums (resamples, 4k) over n rows and k targets."""
    absolute, squared, centred, squares = (sums[:, i * k : (i + 1) * k] for i in range(4))
    # The sum of squares about the resample's own mean; what is left of equal values is rounding.
    about_mean = squares - centred**2 / n
    about_mean[about_mean <= 1e-12 * squares] = 0.0
    scores = absolute / n, np.sqrt(squared / n), r2_of_sums(squared, about_mean)
    return np.stack([score.mean(axis=1) for score in scores], axis=1)


def r2_of_sums(squared: Array, about_mean: Array) -> Array:
    """R² of sums of squared errors and of squares about the mean, of any one shape."""
    alike = np.where(squared > 0.0, 0.0, 1.0)
    share = np.divide(squared, about_mean, out=np.zeros_like(squared), where=about_mean > 0.0)
    return np.where(about_mean > 0.0, 1.0 - share, alike)


def _check_pair(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[Array, Array]:
    """Both as (n_samples, n_targets)."""
    truth, predicted = check_finite("y_true", y_true), check_finite("y_pred", y_pred)
    if truth.shape != predicted.shape or truth.ndim not in (1, 2) or not truth.size:
        raise ValueError(
            "y_true and y_pred must be (n_samples,) or (n_samples, n_targets), of one shape and "
            f"not empty; got shapes {truth.shape} and {predicted.shape}"
        )
    truth, predicted = (y.reshape(len(y), -1) for y in (truth, predicted))
    return truth, predicted
