"""A line under the pointer that reads off what curves are there."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from mlp_core.number_text import seconds
from pages.shared.charts import palette

X_AXES = {"epoch": "epoch", "seconds": "training time (s)"}
NOTHING = "–"


def x_axis(x: str) -> alt.X:
    """The horizontal axis of curves over "epoch" or "seconds"."""
    axis = alt.Axis(tickMinStep=1, format="d") if x == "epoch" else alt.Axis()
    return alt.X(f"{x}:Q", axis=axis).title(X_AXES[x])


def at_epochs(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """A row an epoch with what each line has there; the lines' columns with their names."""
    # Names of columns would be read as paths into the data: others' texts are titles alone.
    columns: dict[tuple[str, str], str] = {}
    at: dict[int, dict[str, object]] = {}
    parts = frame["rows"].nunique()
    for run, rows, epoch, written in frame[["run", "rows", "epoch", "written"]].itertuples(
        index=False, name=None
    ):
        column = columns.setdefault((run, rows), f"line{len(columns)}")
        at.setdefault(epoch, {"epoch": epoch})[column] = written
    wide = pd.DataFrame([at[epoch] for epoch in sorted(at)], columns=["epoch", *columns.values()])
    titles = {
        column: f"{run}, {rows}" if parts > 1 else run for (run, rows), column in columns.items()
    }
    return wide.fillna(NOTHING), {"epoch": "epoch"} | titles


def at_points(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """A row a point, with the time and value as they are written; the columns' titles."""
    points = frame.assign(time=frame["seconds"].map(seconds))
    return points, {
        "run": "run",
        "rows": "rows",
        "epoch": "epoch",
        "time": "training time",
        "written": "value",
    }


def crosshair(
    points: alt.NamedData | pd.DataFrame,
    titles: Mapping[str, str],
    x: str,
    axis: alt.X | None = None,
) -> alt.Chart:
    """A line at the nearest of ``points`` along ``x``, which says what is there.

    ``axis`` is that of the curves, where it is not ``x_axis(x)``.
    """
    nearest = alt.selection_point(
        name="nearest", nearest=True, on="pointerover", clear="pointerout", fields=[x], empty=False
    )
    return (
        alt.Chart(points)
        .mark_rule(color=palette.GREY, strokeWidth=1.5)
        .encode(
            axis or x_axis(x),
            opacity=alt.condition(nearest, alt.value(0.8), alt.value(0.0)),
            tooltip=[alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()],
        )
        .add_params(nearest)
    )
