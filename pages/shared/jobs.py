"""The jobs of one visitor, in the slots that all visitors of this server share."""

import os
from collections.abc import Callable
from functools import cache

import streamlit as st
from threadpoolctl import threadpool_limits

from mlp_core.engine import prepare
from mlp_core.experiments.slots import Slots, n_cores
from pages.shared import visitors
from pages.shared.presence import Work

# The environment variable that says how many jobs may run at once in this process.
SLOTS_VARIABLE = "MLP_EXPLORER_SLOTS"


@st.cache_resource(show_spinner=False)
def begin() -> None:
    """What the app does once, when its first visitor comes."""
    visitors.presence()
    slots()
    # The engine is compiled while that visitor looks around.
    prepare()
    # scikit-learn's own way to set it. Sessions are what runs in parallel here: a second BLAS
    # thread made a run of a wide network on two cores no faster, at twice the work.
    threadpool_limits(1)


@cache
def slots() -> Slots:
    """The slots of this process: as many as SLOTS_VARIABLE says, or as there are cores."""
    limit = os.environ.get(SLOTS_VARIABLE, "")
    return Slots(int(limit) if limit.isdecimal() and int(limit) else n_cores())


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

    ``active`` is what the page found when it drew its buttons: should the job have come to
    rest since, the page must run again all the same.
    """

    @st.fragment(run_every=seconds if active else None)
    def live() -> None:
        # Asked before drawing: what is drawn after the end is then the end.
        resting = not job.active
        draw()
        if active and resting:
            st.rerun()

    live()
