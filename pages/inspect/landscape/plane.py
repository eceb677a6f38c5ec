"""The loss over a plane through three points of parameter space, and the walk on it."""

from typing import NamedTuple

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core._checks import Parameters
from mlp_core.inspection.landscape.effort import walk_points
from mlp_core.inspection.landscape.flat import Flat, plane_of_walk, plane_through
from mlp_core.inspection.landscape.heights import Grounds, Of
from mlp_core.inspection.landscape.relief import Relief, Window, relief, window_around
from mlp_core.inspection.landscape.walk import WalkPoint, walk_over
from mlp_core.number_text import percent
from pages.inspect.landscape import beside, words
from pages.inspect.moment import Moment
from pages.shared import session
from pages.shared.charts import landscape as charts
from pages.shared.charts import prebuilt

# What was computed last, and what it was computed of.
KNOWN, KNOWN_WALKS = "inspect_plane", "inspect_plane_walks"
WALK, EPOCHS = "walk", "epochs"
HEIGHTS: dict[Of, str] = {
    "train": "training rows",
    "test": "test rows",
    "penalised": "training rows, with the penalty",
}


class _Asked(NamedTuple):
    """A plane, what its directions are called, and the walks over it, by the name of their run."""

    plane: Flat
    axes: tuple[str, str]
    walks: dict[str, list[tuple[int, Parameters]]]


class _Seen(NamedTuple):
    walks: dict[str, list[WalkPoint]]
    window: Window


def show(moment: Moment, on: Grounds, side: int) -> None:
    """A coarse picture at once, and then a finer one."""
    through, of = _choices(moment)
    # Of the walk's own plane all epochs say where it is; of others the moment's does, too.
    at = moment.epoch if through == EPOCHS else None
    key = (moment.run.id, moment.film.last, through, of, at)
    asked, seen = session.computed(
        KNOWN_WALKS, (*key, moment.epoch), lambda: _walked(moment, on, through, of)
    )
    holder = st.empty()
    found = session.computed(
        KNOWN, key, lambda: _measured(asked, seen, on, side, of, holder, moment.epoch)
    )
    _draw(holder, asked, seen, found, moment.epoch)
    own = next(iter(seen.walks.values()))
    told = [words.of_shares(asked.plane.shares), words.of_walk(own), words.of_beyond(found)]
    st.markdown(" ".join(filter(None, told)))
    st.caption(
        "Each point is an epoch in the colour of its own loss, at the nearest place of the plane: "
        "where it stands out from the ground, it lies outside the plane. The large one is epoch "
        f"{moment.epoch}. Distances are over all weights and biases."
    )


def _choices(moment: Moment) -> tuple[str, Of]:
    """What the plane goes through, and what its heights are of."""
    others = beside.names(moment)
    through = {
        WALK: "the walk's two main directions",
        EPOCHS: "the start, this epoch and the last",
    } | {run_id: f"the start, the end, and that of {name}" for run_id, name in others.items()}
    heights = [of for of in HEIGHTS if of != "penalised" or moment.config.alpha > 0.0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return (
            st.selectbox(
                "A plane through",
                list(through),
                format_func=lambda one: through.get(one, ""),
                key="inspect_plane_through",
            ),
            st.selectbox(
                "Loss of", heights, format_func=HEIGHTS.__getitem__, key="inspect_plane_of"
            ),
        )


def _walked(moment: Moment, on: Grounds, through: str, of: Of) -> tuple[_Asked, _Seen]:
    """The plane, where the epochs fall on it, and the piece of it that shows them all."""
    asked = _asked(moment, through)
    walks = {
        name: list(walk_over(asked.plane, on, epochs, of)) for name, epochs in asked.walks.items()
    }
    # The moment's own point moves: the window stays as it is without it.
    places = [
        point.place
        for name, epochs in walks.items()
        for point in epochs
        if through == EPOCHS or point.epoch in moment.film.sample(walk_points(moment.config))
    ]
    return asked, _Seen(walks, window_around(places))


def _asked(moment: Moment, through: str) -> _Asked:
    film, most = moment.film, walk_points(moment.config)
    walk = beside.walk(film, most)
    (_, start), (_, end) = walk[0], walk[-1]
    here = {moment.epoch: film.parameters(moment.epoch)}
    own = sorted((dict(walk) | here).items(), key=lambda at: at[0])
    if through == WALK:
        plane = plane_of_walk([parameters for _, parameters in walk])
        one, other = (f"main direction, {percent(share)} of the spread" for share in plane.shares)
        return _Asked(plane, (f"first {one}", f"second {other}"), {"this run": own})
    if through == EPOCHS:
        middle = moment.epoch if 0 < moment.epoch < film.last else film.last // 2
        plane = plane_through(end, start, film.parameters(middle))
        axes = (
            "distance from the last epoch towards the start",
            f"beside that, towards epoch {middle}",
        )
        return _Asked(plane, axes, {"this run": own})
    other_film = beside.film_of(through)
    others = beside.walk(other_film, most)
    plane = plane_through(start, end, others[-1][1])
    axes = ("distance from the start towards the end", "beside that, towards the other run's end")
    return _Asked(plane, axes, {"this run": own, beside.names(moment)[through]: others})


def _measured(
    asked: _Asked,
    seen: _Seen,
    on: Grounds,
    side: int,
    of: Of,
    holder: DeltaGenerator,
    epoch: int,
) -> Relief:
    """The finest picture; those before it are drawn as they come."""
    bar = st.progress(0.0, "Measuring the loss over the plane …")
    for item in relief(asked.plane, on, seen.window, side, of):
        if isinstance(item, Relief):
            if len(item.up) == side:
                bar.empty()
                return item
            _draw(holder, asked, seen, item, epoch)
        else:
            # Whoever has asked for something else is not kept waiting: this call ends it.
            bar.progress(item / side**2, "Measuring the loss over the plane …")
    raise AssertionError("a relief of the whole side is the last item")


def _draw(holder: DeltaGenerator, asked: _Asked, seen: _Seen, found: Relief, epoch: int) -> None:
    first = next(iter(seen.walks))
    walks = [
        charts.walk_frame(points, name, epoch if name == first else None)
        for name, points in seen.walks.items()
    ]
    frames = {"cells": charts.cells_frame(found), "walk": pd.concat(walks)}
    edges = charts.bands([*found.losses.ravel().tolist(), *frames["walk"]["height"].dropna()])
    spec = prebuilt.with_frames(charts.plane_chart, frames, asked.axes, edges)
    alt = f"The mean loss over a plane, in bands, with {len(frames['walk'])} epochs on it."
    holder.vega_lite_chart(spec, alt=alt)
