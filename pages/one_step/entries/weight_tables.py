"""Starting weights and biases to edit one by one.

Cells are text, which is read with the other entries: a grid's own number cells drop letters
without a word and read 0,7 as 7.
"""

import pandas as pd
import streamlit as st

from mlp_core.objective import Bias
from pages.shared import session, tables
from pages.shared.numbers import full_precision

LABEL = "Edit single starting weights"
# What the names of the tables begin with.
EDITED = "step_W"
BIASES: dict[Bias, str] = {
    "learned": "",
    "frozen": ", which stays as it is",
    "none": ", which does not count: there are no biases",
}


def edited(start: tuple[tuple, tuple], bias: Bias) -> list[pd.DataFrame]:
    """A table for each layer, of text: its weights, and its bias in the last column.

    They begin with ``start``, and those that are not drawn are as they were left.
    """
    editors = st.expander(LABEL, icon=":material/edit:", key="step_editors", on_change="rerun")
    with editors:
        drawn = bool(editors.open)
        edited = []
        for k, (W, b) in enumerate(zip(*start, strict=True), start=1):
            if drawn:
                st.markdown(f"**W{k}** with its bias **b{k}** as the last column{BIASES[bias]}")
            edited.append(
                session.edited_table(
                    f"{EDITED}{k}",
                    # Edits stay while what this layer begins with does.
                    (W, b),
                    lambda W=W, b=b: tables.matrix_frame(W, b).map(full_precision),
                    drawn,
                )
            )
        return edited
