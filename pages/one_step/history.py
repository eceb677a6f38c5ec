"""The losses of the steps taken so far, as a small chart."""

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from pages.one_step.walk import Walk


def loss_history(walk: Walk, step: SGDStep) -> None:
    """The loss before each step, the one shown included, and the loss after it."""
    points = [*walk.losses, (walk.step_number, step.loss), (walk.step_number + 1, step.loss_after)]
    frame = pd.DataFrame(points, columns=["step", "loss"])
    chart = (
        alt.Chart(frame, title="Loss before each step")
        .mark_line(point=True)
        .encode(
            alt.X("step:Q").axis(tickMinStep=1, format="d").title("step"),
            alt.Y("loss:Q").title("loss"),
            tooltip=["step", "loss"],
        )
        .properties(height=260)
    )
    st.altair_chart(chart, alt=f"Loss over {len(frame) - 1} steps, now {step.loss:.6g}.")
