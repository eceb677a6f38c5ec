"""The run beside scikit-learn's MLPClassifier, or MLPRegressor: scores, and parity of weights."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlp_core import Dataset
from mlp_core.classifier_arguments import twin_class, why_no_parity
from mlp_core.experiments.jobs.job import Snapshot
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.experiments.jobs.sklearn_comparison import (
    ComparisonJob,
    ComparisonProgress,
    parity_verdict,
)
from mlp_core.number_text import seconds
from mlp_core.practical_classifier import PRACTICAL_ARGUMENTS
from mlp_core.score_kinds import score_kind
from pages.shared import datasets, jobs
from pages.shared.charts import curves
from pages.shared.describe import listed

JOB = "comparison_job"
REDRAW_SECONDS = 0.5
# Fitting the practical's classifier, a second or two, cannot be interrupted.
STOP_SECONDS = 5.0
VERDICTS = {
    "identical": "After epoch {epoch} not a single bit of any weight differs.",
    "rounding": (
        "After epoch {epoch} no weight differs by more than **{difference:.1e}**: the two are the "
        "same computation up to rounding."
    ),
    "chaos": (
        "After one update the two agreed to {first:.1e}; after epoch {epoch} weights differ by "
        "up to **{difference:.1e}**. They add in a different order, and at this learning rate "
        "training is chaotic: rounding errors grow from step to step. Lower the learning rate and "
        "they agree."
    ),
    "disagreement": (
        "Already after one update weights differ by {first:.1e}, after epoch {epoch} by "
        "**{difference:.1e}**. That is more than rounding: one of the two is wrong here."
    ),
}


def show(trained: RecordedJob) -> None:
    """The button that compares, and what came of it for this run."""
    st.header("Compare with scikit-learn", anchor="compare")
    things = trained.dataset.words.things
    st.markdown(
        f"Two questions: how does {_practical(trained.dataset)} do on the same {things}, and "
        f"does scikit-learn, given this run's {_given(trained)}, arrive at the same weights?"
    )
    job = jobs.current(JOB)
    active = job is not None and job.active
    with st.container(horizontal=True):
        if st.button("Compare with scikit-learn", disabled=active):
            rates = [score.base_rate for score in trained.snapshot.progress.scores]
            raw = datasets.raw(trained.config.source)
            compared = ComparisonJob(trained.config, trained.dataset, rates, jobs.slots(), raw=raw)
            jobs.start(JOB, compared)
            st.rerun()
        if active and st.button("Stop comparing"):
            job.stop()
            job.wait(STOP_SECONDS)
            st.rerun()
    if job is not None:
        jobs.redraw_while_active(job, active, lambda: _show(job, trained), REDRAW_SECONDS)


def _given(trained: RecordedJob) -> str:
    """What the twin has from the run, since it would draw or choose it otherwise."""
    scores = trained.snapshot.progress.scores
    given = ["starting weights", "batches"]
    if len({score.learning_rate for score in scores}) > 1:
        given.append("learning rate of each epoch")
    if trained.config.early_stopping:
        given.append("rows that were not held out")
    return listed(given)


def _practical(dataset: Dataset) -> str:
    """What the run is held against."""
    if dataset.is_regression:
        return "`MLPRegressor` with the practical's arguments"
    return "the practical's `MLPClassifier`"


def drop() -> None:
    """End and forget the comparison: it was of a run that is over."""
    jobs.drop(JOB)


def _show(job: ComparisonJob, trained: RecordedJob) -> None:
    snapshot = job.snapshot
    progress: ComparisonProgress = snapshot.progress
    if progress.practical is None:
        _show_waiting(snapshot, trained.dataset)
        return
    _show_accuracies(progress, trained)
    st.subheader("Parity: same start, same batches", anchor=False)
    reason = why_no_parity(job.config, job.dataset)
    if reason is not None:
        st.info(f"Not for this run. {reason}", icon=":material/info:")
        return
    _show_parity(job, snapshot)


def _show_waiting(snapshot: Snapshot, dataset: Dataset) -> None:
    if snapshot.state == "queued":
        st.markdown("Waiting for a free place: all of this server's are taken.")
    elif snapshot.state == "running":
        st.markdown(f"Training {_practical(dataset)} …")
    else:
        st.info(f"The comparison ended before its first result. {snapshot.reason}")


def _show_accuracies(progress: ComparisonProgress, trained: RecordedJob) -> None:
    arguments = ", ".join(f"{name}={value!r}" for name, value in PRACTICAL_ARGUMENTS.items())
    ours, theirs = trained.snapshot.progress.best_scores, progress.practical
    dataset = trained.dataset
    twin = twin_class(dataset).__name__
    on_training_rows, on_test_rows, write = _scores(dataset)
    table = pd.DataFrame(
        {
            on_training_rows: [ours.train_accuracy, theirs.train_accuracy],
            on_test_rows: [ours.test_accuracy, theirs.test_accuracy],
            "after epoch": [ours.epoch, theirs.epochs],
        },
        index=["this run", f"the practical's {twin}"],
    )
    st.table(table.style.format(write, subset=[on_training_rows, on_test_rows], na_rep="–"))
    if theirs.test_accuracy is None:
        st.info(
            f"On raw {dataset.words.values} its numbers grew too large for it: it learned nothing.",
            icon=":material/trending_up:",
        )
    as_there = "" if dataset.is_regression else " as in the practical"
    st.caption(
        f"{twin}({arguments}), on raw {dataset.words.values}{as_there}; it trains until its loss "
        "no longer falls."
    )


def _scores(dataset: Dataset) -> tuple[str, str, Callable[[float], str]]:
    """What scores on training and on test rows are called, and how they are written."""
    kind = score_kind(dataset.is_regression)
    return f"training {kind.name}", f"test {kind.name}", kind.write


def _show_parity(job: ComparisonJob, snapshot: Snapshot) -> None:
    _, score, write = _scores(job.dataset)
    points = snapshot.progress.points
    if snapshot.state == "running":
        text = f"{len(points)} of {len(job.rates)} epochs compared · {seconds(job.elapsed)}"
        st.progress(len(points) / len(job.rates), text)
    elif snapshot.state in ("stopped", "paused"):
        text = f"Stopped after {len(points)} of {len(job.rates)} epochs. {snapshot.reason}"
        st.info(text, icon=":material/stop_circle:")
    elif snapshot.state == "diverged":
        st.error(f"Here the run diverged. {snapshot.reason}", icon=":material/trending_up:")
    elif snapshot.state == "failed":
        st.error(f"The comparison failed: {snapshot.reason}", icon=":material/error:")
    if not points:
        return
    last = points[-1]
    st.markdown(
        VERDICTS[parity_verdict(last)].format(
            epoch=last.epoch, difference=last.max_difference, first=last.first_step_difference
        )
    )
    frame = pd.DataFrame(curves.thinned(points))
    # A logarithm has no place for epochs in which nothing differs.
    frame = frame[frame["max_difference"] > 0].assign(series="max |ΔW|", run="this run")
    spec = curves.spec(frame, "max_difference", "max |ΔW|, ours and scikit-learn's", log=True)
    alt = f"Largest weight difference over {len(points)} epochs, log scale"
    st.vega_lite_chart(spec, alt=alt)
    st.caption(
        f"{score[0].upper()}{score[1:]} after epoch {last.epoch}: ours {write(last.our_accuracy)}, "
        f"scikit-learn's {write(last.sklearn_accuracy)}"
    )
