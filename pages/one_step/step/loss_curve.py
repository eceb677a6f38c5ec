"""Drag a weight: the loss along a parameter of the step, or over two, and where the step lands."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from mlp_core.teaching.lessons.loss_along import (
    LossAlong,
    Outcome,
    Spot,
    loss_along,
    outcome,
    spot,
)
from mlp_core.teaching.lessons.loss_surface import LossSurface, loss_surface
from pages.one_step.step import loss_choice, loss_words, origin
from pages.shared import session
from pages.shared.charts import loss_along as charts
from pages.shared.charts import prebuilt
from pages.shared.charts.palette import run_colours
from pages.shared.links import address
from pages.shared.numbers import ROUNDING, decimals_for, difference, display, fixed, short

FRAGMENT = "drag"
# What was computed last, and what it was computed of.
KNOWN = "drag_known"
TOLD = ("Loss there", "By the tangent", "Loss − tangent")


class _Drawn(NamedTuple):
    """The curves of one parameter or of two, the surface of two, and what the step brings."""

    curves: tuple[LossAlong, ...]
    surface: LossSurface | None
    brings: Outcome


def show(step: SGDStep) -> None:
    """The part of the page; its curves are computed and drawn only where they are asked for."""
    st.header("Drag a weight", anchor="drag")
    st.markdown(loss_words.INTRO)
    if loss_choice.asked_for():
        origin.followed_by(FRAGMENT)
        _drag(step)


@st.fragment(key=FRAGMENT)
def _drag(step: SGDStep) -> None:
    """A fragment: dragging draws no more than this anew."""
    drawn = _computed(step, *loss_choice.choose(step))
    flat = (drawn.surface or drawn.curves[0]).flat
    st.markdown(loss_words.sentences(step, drawn.curves, drawn.brings, flat))
    places = _places(drawn.curves)
    here = spot(step, drawn.curves, places)
    _tell(here)
    if drawn.surface is None:
        _draw_curve(step, drawn, places[0], here)
    else:
        _draw_surface(step, drawn, drawn.surface, places)
    st.caption(loss_words.reading(drawn.surface is not None))
    address.write_from_fragment()


def _computed(step: SGDStep, names: tuple[str, ...], near: bool) -> _Drawn:
    """Dragging asks for the same again and again: computed once."""
    asked = (step, names, near)
    known = session.remembered(KNOWN, lambda: (None, None))
    if known[0] != asked:
        curves = tuple(loss_along(step, name, near) for name in names)
        surface = loss_surface(step, *curves) if len(curves) == 2 else None
        known = (asked, _Drawn(curves, surface, outcome(step, curves)))
        session.remember(KNOWN, known)
    return known[1]


def _places(curves: Sequence[LossAlong]) -> list[float]:
    """Where the visitor has dragged each parameter to; it starts before the step."""
    keys = [f"drag_at_{curve.name}_{hash(tuple(curve.places))}" for curve in curves]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        places = [
            st.select_slider(
                f"Drag {curve.name}",
                options=curve.places.tolist(),
                value=curve.value,
                format_func=_writer(curve),
                key=key,
            )
            for curve, key in zip(curves, keys, strict=True)
        ]
        for label, where in (("Before the step", "value"), ("After it", "landing")):
            back = {key: getattr(c, where) for c, key in zip(curves, keys, strict=True)}
            seen = all(getattr(curve, where) in curve.places for curve in curves)
            st.button(
                label,
                key=f"drag_to_{where}",
                on_click=session.set_controls,
                args=(back,),
                disabled=not seen,
            )
    return places


def _writer(curve: LossAlong) -> Callable[[float], str]:
    """How the places of a slider are written: so that neighbours can be told apart."""
    places = curve.places.tolist()
    decimals = decimals_for([(places[-1] - places[0]) / len(places)], 2, 12, 2)
    exact = {curve.value: short(curve.value), curve.landing: short(curve.landing)}
    return lambda place: exact.get(place) or fixed(place, decimals)


def _tell(here: Spot) -> None:
    """The loss at the place dragged to, by the curve and by the tangent."""
    texts = ["beyond float64", display(here.tangent), "–"]
    if math.isfinite(here.loss):
        texts = list(difference(here.loss, here.tangent))
        if not here.off:
            texts[2] = "0" if here.loss == here.tangent else ROUNDING
    with st.container(horizontal=True, gap="large"):
        for label, text in zip(TOLD, texts, strict=True):
            st.metric(label, text, width="content")


def _draw_curve(step: SGDStep, drawn: _Drawn, place: float, here: Spot) -> None:
    curve, brings = drawn.curves[0], drawn.brings
    points = [
        (curve.value, step.loss, charts.BEFORE),
        (curve.landing, brings.loss_alone, charts.ALONE),
        (curve.landing, step.loss_after, charts.TOGETHER),
    ]
    if curve.lowest:
        points.append((*curve.lowest, charts.LOWEST))
    columns = ["place", "loss", "what"]
    spots = _spots(points, columns)
    frames = {
        "line": charts.curve_frame(curve),
        "spots": spots,
        "here": pd.DataFrame([(place, *here[:2])], columns=["place", "loss", "tangent"]),
    }
    options = curve.name, tuple(spots["what"]), tuple(run_colours())
    spec = prebuilt.with_frames(charts.curve_chart, frames, *options)
    alt_text = f"The loss against {curve.name}, with its tangent at {short(curve.value)}."
    st.vega_lite_chart(spec, alt=alt_text)


def _draw_surface(
    step: SGDStep, drawn: _Drawn, surface: LossSurface, places: Sequence[float]
) -> None:
    first, second = drawn.curves
    columns = ["first", "second", "loss", "what"]
    points = [
        (first.value, second.value, step.loss, charts.BEFORE),
        (first.landing, second.landing, drawn.brings.loss_alone, charts.ALONE),
    ]
    cells = charts.surface_frame(surface)
    frames = {
        "cells": cells,
        "arrow": charts.arrow_frame((first.value, second.value), surface.tip),
        "spots": _spots(points, columns),
        "here": pd.DataFrame([places], columns=columns[:2]),
    }
    options = (first.name, second.name), charts.bands(cells)
    spec = prebuilt.with_frames(charts.surface_chart, frames, *options)
    alt_text = f"The loss over {first.name} and {second.name}, in bands of height."
    st.vega_lite_chart(spec, alt=alt_text)


def _spots(points: Sequence[tuple], columns: list[str]) -> pd.DataFrame:
    """What there is to draw of them: a loss that is not finite has no place."""
    frame = pd.DataFrame(points, columns=columns)
    return frame[frame["loss"].map(math.isfinite)]
