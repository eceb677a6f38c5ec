"""A network whose units are pictures, with its weights between them: frames in, Altair out."""

import altair as alt

from pages.shared.charts.over_points import NUMBER
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS

# Of a picture, and from one to the next, in pixels.
SIZE, TALL, WIDE = 52, 62, 112
# Of the widest name beside an input or an output.
NAME = 72
# Of the thickest line.
THICKEST = 5.0
TOP, LABEL_SIZE = 34, 11
SIDE, BOTTOM = 8, 4


def unit_network(
    units: alt.NamedData,
    weights: alt.NamedData,
    layers: alt.NamedData,
    n_layers: int,
    tallest: int,
    below: str,
    above: str,
) -> alt.LayerChart:
    """Columns of pictures, a column a layer of at most ``tallest`` units.

    ``units`` have layer, place, url, name, low and high, and what is written on the left or on
    the right of them; ``weights`` have layer, place, next_layer
    and next_place, share, weight, source and target; ``layers`` have layer and name. A weight
    below 0 has the colour ``below``, any other ``above``.
    """
    # Room for names on both sides.
    beside = (SIZE / 2 + NAME) / WIDE
    across = alt.Scale(domain=[-beside, n_layers - 1 + beside], nice=False, zero=False)
    down = alt.Scale(domain=[tallest - 0.5, -0.5], nice=False, zero=False)
    x, y = alt.X("layer:Q", scale=across, axis=None), alt.Y("place:Q", scale=down, axis=None)
    lines = (
        alt.Chart(weights)
        .mark_rule(strokeCap="round")
        .encode(
            x,
            y,
            alt.X2("next_layer:Q"),
            alt.Y2("next_place:Q"),
            alt.StrokeWidth(
                "share:Q", scale=alt.Scale(domain=[0, 1], range=[0.3, THICKEST]), legend=None
            ),
            color=alt.condition("datum.weight < 0", alt.value(below), alt.value(above)),
            tooltip=[
                alt.Tooltip("source:N", title="from"),
                alt.Tooltip("target:N", title="into"),
                alt.Tooltip("weight:Q", format=NUMBER),
            ],
        )
    )
    of_unit = [
        alt.Tooltip("name:N", title="unit"),
        alt.Tooltip("low:Q", title="lowest", format=NUMBER),
        alt.Tooltip("high:Q", title="highest", format=NUMBER),
    ]
    pictures = (
        alt.Chart(units)
        .mark_image(width=SIZE, height=SIZE, aspect=False)
        .encode(x, y, alt.Url("url:N"), tooltip=of_unit)
    )
    frames = (
        alt.Chart(units)
        .mark_point(
            shape="square", size=SIZE**2, filled=False, stroke=GREY, strokeWidth=1, opacity=1
        )
        .encode(x, y, tooltip=of_unit)
    )
    names = (
        alt.Chart(layers)
        .mark_text(color=GREY, fontSize=LABEL_SIZE, limit=WIDE - 6, baseline="bottom", dy=-4)
        .encode(x, alt.YValue(0), alt.Text("name:N"))
    )
    return alt.layer(lines, pictures, frames, names, *_end_names(units, x, y)).properties(
        # Both include the padding, as Streamlit fits charts.
        width=WIDE * (n_layers - 1) + SIZE + 2 * (NAME + SIDE),
        height=TALL * tallest + TOP + BOTTOM,
        padding={"left": SIDE, "right": SIDE, "top": TOP, "bottom": BOTTOM},
        usermeta=ON_CANVAS,
    )


def _end_names(units: alt.NamedData, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """What is written beside inputs and outputs."""
    gap = SIZE / 2 + 5
    return [
        alt.Chart(units)
        .mark_text(color=GREY, fontSize=LABEL_SIZE, limit=NAME - 8, align=align, dx=dx)
        .encode(x, y, alt.Text(f"{side}:N"))
        for side, align, dx in (("left", "right", -gap), ("right", "left", gap))
    ]
