"""Combinations of a sweep as points by two settings, coloured by what came of them."""

import altair as alt

from pages.shared.charts import sweep_colours
from pages.shared.charts.curves import PADDING
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS
from pages.shared.charts.sweep_map import CLICK, Side
from pages.shared.charts.sweep_signs import BEST, SIGNS, VALUE

HEIGHT, SMALL_HEIGHT = 440, 210
SIZE, SMALL_SIZE = 130, 40
# How many points are still in the page's tree, where each can be found.
MOST_IN_TREE = 300
MOST_POINTS = 1500
# Columns of the frame of ``points``.
COLUMNS = ("place", "x", "y", "kind", "value", "share", "name", "good", "best", "picked", "says")


def points(
    frame: alt.NamedData,
    x: tuple[Side, str],
    y: tuple[Side, str],
    lighter: bool,
    value: str,
    ink: str,
    small: bool = False,
    many: bool = False,
) -> alt.LayerChart:
    """``frame`` has the COLUMNS, those of a map, and ``lighter`` is as there; ``x`` and ``y`` are
    sides with their scales: "names", or "linear" and "log", where they have their ends and what is
    written between. ``small`` is one of several, ``many`` are painted.
    """
    size = SMALL_SIZE if small else SIZE
    font = {} if small else {"labelFontSize": 13, "titleFontSize": 14}
    tips = [alt.Tooltip("name:N", title="at"), alt.Tooltip("says:N", title=value)]
    base = alt.Chart(frame).encode(
        along(alt.X, "x", *x, **font), along(alt.Y, "y", *y, **font), tooltip=tips
    )
    is_sign = f"indexof({[*SIGNS]}, datum.kind) >= 0"
    shapes = alt.Scale(domain=[*SIGNS], range=[sign.path for sign in SIGNS.values()])
    colour = sweep_colours.colour(lighter)
    click = alt.selection_point(name=CLICK, fields=["place"], on="click", empty=False)
    layers = [
        base.transform_filter(f"datum.kind == '{VALUE}'")
        .mark_point(filled=True, opacity=1.0, size=size, cursor="pointer")
        .encode(colour)
        .add_params(click),
        # A line around what may be as light as the page.
        base.transform_filter(f"datum.kind == '{VALUE}'").mark_point(
            size=size, stroke=GREY, strokeWidth=0.8, opacity=1.0, cursor="pointer"
        ),
        base.transform_filter(is_sign)
        .mark_point(size=size * 0.6, strokeWidth=1.6, stroke=ink, opacity=0.8, cursor="pointer")
        .encode(alt.Shape("kind:N", scale=shapes).legend(None)),
        base.transform_filter(f"datum.kind != '{VALUE}' && !({is_sign})").mark_point(
            size=size, stroke=GREY, strokeWidth=0.8, opacity=0.45, cursor="pointer"
        ),
        base.transform_filter("datum.good").mark_point(
            size=size * 1.7, stroke=ink, strokeWidth=2, opacity=1.0
        ),
        base.transform_filter("datum.picked").mark_point(
            size=size * 3, stroke="#D55E00", strokeWidth=2.5, strokeDash=[4, 2], opacity=1.0
        ),
        base.transform_filter("datum.best").mark_point(
            shape=BEST.path, filled=True, size=size * 0.6, color=ink, opacity=1.0, yOffset=-16
        ),
    ]
    chart = alt.layer(*layers).properties(height=SMALL_HEIGHT if small else HEIGHT, padding=PADDING)
    return chart.properties(usermeta=ON_CANVAS) if many else chart


def along(of: type, field: str, side: Side, scale: str, **axis: object):
    """A channel along a setting, as ``x`` of ``points``: its ends stay where they are."""
    if scale == "names":
        domain = alt.Scale(domain=[*side.values], padding=0.4)
        axis |= {"labelAngle": 0, "labelOverlap": True}
        return of(f"{field}:N", scale=domain, sort=None, title=side.title).axis(**axis)
    values = [float(value) for value in side.values]
    of_scale = {"type": scale, "domain": [values[0], values[-1]], "nice": False, "padding": 14}
    if scale == "linear":
        of_scale["zero"] = False
    if len(values) > 2:
        axis |= {"values": values}
    axis |= {"format": "~r", "labelOverlap": True}
    return of(f"{field}:Q", scale=alt.Scale(**of_scale), title=side.title).axis(**axis)
