"""Runs from before: going on with one by link, and offering one that was cut short."""

import streamlit as st

from mlp_core.experiments.recording import continued_job
from mlp_core.experiments.run import Run
from pages.shared import jobs, session, store, train_controls
from pages.shared.describe import describe
from pages.train import run


def follow_link() -> None:
    """Take over the run that the address names; call it before the controls are drawn."""
    run_id = session.link_parameters().get(train_controls.CONTINUE)
    if run_id is None:
        return
    session.drop_link_parameters(train_controls.CONTINUE)
    kept = store.runs().load(run_id)
    if kept is None:
        st.warning("The run of this link is not kept here, so it cannot be gone on with.")
    else:
        _take_over(kept)


def offer() -> None:
    """The newest run that was cut short, where nothing else is on the page yet."""
    newest = next(iter(store.runs().summaries()), None)
    if newest is None or newest.run.state != "interrupted":
        return
    done = newest.last.epoch if newest.last else 0
    st.info(
        f"Your last run was interrupted after {done} of {newest.run.epochs} epochs: "
        f"{describe(newest.run.config)}. It goes on where it was, to the very same result.",
        icon=":material/restore:",
    )
    st.button(
        "Continue it",
        icon=":material/play_arrow:",
        on_click=lambda: _take_over(newest.run, begin=True),
    )


def _take_over(kept: Run, begin: bool = False) -> None:
    """Make a kept run this session's, at rest or going on, and set the controls to it."""
    data = session.dataset(kept.config.dataset, kept.config.scaling)
    try:
        job = continued_job(store.runs(), kept.id, data, jobs.slots())
    except ValueError as error:
        st.warning(f"This run cannot be gone on with: {error}.", icon=":material/history:")
        return
    run.take_over(job)
    session.set_controls(train_controls.values_of(kept.config))
    if begin:
        job.resume()
