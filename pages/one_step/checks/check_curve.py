"""The check explained: how good each method is, for every length of its step."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from mlp_core.teaching.lessons.check_curve import CheckCurve, check_curve
from pages.shared.charts import prebuilt
from pages.shared.charts.palette import BLUE, GREY, ORANGE

KEY = "step_check_of"
SERIES = {
    "central_error": "central difference",
    "complex_error": "complex step",
    "truncation": "truncation, h²/6 · L‴",
    "rounding": "rounding, ε · scale / h",
}
# An error of exactly zero has no place on a log scale: it is drawn at the foot.
FOOT = 1e-18


def show(step: SGDStep, names: Sequence[str]) -> None:
    """The error of both methods against h, for that of the parameters that the visitor chooses."""
    st.subheader("Why two methods?", anchor="check-explained")
    name = st.selectbox("Parameter to check", names, key=KEY, persist_state="session", width=260)
    st.markdown(
        "The central difference subtracts two losses. A long step h makes the curve of the loss "
        "show (truncation), a short one leaves few digits of the difference (rounding): its error "
        "is a U, and the best h lies between. The complex step subtracts nothing, so a shorter h "
        "only makes it better, down to the last digit."
    )
    curve = check_curve(step, name)
    if curve.kind != "constant":
        alt_text = f"Errors of the derivative by {name} against h, log scales."
        st.vega_lite_chart(prebuilt.with_data(_chart, _frame(curve)), alt=alt_text)
    st.caption(_verdict(curve))


# What there is to see of a loss that is a constant, a line or a parabola in the parameter.
WITHOUT_TRUNCATION = {
    "constant": "This parameter does not move the loss, which is constant in it. There is nothing "
    "for a difference to see, and all that either method gives is rounding. Try another.",
    "linear": "The loss is a straight line in this parameter, whose slope a difference gives "
    "however far it reaches: there is no truncation, only rounding, and the longest step is the "
    "best.",
    "parabola": "The loss is a parabola in this parameter, which a central difference follows "
    "exactly: there is no truncation, only rounding, and the longest step is the best.",
}


def _verdict(curve: CheckCurve) -> str:
    """Where the U has its lowest point, or why there is none."""
    value = f"{curve.reference!r}" if curve.reference else "0"
    value += ", up to rounding" if curve.rounding else ""
    told = f"∂L/∂{curve.name} = {value}."
    if curve.kind in WITHOUT_TRUNCATION:
        return f"{told} {WITHOUT_TRUNCATION[curve.kind]}"
    best = min(curve.points, key=lambda point: point.central_error)
    return (
        f"{told} The central difference is best at h = {best.h:.0e}, where it is off by "
        f"{best.central_error:.0e}."
    )


def _frame(curve: CheckCurve) -> pd.DataFrame:
    return pd.DataFrame(
        {"h": point.h, "method": label, "error": max(getattr(point, field), FOOT)}
        for point in curve.points
        for field, label in SERIES.items()
        # A prediction of zero, where the loss is a parabola, is no line to draw.
        if getattr(point, field) or field.endswith("error")
    )


def _chart(errors: pd.DataFrame) -> alt.Chart:
    labels = list(SERIES.values())
    return (
        alt.Chart(errors)
        .mark_line()
        .encode(
            alt.X("h:Q", scale=alt.Scale(type="log", reverse=True))
            .axis(format=".0e", tickCount=14)
            .title("length of the step h"),
            alt.Y("error:Q", scale=alt.Scale(type="log"))
            .axis(format=".0e", tickCount=8)
            .title("absolute error of the derivative"),
            alt.Color(
                "method:N",
                scale=alt.Scale(domain=labels, range=[ORANGE, BLUE, GREY, GREY]),
                sort=labels,
            ).legend(orient="top", title=None, columns=2, labelLimit=260),
            alt.StrokeDash(
                "method:N",
                scale=alt.Scale(domain=labels, range=[[1, 0], [1, 0], [6, 4], [2, 3]]),
                sort=labels,
            ).legend(orient="top", title=None, columns=2, labelLimit=260),
            tooltip=[
                alt.Tooltip("method:N"),
                alt.Tooltip("h:Q", format=".1e"),
                alt.Tooltip("error:Q", format=".2e"),
            ],
        )
        .properties(height=360)
    )
