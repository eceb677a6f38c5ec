"""What a network answers of one row, a bar a class."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from pages.shared.charts.palette import BLUE, GREY
from pages.shared.charts.rates import share_axis

BAR, WIDEST_NAME = 22, 140


def answer_frame(names: Sequence[str], values: Sequence[float], named: int) -> pd.DataFrame:
    """The frame of ``bars``: each class with its value, and whether it is the one ``named``."""
    return pd.DataFrame(
        {
            "class": list(names),
            "value": [float(value) for value in values],
            "answer": [k == named for k in range(len(names))],
        }
    )


def bars(frame: pd.DataFrame, measure: str, share: bool) -> alt.Chart:
    """A bar a class, in their order, that of the answer in blue, on an axis called ``measure``.

    ``share`` says that values are probabilities: the axis goes from 0 to 1, in percent.
    """
    x = share_axis("value", measure) if share else alt.X("value:Q").title(measure)
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x,
            alt.Y("class:N", sort=None).axis(labelLimit=WIDEST_NAME).title(None),
            alt.Color(
                "answer:N", scale=alt.Scale(domain=[True, False], range=[BLUE, GREY]), legend=None
            ),
            tooltip=[
                "class:N",
                alt.Tooltip("value:Q", format=".2%" if share else ".4~g", title=measure),
            ],
        )
        .properties(height=alt.Step(BAR))
    )
