"""The pictures of all combinations: the map, lines over all settings, points by every two."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.objective import Objective
from pages.shared.charts import sweep_colours, sweep_signs
from pages.shared.charts.curves import LEAST_R2
from pages.shared.charts.sweep_colours import Ends
from pages.sweep.map import clouds, heatmaps, parallels, placing, profiles
from pages.sweep.map.heatmaps import Clicked

MAP, PARALLEL, MATRIX = "Map", "All settings", "Every two"
KEY = "sweep_picture"


class Drawn(NamedTuple):
    """What all pictures are of: a board, the frame of its combinations with the column picked,
    its measure, the scale of its colours, and whom a click is told."""

    board: Board
    frame: pd.DataFrame
    measure: Measure
    ends: Ends
    clicked: Clicked

    @property
    def axes(self) -> Sequence[Axis]:
        return self.board.sweep.axes


def show(drawn: Drawn, picture: str, active: bool) -> None:
    """The one legend, and the picture that was chosen."""
    axes, frame, ends = drawn.axes, drawn.frame, drawn.ends
    if not axes:
        return
    if picture == MAP:
        layout = placing.choose(drawn.board.sweep)
    st.html(legend(drawn, active))
    if picture == PARALLEL:
        parallels.show(frame, axes, ends, drawn.measure)
    elif picture == MATRIX:
        clouds.matrix(frame, axes, range(len(axes)), ends, drawn.measure, drawn.clicked)
    elif len(axes) == 1:
        profiles.show(drawn.board, frame, ends, drawn.measure, drawn.clicked)
    elif drawn.board.sweep.draws:
        pair = (layout.x, layout.y)
        clouds.show(frame, axes, pair, ends, drawn.measure, drawn.clicked)
    else:
        _map(drawn, layout)
    if drawn.board.sweep.halving is not None:
        st.caption("What was dropped has the value that it had by then, after fewer epochs.")


def choose(n_axes: int) -> str:
    """The control of the picture, where there are several of so many axes."""
    if n_axes < 2:
        return MAP
    return st.segmented_control(
        "Picture",
        [MAP, PARALLEL, *([MATRIX] if n_axes > 2 else [])],
        default=MAP,
        required=True,
        label_visibility="collapsed",
        key=f"{KEY}_{n_axes > 2}",
        persist_state="session",
    )


def _map(drawn: Drawn, layout: placing.Layout) -> None:
    axes, board = drawn.axes, drawn.board
    cells = placing.on_map(drawn.frame, layout, len(axes), board.objective, drawn.measure)
    sides = placing.across(axes[layout.x]), placing.up(axes[layout.y])
    panels = None if layout.panels is None else placing.across(axes[layout.panels])
    if cells.empty:
        st.info("The map holds a setting at a value of which none is shown.")
        return
    heatmaps.show(cells, sides, panels, drawn.ends, drawn.measure, drawn.clicked)
    said = placing.sentence(board.sweep, layout)
    if said:
        st.caption(f"{said[0].upper()}{said[1:]}.")


def scale_of(frame: pd.DataFrame, objective: Objective, n_axes: int) -> Ends:
    """The scale of all values that are coloured; an R² far below 0 does not stretch it.

    Along one setting they are heights: those of guesses are among them, and those of each seed.
    """
    if n_axes == 1:
        has_height = frame["kind"].isin([sweep_signs.VALUE, "stuck"])
        values = pd.concat([frame.loc[has_height, name] for name in ("value", "low", "high")])
    else:
        values = frame.loc[frame["kind"] == sweep_signs.VALUE, "value"]
    better = objective.higher_is_better
    if better and (values >= LEAST_R2).any():
        values = values[values >= LEAST_R2]
    return sweep_colours.ends_of(values.tolist(), better, 1.0 if better else float("inf"))


def legend(drawn: Drawn, active: bool) -> str:
    """The one legend of all pictures."""
    kinds = {*drawn.frame["kind"]}
    extras = {name: bool(drawn.frame[name].any()) for name in ("best", "good", "elsewhere")}
    extras["to come"] = active or sweep_signs.TO_COME in kinds
    # Along one setting values have heights, and all the same colour.
    ends = drawn.ends if len(drawn.axes) > 1 else None
    return sweep_signs.legend(ends, drawn.measure.write, drawn.measure.name, kinds, extras)
