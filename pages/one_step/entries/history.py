"""The way on and back along a walk, and its losses: any step of it can be opened again."""

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core.engines import walk as engine
from pages.one_step.entries import left_walk, stops
from pages.one_step.entries.stops import Stop
from pages.shared import session
from pages.shared.charts import prebuilt

MANY, SHOWN = "step_many", "step_shown"
MOST_STEPS = 100_000
# So many points of a loss curve are drawn, and so many have a dot each.
MOST_POINTS, MOST_DOTS = 200, 30


def buttons(stop: Stop) -> None:
    """The way on and the way back; both are taken when the page is next drawn."""
    many = session.control_values({MANY: 1})[MANY]
    if many > engine.FEW_STEPS:
        engine.prepare(stop.walk.task)
    st.button(
        "Take another step" if many == 1 else f"Take {many:,} steps",
        key="step_take",
        type="primary",
        disabled=not stop.valid,
        help=left_walk.RULE,
        on_click=_go_on,
    )
    st.button(
        "Back to start",
        disabled=stop.walk.last == 1,
        on_click=session.remember,
        args=(stops.ASKED, (stops.BACK, 1)),
    )
    st.number_input("Steps at once", 1, MOST_STEPS, 1, key=MANY, persist_state="session", width=130)
    if stop.walk.last > 1:
        _step_to_show(stop)


def _go_on() -> None:
    """Ask for as many steps as the field says now: what was typed last comes with the press."""
    many = session.control_values({MANY: 1})[MANY]
    session.remember(stops.ASKED, (stops.NEXT, many))


def _step_to_show(stop: Stop) -> None:
    """The number of the step on the page, to be changed by one, or to any that was taken."""
    walk = stop.walk
    session.set_controls({SHOWN: walk.shown})
    st.number_input(
        f"Step shown, of {walk.last:,}",
        1,
        walk.last,
        key=SHOWN,
        help="Any step of the walk is opened again exactly as it was; nothing is lost by it.",
        on_change=_open,
        width=175,
    )


def _open() -> None:
    number = session.control_values({SHOWN: 1})[SHOWN]
    session.remember(stops.ASKED, (stops.OPEN, number))


def show(stop: Stop) -> None:
    """The loss before each step as a small chart: before the one shown, too, and after it."""
    step, walk = stop.step, stop.walk
    points = walk.losses(MOST_POINTS)
    if walk.shown == walk.last and not stop.secret:
        points.append((walk.last, step.loss))
        if step.task.rows_of(walk.last)[0] is step.task.rows_of(walk.last + 1)[0]:
            points.append((walk.last + 1, step.loss_after))
    if stop.secret:
        points = [point for point in points if point[0] < walk.shown]
    if not points:
        return
    frame = pd.DataFrame(points, columns=["step", "loss"])
    frame["here"] = frame.step == walk.shown
    alt_text = f"Loss over {points[-1][0] - 1:,} steps, now {step.loss:.6g}."
    if stop.secret:
        alt_text = f"Loss over {len(points) - 1:,} steps."
    st.vega_lite_chart(prebuilt.with_data(_chart, frame, len(points) <= MOST_DOTS), alt=alt_text)


def _chart(losses: pd.DataFrame, dots: bool) -> alt.LayerChart:
    base = alt.Chart(losses).encode(
        alt.X("step:Q").axis(tickMinStep=1, format="d").title("step"),
        alt.Y("loss:Q").title("loss"),
        tooltip=[alt.Tooltip("step:Q"), alt.Tooltip("loss:Q")],
    )
    here = base.transform_filter("datum.here").mark_point(size=140, filled=True)
    return alt.layer(base.mark_line(point=dots), here, title="Loss before each step").properties(
        height=260
    )
