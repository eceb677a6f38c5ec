"""What the results of a sweep show, top to bottom."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.objective import Objective
from pages.shared import session
from pages.shared.charts import sweep_colours, sweep_signs
from pages.shared.charts.curves import LEAST_R2
from pages.shared.charts.sweep_colours import Ends
from pages.sweep.map import cells, heatmaps, judging, picking, placing
from pages.sweep.map.judging import Measure
from pages.sweep.map.placing import Layout
from pages.sweep.map.view import View


def show(view: View) -> None:
    """The map, one combination of it, and what all of them show.

    To be drawn again and again while the sweep is at work: what is drawn is made once for as
    many results.
    """
    objective = judging.choose(view, False)
    measure = judging.measure(view.sweep, objective)
    board = judging.judged(view, objective)
    frame = session.computed("sweep_frame", (board,), lambda: _frame(board, measure))
    picking.follow(frame)
    layout = placing.choose(view.sweep)
    _map(view, frame, objective, measure, layout)
    picking.menu(frame, frame, [axis.column for axis in view.sweep.axes])
    picking.write_address()


def _frame(board: Board, measure: Measure) -> pd.DataFrame:
    return cells.frame_of(board, measure, cells.Marks())


def _map(
    view: View, frame: pd.DataFrame, objective: Objective, measure: Measure, layout: Layout
) -> None:
    axes = view.sweep.axes
    ends = ends_of(frame, objective, measure)
    st.html(legend(view, frame, ends, measure))
    drawn = placing.on_map(frame, layout, len(axes), objective, measure)
    drawn = drawn.assign(picked=drawn["place"] == picking.picked(frame))
    if layout.y is not None:
        sides = placing.across(axes[layout.x]), placing.up(axes[layout.y])
        panels = None if layout.panels is None else placing.across(axes[layout.panels])
        heatmaps.show(drawn, sides, panels, ends, measure, lambda key: picking.clicked(key, frame))
    said = placing.sentence(view.sweep, layout)
    if said:
        st.caption(f"{said[0].upper()}{said[1:]}.")


def ends_of(frame: pd.DataFrame, objective: Objective, measure: Measure) -> Ends:
    """The scale of all values that are coloured; an R² far below 0 does not stretch it."""
    values = frame.loc[frame["kind"] == sweep_signs.VALUE, "value"]
    if objective.higher_is_better:
        near = values[values >= LEAST_R2]
        values = near if len(near) else values
    most = 1.0 if objective.higher_is_better else float("inf")
    return sweep_colours.ends_of(values.tolist(), objective.higher_is_better, most)


def legend(view: View, frame: pd.DataFrame, ends: Ends, measure: Measure) -> str:
    """The one legend of all pictures."""
    kinds = {*frame["kind"]}
    extras = {
        "best": bool(frame["best"].any()),
        "as good": bool(frame["good"].any()),
        "elsewhere": bool(frame["elsewhere"].any()),
        "to come": view.active or sweep_signs.TO_COME in kinds,
    }
    return sweep_signs.legend(ends, measure.write, measure.name, kinds, extras)
