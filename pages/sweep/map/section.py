"""What the results of a sweep show, top to bottom."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.best import Best, best
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure, measure_of
from pages.shared import session
from pages.sweep.map import (
    cells,
    filtering,
    ground,
    judging,
    listing,
    one_cell,
    opened,
    picking,
    pictures,
    shows,
)
from pages.sweep.map.pictures import Drawn
from pages.sweep.map.view import View


class Found(NamedTuple):
    """What is known of a board, made once for it."""

    best: Best | None
    frame: pd.DataFrame
    n_rows: int | None


def show(view: View) -> None:
    """The map, one combination of it, and what all of them show.

    To be drawn again and again while the sweep is at work: what is drawn is made once for as
    many results.
    """
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    with controls:
        objective = judging.choose(view, opened.is_open(view))
        picture = pictures.choose(len(view.sweep.axes))
    board = judging.judged(view, objective)
    measure = measure_of(view.sweep, objective)
    found = session.computed("sweep_found", (board,), lambda: _found(board, measure))
    frame = found.frame
    picking.follow(frame)
    shown = frame
    if view.results and len(frame) > 1:
        with controls:
            shown = filtering.controls(frame, view.sweep.axes)
        filtering.tell(len(shown), len(frame))
    if not shown.empty:
        picked = shown.assign(picked=shown["place"] == picking.picked(frame))
        ends = pictures.scale_of(frame, objective, len(view.sweep.axes))
        drawn = Drawn(board, picked, measure, ends, lambda key: picking.clicked(key, frame))
        pictures.show(drawn, picture, view.active)
    picking.menu(frame, shown, [axis.column for axis in view.sweep.axes])
    picking.write_address()
    place = picking.picked(frame)
    if place is not None:
        one_cell.show(board, place)
    shows.show(view, board, found.best, frame, measure, found.n_rows, n_shown=len(shown))
    if len(frame) > 1 and not shown.empty:
        listing.show(board, shown, measure)


def _found(board: Board, measure: Measure) -> Found:
    rows = ground.ground_of(board)
    own = best(board, rows.n_rows)
    marks = cells.Marks(
        best=None if own is None else own.row.place,
        good=[row.place for row in (own.as_good or ())] if own else (),
        stuck=lambda row: rows.stuck(board, row),
    )
    return Found(own, cells.frame_of(board, measure, marks), rows.n_rows)
