"""Charts of several runs: curves over each other, a band over seeds, a cloud of results."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from mlp_core import EpochScores
from pages.shared import charts

# The legend takes its pixels from the chart's height.
LEGEND_COLUMNS, LEGEND_ROW = 2, 30
# What is drawn of an epoch, by the rows that it was measured on.
FIELDS = {
    "mean": {"training": "train_loss", "test": "test_loss"},
    "total": {"training": "total_loss"},
    "accuracy": {"training": "train_accuracy", "test": "test_accuracy"},
}


def series_frame(
    runs: Mapping[str, Sequence[EpochScores]], figure: str, parts: Sequence[str]
) -> pd.DataFrame:
    """A row a run, epoch and part ("training", "test"); ``figure`` is one of FIELDS.

    Each run is thinned to ``charts.MAX_POINTS``; what is not above zero has no logarithm and
    is drawn as it is.
    """
    return pd.DataFrame(
        [
            {
                "run": run,
                "rows": part,
                "epoch": score.epoch,
                "seconds": score.seconds,
                "value": getattr(score, field),
            }
            for run, scores in runs.items()
            for part, field in FIELDS[figure].items()
            if part in parts
            for score in charts.thinned(scores)
        ],
        columns=["run", "rows", "epoch", "seconds", "value"],
    )


def overlay(
    frame: pd.DataFrame, colours: Mapping[str, str], x: str, axis: str, log: bool = False
) -> alt.Chart:
    """A line a run and part of a ``series_frame``, over "epoch" or "seconds".

    A click on a run in the legend leaves it alone in full colour; ``colours`` are the runs'.
    """
    picked = alt.selection_point(fields=["run"], bind="legend")
    few = frame["epoch"].nunique() <= charts.FEW_EPOCHS
    return (
        alt.Chart(frame)
        .mark_line(point=few)
        .encode(
            alt.X(f"{x}:Q").title("epoch" if x == "epoch" else "seconds of training"),
            alt.Y("value:Q", scale=alt.Scale(type="log") if log else alt.Scale(zero=False)).title(
                axis
            ),
            _colour(colours),
            alt.StrokeDash(
                "rows:N", scale=alt.Scale(domain=["test", "training"], range=[[1, 0], [5, 3]])
            ).legend(None),
            opacity=alt.condition(picked, alt.value(1.0), alt.value(0.12)),
            tooltip=[
                "run:N",
                "rows:N",
                "epoch:Q",
                alt.Tooltip("seconds:Q", format=".3~g"),
                alt.Tooltip("value:Q", format=".6~g"),
            ],
        )
        .add_params(picked)
        .properties(height=charts.CHART_HEIGHT + LEGEND_ROW * -(-len(colours) // LEGEND_COLUMNS))
    )


def band(frame: pd.DataFrame, colours: Mapping[str, str], axis: str) -> alt.LayerChart:
    """The mean over seeds as a line, and from the lowest to the highest value as a band.

    ``frame`` has the columns run (the group's label), epoch, n, mean, low and high.
    """
    base = alt.Chart(frame).encode(alt.X("epoch:Q").title("epoch"), _colour(colours))
    y = alt.Y("low:Q", scale=alt.Scale(zero=False)).title(axis)
    areas = base.mark_area(opacity=0.2).encode(y, alt.Y2("high:Q"))
    lines = base.mark_line(point=frame["epoch"].nunique() <= charts.FEW_EPOCHS).encode(
        alt.Y("mean:Q").title(axis),
        tooltip=[
            "run:N",
            "epoch:Q",
            alt.Tooltip("n:Q", title="seeds"),
            *(alt.Tooltip(f"{name}:Q", format=".6~g") for name in ("mean", "low", "high")),
        ],
    )
    return (areas + lines).properties(height=charts.CHART_HEIGHT + LEGEND_ROW * len(colours))


def cloud(
    frame: pd.DataFrame, x: tuple[str, str], y: tuple[str, str], colour: str, logs: set[str]
) -> alt.Chart:
    """A point a run: ``x`` and ``y`` are a column and its kind, Q or N.

    ``frame`` has also id, name, compared (whether it stands out) and colour, as text. Columns
    of ``logs`` are on logarithmic axes. The selection of a clicked point is called "point".
    """

    def axis(channel: type, column: str, kind: str):
        if kind == "N":
            return channel(f"{column}:N", title=colour_title(column)).axis(labelAngle=0)
        scale = alt.Scale(type="log") if column in logs else alt.Scale(zero=False)
        return channel(f"{column}:Q", scale=scale, title=colour_title(column))

    def colour_title(column: str) -> str:
        return column.replace("_", " ")

    return (
        alt.Chart(frame)
        .mark_circle(size=90)
        .encode(
            axis(alt.X, *x),
            axis(alt.Y, *y),
            alt.Color("colour:N", title=colour_title(colour)),
            opacity=alt.condition("datum.compared", alt.value(1.0), alt.value(0.6)),
            size=alt.condition("datum.compared", alt.value(220), alt.value(80)),
            tooltip=["name:N", f"{x[0]}:{x[1]}", f"{y[0]}:{y[1]}", alt.Tooltip("colour:N")],
        )
        .add_params(alt.selection_point(name="point", fields=["id"]))
        .properties(height=charts.CHART_HEIGHT + 100)
    )


def _colour(colours: Mapping[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("run:N", scale=scale, sort=None).legend(
        orient="top", title=None, columns=LEGEND_COLUMNS, labelLimit=220
    )
