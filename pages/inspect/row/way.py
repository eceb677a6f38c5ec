"""A row's way through the network: what each unit of each layer makes of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core import ACTIVATIONS
from mlp_core._checks import Array
from mlp_core.activations import activation_names
from mlp_core.inspection.row.reading import n_flat
from mlp_core.number_text import count, rounded
from mlp_core.quoting import one_line
from pages.inspect.row.asked import Asked
from pages.shared.charts import one_row, prebuilt

# Of a wide layer the first units are drawn.
MOST_UNITS = 200
# Of a deep network so many layers, the last ones: they are nearest to the answer.
MOST_LAYERS = 8


def show(asked: Asked) -> None:
    """A chart a layer, first to last, and the outputs."""
    reading, config = asked.reading, asked.moment.config
    names = activation_names(config.activation, len(reading.hiddens))
    flat = n_flat(config.activation, reading)
    layers = list(enumerate(zip(names, flat, reading.zs, reading.hiddens, strict=False), start=1))
    if len(layers) > MOST_LAYERS:
        st.caption(f"The last {MOST_LAYERS} of {len(layers)} hidden layers.")
    for layer, (name, silent, z, h) in layers[-MOST_LAYERS:]:
        record = ACTIVATIONS[name]
        st.markdown(f"**Hidden layer {layer}**: {_says(len(h), silent)}")
        _bars(h, z, f"h = {record.label}(z)", range(1, len(h) + 1), "unit")
    data = asked.moment.dataset
    names = data.target_names or data.class_names[-len(reading.output) :]
    st.markdown(f"**Output**: {len(reading.output)} z, of which the answer is made.")
    kind = "target" if data.is_regression else "class"
    shown = [one_line(name) for name in names]
    _bars(reading.output, reading.output, "output z", shown, kind)


def _says(n: int, silent: int) -> str:
    """How many units the row comes through, in a sentence."""
    if not silent:
        return f"all {count(n)} units answer to it."
    return (
        f"{count(n - silent)} of {count(n)} units answer to it; at the other {count(silent)} the "
        "curve is flat, so that a small change of the row does not come through them."
    )


def _bars(h: Array, z: Array, axis: str, names: Sequence[int | str], across: str) -> None:
    n = min(len(h), MOST_UNITS)
    frame = pd.DataFrame(
        {
            "unit": names[k],
            "value": float(h[k]),
            "value_text": rounded(float(h[k])),
            "z": rounded(float(z[k])),
        }
        for k in range(n)
    )
    spec = prebuilt.with_data(one_row.layer_bars, frame, axis, across)
    low, high = rounded(float(h.min())), rounded(float(h.max()))
    st.vega_lite_chart(spec=spec, alt=f"{axis}, a bar a {across}, from {low} to {high}.")
    if n < len(h):
        st.caption(f"The first {n} of {count(len(h))} units are drawn.")
