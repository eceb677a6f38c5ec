"""What the cells of a sweep are judged by on the page, which needs no training to be changed."""

from collections.abc import Iterable

import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import measure_of
from mlp_core.experiments.sweeps.plan.objective import EPOCHS, HIGHER_IS_BETTER, Objective
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from pages.shared import session
from pages.sweep.map.view import View

SCORE_KEY, EPOCH_KEY = "sweep_score", "sweep_epoch"
# Runs of which it is looked up what they were scored by.
FIRST_RUNS = 20


def choose(view: View, test_is_open: bool) -> Objective:
    """The controls of the objective, to stand in a row; the sweep's own where nobody chose."""
    own = view.sweep.objective
    scores = [
        score
        for score in known_scores(view.results[:FIRST_RUNS])
        if test_is_open or not score.startswith("test_")
    ]
    scores = scores or [own.score]
    score = st.selectbox(
        "Judged by",
        scores,
        index=scores.index(own.score) if own.score in scores else 0,
        format_func=lambda name: _words(view.sweep, name),
        key=f"{SCORE_KEY}_{own.score}",
        persist_state="session",
        width=230,
    )
    epoch = st.segmented_control(
        "Of the",
        list(EPOCHS),
        default=own.epoch,
        format_func=EPOCHS.get,
        required=True,
        key=f"{EPOCH_KEY}_{own.epoch}",
        persist_state="session",
    )
    return Objective(score, epoch)


def _words(sweep: Sweep, score: str) -> str:
    name = measure_of(sweep, Objective(score)).name
    return f"{name[0].upper()}{name[1:]}"


def known_scores(results: Iterable[Result]) -> list[str]:
    """The scores that any of the runs has, in the order of what settings are chosen by."""
    found = [result for result in results if result.n_epochs]
    return [
        score
        for score in HIGHER_IS_BETTER
        if any((result.series(score) == result.series(score)).any() for result in found)
    ]


def judged(view: View, objective: Objective) -> Board:
    """The board by ``objective``, made once for as many results."""
    if objective == view.board.objective:
        return view.board
    return session.computed(
        "sweep_judged", (view.board, objective), lambda: view.board.judged_by(objective)
    )
