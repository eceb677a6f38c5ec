"""How much each setting matters for what a sweep is judged by, and which two matter together.

A random forest learns the value of a combination from its settings, and is asked for others that
it has not seen. Then the values of one axis are shuffled among these. Where the forest is right
and the axes vary independently, as in a grid or in draws, half of the squared error that this adds
is the variation which the axis has a part in, alone or together with others: the total effect of
Sobol (Jansen 1999, Computer Physics Communications 117, 35-43; that it is what permutation
importance measures, Gregorutti, Michel and Saint-Pierre 2017, Statistics and Computing 27,
659-678). It is told as a share of the variation of the values; shares of axes that act together
count that part for each, and may add up to more than 1.

Of two axes, what the forest says of a combination, less what it says with either shuffled, plus
what it says with both shuffled as one, is 0 wherever the two do not act together. The mean of this
times the true value, that nothing but the truth counts, is the variation that they have a part in
only together (the total interaction index of Fruth, Roustant and Kuhnt 2014, Journal of Statistical
Planning and Inference 147, 212-223; Liu and Owen 2006, JASA 101, 712-721).

Everything is measured in each of several folds, and has an interval by Student's t over these,
with Nadeau and Bengio's correction (2003, Machine Learning 52, 239-281): forests that are trained
on mostly the same combinations vary less than they are wrong.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import RepeatedKFold

from mlp_core._checks import Array
from mlp_core.experiments.findings.spread import CONFIDENCE
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.comparable import comparable
from mlp_core.experiments.sweeps.findings.encoding import Columns, encoded
from mlp_core.experiments.sweeps.plan.axis import Axis

N_FOLDS, N_ROUNDS, N_TREES = 5, 2, 25
# With fewer combinations a fold says nothing; of more a sample does, in the same second.
FEWEST, MOST = 15, 500
# So many shuffled combinations are predicted for each axis and fold, whatever the fold's size.
N_SHUFFLED, MOST_SHUFFLES = 500, 20
# Two axes have no more in common than the lesser of them has: others are not looked at.
MOST_IN_PAIRS = 4
SEED = 0
# Shuffling what a forest has learned by mistake adds a little, too: so much, and so much of what it
# cannot explain, is what simulated axes come to that do nothing. Less is not told from that.
SMALLEST, MISTAKEN = 0.01, 0.05


class Share(NamedTuple):
    """A share of the variation of the values, its interval, and what it must be above to count."""

    value: float
    low: float
    high: float
    floor: float = 0.0

    @property
    def beyond_noise(self) -> bool:
        return self.low > self.floor


class AxisShare(NamedTuple):
    """The share that an axis has a part in, alone or together with others."""

    axis: Axis
    share: Share


class PairShare(NamedTuple):
    """The share that two axes have a part in only together."""

    axes: tuple[Axis, Axis]
    share: Share


@dataclass(frozen=True)
class Importances:
    """What matters, by a forest.

    fit          its R² on combinations that it has not seen
    axes         the greatest share first
    interaction  the pair with the greatest share, where that is beyond noise, with as many pairs
                 as were looked at; else None
    n            the combinations that it learned from and was asked for, of ``n_known``
    """

    fit: Share
    axes: tuple[AxisShare, ...]
    interaction: PairShare | None
    n: int
    n_known: int

    @property
    def means_something(self) -> bool:
        """Whether the forest predicts better than the mean does, beyond noise."""
        return self.fit.beyond_noise


class _Fold(NamedTuple):
    """A forest, combinations that it has not seen, and orders to shuffle these in.

    ``y`` are their values and ``said`` what the forest says of them, (n,), both less the mean of
    those that it learned from; ``orders`` is (n_shuffles, n).
    """

    forest: RandomForestRegressor
    X: Array
    y: Array
    said: Array
    orders: Array


def importances(board: Board) -> Importances | None:
    """The importance of each axis that varies, and the interaction that matters most.

    None where fewer than FEWEST combinations have a value, all have the same, or nothing varies.
    """
    own = [k for k, axis in enumerate(board.sweep.axes) if len(set(axis.values)) > 1]
    rows, of_seeds = comparable(board)
    values = of_seeds.mean(axis=1) if rows else np.empty(0)
    if len(rows) < FEWEST or not own or np.ptp(values) == 0.0:
        return None
    n_known, rng = len(rows), np.random.default_rng(SEED)
    if n_known > MOST:
        chosen = np.sort(rng.choice(n_known, MOST, replace=False)).tolist()
        rows, values = [rows[i] for i in chosen], values[chosen]
    axes = [board.sweep.axes[k] for k in own]
    X, columns = encoded(axes, [tuple(row.at[k] for k in own) for row in rows])
    fit, shares, pairs = shares_of(X, columns, values)
    order = sorted(range(len(axes)), key=lambda k: -shares[k].value)
    pair = max(pairs, key=lambda pair: pairs[pair].value, default=None)
    interaction = None
    if pair is not None and fit.beyond_noise and pairs[pair].beyond_noise:
        interaction = PairShare((axes[pair[0]], axes[pair[1]]), pairs[pair])
    ordered = tuple(AxisShare(axes[k], shares[k]) for k in order)
    return Importances(fit, ordered, interaction, len(rows), n_known)


def shares_of(
    X: Array, columns: Columns, y: Array
) -> tuple[Share, list[Share], dict[tuple[int, int], Share]]:
    """The R² of the forest on what it has not seen, the share of each axis, and those of pairs.

    ``X`` is (n, columns), ``columns`` says which are of which axis, ``y`` (n,) is not constant.
    """
    folds = list(_folds(X, y))
    fit = _share(np.array([1.0 - _off(one.y, one.said) / _off(one.y, 0.0) for one in folds]))
    floor = SMALLEST + MISTAKEN * max(0.0, 1.0 - fit.value)
    alone = _shuffled(folds, columns)
    added = [_added(fold, said) / y.var() for fold, said in zip(folds, alone, strict=True)]
    singles = [_share(one, floor) for one in np.transpose(added)]
    greatest = sorted(range(len(columns)), key=lambda k: -singles[k].value)[:MOST_IN_PAIRS]
    pairs = list(itertools.combinations(sorted(greatest), 2))
    both = _shuffled(folds, [[*columns[a], *columns[b]] for a, b in pairs])
    shares = {}
    for i, (a, b) in enumerate(pairs):
        common = [
            np.mean(fold.y * (fold.said - said[a] - said[b] + together[i])) / y.var()
            for fold, said, together in zip(folds, alone, both, strict=True)
        ]
        shares[a, b] = _share(np.array(common), floor, len(pairs))
    return fit, singles, shares


def _folds(X: Array, y: Array) -> Iterator[_Fold]:
    rng = np.random.default_rng(SEED)
    folds = RepeatedKFold(n_splits=N_FOLDS, n_repeats=N_ROUNDS, random_state=SEED)
    for learned, unseen in folds.split(X):
        mean = y[learned].mean()
        forest = RandomForestRegressor(N_TREES, random_state=SEED)
        forest.fit(X[learned], y[learned] - mean)
        n = len(unseen)
        n_shuffles = max(2, min(MOST_SHUFFLES, N_SHUFFLED // n))
        orders = np.array([rng.permutation(n) for _ in range(n_shuffles)])
        yield _Fold(forest, X[unseen], y[unseen] - mean, forest.predict(X[unseen]), orders)


def _shuffled(folds: Sequence[_Fold], groups: Sequence[Sequence[int]]) -> list[Array]:
    """What each forest says where the columns of a group are shuffled as one.

    (n_groups, n_shuffles, n) a fold. The orders are the same whichever group: what two do one by
    one is then compared with what they do together on the very same pairs of combinations.
    """
    found = []
    for fold in folds if groups else ():
        shape = len(groups), *fold.orders.shape
        # One question for all: a forest takes its time to begin an answer.
        shuffled = np.tile(fold.X, (len(groups), len(fold.orders), 1))
        others = fold.X[fold.orders.ravel()]
        for rows, columns in zip(shuffled, groups, strict=True):
            rows[:, columns] = others[:, columns]
        said = fold.forest.predict(shuffled.reshape(-1, fold.X.shape[1]))
        found.append(np.asarray(said.reshape(shape)))
    return found


def _added(fold: _Fold, said: Array) -> Array:
    """Half the mean squared error that shuffling a group adds, (n_groups,)."""
    off = np.mean((fold.y - said) ** 2, axis=(1, 2))
    return np.asarray((off - _off(fold.y, fold.said)) / 2.0)


def _off(y: Array, said: Array | float) -> float:
    return float(np.mean((y - said) ** 2))


def _share(of_folds: Array, floor: float = 0.0, n_compared: int = 1) -> Share:
    """The mean over folds and its interval, of one among ``n_compared`` (Bonferroni)."""
    n, mean = len(of_folds), float(of_folds.mean())
    quantile = student.isf((1.0 - CONFIDENCE) / 2.0 / n_compared, n - 1)
    # What a fold is asked for, over what it learned from: 1 to N_FOLDS - 1.
    overlap = 1.0 / n + 1.0 / (N_FOLDS - 1)
    half = float(quantile) * math.sqrt(overlap * float(of_folds.var(ddof=1)))
    return Share(mean, mean - half, mean + half, floor)
