"""Pruned by size: how good the network stays while its least weights or units are taken out."""

from math import isfinite

import pandas as pd
import streamlit as st

from mlp_core.experiments.findings.first_fall import Fall, beside, beside_sentence, first_fall
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.pruning import (
    BYS,
    WITHINS,
    Curve,
    Pruned,
    curve_of_units,
    curve_of_weights,
    order_of_units,
    pruned_units,
    pruned_weights,
)
from mlp_core.inspection.units.switching import predicted, standing
from mlp_core.number_text import count
from mlp_core.score_kinds import score_kind
from pages.inspect.moment import Moment
from pages.inspect.units import figures, keys, switched_off
from pages.inspect.units.figures import PARTS, Both
from pages.inspect.units.found import once
from pages.shared import sentences
from pages.shared.charts import palette, prebuilt, pruning
from pages.shared.links.address import bound

WHATS = {"weights": "Weights", "units": "Units"}
FALLS, CHOSEN = "first fall beyond chance", "chosen"


def show(moment: Moment, seen: Look) -> None:
    """What is taken out and in which order; the curve, and the network at a chosen share."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        what = _choice("Take out", keys.WHAT, WHATS)
        within = _choice("The smallest", keys.WITHIN, WITHINS)
        by = _choice("A unit's size is", keys.BY, BYS) if what == "units" else ""
    if what == "units":
        order = once(moment, ("order", by, within), lambda: order_of_units(seen, by, within))
    curve, fall = once(
        moment,
        (what, within, by),
        lambda: _curve(seen, curve_of_units(seen, order) if by else curve_of_weights(seen, within)),
    )
    share = st.slider(f"Share of {what} taken out", 0, 100, format="%d %%", **bound(keys.SHARE))
    left, right = st.columns([6, 5], gap="large")
    with left:
        _draw(seen, curve, fall, what, share)
    with right:
        sentences.tell(how_far(seen, curve, fall, what))
        if by:
            gone = order[: round(len(order) * share / 100)]
            now = pruned_units(seen, gone)
        else:
            now = pruned_weights(seen, share / 100, within)
        _now(seen, now, what)
        if by:
            _offer(gone)


def how_far(seen: Look, curve: Curve, fall: Fall | None, what: str) -> str:
    """How much can go before the test score falls by more than chance explains, in a sentence."""
    kind = score_kind(seen.dataset.is_regression)
    if fall is None:
        return (
            f"However many {what} go, the test {kind.name} is not lower than the whole network's "
            f"by more than chance explains: these {count(curve.n_test)} rows cannot tell."
        )
    before, at = curve.points[fall.place - 1], curve.points[fall.place]
    lead = (
        f"{_gone(before)} of the {what} can go"
        if fall.place > 1
        else f"Not even {_gone(at)} of the {what} can go"
    )
    return (
        f"{lead} before the test {kind.name} falls by more than chance explains: with {_gone(at)} "
        f"gone it is {kind.write(at.test.score)}, whole {kind.write(curve.points[0].test.score)}. "
        f"A being the whole network: {beside_sentence(fall.test)}"
    )


def _curve(seen: Look, curve: Curve) -> tuple[Curve, Fall | None]:
    """The curve, and where it first falls by more than chance."""
    said = [point.predicted for point in curve.points]
    return curve, first_fall(curve.targets, said, are_numbers=seen.dataset.is_regression)


def _choice(label: str, key: str, options: dict[str, str]) -> str:
    return st.segmented_control(
        label,
        options=list(options),
        default=next(iter(options)),
        format_func=options.get,
        required=True,
        **bound(key),
    )


def _gone(point: Pruned) -> str:
    return f"{100 * point.share:.0f} %"


def _draw(seen: Look, curve: Curve, fall: Fall | None, what: str, share: int) -> None:
    """Scores of both parts over the share that is gone."""
    kind = score_kind(seen.dataset.is_regression)
    scale = 100.0 if kind.is_share else 1.0
    points = pd.DataFrame(
        {
            "share": 100 * point.share,
            "part": PARTS[part],
            # What is worse than any number has no place on the axis.
            "score": scale * of.score if isfinite(of.score) else None,
        }
        for point in curve.points
        for part, of in (("test", point.test), ("train", point.train))
    )
    reads = pd.DataFrame(
        {
            "share": 100 * point.share,
            "gone": f"{_gone(point)}: {count(point.n_gone)} of {count(point.n_all)}",
            "test": kind.write(point.test.score),
            "train": kind.write(point.train.score),
        }
        for point in curve.points
    )
    falls = [] if fall is None else [(100 * curve.points[fall.place].share, FALLS)]
    at = pd.DataFrame([*falls, (float(share), CHOSEN)], columns=["share", "says"])
    title = f"{kind.name} (%)" if kind.is_share else kind.name
    spec = prebuilt.with_frames(
        pruning.curve,
        {"points": points, "reads": reads, "at": at},
        what,
        title,
        tuple(PARTS.values()),
        tuple(palette.run_colours()),
        (CHOSEN,) if fall is None else (FALLS, CHOSEN),
    )
    alt = f"Test and training {kind.name} over the share of {what} taken out"
    st.vega_lite_chart(spec=spec, alt=alt)
    if (curve.n_train, curve.n_test) != (len(seen.train.at), len(seen.test.at)):
        st.caption(
            f"The curve is of {count(curve.n_train)} training rows and {count(curve.n_test)} test "
            "rows, so that it does not take long."
        )


def _now(seen: Look, now: Pruned, what: str) -> None:
    """The network at the chosen share."""
    whole = {
        name: standing(seen, part, part.output)
        for name, part in (("test", seen.test), ("train", seen.train))
    }
    sentences.tell(
        f"Now {count(now.n_gone)} of {count(now.n_all)} {what} are gone, "
        f"{count(now.n_all - now.n_gone)} are left."
    )
    figures.show_scores(
        seen,
        {
            PARTS["test"]: Both(whole["test"], now.test),
            PARTS["train"]: Both(whole["train"], now.train),
        },
    )
    if now.n_gone:
        said = predicted(seen, seen.test.output)
        are_numbers = seen.dataset.is_regression
        test = beside(seen.test.targets, said, now.predicted, are_numbers=are_numbers)
        figures.tell_noise(test, f"that without these {what}")


def _offer(gone: list[Unit]) -> None:
    """The way to the same units, switched off one by one."""
    st.button(
        "See them switched off",
        icon=":material/toggle_off:",
        disabled=not gone,
        on_click=switched_off.take,
        args=([unit.text for unit in gone],),
    )
