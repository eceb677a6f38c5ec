"""Small pictures side by side, pixel by pixel on one scale."""

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd


def pixel_frame(
    images: Sequence[Sequence[float]], titles: list[str], shape: tuple[int, int]
) -> pd.DataFrame:
    """The frame that ``pictures`` draws, from rows of height · width values each."""
    height, width = shape
    n = height * width
    return pd.DataFrame(
        {
            "picture": [picture for picture in range(len(titles)) for _ in range(n)],
            "title": [title for title in titles for _ in range(n)],
            "row": [i // width for i in range(n)] * len(titles),
            "column": [i % width for i in range(n)] * len(titles),
            "value": [float(value) for image in images for value in image],
        }
    )


def pictures(
    pixels: pd.DataFrame,
    columns: int,
    size: int,
    limit: float,
    diverging: bool = False,
    lowest: float = 0.0,
) -> alt.FacetChart:
    """Small pictures side by side, on one scale: ``lowest`` to ``limit`` in greys, or ±``limit``.

    ``pixels`` is a ``pixel_frame``. Pictures are told apart by number, since two may have one
    title. A ``diverging`` scale is white at zero, blue above and orange below.
    """
    value = alt.Tooltip("value:Q", format=".4~g")
    colour = alt.Color("value:Q", scale=alt.Scale(scheme="greys", domain=[lowest, limit])).legend(
        None
    )
    if diverging:
        scale = alt.Scale(scheme="blueorange", domain=[-limit, limit], reverse=True)
        colour = alt.Color("value:Q", scale=scale).legend(orient="bottom", title=None)
    return (
        alt.Chart(pixels)
        .mark_rect()
        .encode(
            alt.X("column:O", axis=None),
            alt.Y("row:O", axis=None),
            colour,
            tooltip=[*map(alt.Tooltip, ("title:N", "row:O", "column:O")), value],
        )
        .properties(width=size, height=size)
        .facet(
            alt.Facet("picture:O").header(
                title=None, labelFontSize=11, labelExpr=title_of_picture(pixels)
            ),
            columns=columns,
        )
    )


def title_of_picture(pixels: pd.DataFrame) -> str:
    """The expression that Vega writes over each picture of a ``pixel_frame``."""
    return f"{json.dumps([*pixels.groupby('picture')['title'].first()])}[datum.value]"
