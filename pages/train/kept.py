"""Runs from before: the one that the address names, one to go on with by link, and the newest."""

import streamlit as st

from mlp_core.experiments.jobs.recorded_job import RecordedJob, continued_job
from mlp_core.experiments.runs.run import Run
from mlp_core.hosted import is_hosted
from pages.shared import datasets, jobs, last_one, session, store, train_controls
from pages.shared.describe import describe
from pages.train import run

LOOK_AGAIN_SECONDS = 0.5


def follow_address() -> None:
    """Take over the run that the address names; call it before the controls are drawn."""
    said = session.link_parameters()
    if train_controls.CONTINUE in said:
        session.drop_link_parameters(train_controls.CONTINUE)
        kept = store.runs().load(said[train_controls.CONTINUE])
        if kept is None:
            st.warning("The run of this link is not kept here, so it cannot be gone on with.")
        else:
            _take_over(kept)
    elif train_controls.RUN in said:
        _open_again(said[train_controls.RUN])


def go_on(run_id: str) -> None:
    """Go on with a run that was stopped, after its last epoch."""
    kept = store.runs().load(run_id)
    if kept is not None:
        _take_over(kept, begin=True, set_controls=False)


def say_in_address(job: RecordedJob | None) -> None:
    """Let the address name the run that is shown, so that it is found again at a reload."""
    is_kept = job is not None and job.recorder.is_kept
    named = {train_controls.RUN: job.run_id} if is_kept else {}
    session.write_link(named, train_controls.RUN)


def offer() -> None:
    """The newest run, where nothing else is on the page yet."""
    newest = next(iter(store.runs().summaries()), None)
    if newest is None or newest.last is None:
        return
    last_one.offer(
        "run",
        newest.run.state,
        f"{newest.last.epoch} of {newest.run.epochs} epochs",
        describe(newest.run.config),
        lambda: _take_over(newest.run, begin=True),
        lambda: _take_over(newest.run, opened=True),
    )


def _open_again(run_id: str) -> None:
    """Show the run of the address as it is kept, unless the session has one to show."""
    job = run.current()
    known = job is not None and (job.active or job.run_id == run_id)
    if known or (job is not None and not session.came_by_history()):
        return
    kept = store.runs().load(run_id)
    if kept is None:
        why = (
            "this server keeps runs for each visitor alone, as long as the visit lasts"
            if is_hosted()
            else "it was deleted, or never begun"
        )
        st.info(
            f"The run of this address is not kept here: {why}. The settings are as they were: "
            "press Train to have it again.",
            icon=":material/history:",
        )
        session.drop_link_parameters(train_controls.RUN)
    elif kept.state == "running":
        _wait_for(kept)
    else:
        _take_over(kept, opened=True, set_controls=False)


def _wait_for(kept: Run) -> None:
    """Say that the run is trained elsewhere, and look again until it rests."""

    @st.fragment(run_every=LOOK_AGAIN_SECONDS)
    def watch() -> None:
        now = store.runs().load(kept.id)
        if now is None or now.state != "running":
            st.rerun()
        st.info(
            f"This run is being trained in another tab: {len(now.scores)} of {now.epochs} epochs "
            "are over. It opens here as soon as it rests.",
            icon=":material/tab:",
        )

    watch()


def _take_over(
    kept: Run, begin: bool = False, opened: bool = False, set_controls: bool = True
) -> None:
    """Make a kept run this session's: going on, ``opened`` as it is kept, or else at a pause."""
    try:
        data = datasets.of(kept.config)
        job = continued_job(store.runs(), kept.id, data, jobs.slots())
    except ValueError as error:
        st.warning(f"This run cannot be gone on with: {error}.", icon=":material/history:")
        return
    run.take_over(job, kept if opened else None)
    if set_controls:
        # At the rate of its last epoch, which may have been changed on the way.
        rate = {"learning_rate": job.learning_rate}
        session.set_controls(train_controls.values_of(kept.config) | rate)
    if begin:
        job.resume()
