"""The run beside what others make of the same rows: a constant answer, a line, a forest."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core import accuracy_interval
from mlp_core.baselines import BASELINES, BaselineResult, why_constant_only, why_sampled
from mlp_core.experiments.findings.beside_baseline import beside, better
from mlp_core.experiments.findings.paired_errors import PairedErrors, paired_errors_sentence
from mlp_core.experiments.findings.paired_test import paired_sentence
from mlp_core.experiments.jobs.baseline_comparison import BaselineJob
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.inspection.predicted import predict_part
from mlp_core.number_text import percent, seconds
from mlp_core.score_kinds import score_kind
from pages.shared import jobs
from pages.train import found

JOB, PREDICTED = "baseline_job", "predicted_test_rows"
REDRAW_SECONDS = 0.5
# A fit cannot be interrupted: it takes some seconds at most.
STOP_SECONDS = 5.0
WORDS = {
    "run": "this run is better",
    "baseline": "it is better than this run",
    "cannot be told": "chance explains the difference",
}


def show(trained: RecordedJob) -> None:
    """The button that fits them, and what came of it beside this run."""
    st.header("Beside baselines", anchor="baselines")
    st.markdown(
        "Is a network worth it here? The same scaled rows are given to models that are fitted in "
        "one go, with nothing to set."
    )
    job = jobs.current(JOB)
    active = job is not None and job.active
    with st.container(horizontal=True):
        if st.button("Fit baselines", icon=":material/straighten:", disabled=active):
            jobs.start(JOB, BaselineJob(trained.dataset, jobs.slots()))
            st.rerun()
        if active and st.button("Stop fitting"):
            job.stop()
            job.wait(STOP_SECONDS)
            st.rerun()
    if job is not None:
        jobs.redraw_while_active(job, active, lambda: _show(job, trained), REDRAW_SECONDS)


def drop() -> None:
    """End and forget the baselines: they were beside a run that is over."""
    jobs.drop(JOB)


def _show(job: BaselineJob, trained: RecordedJob) -> None:
    snapshot, done = job.snapshot, job.snapshot.progress
    if snapshot.state == "queued":
        st.markdown("Waiting for a free place: all of this server's are taken.")
    elif snapshot.state == "running":
        text = f"{len(done)} of {len(job.names)} fitted · {seconds(job.elapsed)}"
        st.progress(len(done) / len(job.names), text)
    elif snapshot.state == "failed":
        text = f"The next baseline could not be fitted: {snapshot.reason}"
        st.error(text, icon=":material/error:")
    elif snapshot.state != "finished":
        text = f"Stopped after {len(done)} of {len(job.names)}. {snapshot.reason}"
        st.info(text, icon=":material/stop_circle:")
    if done:
        _show_table(done, trained)


def _show_table(done: Sequence[BaselineResult], trained: RecordedJob) -> None:
    dataset = trained.dataset
    predicted = found.once(PREDICTED, trained, predict_part)
    tests = [beside(dataset, predicted, result) for result in done]
    ours = trained.snapshot.progress.best_scores
    kind = score_kind(dataset.is_regression)
    labels = [BASELINES[result.name].label(dataset) for result in done]
    rows = {
        "test": [ours.test_accuracy, *(result.test_score for result in done)],
        "training": [ours.train_accuracy, *(result.train_score for result in done)],
    }
    frame = pd.DataFrame(
        {
            **{
                f"{part} {kind.name}": list(map(kind.write, scores))
                for part, scores in rows.items()
            },
            "on the test rows": ["", *(WORDS[better(test)] for test in tests)],
            "time": [seconds(ours.seconds), *(seconds(result.seconds) for result in done)],
        },
        index=["this run", *labels],
    )
    if not dataset.is_regression:
        counts = [len(dataset.y_test), *(result.n_test for result in done)]
        frame.insert(1, "95 % interval", list(map(_interval, rows["test"], counts)))
    st.table(frame)
    best = max(range(len(done)), key=lambda i: done[i].test_score)
    test = tests[best]
    words = paired_errors_sentence if isinstance(test, PairedErrors) else paired_sentence
    st.caption(f"A is this run, B {labels[best]}. {words(test)}")
    about = [f"{label}: {BASELINES[r.name].about}" for label, r in zip(labels, done, strict=True)]
    notes = [why_constant_only(dataset), why_sampled(dataset), *about]
    st.caption("  \n".join(filter(None, notes)))


def _interval(score: float, n: int) -> str:
    return " to ".join(map(percent, accuracy_interval(score, n)))
