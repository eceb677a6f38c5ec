"""Combinations as lines over all settings."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.number_text import count
from pages.shared.charts import palette, prebuilt, sweep_parallel
from pages.shared.charts.sweep_colours import Ends, share_at
from pages.shared.charts.sweep_signs import VALUE
from pages.sweep.map import cells, clouds

# Values that are written beside an axis.
MOST_WRITTEN = 9


def show(frame: pd.DataFrame, axes: Sequence[Axis], ends: Ends, measure: Measure) -> None:
    """A line a combination that has a value; ``frame`` has the column picked."""
    valued = frame[frame["kind"] == VALUE]
    if valued.empty:
        st.info("None of these combinations has come to a value.")
        return
    drawn = clouds.best_last(clouds.sampled(valued, sweep_parallel.MOST_LINES), ends)
    heights, marks = [], []
    for k, axis in enumerate(axes):
        heights.append(_heights(axis, drawn, k))
        marks += [(k, height, text) for height, text in _marks(axis)]
    heights.append([*drawn["share"]])
    marks += [(len(axes), 0.0, measure.write(ends.low)), (len(axes), 1.0, measure.write(ends.high))]
    lines = pd.concat(
        [
            drawn[["place", "value", "share", "name", "says"]].assign(
                column=k, height=height, front=drawn["picked"] | drawn["best"]
            )
            for k, height in enumerate(heights)
        ]
    )
    columns = (*(axis.column for axis in axes), measure.name)
    many = len(drawn) > sweep_parallel.MOST_IN_TREE
    frames = {"lines": lines, "marks": pd.DataFrame(marks, columns=["column", "height", "text"])}
    options = (columns, ends.lighter_is_more, measure.name, palette.ink_colour(), many)
    st.vega_lite_chart(
        spec=prebuilt.with_frames(sweep_parallel.lines, frames, *options),
        alt=f"A line a combination over {', '.join(columns)}",
    )
    drawn_of = f"Drawn are {count(len(drawn))} of {count(len(valued))} with a value. "
    st.caption(
        f"{drawn_of if len(drawn) < len(valued) else ''}A line a combination; the thick one is "
        "the best, or the one that is picked."
    )


def _heights(axis: Axis, drawn: pd.DataFrame, k: int) -> list[float]:
    """How far up its axis each combination is, from 0 to 1."""
    ends = cells.ends_of(axis)
    if ends is None:
        places = dict(_places(axis))
        return [places[label] for label in drawn[f"label{k}"]]
    return [share_at(ends, number) for number in drawn[f"number{k}"]]


def _places(axis: Axis) -> list[tuple[str, float]]:
    labels = cells.labels_of(axis)
    return [(label, i / max(1, len(labels) - 1)) for i, label in enumerate(labels)]


def _marks(axis: Axis) -> list[tuple[float, str]]:
    """What is written beside an axis, and where: its values where they are few, else its ends."""
    ends = cells.ends_of(axis)
    if ends is None:
        found = [(height, label) for label, height in _places(axis)]
    else:
        found = [(share_at(ends, float(v)), axis.shown(v)) for v in sorted({*axis.values})]
        if isinstance(axis.spread, Ranged):
            found = [(0.0, axis.shown(axis.spread.low)), (1.0, axis.shown(axis.spread.high))]
    return found if len(found) <= MOST_WRITTEN else [found[0], found[-1]]
