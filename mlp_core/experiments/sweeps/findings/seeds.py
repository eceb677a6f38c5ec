"""What seeds do in a sweep: their share of the variation, and how many would tell two apart."""

import math
from typing import NamedTuple

import numpy as np
from scipy.stats import f as fisher
from scipy.stats import nct
from scipy.stats import t as student

from mlp_core.experiments.findings.spread import CONFIDENCE
from mlp_core.experiments.sweeps.findings.best import contenders
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.comparable import comparable
from mlp_core.experiments.sweeps.findings.noise import typical_variance
from mlp_core.experiments.sweeps.plan.sweep import MOST_REPEATS

# How often a difference that is there is to be found (Cohen 1988, Statistical Power Analysis).
POWER = 0.8


class SeedShare(NamedTuple):
    """The share of the variation between single runs that their seeds have, and its interval.

    The rest is that of the settings. ``n`` combinations of ``n_seeds`` each were counted, and
    ``deviation`` is that over seeds of one of them, in the unit of the score.
    """

    value: float
    low: float
    high: float
    deviation: float
    n: int
    n_seeds: int

    @property
    def settings_matter(self) -> bool:
        """Whether combinations differ by more than their seeds explain."""
        return self.high < 1.0


class RunnerUp(NamedTuple):
    """The second best combination beside the best.

    apart       how much worse its mean is, 0 or more
    deviation   of a single run of either, over seeds
    n_seeds     that would tell such a difference from none in POWER of all cases, by a two-sided t
                test at 5 %; None where MOST_REPEATS would not
    """

    row: Row
    apart: float
    deviation: float
    n_seeds: int | None


def seed_share(board: Board) -> SeedShare | None:
    """How much of the variation is the seeds': one-way analysis of variance, settings at random.

    The mean squares between and within combinations give both variances; the interval is the exact
    one of their ratio for normal deviations (Searle, Casella and McCulloch 1992, Variance
    Components, 3.6). None with one seed, below two combinations, or where nothing varies.
    """
    values = comparable(board)[1]
    n, n_seeds = values.shape
    if n < 2 or n_seeds < 2 or np.ptp(values) == 0.0:
        return None
    between = n_seeds * float(values.mean(axis=1).var(ddof=1))
    within = float(values.var(axis=1, ddof=1).mean())
    deviation = math.sqrt(within)
    if within == 0.0:
        return SeedShare(0.0, 0.0, 0.0, 0.0, n, n_seeds)
    ratio, freedom = between / within, (n - 1, n * (n_seeds - 1))
    tail = (1.0 - CONFIDENCE) / 2.0
    high, low = (
        _share(ratio / float(fisher.isf(level, *freedom)), n_seeds) for level in (tail, 1.0 - tail)
    )
    return SeedShare(_share(ratio, n_seeds), low, high, deviation, n, n_seeds)


def _share(ratio: float, n_seeds: int) -> float:
    """The seeds' share where the mean squares have this ratio: of 1 and below, all of it."""
    return min(1.0, n_seeds / (ratio + n_seeds - 1.0))


def runner_up(board: Board) -> RunnerUp | None:
    """The second best; None with one seed, or fewer than two combinations."""
    rows = contenders(board)
    if len(rows) < 2 or board.sweep.repeats < 2:
        return None
    sign = board.objective.sign
    best, second = sorted(rows, key=lambda row: -sign * (row.mean or 0.0))[:2]
    apart = sign * ((best.mean or 0.0) - (second.mean or 0.0))
    typical = typical_variance(rows)
    own = [max((row.deviation or 0.0) ** 2, typical) for row in (best, second)]
    deviation = math.sqrt(sum(own) / 2.0)
    return RunnerUp(second, apart, deviation, seeds_to_tell(apart, deviation))


def seeds_to_tell(apart: float, deviation: float) -> int | None:
    """How many seeds each of two combinations needs to be told apart in POWER of all cases.

    ``apart`` is the difference of their means, ``deviation`` that of a run over seeds. None where
    MOST_REPEATS are not enough.
    """
    if apart == 0.0:
        return None
    if deviation == 0.0:
        return 2
    counts = np.arange(2, MOST_REPEATS + 1)
    freedom = 2 * counts - 2
    limit = student.isf((1.0 - CONFIDENCE) / 2.0, freedom)
    found = nct.sf(limit, freedom, apart / deviation * np.sqrt(counts / 2.0)) >= POWER
    return int(counts[found.argmax()]) if found.any() else None
