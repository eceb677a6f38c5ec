"""What a sweep shows, in sentences and charts that its numbers bear."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.best import Best
from mlp_core.experiments.sweeps.findings.best_text import best_sentences
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.findings.seeds_text import seed_sentences
from mlp_core.number_text import count
from pages.shared import sentences
from pages.sweep.map import dropped, importance, opened
from pages.sweep.map.view import View

# Rounds are worked out anew for as many results: of more cells only when all is over.
MOST_LIVE = 1000


def show(
    view: View,
    board: Board,
    best: Best | None,
    frame: pd.DataFrame,
    measure: Measure,
    n_rows: int | None,
    n_shown: int,
) -> None:
    """The best and what is as good; the seeds; when all is over also what matters, and the test
    set.

    All of it is of the whole ``frame``, which is said where no more than ``n_shown`` are seen.
    """
    if not view.results:
        return
    st.header("What it shows", anchor="shows")
    if n_shown < len(frame):
        st.caption(f"Of all {count(len(frame))} combinations, also those that the filter hides.")
    of_seeds = [*_of_seeds(board, frame, measure), *seed_sentences(board, best)]
    sentences.tell_all([*best_sentences(board, best), *of_seeds])
    if view.sweep.halving is not None and (not view.active or view.sweep.n_runs <= MOST_LIVE):
        dropped.show(view)
    if not view.active and len(view.sweep.axes) > 1:
        importance.show(board)
    if best is not None:
        opened.show(view, board, n_rows)


def _of_seeds(board: Board, frame: pd.DataFrame, measure: Measure) -> list[str]:
    """How much the seed alone does, where there are several."""
    deviations = frame["deviation"].dropna()
    if board.sweep.repeats < 2 or len(deviations) < 2:
        return []
    typical, most = (_size(measure, value) for value in (deviations.median(), deviations.max()))
    at = frame.loc[deviations.idxmax(), "name"]
    return [
        f"The seed alone: over the {board.sweep.repeats} seeds of a combination the "
        f"{measure.name} typically deviates by {typical}, by {most} at {at}."
    ]


def _size(measure: Measure, deviation: float) -> str:
    return measure.write_difference(deviation).removeprefix("+")
