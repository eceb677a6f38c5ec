"""Combinations of a sweep as lines over all of its settings, coloured by what came of them."""

import altair as alt

from pages.shared.charts import sweep_colours
from pages.shared.charts.curves import PADDING
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS

HEIGHT = 420
# More lines are a surface.
MOST_LINES = 300
MOST_IN_TREE = 60


def lines(
    frame: alt.NamedData,
    marks: alt.NamedData,
    columns: tuple[str, ...],
    lighter: bool,
    value: str,
    ink: str,
    many: bool = False,
) -> alt.LayerChart:
    """``frame`` has a row a combination and column: place, column (a number), height (0 to 1),
    value, share, name, says, and front, whether it is drawn above the others; ``marks`` has
    column, height and text, what is written beside an axis there.

    ``columns`` are the names of the axes, the last of them that of what is judged by; ``lighter``
    is as for a map.
    """
    n = len(columns)
    titles = "{" + ", ".join(f"{k}: {_quoted(name)}" for k, name in enumerate(columns)) + "}"
    scale = alt.Scale(domain=[0, n - 1], nice=False, padding=40)
    axis = alt.Axis(
        values=[*range(n)],
        labelExpr=f"({titles})[datum.value]",
        labelFontSize=13,
        labelLimit=150,
        orient="top",
        grid=False,
        domain=False,
        ticks=False,
        title=None,
    )
    x = alt.X("column:Q", scale=scale, axis=axis)
    y = alt.Y("height:Q", scale=alt.Scale(domain=[-0.03, 1.03], nice=False), axis=None)
    colour = sweep_colours.colour(lighter)
    base = alt.Chart(frame).encode(
        x,
        y,
        alt.Detail("place:N"),
        alt.Order("column:Q"),
        tooltip=[alt.Tooltip("name:N", title="at"), alt.Tooltip("says:N", title=value)],
    )
    texts = alt.Chart(marks).encode(x, y)
    rules = alt.Chart(marks).transform_aggregate(
        top="max(height)", bottom="min(height)", groupby=["column"]
    )
    layers = [
        base.mark_line(strokeWidth=1.6, opacity=0.55, clip=True).encode(colour),
        base.transform_filter("datum.front")
        .mark_line(strokeWidth=4, color=ink, opacity=1.0)
        .encode(),
        base.transform_filter("datum.front").mark_line(strokeWidth=2.5, opacity=1.0).encode(colour),
        rules.mark_rule(color=GREY).encode(x, alt.Y("bottom:Q", axis=None), alt.Y2("top:Q")),
        texts.mark_point(filled=True, size=18, color=GREY, opacity=1.0),
        texts.mark_text(align="right", dx=-6, fontSize=12, color=ink).encode(alt.Text("text:N")),
    ]
    chart = alt.layer(*layers).properties(height=HEIGHT, padding=PADDING)
    return chart.properties(usermeta=ON_CANVAS) if many else chart


def _quoted(name: str) -> str:
    """A name as a text of Vega's expressions, whatever it contains."""
    return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"
