"""A training run as it goes: how far it is, its scores, and its curves so far."""

import pandas as pd
import streamlit as st

from mlp_core import EpochScores, accuracy_interval
from mlp_core.experiments.job import Snapshot, TrainingJob
from pages.shared import charts, session

REDRAW_SECONDS = 0.2
LOSS_KINDS = {"total": "Total, as in the practical", "mean": "Mean per row"}


def watch(job: TrainingJob, running: bool) -> None:
    """Show the run and, while it is ``running``, redraw; once it has ended, run the page again."""
    session.redraw_while_running(job, running, lambda: _show(job), REDRAW_SECONDS)


def _show(job: TrainingJob) -> None:
    snapshot = job.snapshot
    scores = snapshot.progress.scores
    _show_state(job, snapshot)
    if scores:
        _show_scores(scores[-1], len(job.dataset.y_test))
        kind, log = _choose_loss()
        _show_curves(charts.thinned(scores), kind, log)


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


def _show_state(job: TrainingJob, snapshot: Snapshot) -> None:
    """The epoch reached, the time taken and the time left; or how the run ended."""
    done, planned = len(snapshot.progress.scores), job.config.epochs
    epochs = f"{done} of {planned} epoch{'s' if planned > 1 else ''}"
    if snapshot.state == "running":
        share, seconds = job.share_done, job.elapsed
        parts = [f"{epochs} done", f"{seconds:.1f} s"]
        if share > 0:
            parts.append(f"about {seconds / share * (1 - share):.0f} s left")
        st.progress(share, " · ".join(parts))
    elif snapshot.state == "finished":
        st.success(f"Trained {epochs} in {snapshot.seconds:.1f} s.", icon=":material/check:")
    elif snapshot.state == "stopped" and done:
        text = f"Stopped after {epochs}. {snapshot.reason} What was learned so far is shown below."
        st.info(text, icon=":material/stop_circle:")
    elif snapshot.state == "stopped":
        text = (
            f"Stopped before the first epoch was over, so nothing was learned. {snapshot.reason} "
            "Train again."
        )
        st.info(text, icon=":material/stop_circle:")
    elif snapshot.state == "diverged":
        advice = "Scaled inputs bear a higher one, too." if job.config.scaling == "none" else ""
        st.error(f"Training diverged. {snapshot.reason} {advice}", icon=":material/trending_up:")
    else:
        text = f"Training failed: {snapshot.reason}. Change a setting and train again."
        st.error(text, icon=":material/error:")


def _show_scores(scores: EpochScores, n_test: int) -> None:
    low, high = accuracy_interval(scores.test_accuracy, n_test)
    with st.container(horizontal=True, gap="large"):
        st.metric("Test accuracy", f"{scores.test_accuracy:.2%}", width="content")
        st.metric("Training accuracy", f"{scores.train_accuracy:.2%}", width="content")
        st.metric("Test loss, mean per row", f"{scores.test_loss:.4g}", width="content")
        st.metric("Training loss, mean per row", f"{scores.train_loss:.4g}", width="content")
    st.caption(
        f"95% interval of the test accuracy: {low:.1%} to {high:.1%}, for {n_test} test digits. "
        "Differences between runs that are small beside it mean little."
    )


def _show_curves(scores: list[EpochScores], kind: str, log: bool) -> None:
    epochs = f"over {scores[-1].epoch} epochs"
    loss, accuracy = st.columns(2)
    if kind == "total":
        losses = _series(scores, {"training, total": "total_loss"}, "loss")
        axis = "total loss of an epoch"
    else:
        losses = _series(scores, {"training": "train_loss", "test": "test_loss"}, "loss")
        axis = "mean loss per row"
    spec = charts.curves(losses, "loss", axis, log)
    loss.vega_lite_chart(losses, spec, alt=f"{axis} {epochs}")
    accuracies = _series(
        scores, {"training": "train_accuracy", "test": "test_accuracy"}, "accuracy"
    )
    spec = charts.curves(accuracies, "accuracy", "accuracy (0 to 1)")
    accuracy.vega_lite_chart(accuracies, spec, alt=f"Training and test accuracy {epochs}")


def _series(scores: list[EpochScores], fields: dict[str, str], value: str) -> pd.DataFrame:
    """The fields named, under the series names given, a row an epoch and series."""
    return pd.DataFrame(
        {
            "epoch": [score.epoch for _ in fields for score in scores],
            "series": [series for series in fields for _ in scores],
            value: [getattr(score, field) for field in fields.values() for score in scores],
        }
    )
