"""Bars a name: signed ones about 0, shares about a half, and how often values occur."""

import altair as alt
import pandas as pd

from pages.shared.charts.palette import BLUE, GREY, ORANGE

# Of a bar with its name, and how wide a name may be.
LINE, WIDEST_NAME = 20, 160
HEIGHT = 160
NUMBER = ".4~g"


def signed(frame: pd.DataFrame, title: str, middle: float = 0.0) -> alt.LayerChart:
    """``frame`` has the columns name and value: a bar from ``middle`` to each value.

    Blue is above the middle, orange below; bars are in the order of the frame.
    """
    # Shares have a middle: all of them are on the same scale.
    scale = alt.Scale(domain=[0, 2 * middle]) if middle else alt.Undefined
    colour = alt.condition(f"datum.value < {middle}", alt.value(ORANGE), alt.value(BLUE))
    bars = (
        alt.Chart(frame)
        .transform_calculate(middle=str(middle))
        .mark_bar()
        .encode(
            alt.X("value:Q", scale=scale).title(title),
            alt.X2("middle:Q"),
            alt.Y("name:N", sort=None).axis(labelLimit=WIDEST_NAME, labelOverlap=False).title(None),
            color=colour,
            tooltip=[alt.Tooltip("name:N"), alt.Tooltip("value:Q", title=title, format=NUMBER)],
        )
    )
    line = (
        alt.Chart(frame)
        .transform_calculate(middle=str(middle))
        .mark_rule(color=GREY)
        .encode(alt.X("middle:Q"))
    )
    return (bars + line).properties(height=alt.Step(LINE))


def histogram(frame: pd.DataFrame, title: str, of: str) -> alt.Chart:
    """``frame`` has the columns low, high and rows: a bar a range, as high as it has rows.

    ``of`` is what is counted.
    """
    return (
        alt.Chart(frame)
        .mark_bar(color=BLUE)
        .encode(
            alt.X("low:Q", bin="binned", scale=alt.Scale(zero=False)).title(title),
            alt.X2("high:Q"),
            alt.Y("rows:Q", axis=alt.Axis(tickMinStep=1)).title(of),
            tooltip=[
                alt.Tooltip("low:Q", title="from", format=NUMBER),
                alt.Tooltip("high:Q", title="to", format=NUMBER),
                alt.Tooltip("rows:Q", title=of),
            ],
        )
        .properties(height=HEIGHT)
    )
