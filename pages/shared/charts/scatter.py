"""Rows as points: two of their values, or one and the target, coloured by what each row is."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

# Beyond, points lie over each other, and the browser draws for seconds.
MOST_POINTS = 500
SIZE = 340
# Of Vega: as many as there are classes on a pad of one's own.
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke", "wedge"]


def of_classes(
    frame: pd.DataFrame, names: Sequence[str], colours: Sequence[str], x: str, y: str
) -> alt.Chart:
    """``frame`` has the columns x, y, class, a name of ``names``, and row, its number.

    ``x`` and ``y`` are the titles of the axes. A class has a shape beside its colour.
    """
    scale = alt.Scale(domain=[*names], range=[colours[k % len(colours)] for k in range(len(names))])
    shapes = alt.Scale(domain=[*names], range=[SHAPES[k % len(SHAPES)] for k in range(len(names))])
    return _points(frame, x, y, ["class:N"]).encode(
        color=alt.Color("class:N", scale=scale).title(None),
        shape=alt.Shape("class:N", scale=shapes).title(None),
    )


def of_numbers(frame: pd.DataFrame, target: str, x: str, y: str) -> alt.Chart:
    """``frame`` has the columns x, y, target and row; the colour is the target."""
    colour = alt.Color("target:Q", scale=alt.Scale(scheme="viridis")).title(target)
    return _points(frame, x, y, ["target:Q"]).encode(color=colour)


def _points(frame: pd.DataFrame, x: str, y: str, said: Sequence[str]) -> alt.Chart:
    return (
        alt.Chart(frame)
        .mark_point(filled=True, size=45, opacity=0.8)
        .encode(
            alt.X("x:Q", scale=alt.Scale(zero=False)).title(x),
            alt.Y("y:Q", scale=alt.Scale(zero=False)).title(y),
            tooltip=[
                alt.Tooltip("row:Q", title="row"),
                *said,
                alt.Tooltip("x:Q", title=x, format=".4~g"),
                alt.Tooltip("y:Q", title=y, format=".4~g"),
            ],
        )
        .properties(height=SIZE)
    )
