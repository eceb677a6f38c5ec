"""What choosing settings by the test rows would have claimed, and by how much too much.

The best of many by a score is so partly for what is chance in that score: where it was chosen, it
looks better than it is. Validation rows tell by how much, for they are others: what the test score
of the best by test is above its validation score, less what test scores are above validation scores
on average over the better half of all combinations. The latter is what the two sets of rows differ
in, whoever reads them well. Of combinations that share the best test score the mean counts.

The noise of that is mostly that of one validation score. Over combinations the two scores differ
by the noise of both, in proportion to the inverse of their numbers of rows: hence the interval, by
Student's t. In simulated sweeps of 32 (binomial scores on 287 and 360 rows, which are equally hard
for all combinations or not) the estimate was off by 0.1 points or less on average, and 92 to 100 of
100 intervals held the truth.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from mlp_core._checks import Array, check_whole
from mlp_core.experiments.findings.spread import CONFIDENCE, Interval
from mlp_core.experiments.sweeps.findings.best import are_shares, contenders
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.result import Result
from mlp_core.metrics import accuracy_interval

# Fewer combinations do not tell how far two scores differ by chance.
FEWEST = 4
VALIDATION, TEST = "validation_", "test_"


class Excess(NamedTuple):
    """How much better than it is the chosen one looks, in the score's unit; a 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Optimism:
    """What the test rows say, once they are opened.

    chosen         the best by validation, and its ``validation`` and ``test`` score
    test_interval  95 %, over the choice of test rows (Wilson); None of what is no share of rows
    by_test        the best by test, and the score that choosing it would have ``claimed``
    of_test        by how much that is too much; None with fewer than FEWEST combinations
    of_validation  by how much the validation score of the chosen one is too much
    n              how many combinations were to choose from
    """

    chosen: Row
    validation: float
    test: float
    test_interval: Interval | None
    by_test: Row
    claimed: float
    of_test: Excess | None
    of_validation: Excess | None
    n: int


def test_objective(objective: Objective) -> Objective | None:
    """The same of the test rows; None of an objective that is not of validation rows."""
    if not objective.score.startswith(VALIDATION):
        return None
    return replace(objective, score=TEST + objective.score.removeprefix(VALIDATION))


def optimism(board: Board, n_validation: int, n_test: int) -> Optimism | None:
    """What the test rows say of a board that is judged by validation rows.

    The numbers are those of the rows of either part. Where the best epoch counts, it is the best
    by the rows that are chosen by. None where nothing can be chosen, or it is not by validation.
    """
    n_validation = check_whole("n_validation", n_validation, low=1)
    n_test = check_whole("n_test", n_test, low=1)
    other = test_objective(board.objective)
    rows = contenders(board)
    if other is None or not rows:
        return None
    sign = board.objective.sign
    by_validation = sign * _pairs(board, rows, board.objective, other)
    by_test = sign * _pairs(board, rows, other, board.objective)[:, ::-1]
    if not (np.isfinite(by_validation).all() and np.isfinite(by_test).all()):
        return None
    chosen = int(by_validation[:, 0].argmax())
    best = int(by_test[:, 1].argmax())
    test = float(sign * by_validation[chosen, 1])
    shares = are_shares(board, rows)
    return Optimism(
        chosen=rows[chosen],
        validation=float(sign * by_validation[chosen, 0]),
        test=test,
        test_interval=accuracy_interval(min(max(test, 0.0), 1.0), n_test) if shares else None,
        by_test=rows[best],
        claimed=float(sign * by_test[best, 1]),
        of_test=excess(by_test[:, 1], by_test[:, 0], n_test, n_validation),
        of_validation=excess(by_validation[:, 0], by_validation[:, 1], n_validation, n_test),
        n=len(rows),
    )


def excess(by: Array, other: Array, n_by: int, n_other: int) -> Excess | None:
    """By how much the best of scores ``by`` is too much, as the ``other`` scores tell.

    Both are (n_combinations,), more is better, on so many rows. None for fewer than FEWEST.
    """
    if len(by) < FEWEST:
        return None
    apart = by - other
    # Where one score is high by chance the other need not be: their sum, by rows, favours neither.
    order = np.argsort(-(n_by * by + n_other * other), kind="stable")
    like = apart[order[: max(FEWEST, math.ceil(len(by) / 2))]]
    # Rounding must not part what is the same share of rows.
    tied = np.isclose(by, by.max(), rtol=1e-12, atol=0.0)
    value = float(apart[tied].mean() - like.mean())
    noise_of_other = n_by / (n_by + n_other)
    scale = math.sqrt(noise_of_other / int(tied.sum()) + 1.0 / len(like))
    quantile = float(student.ppf(0.5 + CONFIDENCE / 2, len(like) - 1))
    half = quantile * float(like.std(ddof=1)) * scale
    return Excess(value, value - half, value + half)


def _pairs(board: Board, rows: tuple[Row, ...], by: Objective, other: Objective) -> Array:
    """The scores of both at the epoch that ``by`` counts, means over seeds, (n, 2)."""
    of_rows = [
        [_pair(result, by, other) for result in board.results_of(row) if result is not None]
        for row in rows
    ]
    return np.asarray(np.array(of_rows, dtype=float).mean(axis=1))


def _pair(result: Result, by: Objective, other: Objective) -> tuple[float, float]:
    scores = result.series(by.score)
    index = by.index(scores)
    if index is None:
        return math.nan, math.nan
    return float(scores[index]), float(result.series(other.score)[index])
