"""Training losses of several fits over epochs, in small charts that share one legend."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import altair as alt
import pandas as pd

from mlp_core.number_text import loss
from pages.shared.charts import curves, prebuilt
from pages.shared.charts.crosshair import NOTHING, crosshair

DASHES = [6, 5]


class Line(NamedTuple):
    """What a line is called, and how it is drawn; a dashed one lets another show below it."""

    name: str
    colour: str
    dashed: bool = False


def spec(losses: Mapping[str, Sequence[float]], lines: tuple[Line, ...], last: int) -> dict:
    """A chart of ``losses`` by the names of their ``lines``, up to the epoch ``last``."""
    stride = max(1, -(-last // curves.MAX_POINTS))
    drawn = [
        {"run": name, "epoch": epoch, "value": value}
        for name, values in losses.items()
        for epoch, value in enumerate(values, start=1)
        if (epoch - 1) % stride == 0 or epoch == len(values)
    ]
    # By the places of the lines: names of columns would be read as paths into the data.
    columns = {line.name: f"line{k}" for k, line in enumerate(lines)}
    points: dict[int, dict] = {}
    for row in drawn:
        nothing = {"epoch": row["epoch"]} | dict.fromkeys(columns.values(), NOTHING)
        at_epoch = points.setdefault(row["epoch"], nothing)
        at_epoch[columns[row["run"]]] = loss(row["value"])
    wide = [points[epoch] for epoch in sorted(points)]
    frames = {"lines": pd.DataFrame(drawn), "points": pd.DataFrame(wide)}
    return prebuilt.with_frames(chart, frames, lines, last)


def chart(
    drawn: alt.NamedData, points: alt.NamedData, lines: tuple[Line, ...], last: int
) -> alt.LayerChart:
    """A line a run on a logarithmic axis, with what is there under the pointer.

    ``drawn`` has the columns run, epoch and value; ``points`` an epoch, and a text for each of
    ``lines`` called line0, line1, …
    """
    x = alt.X("epoch:Q", scale=alt.Scale(domain=[1, last], nice=False))
    x = x.axis(tickMinStep=1, format="d").title("epoch")
    names = [line.name for line in lines]
    colours = alt.Scale(domain=names, range=[line.colour for line in lines])
    dashes = alt.Scale(domain=names, range=[DASHES if line.dashed else [1, 0] for line in lines])
    curve = (
        alt.Chart(drawn)
        .mark_line(strokeWidth=2.5)
        .encode(
            x,
            alt.Y("value:Q", scale=alt.Scale(type="log", nice=False)).axis(
                curves.value_axis("training loss", log=True)
            ),
            alt.Color("run:N", scale=colours).legend(None),
            alt.StrokeDash("run:N", scale=dashes).legend(None),
        )
    )
    titles = {"epoch": "epoch"} | {f"line{k}": name for k, name in enumerate(names)}
    return (curve + crosshair(points, titles, "epoch", x)).properties(height=curves.CHART_HEIGHT)


def legend(lines: Sequence[Line]) -> str:
    """The one legend of all, as HTML."""
    parts = (
        f'<span><span style="color: {line.colour}" aria-hidden="true">'
        f"{'╍╍' if line.dashed else '━━'}</span> {escape(line.name)}</span>"
        for line in lines
    )
    return f'<div class="legend-line">{"".join(parts)}</div>'
