"""What came of a sweep along one setting."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from pages.shared.charts import palette, prebuilt, sweep_map, sweep_profile
from pages.shared.charts.sweep_colours import Ends
from pages.shared.charts.sweep_map import Side
from pages.sweep.map import cells
from pages.sweep.map.heatmaps import Clicked

# Of all seeds together: more points lie over each other.
MOST_POINTS = 600
# Values that are written at an axis, beside its ends.
MOST_MARKED = 10
KEY = "sweep_profile"


def show(board: Board, frame: pd.DataFrame, ends: Ends, measure: Measure, clicked: Clicked) -> None:
    """``frame`` is that of all combinations of the one axis, with the column picked."""
    (axis,) = board.sweep.axes
    side, scale = side_of(axis)
    column = "label0" if scale == "names" else "number0"
    means = frame.assign(x=frame[column], label=frame["label0"])
    if scale != "names":
        means = means.sort_values("x")
    drawn = {
        "means": means[[*sweep_profile.COLUMNS]],
        "seeds": seeds_of(board, means, measure),
    }
    options = (side, scale, ends, measure.name, measure.is_share, palette.ink_colour())
    st.vega_lite_chart(
        spec=prebuilt.with_frames(sweep_profile.profile, drawn, *options),
        key=KEY,
        on_select=lambda: clicked(KEY),
        selection_mode=sweep_map.CLICK,
        alt=f"{measure.name} by {axis.column}, {len(frame)} values",
    )
    if board.sweep.repeats > 1:
        what = "a line" if scale == "names" else "a band"
        st.caption(f"The mean over seeds, {what} from the lowest to the highest, a point a seed.")


def side_of(axis: Axis) -> tuple[Side, str]:
    """What is written at an axis below a picture, and which scale it is on."""
    ends = cells.ends_of(axis)
    if ends is None:
        return Side(axis.column, cells.labels_of(axis)), "names"
    between = [] if isinstance(axis.spread, Ranged) else sorted(map(float, {*axis.values}))[1:-1]
    marked = (ends.low, *(between if len(between) <= MOST_MARKED else ()), ends.high)
    # As texts, which read back as the very same numbers.
    return Side(axis.column, tuple(map(repr, marked))), "log" if ends.log else "linear"


def seeds_of(board: Board, means: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """A row a seed that has a value, where there are several."""
    rows = [
        (x, label, value)
        for x, label, row in zip(
            means["x"], means["label"], (board.rows[k] for k in means.index), strict=True
        )
        for value in row.values
        if value is not None
    ]
    if board.sweep.repeats == 1 or len(rows) > MOST_POINTS:
        rows = []
    frame = pd.DataFrame(rows, columns=["x", "label", "value"])
    return frame.assign(says=[measure.write(value) for value in frame["value"]])
