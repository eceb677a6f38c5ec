"""Whether two networks that predict the same numbers differ by more than chance: by bootstrap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_finite
from mlp_core.metrics.resampling import ends, resampled_sums
from mlp_core.number_text import count, rounded


@dataclass(frozen=True)
class PairedErrors:
    """How much further off network B is than A on the same rows, on average.

    a, b        the mean absolute error of each
    difference  b − a: above 0 where A is closer
    low, high   its 95 % interval, by bootstrap over rows: pairs stay together
    closer_a, closer_b  rows on which one alone is closer
    n_rows      all of them
    unit        what errors are measured in; "" where it has no name
    """

    a: float
    b: float
    difference: float
    low: float
    high: float
    closer_a: int
    closer_b: int
    n_rows: int
    unit: str = ""

    @property
    def significant(self) -> bool:
        """Whether the interval leaves no room for a difference of zero."""
        return not self.low <= 0.0 <= self.high


def paired_errors(y_true: ArrayLike, a: ArrayLike, b: ArrayLike, unit: str = "") -> PairedErrors:
    """Compare predictions ``a`` and ``b`` of ``y_true``, all (n_rows,) or (n_rows, n_targets).

    Of several targets a row's error is the mean over targets, each in deviations of its own true
    values, since their units differ. Raises ``ValueError`` for shapes that do not fit together.
    """
    truth, a, b = (check_finite(*pair) for pair in (("y_true", y_true), ("a", a), ("b", b)))
    if not truth.shape == a.shape == b.shape or truth.ndim not in (1, 2) or not truth.size:
        raise ValueError(
            "y_true, a and b must be (n_rows,) or (n_rows, n_targets), of one shape and not "
            f"empty; got shapes {truth.shape}, {a.shape} and {b.shape}"
        )
    truth, a, b = (numbers.reshape(len(numbers), -1) for numbers in (truth, a, b))
    errors_a, errors_b = _errors(truth, a), _errors(truth, b)
    more = errors_b - errors_a
    low, high = ends(resampled_sums(more[:, np.newaxis])[:, 0] / len(more))
    return PairedErrors(
        a=float(errors_a.mean()),
        b=float(errors_b.mean()),
        difference=float(more.mean()),
        low=float(low),
        high=float(high),
        closer_a=int((more > 0.0).sum()),
        closer_b=int((more < 0.0).sum()),
        n_rows=len(more),
        unit=unit if truth.shape[1] == 1 else "deviations",
    )


def apart(residuals_a: ArrayLike, residuals_b: ArrayLike, most: int) -> tuple[list[int], list[int]]:
    """The rows on which A is closer than B by most, and those on which B is, furthest apart first.

    Residuals are (n_rows,); at most ``most`` rows each.
    """
    a, b = check_finite("residuals_a", residuals_a), check_finite("residuals_b", residuals_b)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"residuals must be (n_rows,) each; got {a.shape} and {b.shape}")
    more = np.abs(b) - np.abs(a)
    order = np.argsort(-more, kind="stable")
    for_a = [int(i) for i in order if more[i] > 0.0][:most]
    for_b = [int(i) for i in order[::-1] if more[i] < 0.0][:most]
    return for_a, for_b


def paired_errors_sentence(found: PairedErrors) -> str:
    """What it says about networks A and B, with its numbers."""
    if not found.closer_a and not found.closer_b:
        return "Both are equally far off on every row: the test set cannot tell them apart."
    unit = f" {found.unit}" if found.unit else ""
    better = "A" if found.difference > 0.0 else "B"
    lead = (
        f"On average {better} is {rounded(abs(found.difference))}{unit} closer"
        if found.difference
        else "On average both are as close"
    )
    verdict = (
        f"that is more than chance explains, and {better} is better at rows like these"
        if found.significant
        else "chance explains that, and which of them is better cannot be told"
    )
    return (
        f"Of {count(found.n_rows)} rows A alone is closer on {count(found.closer_a)} and B on "
        f"{count(found.closer_b)}. {lead}: {verdict} (mean absolute error {rounded(found.a)} and "
        f"{rounded(found.b)}; 95 % interval of B's minus A's by bootstrap, {rounded(found.low)} "
        f"to {rounded(found.high)}{unit})."
    )


def _errors(truth: Array, predicted: Array) -> Array:
    """How far off each row is, (n_rows,), of numbers (n_rows, n_targets)."""
    errors = np.abs(truth - predicted)
    if truth.shape[1] == 1:
        return np.asarray(errors[:, 0])
    deviations = truth.std(axis=0)
    deviations[np.ptp(truth, axis=0) == 0.0] = 1.0
    return np.asarray((errors / deviations).mean(axis=1))
