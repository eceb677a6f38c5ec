"""The bootstrap: what a figure of some rows would have been, had other such rows been drawn.

Efron (1979), Annals of Statistics 7, 1-26: as many rows as there are are drawn from them with
replacement, again and again; 95 % of what comes of it lies within the percentile interval.
"""

from collections.abc import Iterator

import numpy as np

from mlp_core._checks import Array, check_rows, check_whole

N_RESAMPLES = 1000
# Percentiles of resamples between which 95 % of them lie.
ENDS = (2.5, 97.5)
# Resamples are drawn in parts of about so many numbers, so that memory does not grow with rows.
PART = 4_000_000


def resampled_sums(columns: Array, n_resamples: int = N_RESAMPLES, seed: int = 0) -> Array:
    """The sums (n_resamples, n_columns) of rows drawn from ``columns`` (n_rows, n_columns).

    Each resample has as many rows as there are. The same ``seed`` draws the same ones.
    """
    rows = check_rows("columns", columns)
    n_resamples = check_whole("n_resamples", n_resamples, low=1)
    rng = np.random.default_rng(check_whole("seed", seed, low=0))
    return np.concatenate([counts @ rows for counts in _counts(len(rows), n_resamples, rng)])


def ends(drawn: Array) -> tuple[Array, Array]:
    """The 95 % percentile interval of resampled figures (n_resamples, …): lows and highs."""
    low, high = np.percentile(drawn, ENDS, axis=0)
    return low, high


def _counts(n: int, n_resamples: int, rng: np.random.Generator) -> Iterator[Array]:
    """How often each of ``n`` rows is drawn, (resamples, n), in parts that fit into memory."""
    most = max(1, PART // n)
    for first in range(0, n_resamples, most):
        m = min(most, n_resamples - first)
        places = rng.integers(n, size=(m, n)) + n * np.arange(m)[:, np.newaxis]
        yield np.bincount(places.ravel(), minlength=m * n).reshape(m, n).astype(float)
