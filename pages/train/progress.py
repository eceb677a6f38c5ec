"""A training run as it goes: how far it is, its scores, and its curves so far."""

import pandas as pd
import streamlit as st

from mlp_core import EpochScores, accuracy_interval
from mlp_core.experiments.job import Snapshot, TrainingJob
from pages.shared import charts, session

REDRAW_SECONDS = 0.2
MAX_POINTS = 200
LOSS_KINDS = {"total": "Total, as in the practical", "mean": "Mean per row"}


def watch(job: TrainingJob) -> None:
    """Show the run and, while it goes on, redraw; once it has ended, run the page again."""
    session.redraw_while_running(job, lambda: _show(job), REDRAW_SECONDS)


def _show(job: TrainingJob) -> None:
    snapshot = job.snapshot
    scores = snapshot.progress.scores
    _show_state(job, snapshot)
    if scores:
        _show_scores(scores[-1], len(job.dataset.y_test))
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
        log = st.toggle("Log scale", key="loss_log", persist_state="session")
    if scores:
        _show_curves(_thinned(scores), kind, log)


def _show_state(job: TrainingJob, snapshot: Snapshot) -> None:
    """The epoch reached, the time taken and the time left; or how the run ended."""
    done, planned = len(snapshot.progress.scores), job.config.epochs
    if snapshot.state == "running":
        left = f"about {snapshot.seconds / done * (planned - done):.0f} s left" if done else ""
        text = f"Epoch {done} of {planned} · {job.elapsed:.1f} s · {left}"
        st.progress(done / planned, text)
    elif snapshot.state == "finished":
        st.success(
            f"Trained {planned} epochs in {snapshot.seconds:.1f} s.", icon=":material/check:"
        )
    elif snapshot.state == "stopped" and done:
        text = f"Stopped after {done} of {planned} epochs. What was learned so far is shown below."
        st.info(text, icon=":material/stop_circle:")
    elif snapshot.state == "stopped":
        text = "Stopped before the first epoch was over, so nothing was learned. Train again."
        st.info(text, icon=":material/stop_circle:")
    elif snapshot.state == "diverged":
        st.error(f"Training diverged. {snapshot.reason}", icon=":material/trending_up:")
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
        f"95% interval of the test accuracy: {low:.1%} to {high:.1%}. With {n_test} test rows, "
        "two networks whose accuracies lie this close may be equally good."
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


def _thinned(scores: tuple[EpochScores, ...]) -> list[EpochScores]:
    """At most about MAX_POINTS scores, the last one among them."""
    stride = -(-len(scores) // MAX_POINTS)
    return list(scores[::-1][::stride][::-1])
