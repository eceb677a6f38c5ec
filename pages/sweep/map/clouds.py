"""Combinations as points: by two settings, where they are drawn at random, and by every two."""

import itertools
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.number_text import count
from pages.shared.charts import palette, prebuilt, sweep_colours, sweep_map, sweep_scatter
from pages.shared.charts.sweep_colours import Ends
from pages.shared.charts.sweep_scatter import MOST_POINTS
from pages.sweep.map import placing, profiles
from pages.sweep.map.heatmaps import PER_ROW, Clicked

# Of a matrix: each has its own plot with every other one, and its own points.
MOST_AXES, MOST_IN_MATRIX = 4, 250


def show(
    frame: pd.DataFrame,
    axes: Sequence[Axis],
    pair: tuple[int, int],
    ends: Ends,
    measure: Measure,
    clicked: Clicked,
    small: bool = False,
) -> None:
    """A point a combination by the ``pair`` of axes; ``frame`` has the column picked."""
    sides = [profiles.side_of(axes[k]) for k in pair]
    if sides[1][1] == "names":
        sides[1] = placing.up(axes[pair[1]]), "names"
    columns = {
        f"{'label' if scale == 'names' else 'number'}{k}": to
        for (_, scale), k, to in zip(sides, pair, ("x", "y"), strict=True)
    }
    drawn = sampled(frame, MOST_IN_MATRIX if small else MOST_POINTS).rename(columns=columns)
    drawn = best_last(drawn, ends)
    many, lighter = len(drawn) > sweep_scatter.MOST_IN_TREE, ends.lighter_is_more
    options = (*sides, lighter, measure.name, palette.ink_colour(), small, many or small)
    key = f"sweep_points_{pair[0]}_{pair[1]}"
    x, y = (axes[k].column for k in pair)
    st.vega_lite_chart(
        spec=prebuilt.with_frames(
            sweep_scatter.points, {"points": drawn[[*sweep_scatter.COLUMNS]]}, *options
        ),
        key=key,
        on_select=lambda: clicked(key),
        selection_mode=sweep_map.CLICK,
        alt=f"{measure.name} by {x} and {y}, a point a combination",
    )
    if not small and len(drawn) < len(frame):
        st.caption(f"Drawn are {count(len(drawn))} of {count(len(frame))}, chosen at random.")


def matrix(
    frame: pd.DataFrame,
    axes: Sequence[Axis],
    chosen: Sequence[int],
    ends: Ends,
    measure: Measure,
    clicked: Clicked,
) -> None:
    """Every two of the ``chosen`` axes, at most MOST_AXES of them."""
    pairs = list(itertools.combinations(chosen[:MOST_AXES], 2))
    for first in range(0, len(pairs), PER_ROW):
        row = pairs[first : first + PER_ROW]
        for pair, place in zip(row, st.columns(PER_ROW), strict=False):
            with place:
                show(frame, axes, pair, ends, measure, clicked, small=True)
    notes = []
    if len(chosen) > 2:
        notes.append("where several lie on one another the best is on top")
    if len(frame) > MOST_IN_MATRIX:
        notes.append(f"in each are {MOST_IN_MATRIX} of {count(len(frame))}, chosen at random")
    if len(axes) > MOST_AXES:
        notes.append(f"of {len(axes)} settings at most {MOST_AXES} have a place here")
    if notes:
        said = "; ".join(notes)
        st.caption(f"{said[0].upper()}{said[1:]}.")


def sampled(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most ``most`` combinations and those that stand out, the same as more of them end."""
    if len(frame) <= most:
        return frame
    stand_out = frame["best"] | frame["picked"]
    # Drawn of all there are and are to be: what is drawn stays.
    some = frame.index.isin(frame["place"].sample(most, random_state=0).index)
    return frame[some | stand_out]


def best_last(frame: pd.DataFrame, ends: Ends) -> pd.DataFrame:
    """The better after the worse, as what is drawn last covers what is below; with the share of
    each value between the ends of the colours."""
    return frame.assign(share=sweep_colours.shares(ends, frame["value"])).sort_values(
        "value", ascending=ends.lighter_is_more, na_position="first", kind="stable"
    )
