"""Charts of several runs: curves over each other, a band over seeds, a cloud of results."""

from collections.abc import Callable, Mapping, Sequence

import altair as alt
import pandas as pd

from mlp_core import EpochScores
from mlp_core.number_text import loss
from pages.shared.charts import curves
from pages.shared.charts.crosshair import at_epochs, at_points, crosshair, x_axis

# The legend takes its pixels from the chart's height; long labels get a line of their own.
LEGEND_ROW, LONG_LABEL, LABEL_PIXELS = 30, 36, 260
# What is drawn of an epoch, by the rows that it was measured on.
FIELDS = {
    "mean": {"training": "train_loss", "test": "test_loss", "validation": "validation_loss"},
    "total": {"training": "total_loss"},
    "accuracy": {
        "training": "train_accuracy",
        "test": "test_accuracy",
        "validation": "validation_accuracy",
    },
}
# By the rows that a line is of.
DASHES = {"test": [1, 0], "training": [5, 3], "validation": [1, 3]}


def series_frame(
    runs: Mapping[str, Sequence[EpochScores]],
    figure: str,
    parts: Sequence[str],
    write: Callable[[float], str] = loss,
) -> pd.DataFrame:
    """A row a run, epoch and part ("training", "test", "validation"); ``figure`` is one of FIELDS.

    ``written`` is the value as ``write`` writes it. All runs are thinned to the same epochs, at
    most ``curves.MAX_POINTS``, so that they can be read side by side; the last of each is kept.
    """
    longest = max(map(len, runs.values()), default=0)
    stride = max(1, -(-longest // curves.MAX_POINTS))
    return pd.DataFrame(
        [
            {
                "run": run,
                "rows": part,
                "epoch": score.epoch,
                "seconds": score.seconds,
                "value": getattr(score, field),
                "written": write(getattr(score, field)),
            }
            for run, scores in runs.items()
            for part, field in FIELDS[figure].items()
            if part in parts
            for score in scores
            if (score.epoch - 1) % stride == 0 or score is scores[-1]
            if getattr(score, field) is not None
        ],
        columns=["run", "rows", "epoch", "seconds", "value", "written"],
    )


def overlay(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    x: str,
    axis: str,
    log: bool = False,
    share: bool = False,
) -> alt.LayerChart:
    """A line a run and part of a ``series_frame``, over "epoch" or "seconds".

    A line under the pointer reads off what is there: all runs at an epoch, or over seconds the
    nearest point. A click on a run in the legend leaves it alone in full colour; ``colours``
    are the runs'. What is not above zero has no place on a ``log`` axis, and is left out.
    """
    if log:
        frame = frame[frame["value"] > 0]
    picked = alt.selection_point(fields=["run"], bind="legend")
    scale = alt.Scale(type="log") if log else alt.Scale(zero=False)
    lines = (
        alt.Chart(frame)
        .mark_line(point=frame["epoch"].nunique() <= curves.FEW_EPOCHS)
        .encode(
            x_axis(x),
            alt.Y("value:Q", scale=scale).axis(curves.value_axis(axis, log, share)),
            _colour(colours),
            alt.StrokeDash(
                "rows:N", scale=alt.Scale(domain=[*DASHES], range=[*DASHES.values()])
            ).legend(None),
            opacity=alt.condition(picked, alt.value(1.0), alt.value(0.12)),
        )
        .add_params(picked)
    )
    read_off = at_epochs(frame) if x == "epoch" else at_points(frame)
    height = curves.CHART_HEIGHT + _legend_height(colours)
    return (lines + crosshair(*read_off, x)).properties(height=height)


def band(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    axis: str,
    share: bool = False,
    write: Callable[[float], str] = loss,
) -> alt.LayerChart:
    """The mean over seeds as a line, and from the lowest to the highest value as a band.

    ``frame`` has the columns run (the group's label), epoch, n, mean, low and high, which
    ``write`` writes.
    """
    written = frame.assign(
        rows="",
        written=[
            f"{write(mean)} ({write(low)} to {write(high)}, {n} seeds)"
            for mean, low, high, n in zip(
                frame["mean"], frame["low"], frame["high"], frame["n"], strict=True
            )
        ],
    )
    base = alt.Chart(frame).encode(x_axis("epoch"), _colour(colours))
    y = alt.Y("low:Q", scale=alt.Scale(zero=False)).axis(curves.value_axis(axis, False, share))
    areas = base.mark_area(opacity=0.2).encode(y, alt.Y2("high:Q"))
    lines = base.mark_line(point=frame["epoch"].nunique() <= curves.FEW_EPOCHS).encode(
        alt.Y("mean:Q").axis(curves.value_axis(axis, False, share))
    )
    height = curves.CHART_HEIGHT + _legend_height(colours)
    return (areas + lines + crosshair(*at_epochs(written), "epoch")).properties(height=height)


def cloud(
    frame: pd.DataFrame,
    x: tuple[str, str, str],
    y: tuple[str, str],
    colour: str,
    logs: set[str],
    share: bool = False,
) -> alt.Chart:
    """A point a run. ``x`` is a column, its kind (Q or N) and its title, ``y`` a column and its
    title, ``colour`` the title of the column of that name.

    ``frame`` has also id, name, compared (whether it stands out), colour and, as texts,
    x_written and y_written. Columns of ``logs`` are on logarithmic axes, and ``y`` is a ``share``
    in percent or not. The selection of a
    clicked point is called "point".
    """
    x_column, kind, x_title = x
    y_column, y_title = y
    across = alt.X(f"{x_column}:N", title=x_title).axis(labelAngle=0)
    if kind == "Q":
        across = alt.X(f"{x_column}:Q", scale=_scale(x_column, logs), title=x_title)
    return (
        alt.Chart(frame)
        .mark_circle(size=90)
        .encode(
            across,
            alt.Y(f"{y_column}:Q", scale=_scale(y_column, logs)).axis(
                curves.value_axis(y_title, y_column in logs, share)
            ),
            alt.Color("colour:N", title=colour),
            opacity=alt.condition("datum.compared", alt.value(1.0), alt.value(0.6)),
            size=alt.condition("datum.compared", alt.value(220), alt.value(80)),
            tooltip=[
                alt.Tooltip("name:N"),
                alt.Tooltip("x_written:N", title=x_title),
                alt.Tooltip("y_written:N", title=y_title),
                alt.Tooltip("colour:N", title=colour),
            ],
        )
        .add_params(alt.selection_point(name="point", fields=["id"]))
        .properties(height=curves.CHART_HEIGHT + 100)
    )


def _scale(column: str, logs: set[str]) -> alt.Scale:
    return alt.Scale(type="log") if column in logs else alt.Scale(zero=False)


def _colour(colours: Mapping[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    columns = _legend_columns(colours)
    return alt.Color("run:N", scale=scale, sort=None).legend(
        orient="top",
        title=None,
        columns=columns,
        labelLimit=LABEL_PIXELS * (1 if columns == 2 else 2),
    )


def _legend_columns(colours: Mapping[str, str]) -> int:
    return 1 if any(len(label) > LONG_LABEL for label in colours) else 2


def _legend_height(colours: Mapping[str, str]) -> int:
    return LEGEND_ROW * -(-len(colours) // _legend_columns(colours))
