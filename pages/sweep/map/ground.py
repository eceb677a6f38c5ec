"""The rows that a sweep is judged on: how many they are, and what a guess comes to on them."""

from typing import NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.judged_on import judged_on, part_of, rows_vary
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.stuck import stuck_up_to
from pages.shared import datasets, session

KEPT = "sweep_ground"


class Ground(NamedTuple):
    """What the objective is measured on.

    n_rows   how many rows; None where that is not known, or not one number
    highest  the highest ``score``, an accuracy or R², that is no better than a guess
    """

    n_rows: int | None = None
    score: str = ""
    highest: float = float("-inf")

    def stuck(self, board: Board, row: Row) -> bool:
        """Whether a combination is no better than a guess, as far as that is known."""
        if row.mean is None or self.n_rows is None:
            return False
        if board.objective.score == self.score:
            return row.mean <= self.highest
        last = Objective(self.score)
        found = [last.judge(result) for result in board.results_of(row) if result is not None]
        known = [value for value in found if value is not None]
        return bool(known) and max(known) <= self.highest


def ground_of(board: Board) -> Ground:
    """That of a board, by the rows that are here; looked up once for a sweep.

    Where the rows are an axis, they are not the same for all, and nothing is known.
    """
    if rows_vary(board.sweep):
        return Ground()
    asked = board.sweep.base, board.objective
    return session.computed(KEPT, asked, lambda: _ground(*asked))


def _ground(config: TrainConfig, objective: Objective) -> Ground:
    data = datasets.here(config) if datasets.is_known(config.source) else None
    targets = None if data is None else judged_on(config, data, objective.score)
    if data is None or targets is None:
        return Ground()
    highest = stuck_up_to(targets, data.is_regression)
    return Ground(len(targets), f"{part_of(objective.score)}_accuracy", highest)
