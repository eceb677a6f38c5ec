"""What a sweep is doing, or how it ended and what to do next, in a line."""

from collections import Counter

import streamlit as st

from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.number_text import count, seconds

COMPILING = "The first runs on a machine wait some seconds for the compiler."


def show(job: SweepJob) -> None:
    """How far the sweep is, and what whoever watches should know of those that train it."""
    snapshot = job.snapshot
    outcomes, n = snapshot.progress.outcomes, job.sweep.n_runs
    done = f"{count(len(outcomes))} of {count(n)} runs"
    match snapshot.state:
        case "queued" | "running" if not outcomes:
            st.progress(0.0, f"Starting {count(n)} runs. {COMPILING}")
        case "queued" | "running":
            st.progress(min(1.0, len(outcomes) / n), f"{done}{_time_left(job, len(outcomes))}")
        case "finished":
            _finished(job)
        case "failed":
            st.error(
                f"It failed after {done}: {snapshot.reason} What is done is kept.",
                icon=":material/error:",
            )
        case "paused":
            text = f"Paused after {done}. {snapshot.reason} Resume goes on where it was."
            st.info(text, icon=":material/pause_circle:")
        case _:
            text = f"Stopped after {done}. {snapshot.reason} What is done is below."
            st.info(text, icon=":material/stop_circle:")
    for note in job.notes:
        st.warning(note, icon=":material/info:")


def _finished(job: SweepJob) -> None:
    snapshot = job.snapshot
    states = Counter(outcome.result.state for outcome in snapshot.progress.outcomes)
    text = f"Trained {count(job.n_new)} runs in {seconds(snapshot.seconds)}."
    others = [f"{count(n)} {state}" for state, n in states.items() if state != "finished"]
    if others:
        text += f" Of all: {', '.join(others)}."
    if not states["finished"]:
        reason = snapshot.progress.outcomes[-1].result.reason
        st.error(f"{text} None came to its end. The last one: {reason}", icon=":material/error:")
    else:
        st.success(text, icon=":material/check:")


def _time_left(job: SweepJob, n_done: int) -> str:
    elapsed = job.elapsed
    said = f" · {seconds(elapsed)}"
    if not job.n_new:
        return said
    left = elapsed / job.n_new * (job.sweep.n_runs - n_done)
    return f"{said} · about {left:.0f} s left"
