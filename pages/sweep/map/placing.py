"""Which settings the map has at its sides, and what becomes of all others."""

from collections.abc import Mapping
from math import isnan
from typing import NamedTuple

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.plan.axis import Axis, along
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.quoting import one_line
from mlp_core.setting_kinds import Choice
from pages.shared.charts.sweep_map import Side
from pages.shared.charts.sweep_signs import TO_COME, VALUE
from pages.sweep.map import cells

# Panels of one map, and values at a side of it: more are not read.
MOST_PANELS, MOST_AT_A_SIDE = 12, 100
AVERAGED, NO_PANELS = "averaged", "none"
# Where nothing has a value, a cell of the map is what most deserves a look.
BY_URGENCY = ("diverged", "failed", "stuck", "stopped", TO_COME)


class Layout(NamedTuple):
    """Axes by their numbers: at the sides, a panel a value of ``panels``; None where there is
    none. ``held`` has the label at which another axis is held; one that is not in it is averaged.
    """

    x: int
    y: int | None = None
    panels: int | None = None
    held: Mapping[int, str] = {}

    def averaged(self, n_axes: int) -> list[int]:
        """The axes that are averaged over."""
        shown = {self.x, self.y, self.panels, *self.held}
        return [k for k in range(n_axes) if k not in shown]


def choose(sweep: Sweep) -> Layout:
    """The controls of a map of three axes or more; of fewer there is nothing to choose.

    Of combinations that were drawn there are points, and all of them are shown.
    """
    axes = sweep.axes
    if len(axes) < 3:
        return Layout(0, 1 if len(axes) > 1 else None)
    heads = {k: axis.column for k, axis in enumerate(axes)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = _pick("Across", heads, 0)
        y = _pick("Up", {k: head for k, head in heads.items() if k != x}, 0)
        if sweep.draws:
            return Layout(x, y)
        others = {k: head for k, head in heads.items() if k not in (x, y)}
        options = {-1: NO_PANELS} | {k: h for k, h in others.items() if _may_be_panels(sweep, k)}
        panels = _pick("A map for each", options, 1 if len(options) > 1 else 0)
        held = {k: _hold(axes[k], k) for k in others if k != panels}
    return Layout(x, y, None if panels < 0 else panels, {k: v for k, v in held.items() if v})


def _may_be_panels(sweep: Sweep, k: int) -> bool:
    return len(cells.labels_of(sweep.axes[k])) <= MOST_PANELS


def _pick(label: str, options: Mapping[int, str], first: int) -> int:
    return st.selectbox(
        label,
        [*options],
        index=first,
        format_func=lambda k: options.get(k, ""),
        key=f"sweep_side_{label}_{'_'.join(map(str, options))}",
        persist_state="session",
        width=170,
    )


def _hold(axis: Axis, k: int) -> str:
    """The label at which an axis is held that is nowhere on the map; empty where averaged."""
    labels = cells.labels_of(axis)[:MOST_AT_A_SIDE]
    chosen = st.selectbox(
        one_line(axis.column),
        [AVERAGED, *labels],
        key=f"sweep_hold_{axis.name}",
        persist_state="session",
        width=170,
    )
    return "" if chosen == AVERAGED else chosen


def across(axis: Axis) -> Side:
    """An axis below the map, from left to right; of very many values every so many-th."""
    labels = cells.labels_of(axis)
    stride = -(-len(labels) // MOST_AT_A_SIDE)
    return Side(axis.column, labels[::stride])


def up(axis: Axis) -> Side:
    """An axis beside the map: sizes grow upwards, names are read downwards."""
    found = across(axis)
    is_names = isinstance(along(axis.name).kind, Choice)
    return found if is_names else Side(found.title, found.values[::-1])


def on_map(
    frame: pd.DataFrame, layout: Layout, n_axes: int, objective: Objective, measure: Measure
) -> pd.DataFrame:
    """The rows of ``frame`` that the map has a cell for, with columns x, y and panel.

    Where axes are averaged over, a cell is the mean of those that have a value there; its place,
    name and marks are those of the best among them.
    """
    for k, label in layout.held.items():
        frame = frame[frame[f"label{k}"] == label]
    frame = frame.assign(
        x=frame[f"label{layout.x}"],
        y="" if layout.y is None else frame[f"label{layout.y}"],
        panel="" if layout.panels is None else frame[f"label{layout.panels}"],
    )
    return _averaged(frame, objective, measure) if layout.averaged(n_axes) else frame


def _averaged(frame: pd.DataFrame, objective: Objective, measure: Measure) -> pd.DataFrame:
    cell = ["panel", "x", "y"]
    urgency = {kind: k for k, kind in enumerate((VALUE, *BY_URGENCY))}
    order = frame.assign(
        urgency=frame["kind"].map(urgency).fillna(len(urgency)),
        loss=-objective.sign * frame["value"],
        known=frame["value"].where(frame["kind"] == VALUE),
    ).sort_values(["urgency", "loss"], kind="stable")
    grouped = order.groupby(cell, sort=False)
    known = grouped["known"]
    marks = grouped[["good", "best", "elsewhere"]].any()
    found = order.drop_duplicates(cell).set_index(cell)
    found = found.assign(value=known.mean(), **{name: marks[name] for name in marks})
    found["text"] = ["" if isnan(value) else measure.write(value) for value in found["value"]]
    found["says"] = [
        f"{text}, the mean of {n} of {size}" if n else says
        for text, n, size, says in zip(
            found["text"],
            known.count().loc[found.index],
            grouped.size().loc[found.index],
            found["says"],
            strict=True,
        )
    ]
    return found.reset_index()


def sentence(sweep: Sweep, layout: Layout) -> str:
    """What is held and averaged, for below the map; empty where all is on it."""
    axes = sweep.axes
    held = [f"{axes[k].column} at {label}" for k, label in layout.held.items()]
    averaged = [axes[k].column for k in layout.averaged(len(axes))]
    parts = [", ".join(held)] if held else []
    if averaged:
        parts.append(
            f"a cell is the mean over {' and '.join(averaged)} of what has a value; its outline "
            "and star are those of the best of them, which a click opens"
        )
    for k in (layout.x, layout.y):
        n = 0 if k is None else len(cells.labels_of(axes[k]))
        if n > MOST_AT_A_SIDE:
            parts.append(
                f"of {n} values of {axes[k].column} every {-(-n // MOST_AT_A_SIDE)}th is drawn"
            )
    return "; ".join(parts)
