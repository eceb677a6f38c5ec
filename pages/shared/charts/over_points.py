"""What a network says of every place, with the points of its data over it: frames in, Altair out.

In all of them training points are filled, test points are rings, and a cross is on each that the
network takes for another class. What stays the same while it learns is data of its own: a browser
draws again only what has changed.
"""

from typing import NamedTuple

import altair as alt

from pages.shared.charts.curves import PADDING
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS

HEIGHT = 480
TRAINING, TEST = "training", "test"
# A cross as Vega draws shapes: within a square from -1 to 1.
CROSS = "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7"
NUMBER = ".4~g"
# More entries would push the chart aside.
LEGEND = {"orient": "top", "title": None, "symbolLimit": 12, "labelLimit": 160, "columns": 4}
_CLASS = alt.Tooltip("name:N", title="class")
_VALUE = [alt.Tooltip("name:N", title="target"), alt.Tooltip("value:Q", format=NUMBER)]


class Look(NamedTuple):
    """What a chart of a set has whatever the network says: its names and its colours.

    axes     the titles of both axes
    names    of the classes, or of the curves, in their order; one of a field of numbers
    colours  of each of them
    page, ink  what the chart lies on, and what can be read on it
    """

    axes: tuple[str, str]
    names: tuple[str, ...]
    colours: tuple[str, ...]
    page: str
    ink: str


class Scale(NamedTuple):
    """A diverging scale of numbers: ``centre`` has the page's colour, its ends are deepest."""

    low: float
    centre: float
    high: float
    below: str
    above: str


def class_field(
    field: alt.NamedData,
    lines: alt.NamedData,
    points: alt.NamedData,
    wrong: alt.NamedData,
    look: Look,
) -> alt.LayerChart:
    """A plane in the colours of its classes, with the boundaries between them.

    ``field`` has one row: url, left, right, bottom and top. ``lines`` lead through x and y in
    their order, and break where these are missing. ``points`` have x, y, name (the class), part
    and row; those that are ``wrong`` have what they are taken for, too.
    """
    boundary = (
        alt.Chart(lines)
        .mark_line(color=look.ink, strokeWidth=1.6)
        .encode(alt.X("x:Q"), alt.Y("y:Q"), order=alt.Order("order:Q"))
    )
    placed = _points(points, _by_name(look), [_CLASS], look)
    return _layered([_image(field, look), boundary, *placed, _crosses(wrong, look)])


def class_curves(
    lines: alt.NamedData, points: alt.NamedData, wrong: alt.NamedData, look: Look
) -> alt.LayerChart:
    """A line a class over one coordinate: ``lines`` have x, y and name, and the rest is as in
    ``class_field``; how high a point is says nothing of it."""
    colour = _by_name(look)
    placed = _points(points, colour, [_CLASS], look)
    return _layered([_lines(lines, colour, look), *placed, _crosses(wrong, look)])


def value_field(
    field: alt.NamedData, points: alt.NamedData, look: Look, scale: Scale
) -> alt.LayerChart:
    """A plane in shades of the number predicted, with points in the shade of their true number.

    ``field`` is as in ``class_field``; ``points`` have x, y, name (the target), value, part and
    row.
    """
    shades = alt.Scale(
        domain=[scale.low, scale.centre, scale.high],
        range=[scale.below, look.page, scale.above],
        clamp=True,
        # As the field is shaded.
        interpolate="rgb",
    )
    legend = alt.Legend(
        type="gradient", orient="top", title=look.names[0], format=NUMBER, gradientLength=240
    )
    colour = alt.Color("value:Q", scale=shades, legend=legend)
    # What is near the centre has the colour of the page: it is its rim that is seen.
    drawn = _placed(points, _VALUE)
    filled = drawn.mark_point(filled=True, size=50, opacity=1.0, stroke=GREY, strokeWidth=1)
    rings = drawn.mark_point(filled=True, size=50, opacity=1.0, stroke=look.ink, strokeWidth=2.2)
    return _layered([_image(field, look), *_by_part(filled, rings, colour)])


def value_curves(lines: alt.NamedData, points: alt.NamedData, look: Look) -> alt.LayerChart:
    """A line a target over one coordinate; ``lines`` are as in ``class_curves`` and ``points`` as
    in ``value_field``, as high as they are large."""
    colour = _by_name(look)
    # On points of its own colour a line would not be seen.
    own = colour if len(look.names) > 1 else alt.ColorValue(look.ink)
    return _layered([*_points(points, colour, _VALUE, look), _lines(lines, own, look)])


def _by_name(look: Look) -> alt.Color:
    scale = alt.Scale(domain=[*look.names], range=[*look.colours])
    legend = alt.Legend(symbolType="circle", **LEGEND)
    return alt.Color("name:N", scale=scale, legend=legend)


def _image(field: alt.NamedData, look: Look) -> alt.Chart:
    """The picture of the field on the whole of the chart."""
    across, up = look.axes
    ends = alt.Scale(zero=False, nice=False)
    return (
        alt.Chart(field)
        .mark_image(aspect=False)
        .encode(
            alt.X("left:Q", scale=ends).title(across).axis(grid=False),
            alt.X2("right:Q"),
            alt.Y("bottom:Q", scale=ends).title(up).axis(grid=False),
            alt.Y2("top:Q"),
            alt.Url("url:N"),
        )
    )


def _lines(lines: alt.NamedData, colour: alt.Color | alt.ColorValue, look: Look) -> alt.Chart:
    across, up = look.axes
    return (
        alt.Chart(lines)
        .mark_line(strokeWidth=2.5)
        .encode(
            alt.X("x:Q", scale=alt.Scale(zero=False, nice=False)).title(across),
            alt.Y("y:Q", scale=alt.Scale(zero=False)).title(up),
            colour,
        )
    )


def _points(
    points: alt.NamedData, colour: alt.Color, says: list[alt.Tooltip], look: Look
) -> list[alt.Chart]:
    drawn = _placed(points, says)
    filled = drawn.mark_point(filled=True, size=50, opacity=1.0, stroke=look.page, strokeWidth=0.8)
    rings = drawn.mark_point(filled=False, fill=look.page, size=50, opacity=1.0, strokeWidth=2.2)
    return _by_part(filled, rings, colour)


def _by_part(filled: alt.Chart, rings: alt.Chart, colour: alt.Color) -> list[alt.Chart]:
    return [
        filled.transform_filter(alt.datum.part == TRAINING).encode(colour),
        rings.transform_filter(alt.datum.part == TEST).encode(colour),
    ]


def _crosses(wrong: alt.NamedData, look: Look) -> alt.Chart:
    says = [_CLASS, alt.Tooltip("taken:N", title="taken for")]
    return _placed(wrong, says).mark_point(
        shape=CROSS, size=100, filled=False, opacity=1.0, stroke=look.ink, strokeWidth=1.8
    )


def _placed(points: alt.NamedData, says: list[alt.Tooltip]) -> alt.Chart:
    tooltip = [*says, alt.Tooltip("part:N"), alt.Tooltip("row:Q")]
    return alt.Chart(points).encode(alt.X("x:Q"), alt.Y("y:Q"), tooltip=tooltip)


def _layered(layers: list[alt.Chart]) -> alt.LayerChart:
    return alt.layer(*layers).properties(height=HEIGHT, padding=PADDING, usermeta=ON_CANVAS)
