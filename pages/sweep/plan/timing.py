"""How many runs a plan has and about how long they take here: said before it is begun."""

import streamlit as st

from mlp_core.experiments.sweeps.executors import PROCESSES, THREADS
from mlp_core.experiments.sweeps.plan.estimate import Timing, estimate
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.timing import TimingJob
from mlp_core.number_text import duration
from pages.shared import datasets, jobs, session
from pages.sweep.plan import naming

JOB, LAST = "sweep_timing_job", "sweep_timing"
LOOK_SECONDS = 0.2


def show(sweep: Sweep, n_known: int, trainer: str, is_quiet: bool) -> None:
    """The line about ``sweep``; timed anew where nothing else trains here (``is_quiet``)."""
    if is_quiet:
        _follow(sweep)
    job = jobs.current(JOB)
    active = job is not None and job.active
    if not active:
        _say(sweep, n_known, trainer)
        return
    jobs.redraw_while_active(job, active, lambda: _say(sweep, n_known, trainer), LOOK_SECONDS)


def drop() -> None:
    """Time no more: what is to be trained needs the place."""
    jobs.drop(JOB)


def tell_bounds(sweep: Sweep, trainer: str) -> None:
    """What a sweep may take where strangers share the server."""
    slots = jobs.slots()
    if slots.budget is None:
        return
    text = (
        f"Shared server: a sweep may train for {slots.budget:g} s in each of {slots.limit} places."
    )
    expected = _seconds(sweep, 0, trainer)
    if expected is not None and expected > slots.budget:
        text += f" This one takes about {duration(expected)}, so it would end early."
    st.caption(text)


def _follow(sweep: Sweep) -> None:
    """Time the runs of ``sweep``, unless that is done or being done."""
    job: TimingJob | None = jobs.current(JOB)
    if job is None or job.sweep != sweep:
        jobs.start(JOB, TimingJob(sweep, datasets.loader(), jobs.slots()))


def _timing() -> Timing:
    """The newest there is; at first the rule as it was measured elsewhere."""
    job: TimingJob | None = jobs.current(JOB)
    found = None if job is None else job.snapshot.progress
    if found is not None:
        session.remember(LAST, found)
    return session.remembered(LAST, Timing)


def _seconds(sweep: Sweep, n_known: int, trainer: str) -> float | None:
    """About how long it takes; None on a cluster, of which nobody here knows how fast it is."""
    if trainer not in (THREADS, PROCESSES):
        return None
    width, in_one = jobs.slots().limit, trainer == THREADS
    found = estimate(sweep, _timing(), width, one_process=in_one, n_known=n_known)
    return found.seconds


def _say(sweep: Sweep, n_known: int, trainer: str) -> None:
    told = [naming.runs(sweep.n_runs)]
    if n_known:
        told = [f"{n_known} of {naming.runs(sweep.n_runs)} are known already"]
    seconds = _seconds(sweep, n_known, trainer)
    if seconds is not None and n_known < sweep.n_runs:
        told.append(f"about {duration(seconds)} on this machine")
    st.markdown(", ".join(told), width="content")
