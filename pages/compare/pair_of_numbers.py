"""Two runs that predict the same numbers: which is closer, and on which rows."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core import Dataset
from mlp_core.experiments.findings.paired_errors import (
    apart,
    paired_errors,
    paired_errors_sentence,
)
from mlp_core.inspection.predicted import Numbers, in_units
from mlp_core.number_text import rounded
from mlp_core.quoting import one_line
from pages.shared import rows
from pages.shared.charts import prebuilt
from pages.shared.charts.residuals import dots, predicted_against_true

OF_NETWORKS = (
    "This is about the two networks as they are; whether their settings made the difference "
    "shows over seeds, below."
)
MOST, COLUMNS = 12, 6


def show(data: Dataset, predicted: Sequence) -> None:
    """The paired test, both networks' predictions, and the rows that tell them apart.

    ``predicted`` is what A and B say of all test rows, in the shape and scale of their targets.
    """
    a, b = (in_units(data, found) for found in predicted)
    test = paired_errors(a.truth, a.predicted, b.predicted)
    st.info(f"{paired_errors_sentence(test)} {OF_NETWORKS}", icon=":material/balance:")
    target = _choose(data)
    _charts(data, (a, b), target)
    closer_a, closer_b = apart(a.residuals[:, target], b.residuals[:, target], MOST)
    _told_apart("A is much closer than B", data, closer_a, (a, b), target)
    _told_apart("B is much closer than A", data, closer_b, (a, b), target)


def _choose(data: Dataset) -> int:
    """The target that is looked at, where there are several."""
    if data.n_targets == 1:
        return 0
    return st.selectbox(
        "Target",
        range(data.n_targets),
        format_func=lambda k: one_line(data.target_names[k]),
        key="compare_target",
        width=320,
    )


def _charts(data: Dataset, both: Sequence[Numbers], target: int) -> None:
    name = one_line(data.target_names[target])
    for place, run, numbers in zip(st.columns(2), "AB", both, strict=True):
        with place:
            st.subheader(f"Predictions of {run}", anchor=False)
            frame = dots(numbers, target, set())
            ends = [float(frame["true"].min()), float(frame["true"].max())]
            ideal = pd.DataFrame({"x": ends, "y": ends})
            frames = {"rows": frame, "ideal": ideal}
            spec = prebuilt.with_frames(predicted_against_true, frames, name)
            st.vega_lite_chart(spec=spec, alt=f"Predicted over true {name}, run {run}")
    st.caption("A dot a test row. On the grey line nothing is off.")


def _told_apart(
    title: str, data: Dataset, found: Sequence[int], both: Sequence[Numbers], target: int
) -> None:
    """Test rows with what is true and what the two say."""
    st.subheader(title, anchor=False)
    if not len(found):
        st.markdown(f"No such {data.words.row}.")
        return
    a, b = both
    titles = [
        f"true {rounded(a.truth[i, target])}, A {rounded(a.predicted[i, target])}, "
        f"B {rounded(b.predicted[i, target])}"
        for i in found
    ]
    rows.show(rows.Shown(data, list(found), titles, title, COLUMNS, size=80))
