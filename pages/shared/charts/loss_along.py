"""The loss along one parameter with its tangent, and over two: frames in, Altair out."""

import math
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from mlp_core.teaching.lessons.loss_along import LossAlong
from mlp_core.teaching.lessons.loss_surface import LossSurface
from pages.shared.charts.crosshair import crosshair
from pages.shared.charts.palette import GREY
from pages.shared.numbers import display

HEIGHT = 380
# How far the tangent is drawn above and below the curve, of the curve's height.
BELOW = 0.25
# What lines and points are called, with the dashes and the shapes that tell them apart.
LINES = {"loss": [1, 0], "tangent": [6, 4]}
BEFORE, ALONE, TOGETHER, LOWEST = (
    "before the step",
    "after it, this alone",
    "after it, all parameters",
    "lowest",
)
SHAPES = {BEFORE: "circle", ALONE: "diamond", TOGETHER: "square", LOWEST: "triangle-down"}
# Bands of a surface: narrow where it is low, since there is where a step leads.
BANDS = 14
# By how much its cells overlap, so that no seams show.
OVERLAP = 1.1
# Of the arrow over a surface: its shaft, and its head at this share of the way.
SHAFT, HEAD, HEAD_AT = 3, 12, 0.85
NUMBER = ".6~g"
_LEGEND = {"orient": "top", "title": None, "labelLimit": 260, "columns": 2}


def curve_frame(curve: LossAlong) -> pd.DataFrame:
    """The ``line`` of ``curve_chart``."""
    low, high = float(curve.losses.min()), float(curve.losses.max())
    margin = BELOW * (high - low)
    columns = (curve.places, curve.losses, curve.tangents)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return pd.DataFrame(
        {
            "place": place,
            "loss": loss,
            "tangent": tangent if low - margin <= tangent <= high + margin else None,
            "at": display(place),
            "says": display(loss),
            "by": display(tangent),
            "off": display(loss - tangent),
        }
        for place, loss, tangent in rows
    )


def surface_frame(surface: LossSurface) -> pd.DataFrame:
    """The ``cells`` of ``surface_chart``: a place in the middle of each, if its loss is finite."""
    xs, ys = surface.first_places.tolist(), surface.second_places.tolist()
    half, tall = (OVERLAP * (places[1] - places[0]) / 2 for places in (xs, ys))
    return pd.DataFrame(
        {"left": x - half, "right": x + half, "bottom": y - tall, "top": y + tall, "loss": loss}
        for y, losses in zip(ys, surface.losses.tolist(), strict=True)
        for x, loss in zip(xs, losses, strict=True)
        if math.isfinite(loss)
    )


def bands(cells: pd.DataFrame) -> tuple[float, ...]:
    """The losses at which a band of the surface ends and the next one begins."""
    low, high = float(cells["loss"].min()), float(cells["loss"].max())
    return tuple(low + (high - low) * (band / BANDS) ** 2 for band in range(1, BANDS))


def arrow_frame(start: tuple[float, float], tip: tuple[float, float] | None) -> pd.DataFrame:
    """The ``arrow`` of ``surface_chart``; a place of no width where there is no tip."""
    ways = ((0.0, SHAFT), (HEAD_AT, SHAFT), (HEAD_AT, HEAD), (1.0, 0)) if tip else ((0.0, 0),)
    rows = [
        (*(a + way * (b - a) for a, b in zip(start, tip or start, strict=True)), order, width)
        for order, (way, width) in enumerate(ways)
    ]
    return pd.DataFrame(rows, columns=["first", "second", "order", "width"])


def curve_chart(
    line: alt.NamedData,
    spots: alt.NamedData,
    here: alt.NamedData,
    name: str,
    kinds: Sequence[str],
    colours: Sequence[str],
) -> alt.LayerChart:
    """The loss over the parameter called ``name``, its tangent, and what lies on them.

    ``line`` has the columns place, loss, tangent (none where it leaves the chart) and, as texts,
    at, says and off; ``spots`` have place, loss and what, one of ``kinds``, which are among
    SHAPES; ``here`` has one place with its loss and tangent: the gap of the two is drawn.
    ``colours`` are the theme's.
    """
    blue, orange, green, pink, yellow, *_ = colours
    x = alt.X("place:Q", scale=alt.Scale(zero=False, nice=False)).title(name)
    y = alt.Y("loss:Q", scale=alt.Scale(zero=False)).title("loss L")
    legend = {"symbolType": "stroke", **_LEGEND}
    colour = alt.Scale(domain=[*LINES], range=[blue, orange])
    dash = alt.Scale(domain=[*LINES], range=[*LINES.values()])
    lines = (
        alt.Chart(line)
        .transform_fold([*LINES], as_=["line", "height"])
        .mark_line(strokeWidth=2.5)
        .encode(
            x,
            alt.Y("height:Q", scale=alt.Scale(zero=False)).title("loss L"),
            alt.Color("line:N", scale=colour).legend(**legend),
            alt.StrokeDash("line:N", scale=dash).legend(**legend),
        )
    )
    gap = alt.Chart(here).mark_rule(color=GREY, strokeWidth=3)
    place = alt.Chart(here).mark_point(color=GREY, filled=False, size=220, strokeWidth=3)
    titles = {"at": name, "says": "loss", "by": "tangent", "off": "loss − tangent"}
    ink = dict(zip(SHAPES, (blue, green, pink, yellow), strict=True))
    points = _points(spots, x, y, {kind: ink[kind] for kind in kinds})
    layers = [
        lines,
        gap.encode(x, alt.Y("loss:Q"), alt.Y2("tangent:Q")),
        place.encode(x, y),
        crosshair(line, titles, "place", x),
        points,
    ]
    own = dict.fromkeys(("color", "strokeDash", "shape"), "independent")
    return alt.layer(*layers).resolve_scale(**own).properties(height=HEIGHT)


def _points(spots: alt.NamedData, x: alt.X, y: alt.Y, ink: Mapping[str, str]) -> alt.Chart:
    legend = _LEGEND | {"orient": "bottom"}
    colour = alt.Scale(domain=[*ink], range=[*ink.values()])
    shape = alt.Scale(domain=[*ink], range=[SHAPES[kind] for kind in ink])
    return (
        alt.Chart(spots)
        .mark_point(filled=True, size=130, opacity=1.0)
        .encode(
            x,
            y,
            alt.Color("what:N", scale=colour).legend(**legend),
            alt.Shape("what:N", scale=shape).legend(**legend),
            tooltip=[
                alt.Tooltip("what:N", title="point"),
                alt.Tooltip("place:Q", format=NUMBER),
                alt.Tooltip("loss:Q", format=NUMBER),
            ],
        )
    )


def surface_chart(
    cells: alt.NamedData,
    arrow: alt.NamedData,
    spots: alt.NamedData,
    here: alt.NamedData,
    names: tuple[str, str],
    edges: tuple[float, ...],
) -> alt.LayerChart:
    """The loss over two parameters in bands with these ``edges``, and the step on it.

    ``cells`` have the columns left, right, bottom, top and loss; ``arrow`` leads over rows with
    first, second, order and width against the gradient; ``spots`` have first, second, loss and
    what; ``here`` has the first and second of one place. ``names`` are the parameters'.
    """
    across, up = names
    scheme = alt.SchemeParams(name="viridis", count=BANDS)
    colour = alt.Scale(type="threshold", domain=[*edges], scheme=scheme)
    loss = alt.Tooltip("loss:Q", format=NUMBER, title="loss L")
    squares = (
        alt.Chart(cells)
        .mark_rect()
        .encode(
            alt.X("left:Q", scale=alt.Scale(zero=False, nice=False)).title(across),
            alt.X2("right:Q"),
            alt.Y("bottom:Q", scale=alt.Scale(zero=False, nice=False)).title(up),
            alt.Y2("top:Q"),
            alt.Color("loss:Q", scale=colour).legend(
                title="loss L", format=".3~g", gradientLength=300
            ),
            tooltip=[loss],
        )
    )
    x, y = alt.X("first:Q"), alt.Y("second:Q")
    way = (
        alt.Chart(arrow)
        .mark_trail(color="white")
        .encode(x, y, alt.Size("width:Q", scale=None), alt.Order("order:Q"))
    )
    tooltip = [alt.Tooltip("what:N", title="point"), loss]
    shapes = alt.Scale(domain=[*SHAPES], range=[*SHAPES.values()])
    points = (
        alt.Chart(spots)
        .mark_point(filled=True, size=150, opacity=1.0, fill="white", stroke="black")
        .encode(x, y, alt.Shape("what:N", scale=shapes).legend(None), tooltip=tooltip)
    )
    place = alt.Chart(here).mark_point(
        shape="cross", filled=True, size=220, fill="white", stroke="black", opacity=1.0
    )
    return (squares + way + points + place.encode(x, y)).properties(height=HEIGHT)
