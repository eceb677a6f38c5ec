"""Charts of several runs: curves over each other, a band over seeds, a cloud of results."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from mlp_core import EpochScores
from pages.shared import charts

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
        .mark_line(clip=True, point=few)
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
        .properties(height=charts.CHART_HEIGHT)
    )


def _colour(colours: Mapping[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("run:N", scale=scale, sort=None).legend(
        orient="top", title=None, columns=2, labelLimit=260
    )
