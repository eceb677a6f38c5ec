"""How far below the best of many a combination may be, and chance alone explain it.

Two chances are counted. Seeds: a combination has a deviation over seeds, estimated from few of
them; what is used is its own or the typical one, whichever is larger. How much the others' seeds
say of it goes by how alike all deviations are, as in Smyth's moderated t (2004, Statistical
Applications in Genetics and Molecular Biology 3, article 3). Rows: a share of rows is measured on
as many as there are, and on others it is another; as of ``compare_groups`` that is counted as if
each combination had rows of its own, which is wider than need be. Both add up as independent
chances do, by squares.

Many are compared with one: the best of 64 that are all alike looks better than each of the others
by far, only since it was picked for it. So each comparison is given but its part, one in m − 1, of
the chance of an error (Bonferroni); of two combinations the rows' interval is that of
``compare_groups``. The truly best is then left out only where one of the m − 1 others looks better
than it by more than their margin, and all of these together happen in 5 % of sweeps at most: the
reasoning of subset selection (Gupta 1965, Technometrics 7, 225-245).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.stats import chi2, norm
from scipy.stats import f as fisher
from scipy.stats import t as student

from mlp_core._checks import Array
from mlp_core.experiments.findings.spread import CONFIDENCE
from mlp_core.experiments.sweeps.findings.board import Row
from mlp_core.metrics import accuracy_interval

# Of the variances over seeds: that quantile tells how far they spread.
UPPER = 0.9


def typical_variance(rows: Sequence[Row]) -> float:
    """The median over combinations of the variance over seeds, without its bias.

    Of few seeds the median variance is below the true one: it is divided by the median of
    chi-squared with as many degrees of freedom, over these. A few combinations that jump about,
    as those do that are about to diverge, do not move it.
    """
    freedom = len(rows[0].values) - 1
    variances = [row.deviation**2 for row in rows if row.deviation is not None]
    return float(np.median(variances) / (chi2.median(freedom) / freedom))


def seed_variance(own: Row, rows: Sequence[Row]) -> float:
    """What ``own`` is taken to vary by over seeds: as it does, or as is typical of ``rows``.

    Whichever is more; of few seeds one that happens to vary little is no better known for that.
    """
    variance = (own.deviation or 0.0) ** 2
    return max(variance, typical_variance(rows)) if len(rows) > 1 else variance


def seed_freedom(rows: Sequence[Row]) -> float:
    """The degrees of freedom with which a deviation over seeds is known, by those of all ``rows``.

    Were all deviations alike they would be those of all together; were each another, those of one.
    Smyth's prior adds to the latter as many as true variances have that are spread like scaled
    inverse chi-squared: the measured ones are then spread like F. They are read off the upper tenth
    beside the median, so that deviations of next to 0 (rounded scores, networks that are stuck) do
    not count for ones that are too large to be trusted.
    """
    freedom = len(rows[0].values) - 1
    together = float(len(rows) * freedom)
    low, high = np.quantile([(row.deviation or 0.0) ** 2 for row in rows], (0.5, UPPER))
    if low == 0.0:
        return together
    spread = math.log(high / low)
    priors, spreads = _spreads(freedom)
    if spread <= spreads[-1]:
        return together
    return min(together, freedom + math.exp(np.interp(-spread, -spreads, priors)))


@lru_cache(maxsize=32)
def _spreads(freedom: int) -> tuple[Array, Array]:
    """Logarithms of prior degrees of freedom, and how far an upper tenth is then from a median."""
    priors = np.log(np.geomspace(0.1, 1e4, 200))
    upper, median = (fisher.ppf(q, freedom, np.exp(priors)) for q in (UPPER, 0.5))
    return priors, np.log(upper / median)


def margins(rows: Sequence[Row], best: int, n_rows: int | None) -> Array | None:
    """How much worse than that at ``best`` each of ``rows`` may be within noise, (n,).

    All have a value of every seed, and as many seeds. ``n_rows`` is the number of rows that the
    values are shares of, None where they are no shares. None with a single seed and no such
    number: then there is nothing to judge noise by.
    """
    part = (1.0 - CONFIDENCE) / max(len(rows) - 1, 1) / 2.0
    found = []
    if len(rows[0].values) > 1:
        found.append(_of_seeds(rows, best, 1.0 - part))
    if n_rows is not None:
        found.append(_of_rows(rows, best, n_rows, float(norm.isf(part))))
    return np.asarray(np.hypot.reduce(np.array(found), axis=0)) if found else None


def _of_seeds(rows: Sequence[Row], best: int, confidence: float) -> Array:
    n_seeds = len(rows[0].values)
    own = np.array([row.deviation for row in rows], dtype=float) ** 2
    variances = np.maximum(own, typical_variance(rows))
    half = student.ppf(confidence, seed_freedom(rows)) * np.sqrt(
        (variances + variances[best]) / n_seeds
    )
    return np.asarray(half)


def _of_rows(rows: Sequence[Row], best: int, n_rows: int, z: float) -> Array:
    """Newcombe's square-and-add: from the best down, and from the other up."""
    means = np.array([row.mean for row in rows], dtype=float)
    known, where = np.unique(means, return_inverse=True)
    up = np.array([accuracy_interval(mean, n_rows, z)[1] - mean for mean in known.tolist()])
    down = means[best] - accuracy_interval(float(means[best]), n_rows, z)[0]
    return np.asarray(np.hypot(down, up[where]))
