"""The weights of the first layer: what each unit looks for in a row."""

import streamlit as st

from mlp_core import Dataset
from pages.shared import controls, rows

PER_SCREEN = 60


def show(weights, dataset: Dataset, names: list[str]) -> None:
    """Every unit's weights, all on one scale with zero in the middle.

    ``weights`` are (n_units, n_features) and ``names`` what the units are called.
    """
    st.subheader("First-layer weights", anchor="weights")
    st.caption(rows.about_weights(dataset))
    part = controls.part_of("Units", len(names), PER_SCREEN, "weights")
    limit = max(abs(float(weights.min())), abs(float(weights.max())))
    rows.show_weights(dataset, weights[part], names[part], limit)
