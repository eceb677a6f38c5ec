"""One combination of a sweep over its epochs: each seed thin, their mean thick."""

import altair as alt

from pages.shared.charts import curves
from pages.shared.charts.crosshair import crosshair, x_axis
from pages.shared.charts.palette import BLUE, ORANGE

# By the rows that a curve is of.
COLOURS = {"validation": BLUE, "training": ORANGE}
# More thin lines are a surface: of more seeds the mean is of all.
MOST_SEEDS = 10


def seeds(
    lines: alt.NamedData,
    means: alt.NamedData,
    points: alt.NamedData,
    parts: tuple[str, ...],
    title: str,
    log: bool,
    share: bool,
    several: bool,
) -> alt.LayerChart:
    """``lines`` has seed, part, epoch and value; ``means`` part, epoch and value; ``points`` an
    epoch with a text for each of ``parts``, called by them. ``several`` seeds are drawn thin.
    """
    scale = alt.Scale(type="log") if log else alt.Scale(zero=False)
    colour = alt.Color(
        "part:N", scale=alt.Scale(domain=[*parts], range=[COLOURS[part] for part in parts])
    ).legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    y = alt.Y("value:Q", scale=scale).axis(curves.value_axis(title, log, share))
    x = x_axis("epoch")
    mean = alt.Chart(means).mark_line(strokeWidth=3, clip=True).encode(x, y, colour)
    layers = [mean]
    if several:
        thin = alt.Chart(lines).mark_line(strokeWidth=1, opacity=0.4, clip=True)
        layers.insert(0, thin.encode(x, y, colour, alt.Detail("seed:N")))
    titles = {"epoch": "epoch"} | dict(zip(parts, parts, strict=True))
    return alt.layer(*layers, crosshair(points, titles, "epoch")).properties(
        height=curves.CHART_HEIGHT + 30, padding=curves.PADDING
    )
