"""Small charts of layers over epochs, side by side on one scale: observations in, Altair out."""

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import altair as alt
import pandas as pd

from mlp_core.inspection.diagnosis.observation import LayerObservation, Observation
from mlp_core.number_text import percent, rounded
from pages.shared.charts.curves import PADDING, value_axis
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS

HEIGHT, WIDTH = 200, 300
# Sizes of a layer, by what a chart calls them, and the dashes that tell them apart.
SIZES: Mapping[str, str] = {
    "weights ‖W‖": "weight_norm",
    "gradient ‖∂L/∂W‖": "gradient_norm",
    "a step ‖ΔW‖ / ‖W‖": "step",
}
UNITS, VALUES = "units", "values"
DASHES = ([1, 0], [6, 3], [2, 2])
STYLES = ("solid", "dashed", "dotted")
# Beyond the largest and the smallest number, as a factor: what is 0 is written at the lower edge.
ROOM = 2.0
# What has no place on a logarithmic axis is written at its edge.
ZERO, BEYOND = "0", "∞"


def sizes_frame(series: Sequence[Observation], layer: int) -> pd.DataFrame:
    """The sizes of a layer, by its place among all: epoch, what, value, edge and says.

    ``value`` is missing for 0 and for what is no finite number; ``edge`` then says which.
    """
    return pd.DataFrame(
        {
            "epoch": at.epoch,
            "what": what,
            "value": value if _has_place(value) else None,
            "edge": "" if _has_place(value) else ZERO if value == 0.0 else BEYOND,
            "says": rounded(value) if math.isfinite(value) else BEYOND,
        }
        for what, name in SIZES.items()
        for at in series
        for value in [getattr(at.layers[layer], name)]
    )


def sizes_range(series: Iterable[Observation]) -> tuple[float, float]:
    """One scale for all layers: low and high, with room beyond; of nothing at all 0.1 to 10."""
    found = [
        value
        for at in series
        for layer in at.layers
        for value in (getattr(layer, name) for name in SIZES.values())
        if _has_place(value)
    ]
    if not found:
        return 0.1, 10.0
    return min(found) / ROOM, max(found) * ROOM


def shares_frame(series: Sequence[Observation], layer: int, state: str) -> pd.DataFrame:
    """Of a hidden layer the shares of units and values that are in this ``state``."""
    return pd.DataFrame(
        {"epoch": at.epoch, "what": what, "value": share, "edge": "", "says": percent(share)}
        for what, of in ((UNITS, flat_units), (VALUES, lambda one: one.flat_share))
        for at in series
        for share in [of(at.layers[layer])]
    )


def flat_units(layer: LayerObservation) -> float:
    """The share of its units that are dead or saturated."""
    return float((layer.dead | layer.saturated).mean())


def sizes_chart(
    points: alt.NamedData,
    now: alt.NamedData,
    last: int,
    low: float,
    high: float,
    colours: Sequence[str],
) -> alt.LayerChart:
    """Lines over epochs to the ``last``, on a logarithmic scale from ``low`` to ``high``.

    ``points`` are a ``sizes_frame``; ``now`` has one epoch, where a rule stands.
    """
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    y = alt.Y("value:Q", scale=scale, axis=value_axis("", log=True))
    ends = {ZERO: ("bottom", low), BEYOND: ("top", high)}
    written = [
        alt.Chart(points)
        .transform_filter(alt.datum.edge == edge)
        .mark_text(baseline=baseline, fontSize=11)
        .encode(
            _x(last),
            alt.YDatum(at, scale=scale),
            _colour([*SIZES], colours),
            alt.Text("edge:N"),
            tooltip=TIP,
        )
        for edge, (baseline, at) in ends.items()
    ]
    return _layered([*_lines(points, last, y, [*SIZES], colours), *written], now)


def shares_chart(
    points: alt.NamedData, now: alt.NamedData, last: int, colours: Sequence[str]
) -> alt.LayerChart:
    """The same of shares, from none to all."""
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 1]), axis=value_axis("", False, share=True))
    return _layered(_lines(points, last, y, [UNITS, VALUES], colours), now)


def legend(names: Sequence[str], colours: Sequence[str]) -> str:
    """What the lines of charts side by side are, as HTML: once for all of them."""
    entries = (
        f'<span style="white-space:nowrap;margin-right:1.2rem">{_stroke(colour, style)} '
        f"{escape(name)}</span>"
        for name, colour, style in zip(names, colours, STYLES, strict=False)
    )
    return f"<p>{''.join(entries)}</p>"


TIP = [
    alt.Tooltip("what:N", title="of"),
    alt.Tooltip("epoch:Q"),
    alt.Tooltip("says:N", title="value"),
]


def _stroke(colour: str, style: str) -> str:
    return (
        f'<span style="display:inline-block;width:28px;border-top:3px {style} {colour};'
        'vertical-align:middle"></span>'
    )


def _x(last: int) -> alt.X:
    # Of a run without epochs there is the start alone.
    scale = alt.Scale(domain=[0, last or 1], nice=False)
    axis = alt.Axis(tickMinStep=1, format="d", tickCount=5)
    return alt.X("epoch:Q", scale=scale, axis=axis).title("epoch")


def _colour(names: list[str], colours: Sequence[str]) -> alt.Color:
    own = [*colours[: len(names)]]
    return alt.Color("what:N", scale=alt.Scale(domain=names, range=own), legend=None)


def _lines(
    points: alt.NamedData, last: int, y: alt.Y, names: list[str], colours: Sequence[str]
) -> list[alt.Chart]:
    dashes = alt.Scale(domain=names, range=[*DASHES[: len(names)]])
    drawn = alt.Chart(points).encode(_x(last), y, _colour(names, colours), tooltip=TIP)
    lines = drawn.mark_line(strokeWidth=2).encode(
        alt.StrokeDash("what:N", scale=dashes, legend=None)
    )
    # What a pointer finds without having to hit a thin line.
    return [lines, drawn.mark_point(size=60, opacity=0.0, filled=True)]


def _layered(layers: list[alt.Chart], now: alt.NamedData) -> alt.LayerChart:
    rule = alt.Chart(now).mark_rule(color=GREY, strokeWidth=2).encode(alt.X("epoch:Q"))
    return alt.layer(*layers, rule).properties(height=HEIGHT, padding=PADDING, usermeta=ON_CANVAS)


def _has_place(value: float) -> bool:
    return math.isfinite(value) and value > 0.0
