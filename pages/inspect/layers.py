"""How the layers learn: weights, gradients and steps by epoch, and how many units are flat."""

import pandas as pd
import streamlit as st

from mlp_core.activations import get_activation
from mlp_core.inspection.diagnosis.observation import MOST_ROWS, Observation, observe
from mlp_core.inspection.layer_series import layer_series
from mlp_core.number_text import count, percent, rounded
from pages.inspect.moment import Moment
from pages.shared import sentences, session
from pages.shared.charts import layer_curves as charts
from pages.shared.charts import prebuilt
from pages.shared.charts.palette import run_colours
from pages.shared.describe import listed

# What was computed last, and what it was computed of.
KNOWN = "inspect_layers"


def show(moment: Moment) -> None:
    """Small charts a layer, on one scale, with a line at the moment."""
    try:
        series = session.computed(
            KNOWN, (moment.run.id, moment.film.last), lambda: layer_series(moment.film)
        )
        here = observe(moment.config, moment.dataset, moment.film.checkpoint(moment.epoch))
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return
    st.subheader("How the layers learn", anchor="layers")
    st.markdown(_says(here))
    _sizes(series, moment)
    _flat(series, here, moment)
    _table(here, moment)


def layer_name(layer: int, of: int) -> str:
    """What the page calls a layer, the first being 1."""
    return "Output layer" if layer == of else f"Layer {layer}"


def _says(here: Observation) -> str:
    """Where the gradient is large and where small, by the numbers of this epoch."""
    names = [f"layer {one.layer}" for one in here.hidden] + ["the output layer"]
    sizes = [one.gradient_norm for one in here.layers]
    silent = [name for name, size in zip(names, sizes, strict=True) if not size]
    at = f"After epoch {here.epoch}" if here.epoch else "Before the first epoch"
    if silent:
        return f"{at} the gradient of {listed(silent)} is 0: no weight there would be changed."
    if len(sizes) == 1:
        return f"{at} the gradient of the only layer has size {rounded(sizes[0])}."
    least, most = min(sizes), max(sizes)
    text = (
        f"{at} the gradient is largest in {names[sizes.index(most)]}, {rounded(most)}, and "
        f"smallest in {names[sizes.index(least)]}, {rounded(least)}"
    )
    return f"{text}: {rounded(most / least)} times less." if least < most else f"{text}."


def _sizes(series: tuple[Observation, ...], moment: Moment) -> None:
    colours = run_colours()
    low, high = charts.sizes_range(series)
    st.html(charts.legend([*charts.SIZES], colours))
    with st.container(horizontal=True):
        n_layers = len(series[0].layers)
        for layer in range(n_layers):
            name = layer_name(layer + 1, n_layers)
            frames = {"points": charts.sizes_frame(series, layer), "now": _now(moment.epoch)}
            spec = prebuilt.with_frames(
                charts.sizes_chart,
                frames,
                moment.film.last,
                low,
                high,
                tuple(colours[: len(charts.SIZES)]),
            )
            alt = f"{name}: size of weights, gradient and step over epochs, logarithmic."
            _draw(name, spec, alt)
    st.caption(
        f"All on one logarithmic scale; the line is at epoch {moment.epoch}. ‖ ‖ is the root of "
        "the sum of squares; the gradient is that of the mean loss over the training rows. A step "
        "is the typical one that training could take next. What is 0 is written as 0 at the edge."
    )


def _flat(series: tuple[Observation, ...], here: Observation, moment: Moment) -> None:
    """The shares of what no gradient comes through, where the activation has such places."""
    if not here.hidden:
        st.caption("This network has no hidden layer, so no unit can be dead or saturated.")
        return
    activation = get_activation(moment.config.activation)
    if activation.flat is None:
        st.caption(
            f"With {activation.prose} no unit is ever dead or saturated: its slope is never 0."
        )
        return
    state = activation.flat
    st.markdown(f"**Share that is {state}**, of each hidden layer")
    colours = run_colours()
    names = [f"{state} units", f"{state} values"]
    st.html(charts.legend(names, colours))
    with st.container(horizontal=True):
        for layer in range(len(here.hidden)):
            name = layer_name(layer + 1, len(here.layers))
            points = charts.shares_frame(series, layer, state)
            frames = {"points": points, "now": _now(moment.epoch)}
            spec = prebuilt.with_frames(
                charts.shares_chart, frames, moment.film.last, tuple(colours[:2])
            )
            _draw(name, spec, f"{name}: the share of {state} units and values over epochs.")
    st.caption(
        f"A value is {state} where the slope of {activation.prose} is next to nothing, and a unit "
        "where nearly all its values are."
    )


def _table(here: Observation, moment: Moment) -> None:
    """The figures of the epoch, a row a layer."""
    frame = pd.DataFrame(
        [
            {
                "layer": layer_name(one.layer, len(here.layers)),
                "units": one.n_units,
                "‖W‖": rounded(one.weight_norm),
                "‖∂L/∂W‖": rounded(one.gradient_norm),
                "‖ΔW‖ / ‖W‖": rounded(one.step),
                "dead": str(int(one.dead.sum())) if one in here.hidden else "",
                "saturated": str(int(one.saturated.sum())) if one in here.hidden else "",
                "flat values": percent(one.flat_share) if one in here.hidden else "",
            }
            for one in here.layers
        ]
    )
    st.dataframe(frame, hide_index=True)
    n = len(moment.dataset.X_train)
    if n > MOST_ROWS:
        st.caption(f"Over {count(MOST_ROWS)} training rows, drawn of {count(n)}.")


def _now(epoch: int) -> pd.DataFrame:
    return pd.DataFrame({"epoch": [epoch]})


def _draw(name: str, spec: dict, alt: str) -> None:
    with st.container(width=charts.WIDTH):
        st.markdown(f"**{name}**")
        st.vega_lite_chart(spec, alt=alt)
