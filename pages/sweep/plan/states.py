"""What a sweep is doing, or how it ended and what to do next, in a line."""

from collections import Counter

import streamlit as st

from mlp_core.experiments.sweeps.findings.course import again_sentence
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.number_text import count, duration, seconds
from pages.shared import sentences
from pages.sweep.plan import naming, running
from pages.sweep.plan.running import Shown

COMPILING = "The first runs on a machine wait some seconds for the compiler."
KEPT = "What is done is below, and kept."


def show(shown: Shown) -> None:
    """How far the sweep is, and what whoever watches should know of those that train it."""
    n_done, n = len(shown.results), shown.sweep.n_trainings
    done = naming.how_far(shown.sweep, n_done)
    kept = f"{KEPT} " if n_done else ""
    match shown.state:
        case "queued" | "running" if shown.job is None:
            st.info(f"{done}: it is at work in another tab.", icon=":material/tab:")
        case "queued" | "running" if not n_done:
            st.progress(0.0, f"Starting {naming.runs(shown.sweep.n_runs)}. {COMPILING}")
        case "queued" | "running":
            st.progress(min(1.0, n_done / n), f"{done}{_time_left(shown.job, n_done, n)}")
        case "finished":
            _finished(shown)
        case "failed":
            st.error(
                f"It failed after {done}. {shown.reason} {kept}Go on with this server's threads, "
                "or try again.",
                icon=":material/error:",
            )
        case "paused":
            text = f"Paused after {done}. {shown.reason} Resume goes on where it was."
            st.info(text, icon=":material/pause_circle:")
        case "interrupted":
            text = f"Interrupted after {done}. {shown.reason} {kept}Go on trains the rest."
            st.info(text, icon=":material/restore:")
        case _:
            text = f"Stopped after {done}. {shown.reason} {kept}Go on trains the rest."
            st.info(text, icon=":material/stop_circle:")
    for note in (*running.notes(shown), *_of_damaged(shown)):
        sentences.tell(note, "warning")
    again = _again(shown)
    if again:
        sentences.tell(again)


def _finished(shown: Shown) -> None:
    states = Counter(result.state for result in shown.results)
    text = f"{naming.runs(shown.sweep.n_runs)} trained."
    if shown.job is None and running.ahead(shown).n_lacking:
        # What is kept of one that had come to its end: some of it failed, or is damaged.
        text = f"{naming.how_far(shown.sweep, len(shown.results))} are kept."
    elif shown.job is not None:
        n, took = shown.job.n_new, seconds(shown.job.snapshot.seconds)
        text = f"Trained {naming.runs(n)} in {took}."
        if shown.sweep.halving is not None:
            # What goes on is trained in each round: these are more than runs.
            text = f"{naming.runs(shown.sweep.n_runs)} by halving: {count(n)} trainings in {took}."
        if shown.job.n_new < len(shown.results):
            text += f" {count(len(shown.results) - shown.job.n_new)} were known already."
    others = [f"{count(n)} {state}" for state, n in states.items() if state != "finished"]
    if others:
        text += f" Of all: {', '.join(others)}."
    if states["failed"] or states["stopped"]:
        text += " Go on trains again what failed."
    if not states["finished"]:
        reason = shown.results[-1].reason if shown.results else ""
        st.error(f"{text} None came to its end. {reason}", icon=":material/error:")
    else:
        st.success(text, icon=":material/check:")


def _of_damaged(shown: Shown) -> list[str]:
    """That results are lost, unless what was trained again stands in their place by now."""
    if not shown.n_damaged or not running.ahead(shown).n_lacking:
        return []
    damaged = (
        "1 result of this sweep is damaged and left out"
        if shown.n_damaged == 1
        else f"{count(shown.n_damaged)} results of this sweep are damaged and left out"
    )
    return [f"{damaged}: Go on trains again what is lacking."]


def _again(shown: Shown) -> str:
    """What Go on trains again, where there is that button; Resume trains nothing again."""
    if shown.sweep.halving is None or shown.state in ("queued", "running", "paused"):
        return ""
    return again_sentence(shown.sweep, running.ahead(shown))


def _time_left(job: SweepJob | None, n_done: int, n: int) -> str:
    if job is None or not job.n_new:
        return ""
    left = job.elapsed / job.n_new * (n - n_done)
    return f" · {seconds(job.elapsed)} · about {duration(left)} left"
