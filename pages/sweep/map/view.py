"""View: a sweep with what has come of it so far, as the pictures of it are given that."""

from collections.abc import Sequence
from dataclasses import dataclass

from mlp_core.experiments.sweeps.findings.board import Board, board
from mlp_core.experiments.sweeps.findings.course import Course, course
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from pages.shared import session

BOARD = "sweep_board"
# Of more runs than MANY the pictures change REDRAWS times in all.
MANY, REDRAWS = 2000, 200


@dataclass(frozen=True, eq=False)
class View:
    """``results`` of ``sweep`` in the order of their ending, at their places on ``board``.

    ``active`` says whether more are to come. With halving a cell may have several results.
    """

    sweep: Sweep
    board: Board
    results: Sequence[Result]
    active: bool


@dataclass(frozen=True, eq=False)
class _Laid:
    """A board, and the results that are laid on it."""

    board: Board
    results: Sequence[Result]


def view_of(sweep: Sweep, results: Sequence[Result], active: bool) -> View:
    """The view of these results; of those that were there before nothing is done again.

    Of a very large sweep that is at work a redraw needs a share of it that can be seen.
    """
    if active and sweep.n_runs > MANY:
        results = results[: len(results) - len(results) % (sweep.n_runs // REDRAWS)]
    laid: _Laid | None = session.remembered(BOARD, lambda: None)
    if laid is None or laid.board.sweep != sweep or not _begins_with(results, laid.results):
        laid = _Laid(board(sweep, results), results)
    elif len(results) > len(laid.results):
        laid = _Laid(laid.board.joined(results[len(laid.results) :]), results)
    session.remember(BOARD, laid)
    return View(sweep, laid.board, results, active)


def course_of(view: View) -> Course:
    """What its rounds have decided and what is ahead, made once for as many results."""
    return session.computed("sweep_course", (view.board,), lambda: course(view.sweep, view.results))


def _begins_with(results: Sequence[Result], before: Sequence[Result]) -> bool:
    """Whether those ``before`` may be the first of ``results``: their ends are."""
    n = len(before)
    return n == 0 or (len(results) >= n and all(results[k] is before[k] for k in (0, n - 1)))
