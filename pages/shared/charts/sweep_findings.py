"""What a sweep shows: how much each setting matters, and what halving dropped when."""

import altair as alt

from pages.shared.charts.curves import PADDING, value_axis
from pages.shared.charts.palette import BLUE, GREY, ORANGE
from pages.shared.charts.sweep_colours import Ends

BAR, AROUND, HEIGHT = 34, 90, 320
# What is drawn of the rounds of a halving.
MOST_LINES = 200
# Of a bar: whether what it says is more than noise.
MATTERS = {"beyond noise": BLUE, "within noise": GREY}
FATES = {"went on": BLUE, "dropped": ORANGE}


def importances(bars: alt.NamedData, names: tuple[str, ...], ink: str) -> alt.LayerChart:
    """``bars`` has name, share, low and high (0 to 1), matters, one of MATTERS, and says.

    ``ink`` is the colour of the page's text, and of the intervals.
    """
    colours = alt.Scale(domain=[*MATTERS], range=[*MATTERS.values()])
    axis = alt.Axis(format=".0%", title="part in the variation", labelFontSize=12)
    scale = alt.Scale(domain=[0, 1], clamp=True)
    base = alt.Chart(bars).encode(
        alt.Y("name:N", sort=None, scale=alt.Scale(domain=[*names]), title=None).axis(
            labelFontSize=13, labelLimit=220, labelOverlap=False
        ),
        tooltip=[alt.Tooltip("name:N", title="setting"), alt.Tooltip("says:N", title="part")],
    )
    drawn = base.mark_bar(height={"band": 0.6}).encode(
        alt.X("share:Q", scale=scale, axis=axis),
        alt.Color("matters:N", scale=colours).legend(orient="top", title=None),
    )
    ends = base.mark_rule(strokeWidth=2, color=ink).encode(
        alt.X("low:Q", scale=scale, axis=axis), alt.X2("high:Q")
    )
    return alt.layer(drawn, ends).properties(height=BAR * len(names) + AROUND, padding=PADDING)


def rounds(
    lines: alt.NamedData,
    drops: alt.NamedData,
    epochs: tuple[int, ...],
    ends: Ends,
    value: str,
    share: bool,
) -> alt.LayerChart:
    """``lines`` has combination, epochs, value, fate, one of FATES, name and says, a row a round;
    ``drops`` the same of those that went no further. ``epochs`` are those of the rounds' ends.
    """
    colours = alt.Scale(domain=[*FATES], range=[*FATES.values()])
    kind = "log" if len(epochs) > 2 else "linear"
    across = alt.Scale(type=kind, domain=[epochs[0], epochs[-1]], nice=False, padding=12)
    if len(epochs) == 1:
        across = alt.Scale(type="linear", domain=[0, epochs[0]], nice=False, padding=12)
    x = alt.X("epochs:Q", scale=across).axis(values=[*epochs], format="d").title("epochs so far")
    scale = alt.Scale(
        type="log" if ends.log else "linear", domain=[ends.low, ends.high], nice=False, clamp=True
    )
    y = alt.Y("value:Q", scale=scale).axis(value_axis(value, ends.log, share))
    colour = alt.Color("fate:N", scale=colours).legend(orient="top", title=None)
    tips = [
        alt.Tooltip("name:N", title="at"),
        alt.Tooltip("epochs:Q", title="epochs"),
        alt.Tooltip("says:N", title=value),
    ]
    base = alt.Chart(lines).encode(x, y, alt.Detail("combination:N"), tooltip=tips)
    layers = [
        base.mark_line(strokeWidth=1.5, opacity=0.6, clip=True).encode(colour),
        base.mark_point(filled=True, size=30, opacity=0.8, clip=True).encode(colour),
        alt.Chart(drops)
        .mark_point(shape="M-1,-1L1,1M1,-1L-1,1", size=45, color=ORANGE, strokeWidth=1.5, clip=True)
        .encode(x, y, tooltip=tips),
    ]
    return alt.layer(*layers).properties(height=HEIGHT, padding=PADDING)
