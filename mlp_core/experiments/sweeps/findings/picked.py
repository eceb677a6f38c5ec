"""The interval of a score that was picked because it is the best of many.

The best of many is so partly by luck, and its ordinary interval lies too far on the side of that:
in simulated sweeps of 256 that are all alike one over 287 rows held the true value in 36 of 100,
and one over three seeds in 65; this one does in 99. Its end on the side of luck is where it would
be if each of the many had such an end and all of them were to hold at once (Bonferroni: each is
given but its part of the chance of an error; Dunn 1961, JASA 56, 52-64). Whichever is picked is
then among those that hold. Where the best stands alone this is wider than need be.

The other end needs no such care: what was picked looks at least as good as the truly best one, and
is no better than that. Where it is beyond its end, the truly best one is beyond the same, and that
one nobody picked. That an interval of the best has to give way on one side alone is from Benjamini,
Hechtlinger and Stark (2019, Confidence intervals for selected parameters, arXiv:1906.00505).

Two chances are counted as in ``noise.py``, and added by squares: that of seeds by Student's t, that
of the rows which a share is measured on by the exact interval of Clopper and Pearson (1934,
Biometrika 26, 404-413). Wilson's, which is told of a single run, is made for 95 % and is wrong so
far out: of 60 rows that a guess reads right one time in ten, its end that is to be missed in 0.04 %
of cases is missed in 0.2 %.
"""

import math
from collections.abc import Sequence

from scipy.stats import beta
from scipy.stats import t as student

from mlp_core.experiments.findings.spread import CONFIDENCE, Interval
from mlp_core.experiments.sweeps.findings.board import Row
from mlp_core.experiments.sweeps.findings.noise import seed_freedom, seed_variance
from mlp_core.experiments.sweeps.plan.objective import Objective

TAIL = (1.0 - CONFIDENCE) / 2.0


def picked_interval(
    own: Row, tried: Sequence[Row], sign: int, n_read: int, n_rows: int | None
) -> Interval | None:
    """The 95 % interval of the mean of ``own``, which was picked among ``tried`` for it.

    All have a value of every seed, and as many seeds; ``sign`` is 1 where more is better, else -1.
    ``n_rows`` is the number of rows that the values are shares of, None where they are no shares,
    and ``n_read`` how many of these were looked at. None with a single seed and no such rows.
    """
    mean, n_seeds = own.mean or 0.0, len(own.values)
    halves = []
    if n_seeds > 1:
        error = math.sqrt(seed_variance(own, tried) / n_seeds)
        freedom = seed_freedom(tried)
        ends = TAIL / len(tried), TAIL
        halves.append([error * float(student.isf(end, freedom)) for end in ends])
    if n_rows is not None:
        low, high = exact_interval(mean, n_rows, TAIL / n_read, TAIL)
        halves.append([mean - low, high - mean])
    if not halves:
        return None
    worse, better = (math.hypot(*chances) for chances in zip(*halves, strict=True))
    return (mean - worse, mean + better) if sign > 0 else (mean - better, mean + worse)


def n_read(tried: Sequence[Row], objective: Objective) -> int:
    """How many scores were looked at to pick one of ``tried``.

    One of each, or where the best epoch counts, one of every epoch and seed.
    """
    if objective.epoch == "last":
        return len(tried)
    return sum(row.n_epochs * len(row.values) for row in tried)


def exact_interval(share: float, n: int, below: float, above: float) -> Interval:
    """Where a ``share`` of ``n`` rows comes from, missed in so many cases ``below`` and ``above``.

    The mean share of several seeds need not be a whole number of rows.
    """
    right = share * n
    low = float(beta.ppf(below, right, n - right + 1.0)) if right > 0.0 else 0.0
    high = float(beta.isf(above, right + 1.0, n - right)) if right < n else 1.0
    return low, high
