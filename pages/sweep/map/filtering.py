"""Which combinations pictures and table show: by their settings, and by how they ended.

What is found of a sweep is of all of them, whatever is shown, and colours mean what they do there.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from pages.shared import session
from pages.shared.charts.sweep_signs import SIGNS, TO_COME, VALUE
from pages.sweep.map import cells

# What a menu of values is read with; of more there are two ends.
MOST_IN_MENU = 30
KINDS = {
    VALUE: "with a value",
    **{kind: sign.words for kind, sign in SIGNS.items()},
    TO_COME: "to come",
}
# Counts how often all were asked for again: controls of another number begin anew, which those
# that nobody sees would miss otherwise.
CLEARED = "sweep_filter_cleared"


def controls(frame: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """The controls, behind a button, and the rows of ``frame`` that they leave."""
    with st.popover("Filter", icon=":material/filter_alt:", key="sweep_filter"):
        kinds = st.multiselect(
            "How they ended",
            [*KINDS],
            format_func=KINDS.get,
            key=_key("kinds"),
            persist_state="session",
            placeholder="all",
        )
        for k, axis in enumerate(axes):
            frame = _of_axis(frame, axis, k)
    return frame[frame["kind"].isin(kinds)] if kinds else frame


def tell(n_shown: int, n: int) -> None:
    """How many are shown where that is not all, and a way back to all."""
    if n_shown == n:
        return
    if n_shown:
        verb = "is" if n_shown == 1 else "are"
        text = (
            f"Shown {verb} {count(n_shown)} of {count(n)} combinations; marks and findings are of "
            "all."
        )
    else:
        text = f"None of the {count(n)} combinations is like that."
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text, width="content")
        st.button("Show all", icon=":material/filter_alt_off:", key="sweep_all", on_click=_clear)


def _clear() -> None:
    session.remember(CLEARED, session.remembered(CLEARED, int) + 1)


def _key(what: str) -> str:
    return f"sweep_where{session.remembered(CLEARED, int)}_{what}"


def _of_axis(frame: pd.DataFrame, axis: Axis, k: int) -> pd.DataFrame:
    """The rows at the values of an axis that somebody has chosen."""
    name = one_line(axis.column)
    if isinstance(axis.spread, Ranged) and len(axis.values) > 1:
        return _within(frame, axis, k, name)
    labels = cells.labels_of(axis)
    if not 1 < len(labels) <= MOST_IN_MENU:
        return frame
    chosen = st.multiselect(
        name,
        labels,
        key=_key(f"{axis.name}_{len(labels)}"),
        persist_state="session",
        placeholder="all",
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
        key=_key(f"{axis.name}_{len(values)}_{values[0]}_{values[-1]}"),
        persist_state="session",
    )
    if (low, high) == (values[0], values[-1]):
        return frame
    numbers = frame[f"number{k}"]
    return frame[(numbers >= low) & (numbers <= high)]
