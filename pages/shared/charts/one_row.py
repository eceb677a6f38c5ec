"""Charts of one row in a network: what is said of each class, and what speaks for and against."""

import altair as alt
import pandas as pd

from pages.shared.charts.curves import PERCENT_TICK
from pages.shared.charts.palette import BLUE, GREY, ORANGE

# What a class is to the row.
NAMED, TRUE, OTHER = "named", "what it is", "other"
BAR, CLASS_BAR, WIDEST_LABEL, LAYER_HEIGHT = 22, 17, 180, 190
FOR_OR_AGAINST = "datum.term >= 0"


def class_bars(frame: pd.DataFrame, axis: str, share: bool, told: bool = False) -> alt.Chart:
    """A bar a class, with what is named and what is true in colours of their own.

    ``frame`` has the columns class, figure, written and is; ``axis`` is what the figures are, on a
    scale from 0 to 1 where they are a ``share``. The colours are ``told`` in a legend, or not.
    """
    legend = alt.Legend(orient="top", title=None) if told else None
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale()
    labels = {"labelExpr": PERCENT_TICK} if share else {}
    colours = alt.Scale(domain=[NAMED, TRUE, OTHER], range=[BLUE, ORANGE, GREY])
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            alt.X("figure:Q", scale=scale).axis(title=axis, tickCount=5, **labels),
            alt.Y("class:N", sort=None).axis(
                title=None, labelLimit=WIDEST_LABEL, labelOverlap=False
            ),
            alt.Color("is:N", scale=colours, legend=legend),
            tooltip=[
                alt.Tooltip("class:N"),
                alt.Tooltip("written:N", title=axis),
                alt.Tooltip("is:N", title="which is"),
            ],
        )
        .properties(height=alt.Step(CLASS_BAR))
    )


def term_bars(frame: pd.DataFrame, axis: str, limit: float) -> alt.Chart:
    """Terms of a sum as bars to both sides of 0, on a scale of ±``limit``: blue above it.

    ``frame`` has the columns label, term, written and how, which says what the term is made of.
    """
    colour = alt.condition(FOR_OR_AGAINST, alt.value(BLUE), alt.value(ORANGE))
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            alt.X("term:Q", scale=alt.Scale(domain=[-limit, limit])).axis(title=axis, tickCount=7),
            alt.Y("label:N", sort=None).axis(
                title=None, labelLimit=WIDEST_LABEL, labelOverlap=False
            ),
            color=colour,
            tooltip=[
                alt.Tooltip("label:N", title="from"),
                alt.Tooltip("written:N", title=axis),
                alt.Tooltip("how:N", title="made of"),
            ],
        )
        .properties(height=alt.Step(BAR))
    )


def layer_bars(frame: pd.DataFrame, axis: str, across: str = "unit") -> alt.Chart:
    """What each unit of a layer makes of a row: a bar a unit.

    ``frame`` has the columns unit, which is its number or name, value, z and value_text;
    ``across`` is what the units are.
    """
    colour = alt.condition("datum.value >= 0", alt.value(BLUE), alt.value(ORANGE))
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            alt.X("unit:O", sort=None).axis(title=across, labelOverlap=True, labelAngle=0),
            alt.Y("value:Q").axis(title=axis, tickCount=4),
            color=colour,
            tooltip=[
                alt.Tooltip("unit:O", title=across),
                alt.Tooltip("value_text:N", title=axis),
                alt.Tooltip("z:N", title="z"),
            ],
        )
        .properties(height=LAYER_HEIGHT)
    )
