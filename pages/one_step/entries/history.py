"""The losses of the steps taken so far, as a small chart."""

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from pages.one_step.entries.walk import Walk
from pages.shared.charts import prebuilt


def loss_history(walk: Walk, step: SGDStep) -> None:
    """The loss before each step, the one shown included, and the loss after it."""
    points = [*walk.losses, (walk.step_number, step.loss), (walk.step_number + 1, step.loss_after)]
    frame = pd.DataFrame(points, columns=["step", "loss"])
    alt_text = f"Loss over {len(frame) - 1} steps, now {step.loss:.6g}."
    st.vega_lite_chart(prebuilt.with_data(_chart, frame), alt=alt_text)


def _chart(losses: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(losses, title="Loss before each step")
        .mark_line(point=True)
        .encode(
            alt.X("step:Q").axis(tickMinStep=1, format="d").title("step"),
            alt.Y("loss:Q").title("loss"),
            tooltip=[alt.Tooltip("step:Q"), alt.Tooltip("loss:Q")],
        )
        .properties(height=180)
    )
