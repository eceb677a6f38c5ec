"""The best lies at the edge of what was tried: one click tries what is beyond."""

from dataclasses import replace

import streamlit as st

from mlp_core.experiments.sweeps.findings.best import best
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.edges import Edge, edges
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.widened import widened
from pages.sweep.map.view import view_of
from pages.sweep.plan import linked, planned, running
from pages.sweep.plan.running import Shown

TOWARDS = {"low": "lower", "high": "higher"}
ICONS = {
    "low": ":material/keyboard_double_arrow_left:",
    "high": ":material/keyboard_double_arrow_right:",
}


def show(shown: Shown, trainer: str) -> None:
    """A button for each end of an axis where it would help; for a grid that is at rest."""
    if shown.sweep.draws or not shown.results:
        return
    board = view_of(shown.sweep, shown.results, False).board
    found = best(board)
    ends = () if found is None else edges(board, found)
    made = [(edge, axis) for edge in ends if (axis := widened(edge.axis, edge.side)) is not None]
    if not made:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("The best lies at an edge:", width="content")
        for edge, axis in made:
            _button(board, edge, axis, trainer)


def _button(board: Board, edge: Edge, axis: Axis, trainer: str) -> None:
    own = board.sweep
    wider = replace(own, axes=tuple(axis if one is edge.axis else one for one in own.axes))
    st.button(
        f"Widen to {TOWARDS[edge.side]} {axis.column}",
        icon=ICONS[edge.side],
        key=f"sweep_widen_{axis.name}_{edge.side}",
        disabled=bool(planned.why_too_much(wider)),
        on_click=_widen,
        args=(wider, trainer),
    )


def _widen(wider: Sweep, trainer: str) -> None:
    """Train what the wider sweep has more, and let the controls hold it."""
    linked.take(wider)
    running.begin(wider, trainer)
