"""How many rows each class has, or each range of a target that is a number."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

LINE = 22
HEIGHT = 220
# Of a name of a class.
WIDEST_NAME = 180


def of_classes(frame: pd.DataFrame, parts: Sequence[str], colours: Sequence[str]) -> alt.Chart:
    """``frame`` has the columns class, part, one of ``parts``, and rows; a bar a class."""
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            alt.X("sum(rows):Q", axis=alt.Axis(tickMinStep=1)).title("rows"),
            alt.Y("class:N", sort=None).axis(labelLimit=WIDEST_NAME).title(None),
            _colour(parts, colours),
            tooltip=["class:N", "part:N", "rows:Q"],
        )
        .properties(height=alt.Step(LINE))
    )


def of_numbers(
    frame: pd.DataFrame, target: str, parts: Sequence[str], colours: Sequence[str]
) -> alt.Chart:
    """``frame`` has the columns low, high, part and rows; a bar a range of the target."""
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            alt.X("low:Q", bin="binned").title(target),
            alt.X2("high:Q"),
            alt.Y("sum(rows):Q", axis=alt.Axis(tickMinStep=1)).title("rows"),
            _colour(parts, colours),
            tooltip=[
                alt.Tooltip("low:Q", title="from", format=".4~g"),
                alt.Tooltip("high:Q", title="to", format=".4~g"),
                "part:N",
                "rows:Q",
            ],
        )
        .properties(height=HEIGHT)
    )


def _colour(parts: Sequence[str], colours: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=[*parts], range=[*colours[: len(parts)]])
    return alt.Color("part:N", scale=scale, sort=[*parts]).legend(orient="top").title(None)
