"""The map of a sweep: a cell a combination of two settings, coloured by what came of it."""

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from pages.shared.charts import sweep_colours
from pages.shared.charts.curves import PADDING
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS
from pages.shared.charts.sweep_signs import BEST, ELSEWHERE, SIGNS, VALUE

# Columns of the frame of ``heatmap`` and of the charts beside it.
COLUMNS = (
    *("place", "x", "y", "kind", "value", "share", "text", "ink"),
    *("good", "best", "elsewhere", "picked", "says"),
)
CELL, LEAST_HEIGHT, MOST_HEIGHT = 42, 60, 540
# Of more cells none is wide enough for a number, and a browser is quicker with pixels.
MOST_WRITTEN, MOST_IN_TREE = 400, 400
# The name of the selection of a clicked cell.
CLICK = "cell"


class Side(NamedTuple):
    """An axis of the map: its title and its values, as texts in their order."""

    title: str
    values: tuple[str, ...]


def heatmap(
    cells: alt.NamedData, x: Side, y: Side, lighter: bool, value: str, ink: str, title: str = ""
) -> alt.LayerChart:
    """``cells`` has the COLUMNS: place, a number that a click selects; x and y, values of the
    sides; kind, "value", one of SIGNS, or anything else for an empty outline; value, its share
    between the ends of the colours, and how it is written, text, with its ink, a colour; whether
    it is good (not worse beyond noise), the best, trained elsewhere, picked; and what it says
    beside its place.

    ``value`` is the title of what is coloured, where a ``lighter`` colour is more or less;
    ``ink`` is the colour of the page's text; ``title`` tells the map from others.
    """
    base = alt.Chart(cells).encode(
        _side(alt.X, "x", x, labelAngle=0 if _are_short(x) else -45),
        _side(alt.Y, "y", y),
        tooltip=[
            alt.Tooltip("x:N", title=x.title),
            alt.Tooltip("y:N", title=y.title),
            alt.Tooltip("says:N", title=value),
        ],
    )
    click = alt.selection_point(name=CLICK, fields=["place"], on="click", empty=False)
    is_sign = f"indexof({[*SIGNS]}, datum.kind) >= 0"
    fills = sweep_colours.colour(lighter)
    layers = [
        # Transparent, not without any fill: it can be pointed at.
        base.mark_rect(fill="transparent", stroke=GREY, strokeWidth=0.6, cursor="pointer")
        .encode(opacity=alt.value(1.0))
        .add_params(click),
        base.transform_filter(f"datum.kind == '{VALUE}'").mark_rect(cursor="pointer").encode(fills),
        base.transform_filter(is_sign).mark_rect(color=GREY, opacity=0.22, cursor="pointer"),
        _outline(base, "datum.good", ink, []),
        _outline(base, "datum.picked", "#D55E00", [5, 3]),
    ]
    if len(x.values) * len(y.values) <= MOST_WRITTEN:
        layers.append(_texts(base))
    layers += [
        _signs(base.transform_filter(is_sign), ink),
        _corner(base, "best", BEST.path, right=True, filled=True),
        _corner(base, "elsewhere", ELSEWHERE.path, right=False, filled=False),
    ]
    chart = alt.layer(*layers).properties(
        height=_height(len(y.values)),
        padding=PADDING,
        # The height is that of the cells: labels and titles have theirs beside it, however long.
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    chart = chart.properties(title=title) if title else chart
    many = len(x.values) * len(y.values) > MOST_IN_TREE
    return chart.properties(usermeta=ON_CANVAS) if many else chart


def _side(of: type, field: str, side: Side, **options: float):
    scale = alt.Scale(domain=[*side.values], paddingInner=0.04, paddingOuter=0.02)
    axis = {"labelOverlap": True, "labelLimit": 140, "labelFontSize": 13}
    axis |= {"titleFontSize": 14, "ticks": False, "domain": False, **options}
    return of(f"{field}:N", scale=scale, sort=None, title=side.title).axis(**axis)


def _are_short(side: Side) -> bool:
    return sum(map(len, side.values)) <= 70


def _height(n_rows: int) -> int:
    return min(max(CELL * n_rows, LEAST_HEIGHT), MOST_HEIGHT)


def _outline(base: alt.Chart, which: str, colour: str, dash: Sequence[int]) -> alt.Chart:
    # Around a small cell a thick one would hide it.
    width = alt.expr("max(0.5, min(3, bandwidth('x') / 10, bandwidth('y') / 10))")
    return base.transform_filter(which).mark_rect(
        aria=False,
        fill="transparent",
        stroke=colour,
        strokeWidth=width,
        strokeDash=[*dash],
        cursor="pointer",
    )


def _texts(base: alt.Chart) -> alt.Chart:
    """The values, as large as cells allow; none where they would not be read.

    Their ink is no colour beside that of the cells: Vega would seek a legend for both.
    """
    size = alt.expr("min(18, bandwidth('x') / 4.2, bandwidth('y') / 1.6)")
    room = alt.expr("min(bandwidth('x') / 4.2, bandwidth('y') / 1.6) >= 9 ? 1 : 0")
    return (
        base.transform_filter(f"datum.kind == '{VALUE}'")
        .mark_text(fontSize=size, opacity=room, cursor="pointer")
        .encode(alt.Text("text:N"), alt.Fill("ink:N", scale=None))
    )


def _signs(base: alt.Chart, ink: str) -> alt.Chart:
    shape = alt.Scale(domain=[*SIGNS], range=[sign.path for sign in SIGNS.values()])
    size = alt.expr("pow(min(16, bandwidth('x') * 0.5, bandwidth('y') * 0.5), 2)")
    return base.mark_point(
        aria=False, size=size, strokeWidth=2, stroke=ink, cursor="pointer"
    ).encode(alt.Shape("kind:N", scale=shape).legend(None))


def _corner(base: alt.Chart, which: str, path: str, right: bool, filled: bool) -> alt.Chart:
    """A small mark in an upper corner of those cells, in the ink of their text."""
    side = "min(7, bandwidth('x') / 5, bandwidth('y') / 5)"
    x = f"{'' if right else '-'}(bandwidth('x') / 2 - {side} - 2)"
    return (
        base.transform_filter(f"datum.{which}")
        .mark_point(
            aria=False,
            shape=path,
            size=alt.expr(f"4 * pow({side}, 2)"),
            filled=filled,
            opacity=1.0,
            strokeWidth=1.5,
            xOffset=alt.expr(x),
            yOffset=alt.expr(f"-(bandwidth('y') / 2 - {side} - 2)"),
            cursor="pointer",
        )
        .encode((alt.Fill if filled else alt.Stroke)("ink:N", scale=None))
    )
