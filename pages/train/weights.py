"""The weights of the first layer as pictures: what each unit looks for in the image."""

import streamlit as st

from pages.shared import controls
from pages.shared.charts import charts, prebuilt

COLUMNS = 10
PER_SCREEN = 60


def show(weights, image_shape: tuple[int, int], names: list[str]) -> None:
    """One picture a unit, all on one scale with zero in the middle.

    ``weights`` are (n_units, n_pixels) and ``names`` what the units are called.
    """
    st.subheader("First-layer weights", anchor="weights")
    st.caption(
        "One picture a unit, one square a pixel's weight: blue is positive, orange negative, "
        "white near zero."
    )
    part = controls.part_of("Units", len(names), PER_SCREEN, "weights")
    shown = names[part]
    limit = max(abs(float(weights.min())), abs(float(weights.max())))
    pixels = charts.pixel_frame(weights[part], shown, image_shape)
    chart = prebuilt.pictures(pixels, COLUMNS, size=64, limit=limit, diverging=True)
    st.vega_lite_chart(
        spec=chart, alt=f"Weights of {shown[0]} to {shown[-1]} as images, ±{limit:.3g}."
    )
