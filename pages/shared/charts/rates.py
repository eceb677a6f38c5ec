"""Curves of two classes over all thresholds, and how often a network is right when it is sure."""

import altair as alt

from pages.shared.charts.crosshair import crosshair
from pages.shared.charts.curves import CHART_HEIGHT, PERCENT_TICK
from pages.shared.charts.palette import BLUE, GREY, ORANGE

# Where a network does no better than chance, or is right as often as it is sure.
FAINT = {"color": GREY, "strokeDash": [4, 3]}
LARGEST_DOT = 400


def share_axis(field: str, title: str, of: type[alt.X] | type[alt.Y] = alt.X) -> alt.X | alt.Y:
    """An axis of shares from 0 to 1, in percent."""
    return of(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title=title, labelExpr=PERCENT_TICK, tickCount=5),
    )


def thresholds(
    curve: alt.NamedData,
    points: alt.NamedData,
    chance: alt.NamedData,
    here: alt.NamedData,
    titles: tuple[str, str],
) -> alt.LayerChart:
    """A curve of training and test rows over all thresholds, and where the one chosen stands.

    ``curve`` has the columns x, y and rows (training, test) in its order; ``points`` those of
    the test rows, with the texts threshold, x_text and y_text; ``chance`` the ends x, y of the
    line that no network should be below; ``here`` x, y and rows at the threshold. ``titles`` are
    those of both axes.
    """
    x, y = share_axis("x", titles[0]), share_axis("y", titles[1], alt.Y)
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    colour = alt.Color("rows:N", sort=None, legend=legend)
    line = alt.Chart(curve).mark_line(interpolate="linear", strokeWidth=2.5)
    lines = line.encode(
        x, y, colour, alt.StrokeDash("rows:N", sort=None, legend=legend), order="i:Q"
    )
    dots = alt.Chart(here).mark_point(filled=True, size=110, opacity=1)
    read = {"threshold": "threshold", "x_text": titles[0], "y_text": titles[1]}
    return (
        alt.Chart(chance).mark_line(**FAINT).encode(x, y)
        + lines
        + dots.encode(x, y, alt.Color("rows:N", sort=None, legend=legend))
        + crosshair(points, read, "x", x)
    ).properties(height=CHART_HEIGHT)


def reliability(bins: alt.NamedData, ideal: alt.NamedData) -> alt.LayerChart:
    """How often a network was right, over how sure it was, with 95 % intervals.

    ``bins`` has the columns sureness, accuracy, low, high and rows, whether the ``ideal`` is
    ``outside`` of the interval, and the texts sure, right, interval and bin; ``ideal`` the ends
    x, y of the line on which both are equal.
    """
    x, y = (
        share_axis("sureness", "how sure it was"),
        share_axis("accuracy", "how often right", alt.Y),
    )
    colour = alt.condition("datum.outside", alt.value(ORANGE), alt.value(BLUE))
    tooltip = [
        alt.Tooltip(f"{column}:N", title=title)
        for column, title in (
            ("bin", "sure of"),
            ("rows", "rows"),
            ("sure", "mean sureness"),
            ("right", "right"),
            ("interval", "95 % interval"),
        )
    ]
    size = alt.Size("rows:Q", scale=alt.Scale(range=[40, LARGEST_DOT])).legend(None)
    base = alt.Chart(bins)
    return (
        alt.Chart(ideal).mark_line(**FAINT).encode(share_axis("x", ""), share_axis("y", "", alt.Y))
        + base.mark_rule(strokeWidth=2).encode(x, alt.Y("low:Q"), alt.Y2("high:Q"), color=colour)
        + base.mark_point(filled=True, opacity=1).encode(x, y, size, color=colour, tooltip=tooltip)
    ).properties(height=CHART_HEIGHT)
