"""The best combination of a sweep, and all that are not worse than it beyond noise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import t as student

from mlp_core._checks import check_whole
from mlp_core.experiments.findings.spread import CONFIDENCE, Interval
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.judged_on import TRAINED, part_of
from mlp_core.experiments.sweeps.findings.noise import margins
from mlp_core.experiments.sweeps.findings.picked import n_read, picked_interval
from mlp_core.score_kinds import kind_of_run

Counted = Literal["seeds and rows", "seeds", "rows", "nothing"]


@dataclass(frozen=True)
class Best:
    """The best combination, and those that may be as good.

    row           the one with the best mean; the first of those alike
    interval      the 95 % interval of that mean, which counts that it was picked for it
                  (``picked.py``); None where nothing tells what noise is
    n_tried       the combinations that it was picked from: with halving also those dropped
    n_read        the scores on rows that were looked at to pick it (``picked.py``)
    as_good       all that are not worse beyond noise, itself first, then from better to worse;
                  None where nothing tells what noise is
    n_contenders  how many were compared: all whose seeds all have a value, after as many epochs
    n_seeds       of each
    n_rows        that the objective is measured on, where their choice is a chance
    """

    row: Row
    interval: Interval | None
    n_tried: int
    n_read: int
    as_good: tuple[Row, ...] | None
    n_contenders: int
    n_seeds: int
    n_rows: int | None

    @property
    def counted(self) -> Counted:
        """What ``interval`` and ``as_good`` count as noise."""
        if self.n_seeds > 1:
            return "seeds" if self.n_rows is None else "seeds and rows"
        return "nothing" if self.n_rows is None else "rows"


def contenders(board: Board) -> tuple[Row, ...]:
    """The combinations that can be compared: each seed has a value, after as many epochs.

    With halving these are the ones that have gone furthest: what was dropped had fewer.
    """
    complete = [row for row in board.rows if row.complete]
    if board.sweep.halving is None:
        return tuple(complete)
    most = max((row.planned for row in complete), default=0)
    return tuple(row for row in complete if row.planned == most)


def best(board: Board, n_rows: int | None = None) -> Best | None:
    """The best of a board; None where no combination has a value of each of its seeds.

    ``n_rows`` is the number of rows that the objective is measured on; without it the choice of
    rows is not counted as a chance. Nor is it where these are the rows trained on: a network fits
    them, and on others it is another story. What is worse beyond noise: ``noise.py``.
    """
    rows = contenders(board)
    if not rows:
        return None
    if n_rows is not None:
        n_rows = check_whole("n_rows", n_rows, low=1)
    tried = [row for row in board.rows if row.complete]
    shares = are_shares(board, tried)
    if not shares or part_of(board.objective.score) == TRAINED:
        n_rows = None
    sign = board.objective.sign
    values = [sign * _mean(row) for row in rows]
    first = max(range(len(rows)), key=values.__getitem__)
    looked_at = n_read(tried, board.objective)
    interval = picked_interval(rows[first], tried, sign, looked_at, n_rows)
    if interval is not None:
        # No score but R² is below 0, and none of which more is better is above 1.
        low = 0.0 if shares or sign < 0 else -math.inf
        interval = max(low, interval[0]), min(1.0 if sign > 0 else math.inf, interval[1])
    return Best(
        row=rows[first],
        interval=interval,
        n_tried=len(tried),
        n_read=looked_at,
        as_good=_as_good(rows, values, first, n_rows),
        n_contenders=len(rows),
        n_seeds=board.sweep.repeats,
        n_rows=n_rows,
    )


def seed_interval(row: Row) -> Interval | None:
    """The 95 % interval of the mean over seeds, by Student's t; None below two.

    Of a row that was not picked for its values.
    """
    if row.deviation is None or row.mean is None:
        return None
    quantile = float(student.ppf(0.5 + CONFIDENCE / 2, row.n_values - 1))
    half = quantile * row.deviation / math.sqrt(row.n_values)
    return row.mean - half, row.mean + half


def _as_good(
    rows: Sequence[Row], values: Sequence[float], first: int, n_rows: int | None
) -> tuple[Row, ...] | None:
    allowed = margins(rows, first, n_rows)
    if allowed is None:
        return None
    within = [i for i in range(len(rows)) if values[first] - values[i] <= allowed[i]]
    within.sort(key=lambda i: (i != first, -values[i]))
    return tuple(rows[i] for i in within)


def are_shares(board: Board, rows: Sequence[Row]) -> bool:
    """Whether all values are shares of rows: data may be an axis, and some of them numbers."""
    kinds = {kind_of_run(board.found[row.place].config) for row in rows}
    # What others wrote into a file may be called so, and be none.
    within = all(0.0 <= _mean(row) <= 1.0 for row in rows)
    return board.objective.higher_is_better and all(kind.is_share for kind in kinds) and within


def _mean(row: Row) -> float:
    """That of a row which has one."""
    if row.mean is None:
        raise TypeError("a row without a value is compared")
    return row.mean
