"""How good a network stays while more and more is taken out of it: frames in, Altair out."""

from collections.abc import Sequence

import altair as alt

from pages.shared.charts.crosshair import crosshair
from pages.shared.charts.palette import GREY, ORANGE

HEIGHT = 300


def curve(
    points: alt.NamedData,
    reads: alt.NamedData,
    at: alt.NamedData,
    what: str,
    score: str,
    parts: Sequence[str],
    colours: Sequence[str],
    marked: Sequence[str],
) -> alt.LayerChart:
    """A line a part of the data: its score over the share of ``what`` that is gone, in percent.

    ``points`` have the columns share, part and score; ``reads`` share and the texts gone, test and
    train; ``at`` the shares that are ``marked``, with what each is called: one that was chosen, and
    before it, in a colour that warns, where it falls.
    """
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, 100])).title(f"{what} gone (%)")
    scale = alt.Scale(domain=[*parts], range=[*colours[: len(parts)]])
    lines = (
        alt.Chart(points)
        .mark_line(point=True)
        .encode(
            x,
            alt.Y("score:Q", scale=alt.Scale(zero=False)).title(score),
            alt.Color("part:N", scale=scale).legend(orient="top").title(None),
            alt.StrokeDash("part:N", scale=alt.Scale(domain=[*parts])).legend(None),
        )
    )
    rules = (
        alt.Chart(at)
        .mark_rule(strokeDash=[5, 4], strokeWidth=2)
        .encode(
            x,
            alt.Color(
                "says:N", scale=alt.Scale(domain=[*marked], range=[ORANGE, GREY][-len(marked) :])
            )
            .legend(orient="top")
            .title(None),
            tooltip=[
                alt.Tooltip("says:N", title=" "),
                alt.Tooltip("share:Q", title=f"{what} gone (%)"),
            ],
        )
    )
    told = {"gone": f"{what} gone", "test": parts[0], "train": parts[1]}
    read_off = crosshair(reads, told, "share", x)
    return (
        alt.layer(read_off, rules, lines)
        .resolve_scale(color="independent")
        .properties(height=HEIGHT)
    )
