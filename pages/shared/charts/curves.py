"""Curves over epochs: a DataFrame in, a Vega-Lite spec out; and the axes that curves share."""

import json
from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import pandas as pd

from mlp_core.number_text import MINUS, percent
from mlp_core.score_kinds import ScoreKind
from pages.shared.charts.palette import GREY

CHART_HEIGHT = 260
MAX_POINTS = 200
LEAST_R2 = -1
# Of a tick's value: a diverging run reaches 200,000,000,000 and more.
_TICK = (
    "abs(datum.value) >= 1e6 || (datum.value != 0 && abs(datum.value) < 1e-4) "
    "? format(datum.value, '.3~g') : format(datum.value, ',~r')"
)
# The last number of an axis would be cut off at the edge of the chart.
PADDING = {"left": 5, "right": 14, "top": 5, "bottom": 5}
# On a logarithmic axis powers of ten have labels; where it has few of them 2 and 5 times these,
# too. Vega would label what fits, such as 300, 20 and 1.
_FIRST_DIGIT = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))"
_FEW_POWERS = "log(domain('y')[1] / domain('y')[0]) / LN10 < 1.5"
_LABELLED = f"indexof({_FEW_POWERS} ? [1, 2, 5] : [1], {_FIRST_DIGIT}) >= 0"
_LOG_LABELS = f"{_LABELLED} ? {_TICK} : ''"
# Of a share: what ``percent`` writes, as short as it is exact.
PERCENT_TICK = "format(100 * datum.value, '.4~g') + ' %'"
# What a frame of curves calls the run before the one that is shown.
EARLIER = "earlier run"
# Up to here each epoch gets a dot, without which a single one would not be seen at all.
FEW_EPOCHS = 20
# Marks that are close to each other are written one below the other.
MARK_PIXELS, MARK_ROWS = 14, 3
MARK_PLACE = {"align": "align", "dx": "beside", "dy": "below"}


def value_axis(title: str, log: bool, share: bool = False) -> alt.Axis:
    """The vertical axis of a loss, logarithmic where ``log``, or of a ``share``, in percent."""
    labels = PERCENT_TICK if share else _LOG_LABELS if log else _TICK
    # Over many powers of ten the lines between would be a surface.
    faint = alt.condition(_LABELLED, alt.value(1.0), alt.value(0.25)) if log else 1.0
    return alt.Axis(title=title, labelExpr=labels, labelOverlap="greedy", gridOpacity=faint)


def spec(
    frame: pd.DataFrame,
    value: str,
    axis: str,
    log: bool = False,
    marks: tuple[tuple[int, str], ...] = (),
    share: bool = False,
) -> dict:
    """The Vega-Lite spec of lines over epochs, with its data.

    ``frame`` has the columns epoch, series, ``value`` and run: lines of the run called EARLIER
    are faint. ``marks`` are epochs that get a vertical line, each with what it says.
    """
    points = frame["epoch"].nunique() <= FEW_EPOCHS
    drawn = json.loads(_spec(value, axis, log, points, bool(marks), share))
    if share:
        frame = frame.assign(percent=frame[value].map(percent))
    datasets = {"curves": frame}
    if marks:
        datasets["marks"] = _marks_frame(marks, int(frame["epoch"].max()))
    # By name, since Streamlit puts data without one into a chart that is drawn empty first.
    return drawn | {"data": {"name": "curves"}, "datasets": datasets}


def score_spec(
    frame: pd.DataFrame, kind: ScoreKind, marks: tuple[tuple[int, str], ...] = ()
) -> dict:
    """``spec`` of a score, in the column of its name, on the axis that it needs."""
    drawn, axis = worth_drawing(frame, kind.name, kind)
    return spec(drawn, kind.name, axis, marks=marks, share=kind.is_share)


def worth_drawing(frame: pd.DataFrame, value: str, kind: ScoreKind) -> tuple[pd.DataFrame, str]:
    """The rows of ``frame`` that a chart of scores shows, and the title of its axis.

    An R² far below 0, as of the first epochs, would press all others together at the top. Where
    there is none above, all are drawn.
    """
    near = frame[frame[value] >= LEAST_R2]
    if kind.is_share or len(near) in (0, len(frame)):
        return frame, kind.name
    return near, f"{kind.name} (below {LEAST_R2} not drawn)".replace("-", MINUS)


# Building a chart takes about 20 ms with the interpreter lock held. A live page redraws several
# times a second, so that a chart which differs in its data alone is built once.
@lru_cache(maxsize=64)
def _spec(value: str, axis: str, log: bool, points: bool, marked: bool, share: bool) -> str:
    scale = alt.Scale(type="log") if log else alt.Scale(zero=False)
    exact = (
        alt.Tooltip("percent:N", title=value) if share else alt.Tooltip(f"{value}:Q", format=".6~g")
    )
    # One legend for colour and dash: of two that differ Vega complains.
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    lines = (
        alt.Chart()
        .mark_line(clip=True, point=points)
        .encode(
            alt.X("epoch:Q").axis(tickMinStep=1, format="d").title("epoch"),
            alt.Y(f"{value}:Q", scale=scale, axis=value_axis(axis, log, share)),
            alt.Color("series:N", sort=None, legend=legend),
            alt.StrokeDash("series:N", sort=None, legend=legend),
            opacity=alt.condition(f"datum.run == '{EARLIER}'", alt.value(0.35), alt.value(1.0)),
            detail="run:N",
            tooltip=["run:N", "series:N", "epoch:Q", exact],
        )
    )
    # Altair adds empty data and sizes of its own, which would win over those at the place.
    line_layer = {part: lines.to_dict()[part] for part in ("mark", "encoding")}
    layers = [line_layer, *(_mark_layers() if marked else [])]
    return json.dumps({"layer": layers, "height": CHART_HEIGHT, "padding": PADDING})


def _marks_frame(marks: tuple[tuple[int, str], ...], last: int) -> pd.DataFrame:
    """A row a mark, below the one before it, on the side of its line that has more room."""
    return pd.DataFrame(
        {
            "epoch": epoch,
            "says": says,
            "below": MARK_PIXELS * (i % MARK_ROWS),
            "align": "right" if epoch > last / 2 else "left",
            "beside": -4 if epoch > last / 2 else 4,
        }
        for i, (epoch, says) in enumerate(sorted(marks))
    )


def _mark_layers() -> list[dict]:
    """Vertical lines and, at their upper ends, what they say."""
    data = {"name": "marks"}
    x = {"field": "epoch", "type": "quantitative"}
    rule = {"type": "rule", "color": GREY, "strokeDash": [4, 3]}
    text = {"type": "text", "color": GREY, "baseline": "top"}
    text |= {part: {"expr": f"datum.{field}"} for part, field in MARK_PLACE.items()}
    says = {"text": {"field": "says"}, "x": x, "y": {"value": 0}}
    return [
        {"data": data, "mark": rule, "encoding": {"x": x}},
        {"data": data, "mark": text, "encoding": says},
    ]


def thinned(rows: Sequence) -> list:
    """At most about MAX_POINTS of ``rows``, evenly spaced, the last one among them."""
    stride = -(-len(rows) // MAX_POINTS)
    return list(rows[::-1][:: max(1, stride)][::-1])
