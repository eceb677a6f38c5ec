"""The curves of one combination: loss and score over epochs, on training and validation rows."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure, measure_of
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.result import Result
from pages.shared.charts import curves, prebuilt, sweep_cell
from pages.shared.charts.landscape import is_wide

# What is drawn, by the rows that it is of.
LOSSES = {"validation": "validation_loss", "training": "train_loss"}
SCORES = {"validation": "validation_accuracy", "training": "train_accuracy"}


def show(board: Board, results: Sequence[Result]) -> None:
    """Both charts side by side; the test rows are in neither."""
    if not any(result.n_epochs for result in results):
        return
    for place, scores in zip(st.columns(2), (LOSSES, SCORES), strict=True):
        with place:
            _chart(board, results, scores)


def _chart(board: Board, results: Sequence[Result], scores: dict[str, str]) -> None:
    measure = measure_of(board.sweep, Objective(scores["training"]))
    lines = frame_of(results, scores)
    if lines.empty:
        return
    parts = tuple(part for part in scores if (lines["part"] == part).any())
    title = measure.name.removeprefix("training ")
    is_score = Objective(scores["training"]).higher_is_better
    if is_score and not measure.is_share:
        lines = lines[lines["value"] >= curves.LEAST_R2] if _any_near(lines) else lines
    means = lines.groupby(["part", "epoch"], as_index=False)["value"].mean()
    log = not is_score and is_wide(lines["value"].tolist())
    shown = {*lines["seed"].unique()[: sweep_cell.MOST_SEEDS]}
    frames = {
        "lines": lines[lines["seed"].isin(shown)],
        "means": means,
        "points": _read_off(means, parts, measure),
    }
    options = (parts, title, log, measure.is_share, len(results) > 1)
    st.vega_lite_chart(
        spec=prebuilt.with_frames(sweep_cell.seeds, frames, *options),
        alt=f"{title} over epochs, {' and '.join(parts)} rows, {len(results)} seeds",
    )


def _any_near(lines: pd.DataFrame) -> bool:
    return bool((lines["value"] >= curves.LEAST_R2).any())


def frame_of(results: Sequence[Result], scores: dict[str, str]) -> pd.DataFrame:
    """A row a seed, part and epoch, thinned to ``curves.MAX_POINTS`` a line, finite ones alone."""
    longest = max(result.n_epochs for result in results)
    stride = max(1, -(-longest // curves.MAX_POINTS))
    rows = []
    for result in results:
        last = result.n_epochs
        epochs = [k for k in range(1, last + 1) if (k - 1) % stride == 0 or k == last]
        for part, score in scores.items():
            series = result.series(score).tolist()
            rows += [(result.config.seed, part, epoch, series[epoch - 1]) for epoch in epochs]
    frame = pd.DataFrame(rows, columns=["seed", "part", "epoch", "value"])
    return frame[frame["value"].abs() < float("inf")]


def _read_off(means: pd.DataFrame, parts: Sequence[str], measure: Measure) -> pd.DataFrame:
    """A row an epoch, with the mean of each part as it is written."""
    wide = means.pivot(index="epoch", columns="part", values="value")
    written = {part: wide[part].map(measure.write, na_action="ignore") for part in parts}
    return pd.DataFrame(written).fillna("–").reset_index()
