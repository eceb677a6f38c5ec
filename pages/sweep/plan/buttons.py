"""The buttons that drive a sweep: those that make sense in its state, each in its place."""

from collections.abc import Callable

import streamlit as st

from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.sweep import Sweep
from pages.shared import layout
from pages.sweep.plan import running


def show(job: SweepJob | None, active: bool, sweep: Sweep | None, trainer: str) -> None:
    """Draw the buttons for ``job``, do what the visitor presses, and run the page again.

    None can begin where there is no ``sweep``. Asked here and not in callbacks: a control that
    was changed just before the click counts.
    """
    resting = job is not None and job.snapshot.state == "paused"
    with layout.place_of_one("sweep_begin_or_pause"):
        if active:
            _button("Pause", "pause", running.pause, primary=True)
        elif resting:
            _button("Resume", "play_arrow", job.resume, primary=True)
        else:
            label = "Run the sweep" if job is None or job.sweep != sweep else "Run again"
            _button(
                label,
                "play_arrow",
                lambda: running.begin(sweep, trainer),
                primary=True,
                disabled=sweep is None,
            )
    if active or resting:
        _button("Stop sweep", "stop", running.stop)


def _button(
    label: str,
    icon: str,
    act: Callable[[], None],
    primary: bool = False,
    disabled: bool = False,
) -> None:
    kind = "primary" if primary else "secondary"
    if st.button(
        label, type=kind, icon=f":material/{icon}:", disabled=disabled, key=f"sweep_{label}"
    ):
        act()
        st.rerun()
