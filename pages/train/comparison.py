"""The run beside scikit-learn's MLPClassifier: accuracies, and parity weight by weight."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.comparison import ComparisonJob, ComparisonProgress
from mlp_core.experiments.job import Snapshot, TrainingJob
from mlp_core.sklearn_twin import PRACTICAL_ARGUMENTS, why_no_parity
from pages.shared import charts, session
from pages.train.settings import describe

JOB = "comparison_job"
# Rounding alone stays far below this; chaotic growth passes it within a few epochs.
ROUNDING_LIMIT = 1e-9
REDRAW_SECONDS = 0.5


def show(trained: TrainingJob) -> None:
    """The button that compares, and what came of it for this run."""
    st.header("Compare with scikit-learn", anchor="compare")
    st.markdown(
        "Two questions: how does the practical's `MLPClassifier` do on the same rows, and does "
        "scikit-learn, given this run's starting weights and batches, arrive at the same weights?"
    )
    job = session.current_job(JOB)
    running = job is not None and job.running
    with st.container(horizontal=True):
        if st.button("Compare with scikit-learn", disabled=running):
            session.start_job(JOB, ComparisonJob(trained.config, trained.dataset))
            st.rerun()
        if running:
            st.button("Stop comparing", on_click=session.stop_job, args=(JOB,))
    if job is None:
        return
    if job.config != trained.config:
        st.info(f"This comparison is of an earlier run: {describe(job.config)}")
    session.redraw_while_running(job, lambda: _show(job, trained), REDRAW_SECONDS)


def _show(job: ComparisonJob, trained: TrainingJob) -> None:
    snapshot = job.snapshot
    progress: ComparisonProgress = snapshot.progress
    if progress.practical is None:
        _show_waiting(snapshot)
        return
    _show_accuracies(progress, trained)
    st.subheader("Parity: same start, same batches", anchor=False)
    reason = why_no_parity(job.config, job.dataset)
    if reason is not None:
        st.info(f"Not for this run. {reason}", icon=":material/info:")
        return
    _show_parity(job, snapshot)


def _show_waiting(snapshot: Snapshot) -> None:
    if snapshot.state == "running":
        st.markdown("Training the practical's MLPClassifier …")
    else:
        st.info(f"The comparison ended before its first result. {snapshot.reason}")


def _show_accuracies(progress: ComparisonProgress, trained: TrainingJob) -> None:
    arguments = ", ".join(f"{name}={value!r}" for name, value in PRACTICAL_ARGUMENTS.items())
    st.caption(f"MLPClassifier({arguments}), which took {progress.practical.epochs} epochs")
    ours = trained.snapshot.progress.scores[-1]
    table = pd.DataFrame(
        {
            "training accuracy": [ours.train_accuracy, progress.practical.train_accuracy],
            "test accuracy": [ours.test_accuracy, progress.practical.test_accuracy],
        },
        index=["this run", "the practical's MLPClassifier"],
    )
    st.table(table.style.format("{:.4f}"))


def _show_parity(job: ComparisonJob, snapshot: Snapshot) -> None:
    points = snapshot.progress.points
    if snapshot.state == "running":
        text = f"Epoch {len(points)} of {job.config.epochs} · {job.elapsed:.0f} s"
        st.progress(len(points) / job.config.epochs, text)
    elif snapshot.state == "diverged":
        st.error(f"Both engines diverged. {snapshot.reason}")
    elif snapshot.state == "failed":
        st.error(f"scikit-learn gave up: {snapshot.reason}")
    if not points:
        return
    st.markdown(_verdict(points[-1].epoch, points[-1].max_difference))
    frame = pd.DataFrame(points)
    frame = frame[frame["max_difference"] > 0].assign(series="max |ΔW|")
    spec = charts.curves(frame, "max_difference", "max |ΔW|, ours and scikit-learn's", log=True)
    alt = f"Largest weight difference over {len(points)} epochs, log scale"
    st.vega_lite_chart(frame, spec, alt=alt)
    st.caption(
        f"Test accuracy after epoch {points[-1].epoch}: ours {points[-1].our_accuracy:.4f}, "
        f"scikit-learn's {points[-1].sklearn_accuracy:.4f}"
    )


def _verdict(epoch: int, difference: float) -> str:
    if difference == 0:
        return f"After {epoch} epochs not a single bit of any weight differs."
    if difference < ROUNDING_LIMIT:
        return (
            f"After {epoch} epochs no weight differs by more than **{difference:.1e}**: the two "
            "are the same computation up to rounding."
        )
    return (
        f"After {epoch} epochs weights differ by up to **{difference:.1e}**. Neither is wrong: the "
        "two add in a different order, and at this learning rate training is chaotic, so that "
        "rounding errors near 1e-16 grow from step to step. Lower the learning rate and they agree."
    )
