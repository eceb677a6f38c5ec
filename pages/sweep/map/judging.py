"""What the cells of a sweep are judged by on the page, which needs no training to be changed."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import streamlit as st

from mlp_core import number_text
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.objective import EPOCHS, HIGHER_IS_BETTER, Objective
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.sweep import Sweep
from mlp_core.score_kinds import ScoreKind, kind_of_run
from pages.shared import session
from pages.sweep.map.view import View

PARTS = {"validation": "validation", "train": "training", "test": "test", "total": "total"}
TOTAL = "total loss of an epoch"
EPOCH_WORDS = {"last": "Last epoch", "best": "Best epoch"}
SCORE_KEY, EPOCH_KEY = "sweep_score", "sweep_epoch"
# Runs of which it is looked up what they were scored by.
FIRST_RUNS = 20


class Measure(NamedTuple):
    """A figure of runs as people read it: its name, how a value is written, whether a share."""

    name: str
    write: Callable[[float], str]
    is_share: bool


def measure_of(score: str, kind: ScoreKind) -> Measure:
    """The field ``score`` of an epoch, of runs that are scored by ``kind``."""
    if score == "total_loss":
        return Measure(TOTAL, number_text.loss, False)
    part, _, what = score.partition("_")
    if what == "loss":
        return Measure(f"{PARTS[part]} loss", number_text.loss, False)
    return Measure(f"{PARTS[part]} {kind.name}", kind.write, kind.is_share)


def measure(sweep: Sweep, objective: Objective) -> Measure:
    """The one of an objective."""
    return measure_of(objective.score, kind_of_run(sweep.base))


def choose(view: View, test_is_open: bool) -> Objective:
    """The controls of the objective; the sweep's own while nobody has chosen another."""
    own = view.sweep.objective
    kind = kind_of_run(view.sweep.base)
    scores = [
        score
        for score in known_scores(view.results[:FIRST_RUNS])
        if test_is_open or not score.startswith("test_")
    ]
    scores = scores or [own.score]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        score = st.selectbox(
            "Judged by",
            scores,
            index=scores.index(own.score) if own.score in scores else 0,
            format_func=lambda name: measure_of(name, kind).name.capitalize(),
            key=f"{SCORE_KEY}_{own.score}",
            persist_state="session",
            width=230,
        )
        epoch = st.segmented_control(
            "Of the",
            EPOCHS,
            default=own.epoch,
            format_func=EPOCH_WORDS.get,
            required=True,
            key=f"{EPOCH_KEY}_{own.epoch}",
            persist_state="session",
        )
    return Objective(score, epoch)


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
