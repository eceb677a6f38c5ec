"""The weights of the first layer as pictures: what each unit looks for in the image."""

import streamlit as st

from pages.shared import charts

COLUMNS = 10
PER_SCREEN = 60


def show(weights, image_shape: tuple[int, int]) -> None:
    """One picture a unit, all of them on one scale with zero in the middle."""
    st.subheader("First-layer weights", anchor="weights")
    first = _first_shown(len(weights))
    shown = weights[first : first + PER_SCREEN]
    st.caption(
        "One picture a unit, one square a pixel's weight: orange adds to the unit's z where "
        "there is ink, blue takes off, white does nothing."
    )
    titles = [f"unit {unit}" for unit in range(first + 1, first + len(shown) + 1)]
    limit = float(abs(weights).max())
    pixels = charts.pixel_frame(shown, titles, image_shape)
    chart = charts.pictures(
        pixels, COLUMNS, size=64, scheme=charts.DIVERGING, limit=limit, low=-limit
    )
    st.altair_chart(chart, alt=f"Weights of {titles[0]} to {titles[-1]} as images, ±{limit:.3g}.")


def _first_shown(n_units: int) -> int:
    """The index of the first unit to show: wide layers are shown in parts."""
    if n_units <= PER_SCREEN:
        return 0
    return st.segmented_control(
        "Units",
        options=range(0, n_units, PER_SCREEN),
        default=0,
        format_func=lambda first: f"{first + 1} to {min(first + PER_SCREEN, n_units)}",
        required=True,
        key=f"weights_first_{n_units}",
    )
