"""The jobs of one visitor, in the slots that all visitors of this server share."""

import os
from collections.abc import Callable
from functools import cache

import streamlit as st
from threadpoolctl import threadpool_limits

from mlp_core import Dataset, TrainConfig
from mlp_core.engines.door import prepare
from mlp_core.experiments.jobs import cost
from mlp_core.experiments.jobs.slots import Slots, n_cores
from mlp_core.hosted import is_hosted
from pages.shared import session, uploads, visitors
from pages.shared.presence import Work

# The environment variable that says how many jobs may run at once in this process.
SLOTS_VARIABLE = "MLP_EXPLORER_SLOTS"
# How long a job keeps its slot while others wait for one.
TURN_SECONDS = 0.5
# A live page is drawn in some 15 ms, which nobody else can use: of all pages together this is the
# least time between two, so that they take a third of the interpreter at most.
REDRAW_SECONDS = 0.04
# Where strangers share the server: the most that one run may train. The practical's takes a
# quarter of a second, the largest that the page can set up about a minute.
BUDGET_SECONDS = 60.0
# A tab can have a run, a comparison, a measurement and one more at once, and a batch in all slots.
JOBS_OF_A_TAB = 4
# The run at hand: that of page Train.
TRAINING = "training_job"


@st.cache_resource(show_spinner=False)
def begin() -> None:
    """What the app does once, when its first visitor comes."""
    visitors.presence()
    _slots()
    uploads.bound_once()
    # The engine is compiled while that visitor looks around.
    prepare()
    # scikit-learn's own way to set it. Sessions are what runs in parallel here: a second BLAS
    # thread made a run of a wide network on two cores no faster, at twice the work.
    threadpool_limits(1)


def slots() -> Slots:
    """The slots of this process, as this visitor takes them."""
    return _slots().of(visitors.mine().visitor)


def why_too_costly(config: TrainConfig, dataset: Dataset, epochs: int) -> str:
    """Why so many epochs are too much for one run, where others train on this server too."""
    if not is_hosted():
        return ""
    reason = cost.why_too_costly(cost.cost_of(config, len(dataset.X_train), epochs))
    return f"Too much for a server that many share. {reason}" if reason else ""


def tell_budget(expected: float) -> None:
    """What one run may take, where others train on this server too; ``expected`` is in seconds."""
    budget = slots().budget
    if budget is None:
        return
    text = f"Shared server: a run may train for {budget:g} s, and what is soon over goes first."
    if expected > budget:
        text += f" These settings take about {expected:.0f} s, so the run would end early."
    st.caption(text)


@cache
def _slots() -> Slots:
    """As many as SLOTS_VARIABLE says, or as there are cores; bounded where strangers share them."""
    said = os.environ.get(SLOTS_VARIABLE, "")
    limit = int(said) if said.isdecimal() and int(said) else n_cores()
    if is_hosted():
        return Slots(limit, most=limit + JOBS_OF_A_TAB, budget=BUDGET_SECONDS, turn=TURN_SECONDS)
    return Slots(limit, turn=TURN_SECONDS)


def start(name: str, job: Work) -> None:
    """Make ``job`` this session's job called ``name``, ending the one before it, and begin."""
    keep(name, job)
    job.resume()


def keep(name: str, job: Work) -> None:
    """Make ``job`` this session's job called ``name``, ending the one before it."""
    drop(name)
    st.session_state[name] = job
    visitors.mine().jobs[name] = job


def drop(name: str) -> None:
    """End and forget the session's job called ``name``."""
    job = current(name)
    if job is not None:
        job.close()
        del st.session_state[name]
        del visitors.mine().jobs[name]


def current(name: str) -> Work | None:
    """The session's job called ``name``: at work, at rest, ended, or None before the first."""
    visitors.mine()
    return st.session_state.get(name)


def redraw_while_active(job: Work, active: bool, draw: Callable[[], None], seconds: float) -> None:
    """Call ``draw`` every so many ``seconds`` until ``job`` rests, then run the page again.

    Less often where many train: drawing all their pages must leave time for the others.

    ``active`` is what the page found when it drew its buttons: should the job have come to
    rest since, the page must run again all the same.
    """

    seconds = max(seconds, slots().crowd * REDRAW_SECONDS)

    def live() -> None:
        # Asked before drawing: what is drawn after the end is then the end.
        resting = not job.active
        draw()
        if active and resting:
            st.rerun()

    # Streamlit tells parts by this name and their place: that of a page that was left, which
    # somebody may still ask for, is not to be taken for one of this page.
    live.__qualname__ += session.page_at_hand()
    st.fragment(live, run_every=seconds if active else None)()
