"""The table of all combinations, a screenful at a time."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from pages.shared.charts.sweep_signs import VALUE
from pages.sweep.map import cells

PER_PAGE = 100
MARKS = {"best": "★ best", "good": "not worse beyond noise"}
BY_VALUE, IN_ORDER = "the best first", "in the order of the sweep"


def show(board: Board, shown: pd.DataFrame, measure: Measure) -> None:
    """The table of those that are ``shown``, closed until somebody opens it: it is not made while
    nobody looks.
    """
    n, n_all = count(len(shown)), count(len(board.rows))
    place = st.expander(
        f"{f'All {n_all}' if n == n_all else f'{n} of {n_all}'} combinations",
        icon=":material/table_rows:",
        key="sweep_table",
        on_change="rerun",
    )
    if not place.open:
        return
    with place:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            order = st.segmented_control(
                "Order",
                (BY_VALUE, IN_ORDER),
                default=BY_VALUE,
                required=True,
                label_visibility="collapsed",
                key="sweep_table_order",
                persist_state="session",
            )
            n_top = st.number_input(
                "The first",
                1,
                1_000_000,
                value=None,
                placeholder="all",
                width=120,
                key="sweep_table_top",
            )
        found = _sorted(shown, board) if order == BY_VALUE else shown
        found = found if n_top is None else found.iloc[: int(n_top)]
        page = _page(found)
        _table(page, board.sweep.axes, board, measure)
        said = f"{count(len(found))} of {n_all} combinations"
        more = "; a click on a head sorts this page alone" if len(page) < len(found) else ""
        st.caption(f"{said}{more}.")


def _sorted(frame: pd.DataFrame, board: Board) -> pd.DataFrame:
    """From the best to the worst, those without a value last."""
    losses = (-board.objective.sign * frame["value"]).where(frame["kind"] == VALUE)
    return frame.loc[losses.sort_values(kind="stable", na_position="last").index]


def _page(found: pd.DataFrame) -> pd.DataFrame:
    if len(found) <= PER_PAGE:
        return found
    n_pages = -(-len(found) // PER_PAGE)
    page = st.pagination(n_pages, key=f"sweep_table_page_{n_pages}", persist_state="session")
    return found.iloc[(page - 1) * PER_PAGE : page * PER_PAGE]


def _table(page: pd.DataFrame, axes: Sequence[Axis], board: Board, measure: Measure) -> None:
    """A grid with its numbers written as everywhere; a column still sorts by the numbers."""
    table = pd.DataFrame(index=page.index)
    columns = {"": lambda text: text}
    table[""] = [
        MARKS["best"] if best else MARKS["good"] if good else ""
        for best, good in zip(page["best"], page["good"], strict=True)
    ]
    for k, axis in enumerate(axes):
        head = one_line(axis.column)
        if not cells.is_number(axis):
            table[head] = page[f"label{k}"]
            continue
        is_whole = all(isinstance(value, int) for value in axis.values)
        table[head] = page[f"number{k}"].astype(int if is_whole else float)
        columns[head] = axis.shown
    columns[measure.name] = _write(measure)
    table[measure.name] = page["value"]
    if board.sweep.repeats > 1:
        for name in ("deviation", "low", "high"):
            table[name] = page[name]
            columns[name] = _write(measure)
    table["epochs"] = page["n_epochs"]
    table["how it ended"] = [
        says if kind != VALUE else "" for says, kind in zip(page["says"], page["kind"], strict=True)
    ]
    st.dataframe(table.style.format(columns), hide_index=True, alt="Combinations, a row each")


def _write(measure: Measure):
    return lambda value: "" if value != value else measure.write(value)
