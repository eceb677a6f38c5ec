"""Starting weights and biases to edit one by one.

Cells are text, which is read with the other entries: a grid's own number cells drop letters
without a word and read 0,7 as 7.
"""

import pandas as pd
import streamlit as st

from mlp_core import constant_parameters, seeded_parameters
from pages.shared import session, tables
from pages.shared.numbers import full_precision

LABEL = "Edit single starting weights"
# What the names of the tables begin with.
EDITED = "step_W"


def edited(sizes: tuple[int, ...], start: tuple) -> list[pd.DataFrame]:
    """A table for each layer, of text: its weights, and its bias in the last column.

    ``start`` is ("constant", the value) or ("random", the seed).
    """
    editors = st.expander(LABEL, icon=":material/edit:", key="step_editors", on_change="rerun")
    with editors:
        return _tables(sizes, start, bool(editors.open))


def _tables(sizes: tuple[int, ...], start: tuple, drawn: bool) -> list[pd.DataFrame]:
    """Those that are not ``drawn`` are as they were left."""
    kind, value = start
    weights, biases = (
        constant_parameters(sizes, value) if kind == "constant" else seeded_parameters(sizes, value)
    )
    edited = []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        if drawn:
            st.markdown(f"**W{k}** with its bias **b{k}** as the last column")
        edited.append(
            session.edited_table(
                f"{EDITED}{k}",
                # What this layer's starting values depend on: random ones are drawn in order.
                (sizes[: k + 1] if kind == "random" else sizes[k - 1 : k + 1], start),
                lambda W=W, b=b: tables.matrix_frame(W, b).map(full_precision),
                drawn,
            )
        )
    return edited
