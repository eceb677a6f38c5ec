"""Whether a network is right as often as it is sure: a reliability diagram, in numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, check_classes, check_probabilities, check_whole
from mlp_core.metrics.classes import accuracy_interval
from mlp_core.number_text import percent

N_BINS = 10


@dataclass(frozen=True, eq=False)
class Calibration:
    """Rows in bins of how sure the network was of the class it named, empty bins left out.

    Every array is (n_bins,), from the least sure on:
    lows, highs      the ends of a bin, shares 0 to 1; a row at an end is in the lower bin
    counts           rows in it
    sureness         the mean probability of the named class
    accuracy         the share that was named rightly
    interval_lows, interval_highs  the 95 % Wilson interval of that

    ``expected_error`` is the mean of |accuracy − sureness| over all rows' bins (Guo et al. 2017,
    "On Calibration of Modern Neural Networks", eq. 3). Few rows make it larger than it is.
    ``overconfidence`` is the mean sureness minus the accuracy, over all rows.
    """

    lows: Array
    highs: Array
    counts: NDArray[np.int_]
    sureness: Array
    accuracy: Array
    interval_lows: Array
    interval_highs: Array
    expected_error: float
    overconfidence: float


def calibration(y_true: ArrayLike, probabilities: ArrayLike, n_bins: int = N_BINS) -> Calibration:
    """How often the most probable class is the true one, by how probable it was said to be.

    ``y_true`` (n_samples,) are classes and ``probabilities`` (n_samples, n_classes), whose rows
    add up to 1. Raises ``ValueError`` for what is not so.
    """
    n_bins = check_whole("n_bins", n_bins, low=1)
    shares = check_probabilities("probabilities", probabilities)
    truth = check_classes("y_true", y_true, shares.shape[1])
    if truth.shape != shares.shape[:1]:
        raise ValueError(f"y_true must have shape {shares.shape[:1]}; got {truth.shape}")
    sure = np.minimum(shares.max(axis=1), 1.0)
    right = shares.argmax(axis=1) == truth
    ends = np.linspace(0.0, 1.0, n_bins + 1)
    bins = np.searchsorted(ends[1:-1], sure)
    counts = np.bincount(bins, minlength=n_bins)
    there = np.flatnonzero(counts)
    n = counts[there]
    sureness, hits = (np.bincount(bins, w, n_bins)[there] / n for w in (sure, right))
    intervals = [accuracy_interval(float(s), int(m)) for s, m in zip(hits, n, strict=True)]
    lows, highs = np.array(intervals).T
    return Calibration(
        lows=ends[there],
        highs=ends[there + 1],
        counts=n,
        sureness=sureness,
        accuracy=hits,
        interval_lows=lows,
        interval_highs=highs,
        expected_error=float(np.average(np.abs(hits - sureness), weights=n)),
        overconfidence=float(sure.mean() - right.mean()),
    )


def calibration_sentence(found: Calibration) -> str:
    """How sure the network is on the whole, how often right, and whether chance explains it."""
    n = int(found.counts.sum())
    right = float(np.average(found.accuracy, weights=found.counts))
    sure = right + found.overconfidence
    low, high = accuracy_interval(min(max(right, 0.0), 1.0), n)
    lead = (
        f"On average the network is {percent(sure)} sure, and right {percent(right)} of the time "
        f"(95 % interval {percent(low)} to {percent(high)}): "
    )
    if low <= sure <= high:
        verdict = "on the whole it is about as sure as it may be"
    elif sure > high:
        verdict = "it is surer than it may be"
    else:
        verdict = "it could be surer than it is"
    return f"{lead}{verdict}. Expected calibration error: {percent(found.expected_error)}."
