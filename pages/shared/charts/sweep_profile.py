"""A sweep along one setting: the mean over seeds, what the seeds do, a point a seed."""

import altair as alt

from pages.shared.charts.curves import PADDING, value_axis
from pages.shared.charts.palette import BLUE, GREY
from pages.shared.charts.prebuilt import ON_CANVAS
from pages.shared.charts.sweep_colours import Ends
from pages.shared.charts.sweep_map import CLICK, MOST_IN_TREE, Side
from pages.shared.charts.sweep_scatter import along
from pages.shared.charts.sweep_signs import BEST, SIGNS, TO_COME, VALUE

# Columns of the frame of means.
COLUMNS = (
    *("place", "x", "label", "kind", "value", "low", "high"),
    *("good", "best", "picked", "says"),
)
HEIGHT = 380
LABELS = {"labelFontSize": 13, "titleFontSize": 14}
# Above the axis: where signs stand, which have no height of their own.
FLOOR = 14
# A point of a seed is faint: there are several at a place.
SEED_SIZE, MEAN_SIZE, MARK_SIZE, SIGN_SIZE = 30, 70, 260, 110


def profile(
    means: alt.NamedData,
    seeds: alt.NamedData,
    x: Side,
    scale: str,
    ends: Ends,
    value: str,
    share: bool,
    ink: str,
) -> alt.LayerChart:
    """``means`` has a row a value with the COLUMNS, as those of a map; label is x as it is written,
    low and high are of the seeds. ``seeds`` has a row a seed: x, label, value, says. ``x`` is a
    number where ``scale`` is "linear" or "log", and a text of the side where it is "names".

    Numbers are joined by a line over a band from the lowest to the highest; of names each has its
    own. ``ends`` are those of the vertical axis, ``value`` its title, a ``share`` or not.
    """
    across = along(alt.X, "x", x, scale, grid=False, **LABELS)
    y_scale = alt.Scale(
        type="log" if ends.log else "linear", domain=[ends.low, ends.high], nice=False, clamp=True
    )
    axis = value_axis(value, ends.log, share)
    y = alt.Y("value:Q", scale=y_scale).axis(axis)
    tips = [alt.Tooltip("label:N", title=x.title), alt.Tooltip("says:N", title=value)]
    base = alt.Chart(means).encode(across, tooltip=tips)
    of_value = base.transform_filter(f"datum.kind == '{VALUE}' || datum.kind == 'stuck'")
    click = alt.selection_point(name=CLICK, fields=["place"], on="click", empty=False)
    low, high = alt.Y("low:Q", scale=y_scale).axis(axis), alt.Y2("high:Q")
    layers = [
        of_value.mark_rule(color=BLUE, strokeWidth=2, opacity=0.5).encode(low, high)
        if scale == "names"
        else of_value.mark_area(color=BLUE, opacity=0.2).encode(low, high),
        alt.Chart(seeds)
        .mark_point(filled=True, size=SEED_SIZE, color=GREY, opacity=0.7, clip=True)
        .encode(across, y, tooltip=tips),
    ]
    if scale != "names":
        layers.append(of_value.mark_line(color=BLUE, strokeWidth=2.5, clip=True).encode(y))
    dots = of_value.mark_point(filled=True, size=MEAN_SIZE, color=BLUE, opacity=1, cursor="pointer")
    layers += [
        dots.encode(y).add_params(click),
        _ring(of_value, "good", y, ink, []),
        _ring(of_value, "picked", y, "#D55E00", [4, 2]),
        base.transform_filter("datum.best")
        .mark_point(
            shape=BEST.path, filled=True, size=MEAN_SIZE, color=ink, opacity=1.0, yOffset=-18
        )
        .encode(y),
        # A guess has its height as any other, and is marked for what it is.
        base.transform_filter("datum.kind == 'stuck'")
        .mark_point(
            shape=SIGNS["stuck"].path, size=SIGN_SIZE, strokeWidth=2, color=ink, yOffset=-16
        )
        .encode(y),
        _signs(base, ink),
    ]
    chart = alt.layer(*layers).properties(height=HEIGHT, padding=PADDING)
    return chart.properties(usermeta=ON_CANVAS) if len(x.values) > MOST_IN_TREE else chart


def _ring(base: alt.Chart, which: str, y: alt.Y, colour: str, dash: list[int]) -> alt.Chart:
    return (
        base.transform_filter(f"datum.{which}")
        .mark_point(size=MARK_SIZE, color=colour, strokeWidth=2.5, strokeDash=dash, opacity=1.0)
        .encode(y)
    )


def _signs(base: alt.Chart, ink: str) -> alt.Chart:
    """What has no height, above the axis: how it ended, or that it is to come."""
    domain = [*(kind for kind in SIGNS if kind != "stuck"), TO_COME]
    shapes = [*(SIGNS[kind].path for kind in domain[:-1]), "circle"]
    shape = alt.Scale(domain=domain, range=shapes)
    return (
        base.transform_filter(f"indexof({domain}, datum.kind) >= 0")
        .mark_point(size=SIGN_SIZE, strokeWidth=2, color=ink, cursor="pointer")
        .encode(
            alt.Shape("kind:N", scale=shape).legend(None),
            alt.YValue(alt.expr(f"height - {FLOOR}")),
            opacity=alt.condition(f"datum.kind == '{TO_COME}'", alt.value(0.35), alt.value(1.0)),
        )
    )
