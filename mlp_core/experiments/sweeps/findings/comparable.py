"""The values of all combinations of a sweep, such that what is said of all of them is fair."""

from dataclasses import replace

import numpy as np

from mlp_core._checks import Array
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.measure import measure_of
from mlp_core.experiments.sweeps.result import Result

# How many interquartile ranges below the lower quartile values are far out (Tukey 1977,
# Exploratory Data Analysis: the outer fence).
FAR_OUT = 3.0


def comparable(board: Board) -> tuple[list[Row], Array]:
    """The rows that have a value of each seed, and these, (n_rows, n_seeds); more is better.

    With halving some had more epochs than others: all are judged after as many as the least of
    them. A loss or an R² may be worse by orders of magnitude than the rest, and then nothing else
    counts: such a value is moved to Tukey's outer fence. A share of rows stays as it is.
    """
    rows = [row for row in board.rows if row.complete]
    values = np.array([row.values for row in rows], dtype=float)
    if board.sweep.halving is not None and rows:
        n_epochs = min(row.planned for row in rows)
        values = np.array([_after(board, row, n_epochs) for row in rows], dtype=float)
    signed = board.objective.sign * values.reshape(len(rows), board.sweep.repeats)
    if measure_of(board.sweep, board.objective).is_share or not rows:
        return rows, signed
    low, high = np.quantile(signed, (0.25, 0.75))
    return rows, np.maximum(signed, low - FAR_OUT * (high - low))


def _after(board: Board, row: Row, n_epochs: int) -> list[float | None]:
    results = [result for result in board.results_of(row) if result is not None]
    return [board.objective.judge(_begun(result, n_epochs)) for result in results]


def _begun(result: Result, n_epochs: int) -> Result:
    """The same run as it was after ``n_epochs``."""
    return replace(result, figures=result.figures[:n_epochs])
