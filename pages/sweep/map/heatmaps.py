"""The map of two settings, and a few of it side by side where there is a third."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.measure import Measure
from pages.shared.charts import contrast, palette, prebuilt, sweep_colours, sweep_map
from pages.shared.charts.sweep_colours import Ends
from pages.shared.charts.sweep_map import Side
from pages.shared.charts.sweep_signs import VALUE

PER_ROW = 3
# A cell is not drawn wider than this; beside its cells a map has its labels.
WIDEST_CELL, BESIDE = 170, 170
# Told the key of the chart in which somebody clicked.
Clicked = Callable[[str], None]


def show(
    frame: pd.DataFrame,
    sides: tuple[Side, Side],
    panels: Side | None,
    ends: Ends,
    measure: Measure,
    clicked: Clicked,
) -> None:
    """``frame`` is what ``placing.on_map`` gives, with the column picked."""
    frame = _coloured(frame, ends, len(sides[0].values) * len(sides[1].values))
    if panels is None:
        x, _ = sides
        with st.container(width=BESIDE + WIDEST_CELL * len(x.values)):
            _one(frame, sides, ends.lighter_is_more, measure, clicked, "sweep_map")
        return
    there = {*frame["panel"]}
    values = [(k, value) for k, value in enumerate(panels.values) if value in there]
    per_row = min(PER_ROW, len(values))
    for first in range(0, len(values), per_row):
        row = values[first : first + per_row]
        for (k, value), place in zip(row, st.columns(per_row), strict=False):
            with place:
                own = frame[frame["panel"] == value]
                title = f"{panels.title} {value}"
                _one(own, sides, ends.lighter_is_more, measure, clicked, f"sweep_map_{k}", title)


def _one(
    frame: pd.DataFrame,
    sides: tuple[Side, Side],
    lighter: bool,
    measure: Measure,
    clicked: Clicked,
    key: str,
    title: str = "",
) -> None:
    x, y = sides
    drawn = {"cells": frame[[*sweep_map.COLUMNS]]}
    options = (x, y, lighter, measure.name, palette.ink_colour(), title)
    st.vega_lite_chart(
        spec=prebuilt.with_frames(sweep_map.heatmap, drawn, *options),
        key=key,
        on_select=lambda: clicked(key),
        selection_mode=sweep_map.CLICK,
        alt=_spoken(frame, sides, measure, title),
    )


def _spoken(frame: pd.DataFrame, sides: tuple[Side, Side], measure: Measure, title: str) -> str:
    x, y = sides
    where = f", {title}" if title else ""
    best = frame[frame["best"]]
    told = "" if best.empty else f"; the best is {best['name'].iloc[0]}, {best['text'].iloc[0]}"
    return f"{measure.name} by {x.title} and {y.title}{where}{told}"


def _coloured(frame: pd.DataFrame, ends: Ends, n_cells: int) -> pd.DataFrame:
    """With the place of each value between the ends of the colours, and the ink that can be read
    on that colour, where there is room for what the cell says."""
    frame = frame.assign(share=sweep_colours.shares(ends, frame["value"]))
    ink, page = palette.ink_colour(), contrast.page_colour()
    if n_cells > sweep_map.MOST_WRITTEN:
        return frame.assign(ink=ink)
    inks = [
        contrast.ink_on(sweep_colours.colour_at(ends, value), 1.0, page) if kind == VALUE else ink
        for kind, value in zip(frame["kind"], frame["value"], strict=True)
    ]
    return frame.assign(ink=inks)
