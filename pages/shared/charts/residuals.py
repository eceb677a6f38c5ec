"""Predicted numbers beside the true ones, and what is left of these: residuals."""

from collections.abc import Set

import altair as alt
import pandas as pd

from mlp_core.inspection.predicted import Numbers
from mlp_core.number_text import rounded
from pages.shared.charts.curves import CHART_HEIGHT
from pages.shared.charts.palette import BLUE, GREY, ORANGE

# More dots would lie on each other.
MAX_DOTS = 500
FAINT = {"color": GREY, "strokeDash": [4, 3]}
FIELDS = {"true": "true", "predicted": "predicted", "residual": "true − predicted"}


def dots(numbers: Numbers, target: int, worst: Set[int]) -> pd.DataFrame:
    """What both charts draw of a target: the ``worst`` rows, and of many others every so many."""
    columns = {
        "true": numbers.truth[:, target],
        "predicted": numbers.predicted[:, target],
        "residual": numbers.residuals[:, target],
    }
    frame = pd.DataFrame(columns)
    stride = -(-len(frame) // (MAX_DOTS - len(worst)))
    frame = frame[[i % stride == 0 or i in worst for i in frame.index]]
    texts = {f"{name}_text": frame[name].map(rounded) for name in columns}
    marked = [i in worst for i in frame.index]
    return frame.assign(worst=marked, row=[f"row {i}" for i in frame.index], **texts)


def predicted_against_true(
    rows: alt.NamedData, ideal: alt.NamedData, target: str
) -> alt.LayerChart:
    """A dot a row: what was predicted over what is true; on the line both are equal.

    ``rows`` has the columns true, predicted, residual, whether the row is among the ``worst``, and
    the texts row, true_text, predicted_text and residual_text; ``ideal`` the ends x and y.
    """
    return _dots(rows, ideal, f"true {target}", "predicted", "true", "predicted")


def residual_plot(rows: alt.NamedData, ideal: alt.NamedData, target: str) -> alt.LayerChart:
    """A dot a row: its residual over what was predicted; on the line nothing is left.

    The columns are those of ``predicted_against_true``.
    """
    x_title, y_title = f"predicted {target}", FIELDS["residual"]
    return _dots(rows, ideal, x_title, y_title, "predicted", "residual")


def _dots(
    rows: alt.NamedData, ideal: alt.NamedData, x_title: str, y_title: str, x: str, y: str
) -> alt.LayerChart:
    near = alt.Scale(zero=False)
    colour = alt.condition("datum.worst", alt.value(ORANGE), alt.value(BLUE))
    tooltip = [alt.Tooltip("row:N", title="row")]
    tooltip += [alt.Tooltip(f"{name}_text:N", title=title) for name, title in FIELDS.items()]
    dots = (
        alt.Chart(rows)
        .mark_point(filled=True, opacity=0.7, size=45)
        .encode(
            alt.X(f"{x}:Q", scale=near).title(x_title),
            alt.Y(f"{y}:Q", scale=near).title(y_title),
            color=colour,
            tooltip=tooltip,
        )
    )
    line = alt.Chart(ideal).mark_line(**FAINT).encode(alt.X("x:Q"), alt.Y("y:Q"))
    return (line + dots).properties(height=CHART_HEIGHT)
