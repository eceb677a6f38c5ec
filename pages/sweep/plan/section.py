"""The plan, the buttons and the sweep itself, top to bottom."""

import streamlit as st

from mlp_core.experiments.sweeps.axis import Axis
from mlp_core.experiments.sweeps.executors import THREADS
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.sweep import Sweep
from mlp_core.number_text import count
from pages.shared import jobs
from pages.shared.describe import describe
from pages.shared.links import address
from pages.sweep import map_for_now
from pages.sweep.plan import base, buttons, running, states

REDRAW_SECONDS = 0.5


def show() -> None:
    """All about the sweep of this visitor."""
    config = base.sidebar(["learning_rate", "units"])
    address.write()
    sweep = None
    if config is not None:
        first, *_, last = config.units
        sizes = tuple((first, n, last) for n in (2, 4, 7, 13, 24, 44, 80, 128))
        axes = Axis("learning_rate", Ranged(1e-4, 0.1, 8, "log")), Axis("units", Listed(sizes))
        sweep = Sweep(config, axes)
        for axis in axes:
            values = ", ".join(map(axis.shown, axis.values))
            st.markdown(f"**{axis.label}**: {values}")
        st.caption(f"Around {describe(config)}")
    job = running.current()
    active = job is not None and job.active
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons.show(job, active, sweep, THREADS)
        if sweep is not None:
            st.markdown(f"{count(sweep.n_runs)} runs")
    if job is not None:
        jobs.redraw_while_active(job, active, lambda: _show(job), REDRAW_SECONDS)


def _show(job: SweepJob) -> None:
    states.show(job)
    map_for_now.show(job.sweep, [outcome.result for outcome in job.snapshot.progress.outcomes])
