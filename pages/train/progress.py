"""A training run as it goes: how far it is, its scores, and its curves so far."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import EpochScores, accuracy_interval
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.number_text import count, exact, loss, percent
from mlp_core.score_kinds import score_kind
from mlp_core.stuck import chance_of
from pages.shared import jobs
from pages.shared.charts import curves
from pages.shared.charts.several_runs import FIELDS
from pages.shared.describe import describe_run, listed, rate_changes
from pages.train import boundary, diagnosis, states, unit_maps
from pages.train.run import EarlierRun

REDRAW_SECONDS = 0.25
# A picture that moves is to have four frames a second and more, drawing them included. What is
# beside it takes the same processor, and is read more slowly than it changes.
PICTURE_SECONDS, CURVES_SECONDS, MAPS_SECONDS = 0.2, 0.5, 1.0
LOSS_KINDS = {"total": "Total, as in the practical", "mean": "Mean per row"}
RATE_HEIGHT = 200
Runs = dict[str, list[EpochScores]]


def watch(job: RecordedJob, active: bool, earlier: EarlierRun | None) -> None:
    """Show the run and, while it is ``active``, redraw; once it rests, run the page again.

    The curves of the ``earlier`` run are drawn faintly.
    """
    if job.dataset.plane is None:
        jobs.redraw_while_active(job, active, lambda: _show(job, earlier), REDRAW_SECONDS)
        return
    jobs.redraw_while_active(job, active, lambda: _show_state(job), CURVES_SECONDS)
    left, right = st.columns(2)
    with left:
        jobs.redraw_while_active(job, active, lambda: _show_points(job, active), PICTURE_SECONDS)
    with right:
        jobs.redraw_while_active(job, active, lambda: _show_beside(job, earlier), CURVES_SECONDS)
    jobs.redraw_while_active(job, active, lambda: _show_units(job), MAPS_SECONDS)
    _tell_earlier(earlier)


def _show(job: RecordedJob, earlier: EarlierRun | None) -> None:
    """All of a run whose rows are no points."""
    _show_state(job)
    if job.snapshot.progress.scores:
        choice = _choose_loss()
        _show_curves(st.columns(2), job, earlier, *choice)
        _tell_earlier(earlier)


def _show_state(job: RecordedJob) -> None:
    snapshot = job.snapshot
    scores = snapshot.progress.scores
    states.show(job, snapshot)
    diagnosis.show(job, snapshot)
    st.caption(describe_run(job.config, scores, job.epochs, job.learning_rate))
    if scores:
        _show_scores(snapshot.progress.best_scores, job)


def _show_points(job: RecordedJob, moves: bool) -> None:
    """What is said of every point; fewer of them while it ``moves``."""
    progress = job.snapshot.progress
    if progress.scores:
        boundary.show(job.dataset, job.config, progress.parameters, moves)


def _show_beside(job: RecordedJob, earlier: EarlierRun | None) -> None:
    """Loss and score, one below the other."""
    if job.snapshot.progress.scores:
        choice = _choose_loss()
        place = st.container()
        _show_curves((place, place), job, earlier, *choice)


def _show_units(job: RecordedJob) -> None:
    progress = job.snapshot.progress
    if progress.scores:
        unit_maps.show(job.dataset, job.config, progress.parameters)


def _tell_earlier(earlier: EarlierRun | None) -> None:
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


def _show_scores(scores: EpochScores, job: RecordedJob) -> None:
    """Those of the epoch whose parameters are kept."""
    dataset = job.dataset
    kind = score_kind(dataset.is_regression)
    if job.config.early_stopping:
        st.markdown(
            f"**Best epoch {scores.epoch}** by validation {kind.name}, "
            f"{kind.write(scores.validation_accuracy)}: what is shown is of its parameters."
        )
    with st.container(horizontal=True, gap="large"):
        st.metric(f"Test {kind.name}", kind.write(scores.test_accuracy), width="content")
        st.metric(f"Training {kind.name}", kind.write(scores.train_accuracy), width="content")
        if scores.validation_accuracy is not None and not job.config.early_stopping:
            held = kind.write(scores.validation_accuracy)
            st.metric(f"Validation {kind.name}", held, width="content")
        st.metric("Test loss, mean per row", loss(scores.test_loss), width="content")
        st.metric("Training loss, mean per row", loss(scores.train_loss), width="content")
    if dataset.is_regression:
        st.caption("R² is 1 where nothing is off, and 0 where predicting the mean is as good.")
        return
    n_test = len(dataset.y_test)
    low, high = map(percent, accuracy_interval(scores.test_accuracy, n_test))
    st.caption(
        f"95 % interval of the test accuracy: {low} to {high}, for {count(n_test)} test "
        f"{dataset.words.rows}, of which {kind.constant} gets {percent(chance_of(dataset))} right. "
        "Differences between runs that are small beside the interval mean little."
    )


def _show_curves(
    places: Sequence[DeltaGenerator],
    job: RecordedJob,
    earlier: EarlierRun | None,
    kind: str,
    log: bool,
) -> None:
    progress, score = job.snapshot.progress, score_kind(job.dataset.is_regression)
    scores, before = progress.scores, earlier.scores if earlier else ()
    changes = rate_changes(scores)
    rates = tuple((epoch, f"η = {exact(rate)}") for epoch, rate in changes.items())
    best = progress.best_scores.epoch
    held = scores[-1].validation_accuracy is not None
    marks = (*rates, (best, f"best epoch {best}")) if job.config.early_stopping else rates
    # The same all along: with other words Streamlit would build the whole chart anew.
    epochs = "over the epochs of the run"
    runs = {"this run": curves.thinned(scores), curves.EARLIER: curves.thinned(before)}
    left, right = places
    if kind == "total":
        losses = _series(runs, {f"{part}, total": f for part, f in FIELDS["total"].items()}, "loss")
        axis = "total loss of an epoch"
    else:
        losses = _series(runs, FIELDS["mean"], "loss")
        axis = "mean loss per row"
    spec = curves.spec(losses, "loss", axis, log, marks)
    left.vega_lite_chart(spec, alt=f"{axis} {epochs}")
    found = _series(runs, FIELDS["accuracy"], score.name)
    spec = curves.score_spec(found, score, marks)
    parts = listed([part for part in FIELDS["accuracy"] if held or part != "validation"])
    right.vega_lite_chart(spec, alt=f"{parts.capitalize()} {score.name} {epochs}")
    if len({score.learning_rate for score in scores}) > 1:
        _show_rates(runs, epochs)


def _show_rates(runs: Runs, epochs: str) -> None:
    """The rate of each epoch, where a schedule or somebody has changed it."""
    frame = _series(runs, {"learning rate": "learning_rate"}, "rate")
    spec = curves.spec(frame, "rate", "learning rate η", log=True) | {"height": RATE_HEIGHT}
    st.vega_lite_chart(spec, alt=f"Learning rate {epochs}, log scale")


def _series(runs: Runs, fields: dict[str, str], value: str) -> pd.DataFrame:
    """The fields named, under the series names given: a row a run, epoch and series.

    An epoch without a validation part has nothing there.
    """
    return pd.DataFrame(
        [
            {"run": run, "epoch": score.epoch, "series": series, value: getattr(score, field)}
            for run, scores in runs.items()
            for series, field in fields.items()
            for score in scores
            if getattr(score, field) is not None
        ]
    )
