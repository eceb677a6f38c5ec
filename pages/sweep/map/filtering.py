"""Which combinations the table has: by their settings, by how they ended, the best so many."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.quoting import one_line
from pages.shared.charts.sweep_signs import SIGNS, TO_COME, VALUE
from pages.sweep.map import cells

# What a menu of values is read with; of more there are two ends.
MOST_IN_MENU = 30
KINDS = {
    VALUE: "with a value",
    **{kind: sign.words for kind, sign in SIGNS.items()},
    TO_COME: "to come",
}


def controls(frame: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """The controls, and the rows of ``frame`` that they leave."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = st.multiselect(
            "How they ended",
            [*KINDS],
            format_func=KINDS.get,
            key="sweep_kinds",
            placeholder="all",
            width=260,
        )
        for k, axis in enumerate(axes):
            frame = _of_axis(frame, axis, k)
    return frame[frame["kind"].isin(kinds)] if kinds else frame


def _of_axis(frame: pd.DataFrame, axis: Axis, k: int) -> pd.DataFrame:
    """The rows at the values of an axis that somebody has chosen."""
    name = one_line(axis.column)
    if isinstance(axis.spread, Ranged) and len(axis.values) > 1:
        return _within(frame, axis, k, name)
    labels = cells.labels_of(axis)
    if not 1 < len(labels) <= MOST_IN_MENU:
        return frame
    chosen = st.multiselect(
        name, labels, key=f"sweep_where_{axis.name}_{len(labels)}", placeholder="all", width=220
    )
    return frame[frame[f"label{k}"].isin(chosen)] if chosen else frame


def _within(frame: pd.DataFrame, axis: Axis, k: int, name: str) -> pd.DataFrame:
    """Those from one value of a range to another: draws lie between, too."""
    values = [*axis.values]
    low, high = st.select_slider(
        name,
        values,
        (values[0], values[-1]),
        format_func=axis.shown,
        key=f"sweep_within_{axis.name}_{len(values)}_{values[0]}_{values[-1]}",
        width=220,
    )
    if (low, high) == (values[0], values[-1]):
        return frame
    numbers = frame[f"number{k}"]
    return frame[(numbers >= low) & (numbers <= high)]
