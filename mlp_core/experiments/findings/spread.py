"""What seeds do to a result: the spread over runs that differ in nothing else, and whether
two groups of them are further apart than chance explains."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import t as student

from mlp_core._checks import check_finite, written
from mlp_core.metrics import accuracy_interval
from mlp_core.number_text import r2, r2_change

CONFIDENCE = 0.95
Verdict = Literal[
    "within both", "within seeds", "beyond seeds", "beyond test", "beyond both", "one seed"
]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Spread:
    """Results of ``n`` seeds: their mean and sample deviation (divisor n - 1), None for one."""

    n: int
    mean: float
    deviation: float | None


@dataclass(frozen=True)
class BandPoint:
    """The ``n`` runs that have had ``epoch``: their mean, lowest and highest value."""

    epoch: int
    n: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupComparison:
    """Group B beside group A, in shares (0 to 1) of test rows, or in R².

    ``difference`` is B's mean score minus A's. ``seeds`` is its 95 % interval by Welch's t
    (None where a group has one seed), ``test`` that of the choice of test rows (None of R²).
    """

    a: Spread
    b: Spread
    difference: float
    seeds: Interval | None
    test: Interval | None

    @property
    def verdict(self) -> Verdict:
        """Which of the two chances leave no room for a difference of zero."""
        if self.seeds is None:
            return "one seed"
        beyond_seeds = _beyond(self.seeds)
        if self.test is None:
            return "beyond seeds" if beyond_seeds else "within seeds"
        beyond_test = _beyond(self.test)
        if beyond_seeds:
            return "beyond both" if beyond_test else "beyond seeds"
        return "beyond test" if beyond_test else "within both"


def spread(accuracies: Sequence[float]) -> Spread:
    """Mean and sample deviation; raises ``ValueError`` for no accuracies or not finite ones."""
    values = check_finite("accuracies", accuracies)
    if values.ndim != 1 or not values.size:
        raise ValueError(f"accuracies of one seed or more are needed; got {written(accuracies)}")
    deviation = float(values.std(ddof=1)) if values.size > 1 else None
    return Spread(values.size, float(values.mean()), deviation)


def seed_band(curves: Sequence[Sequence[float]]) -> list[BandPoint]:
    """A point an epoch over curves of one value an epoch; shorter runs leave the band early.

    Raises ``ValueError`` for values that are not finite numbers.
    """
    curves = [_curve(curve) for curve in curves]
    points = []
    for i in range(max(map(len, curves), default=0)):
        values = np.array([curve[i] for curve in curves if len(curve) > i])
        low, high = float(values.min()), float(values.max())
        # Rounding must not put the mean of equal numbers outside of them.
        mean = min(max(float(values.mean()), low), high)
        points.append(BandPoint(i + 1, values.size, mean, low, high))
    return points


def _curve(values: Sequence[float]) -> list[float]:
    curve = check_finite("a curve", values)
    if curve.ndim != 1:
        raise ValueError(f"a curve must be a list of one value an epoch; got shape {curve.shape}")
    return list(map(float, curve))


def compare_groups(a: Sequence[float], b: Sequence[float], n_test: int) -> GroupComparison:
    """Test accuracies of two groups of seeded runs, all measured on the same ``n_test`` rows.

    Two chances are told apart. Seeds: Welch's t interval of the difference of means (Welch
    1947, Biometrika 34, 28-35), which lets each group have its own deviation. Test rows:
    Newcombe's hybrid score interval (1998, Statistics in Medicine 17, 873-890, method 10) of
    the two mean accuracies as if each group had ``n_test`` rows of its own. Both have the
    same rows and mostly make mistakes on the same ones, so that this interval is wider than
    need be: a difference beyond it is one, a difference within it may yet be.
    Raises ``ValueError`` as ``spread`` and ``accuracy_interval`` do.
    """
    spread_a, spread_b = spread(a), spread(b)
    test = _newcombe(spread_a.mean, spread_b.mean, n_test)
    return _comparison(spread_a, spread_b, test)


def compare_r2_groups(a: Sequence[float], b: Sequence[float]) -> GroupComparison:
    """The same of R², whose interval over test rows is not known from scores alone.

    Raises ``ValueError`` as ``spread`` does.
    """
    return _comparison(spread(a), spread(b), None)


def _comparison(a: Spread, b: Spread, test: Interval | None) -> GroupComparison:
    return GroupComparison(a, b, b.mean - a.mean, _welch(a, b), test)


def comparison_sentence(comparison: GroupComparison) -> str:
    """How far the groups are apart and what explains it, with the numbers."""
    if comparison.test is None:
        return _r2_sentence(comparison)
    points = f"{100 * abs(comparison.difference):.1f} points apart"
    test = f"test rows {_in_points(comparison.test)}"
    if comparison.seeds is None:
        return (
            f"{points}: with one seed a group there is no telling how much of it is the seed's "
            f"doing ({test})."
        )
    meaning = {
        "within both": "within the noise of both the seeds and the test set",
        "beyond seeds": "more than the seeds' spread explains, but other test rows might undo it",
        "beyond test": "more than the test set's interval explains, but within the seeds' spread",
        "beyond both": "more than the seeds' spread and the test set's interval explain",
    }[comparison.verdict]
    return f"{points}: {meaning} (95 % intervals: seeds {_in_points(comparison.seeds)}, {test})."


def _r2_sentence(comparison: GroupComparison) -> str:
    """The same of R²: what seeds explain, and that the choice of test rows is another matter."""
    apart = f"R² is {r2(abs(comparison.difference))} apart"
    if comparison.seeds is None:
        return f"{apart}: with one seed a group there is no telling how much the seed does."
    low, high = map(r2_change, comparison.seeds)
    meaning = {
        "within seeds": "within the noise of the seeds",
        "beyond seeds": "more than the seeds' spread explains, but other test rows might undo it",
    }[comparison.verdict]
    return f"{apart}: {meaning} (95 % interval over seeds {low} to {high})."


def _beyond(interval: Interval) -> bool:
    """Whether it leaves no room for a difference of zero."""
    low, high = interval
    return not low <= 0.0 <= high


def _welch(a: Spread, b: Spread) -> Interval | None:
    if a.deviation is None or b.deviation is None:
        return None
    difference = b.mean - a.mean
    of_a, of_b = a.deviation**2 / a.n, b.deviation**2 / b.n
    if of_a + of_b == 0.0:  # every seed came to the same accuracy
        return difference, difference
    freedom = (of_a + of_b) ** 2 / (of_a**2 / (a.n - 1) + of_b**2 / (b.n - 1))
    half = float(student.ppf(0.5 + CONFIDENCE / 2, freedom)) * math.sqrt(of_a + of_b)
    return difference - half, difference + half


def _newcombe(a: float, b: float, n: int) -> Interval:
    (low_a, high_a), (low_b, high_b) = accuracy_interval(a, n), accuracy_interval(b, n)
    return (
        b - a - math.hypot(b - low_b, high_a - a),
        b - a + math.hypot(high_b - b, a - low_a),
    )


def _in_points(interval: Interval) -> str:
    low, high = interval
    return f"{100 * low:+.1f} to {100 * high:+.1f}"
