"""The loss along a line from one network to another, and beyond both."""

import pandas as pd
import streamlit as st

from mlp_core._checks import Parameters
from mlp_core.inspection.landscape.effort import LINE
from mlp_core.inspection.landscape.flat import Flat, distance, line_between
from mlp_core.inspection.landscape.heights import Grounds
from mlp_core.inspection.landscape.profile import Profile, profile
from mlp_core.number_text import rounded
from pages.inspect.landscape import beside, words
from pages.inspect.moment import Moment
from pages.shared import session
from pages.shared.charts import landscape as charts
from pages.shared.charts import prebuilt
from pages.shared.charts.palette import run_colours

# What was computed last, and what it was computed of.
KNOWN = "inspect_line"
HERE = "here"


def show(moment: Moment, on: Grounds) -> None:
    """Between two epochs, or an epoch and the end of another run."""
    start, end, names = _ends(moment)
    way = line_between(start, end)
    asked = (moment.run.id, moment.film.last, moment.step, *names)
    found = session.computed(KNOWN, asked, lambda: _measured(way, on))
    penalised = moment.config.alpha > 0.0
    lines = charts.profile_frame(found, penalised)
    frames = {"lines": lines, "ends": pd.DataFrame({"place": [0.0, 1.0], "name": names})}
    log = charts.is_wide(lines["loss"].dropna().tolist())
    parts = tuple(lines["part"].unique())
    spec = prebuilt.with_frames(charts.profile_chart, frames, log, parts, tuple(run_colours()[:3]))
    alt = f"The mean loss along the line from {names[0]} to {names[1]}, and beyond both."
    st.vega_lite_chart(spec, alt=alt)
    st.markdown(words.of_line(found, *names))
    st.caption(
        f"0 is {names[0]}, 1 is {names[1]}; between them every weight and bias goes straight from "
        f"one value to the other, {rounded(distance(start, end))} in all."
    )


def _ends(moment: Moment) -> tuple[Parameters, Parameters, tuple[str, str]]:
    """The two networks, and what they are called."""
    others = beside.names(moment)
    labels = {HERE: _name(moment.epoch, moment.step)} | {
        run_id: f"the end of {name}" for run_id, name in others.items()
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.number_input("From epoch", 0, moment.film.last, 0, key="inspect_line_from")
        to = st.selectbox(
            "To", list(labels), format_func=lambda one: labels.get(one, ""), key="inspect_line_to"
        )
    start = moment.film.parameters(first)
    if to == HERE:
        return start, moment.parameters, (_name(first), labels[HERE])
    film = beside.film_of(to)
    return start, film.parameters(film.last), (_name(first), labels[to])


def _name(epoch: int, step: int = 0) -> str:
    at = f"epoch {epoch}" if epoch else "the start"
    return f"{at} and {step} step{'' if step == 1 else 's'}" if step else at


def _measured(way: Flat, on: Grounds) -> Profile:
    bar = st.progress(0.0, "Measuring the loss along the line …")
    for item in profile(way, on, LINE):
        if isinstance(item, Profile):
            bar.empty()
            return item
        # Whoever has asked for something else in between is not kept waiting: this call ends it.
        bar.progress(min(item / LINE, 1.0), "Measuring the loss along the line …")
    raise AssertionError("a profile is the last item")
