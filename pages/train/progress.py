"""A training run as it goes: how far it is, its scores, and its curves so far."""

import pandas as pd
import streamlit as st

from mlp_core import Dataset, EpochScores, accuracy_interval
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.number_text import count, exact, loss, percent
from pages.shared import jobs
from pages.shared.charts import curves
from pages.shared.describe import describe_run, rate_changes
from pages.train import states
from pages.train.run import EarlierRun

REDRAW_SECONDS = 0.25
LOSS_KINDS = {"total": "Total, as in the practical", "mean": "Mean per row"}
Scores = tuple[EpochScores, ...]


def watch(job: RecordedJob, active: bool, earlier: EarlierRun | None) -> None:
    """Show the run and, while it is ``active``, redraw; once it rests, run the page again.

    The curves of the ``earlier`` run are drawn faintly.
    """
    jobs.redraw_while_active(job, active, lambda: _show(job, earlier), REDRAW_SECONDS)


def _show(job: RecordedJob, earlier: EarlierRun | None) -> None:
    snapshot = job.snapshot
    scores = snapshot.progress.scores
    states.show(job, snapshot)
    st.caption(describe_run(job.config, scores, job.epochs, job.learning_rate))
    if scores:
        _show_scores(scores[-1], job.dataset)
        kind, log = _choose_loss()
        _show_curves(scores, earlier.scores if earlier else (), kind, log)
        if earlier:
            st.caption(f"Faint lines: the run before, {describe_run(*earlier)}")


def _choose_loss() -> tuple[str, bool]:
    """Which loss to draw, and whether on a log scale."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "Loss shown",
            options=list(LOSS_KINDS),
            default="total",
            format_func=LOSS_KINDS.get,
            required=True,
            key="loss_kind",
            persist_state="session",
        )
        return kind, st.toggle("Log scale", key="loss_log", persist_state="session")


def _show_scores(scores: EpochScores, dataset: Dataset) -> None:
    n_test = len(dataset.y_test)
    low, high = accuracy_interval(scores.test_accuracy, n_test)
    with st.container(horizontal=True, gap="large"):
        st.metric("Test accuracy", percent(scores.test_accuracy), width="content")
        st.metric("Training accuracy", percent(scores.train_accuracy), width="content")
        st.metric("Test loss, mean per row", loss(scores.test_loss), width="content")
        st.metric("Training loss, mean per row", loss(scores.train_loss), width="content")
    st.caption(
        f"95 % interval of the test accuracy: {percent(low)} to {percent(high)}, for "
        f"{count(n_test)} test {dataset.words.rows}. "
        "Differences between runs that are small beside it mean little."
    )


def _show_curves(scores: Scores, earlier: Scores, kind: str, log: bool) -> None:
    changes = rate_changes(scores)
    marks = tuple((epoch, f"η = {exact(rate)}") for epoch, rate in changes.items())
    epochs = f"over {scores[-1].epoch} epochs"
    runs = {"this run": curves.thinned(scores), curves.EARLIER: curves.thinned(earlier)}
    left, right = st.columns(2)
    if kind == "total":
        losses = _series(runs, {"training, total": "total_loss"}, "loss")
        axis = "total loss of an epoch"
    else:
        losses = _series(runs, {"training": "train_loss", "test": "test_loss"}, "loss")
        axis = "mean loss per row"
    spec = curves.spec(losses, "loss", axis, log, marks)
    left.vega_lite_chart(spec, alt=f"{axis} {epochs}")
    fields = {"training": "train_accuracy", "test": "test_accuracy"}
    accuracies = _series(runs, fields, "accuracy")
    spec = curves.spec(accuracies, "accuracy", "accuracy", marks=marks, share=True)
    right.vega_lite_chart(spec, alt=f"Training and test accuracy {epochs}")


def _series(runs: dict[str, list[EpochScores]], fields: dict[str, str], value: str) -> pd.DataFrame:
    """The fields named, under the series names given: a row a run, epoch and series."""
    return pd.DataFrame(
        [
            {"run": run, "epoch": score.epoch, "series": series, value: getattr(score, field)}
            for run, scores in runs.items()
            for series, field in fields.items()
            for score in scores
        ]
    )
