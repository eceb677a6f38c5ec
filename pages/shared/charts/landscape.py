"""The loss along a line of parameters, and over a plane with a walk on it: charts and frames."""

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from mlp_core.inspection.landscape.profile import Profile
from mlp_core.inspection.landscape.relief import Relief
from mlp_core.inspection.landscape.walk import WalkPoint
from mlp_core.number_text import loss, rounded
from pages.shared.charts.curves import PADDING, value_axis
from pages.shared.charts.palette import GREY
from pages.shared.charts.prebuilt import ON_CANVAS

LINE_HEIGHT, PLANE_HEIGHT = 320, 480
TRAIN, TEST, PENALISED = "training rows", "test rows", "training rows, with the penalty"
DASHES = ([1, 0], [6, 3], [2, 2])
BEYOND = "beyond float64"
# Losses so far apart are seen on a logarithmic scale alone.
FAR_APART = 20.0
# Bands of height, and by how much cells overlap, so that no seams show.
BANDS, OVERLAP = 14, 1.08


def profile_frame(profile: Profile, penalised: bool) -> pd.DataFrame:
    """The ``lines`` of ``profile_chart``: place, part, loss, none where it is not finite, says."""
    parts = {TRAIN: profile.train, TEST: profile.test}
    if penalised:
        parts[PENALISED] = profile.train + profile.penalty
    return pd.DataFrame(
        {
            "place": place,
            "part": part,
            "loss": height if math.isfinite(height) else None,
            "says": _says(height),
        }
        for part, heights in parts.items()
        for place, height in zip(profile.places.tolist(), heights.tolist(), strict=True)
    )


def is_wide(heights: Sequence[float]) -> bool:
    """Whether they need a logarithmic scale, and can have one."""
    finite = [height for height in heights if math.isfinite(height)]
    return bool(finite) and min(finite) > 0.0 and max(finite) > FAR_APART * min(finite)


def profile_chart(
    lines: alt.NamedData,
    ends: alt.NamedData,
    log: bool,
    parts: Sequence[str],
    colours: Sequence[str],
) -> alt.LayerChart:
    """The loss over places, 0 and 1 being the two networks; ``ends`` have place and name."""
    scale = alt.Scale(type="log", nice=False) if log else alt.Scale(zero=False)
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", labelLimit=260)
    colour = alt.Scale(domain=[*parts], range=[*colours[: len(parts)]])
    dash = alt.Scale(domain=[*parts], range=[*DASHES[: len(parts)]])
    x = alt.X("place:Q", scale=alt.Scale(nice=False)).title("place on the line")
    drawn = alt.Chart(lines).encode(
        x,
        alt.Y("loss:Q", scale=scale, axis=value_axis("mean loss per row", log)),
        alt.Color("part:N", scale=colour, legend=legend),
        tooltip=[
            "part:N",
            alt.Tooltip("place:Q", format=".3~f"),
            alt.Tooltip("says:N", title="loss"),
        ],
    )
    curves = drawn.mark_line(strokeWidth=2.5).encode(
        alt.StrokeDash("part:N", scale=dash, legend=legend)
    )
    # What a pointer finds without having to hit a thin line.
    spots = drawn.mark_point(size=70, opacity=0.0, filled=True)
    rules = alt.Chart(ends).mark_rule(color=GREY, strokeDash=[4, 3]).encode(alt.X("place:Q"))
    names = (
        alt.Chart(ends)
        .mark_text(color=GREY, baseline="top", align="left", dx=4)
        .encode(alt.X("place:Q"), alt.YValue(2), alt.Text("name:N"))
    )
    return alt.layer(rules, names, curves, spots).properties(height=LINE_HEIGHT, padding=PADDING)


def cells_frame(relief: Relief) -> pd.DataFrame:
    """The ``cells`` of ``plane_chart``: left, right, bottom, top, height, none beyond, and says."""
    xs, ys = relief.across.tolist(), relief.up.tolist()
    half, tall = (OVERLAP * (places[1] - places[0]) / 2 for places in (xs, ys))
    return pd.DataFrame(
        {
            "left": x - half,
            "right": x + half,
            "bottom": y - tall,
            "top": y + tall,
            "height": height if math.isfinite(height) else None,
            "says": _says(height),
        }
        for y, heights in zip(ys, relief.losses.tolist(), strict=True)
        for x, height in zip(xs, heights, strict=True)
    )


def walk_frame(walk: Sequence[WalkPoint], name: str, now: int | None) -> pd.DataFrame:
    """The ``walk`` of ``plane_chart``: a row an epoch of the run called ``name``.

    ``now`` is the epoch that stands out.
    """
    return pd.DataFrame(
        {
            "run": name,
            "epoch": point.epoch,
            "x": point.place[0],
            "y": point.place[1],
            "height": point.height if math.isfinite(point.height) else None,
            "says": _says(point.height),
            "beneath": _says(point.beneath),
            "outside": rounded(point.outside),
            "now": point.epoch == now,
        }
        for point in walk
    )


def bands(heights: Sequence[float]) -> tuple[float, ...]:
    """The heights at which one band ends and the next begins; closer where it is low.

    Empty where all heights are one, or none is finite.
    """
    finite = [height for height in heights if height is not None and math.isfinite(height)]
    if not finite or min(finite) == max(finite):
        return ()
    low, high = min(finite), max(finite)
    if is_wide(finite):
        return tuple(low * (high / low) ** (k / BANDS) for k in range(1, BANDS))
    return tuple(low + (high - low) * (k / BANDS) ** 2 for k in range(1, BANDS))


def plane_chart(
    cells: alt.NamedData, walk: alt.NamedData, axes: tuple[str, str], edges: tuple[float, ...]
) -> alt.LayerChart:
    """Heights in bands with these ``edges``, and walks whose points have their own height's colour.

    ``axes`` are the titles of both directions.
    """
    across, up = axes
    scheme = alt.SchemeParams(name="viridis", count=BANDS)
    scale = alt.Scale(type="threshold", domain=[*edges], scheme=scheme)
    legend = alt.Legend(title="mean loss per row", format=".3~g", gradientLength=340)
    ends = alt.Scale(zero=False, nice=False)
    squares = alt.Chart(cells).encode(
        alt.X("left:Q", scale=ends).title(across),
        alt.X2("right:Q"),
        alt.Y("bottom:Q", scale=ends).title(up),
        alt.Y2("top:Q"),
        tooltip=[alt.Tooltip("says:N", title="loss")],
    )
    finite = "isValid(datum.height)"
    ground = (
        squares.transform_filter(finite)
        .mark_rect()
        .encode(alt.Color("height:Q", scale=scale, legend=legend))
    )
    beyond = squares.transform_filter(f"!{finite}").mark_rect(color=GREY)
    x, y = alt.X("x:Q"), alt.Y("y:Q")
    path = alt.Chart(walk).encode(x, y, alt.Detail("run:N"), alt.Order("epoch:Q"))
    tooltip = [
        "run:N",
        "epoch:Q",
        alt.Tooltip("says:N", title="its loss"),
        alt.Tooltip("beneath:N", title="loss of the plane there"),
        alt.Tooltip("outside:N", title="distance outside"),
    ]
    points = (
        alt.Chart(walk)
        .mark_point(filled=True, opacity=1.0, stroke="white", strokeWidth=1.2)
        .encode(
            x,
            y,
            alt.Color("height:Q", scale=scale, legend=legend),
            size=alt.condition(alt.datum.now, alt.value(260), alt.value(45)),
            tooltip=tooltip,
        )
    )
    layers = [
        beyond,
        ground,
        path.mark_line(color="black", strokeWidth=4),
        path.mark_line(color="white", strokeWidth=2),
        points,
    ]
    return alt.layer(*layers).properties(height=PLANE_HEIGHT, padding=PADDING, usermeta=ON_CANVAS)


def _says(height: float) -> str:
    return loss(height) if math.isfinite(height) else BEYOND
