"""What a run is doing, or how it ended and what to do next, in a line."""

import streamlit as st

from mlp_core.engines.door import fastest_engine, why_not_compiled
from mlp_core.experiments.jobs.job import Snapshot
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.number_text import count, seconds
from mlp_core.settings.stopping import NEVER
from pages.shared import findings
from pages.train import diagnosis, run


def show(job: RecordedJob, snapshot: Snapshot) -> None:
    """The state of the run in ``snapshot``."""
    scores = snapshot.progress.scores
    epochs = f"{count(len(scores))} of {count(job.epochs)} epoch{'s' if job.epochs > 1 else ''}"
    state, reason = run.state_of(job, snapshot)
    match state:
        case "queued" if snapshot.seconds:
            st.progress(job.share_done, f"{epochs} done · others have a turn, it goes on by itself")
        case "queued":
            _queued(job)
        case "running":
            _running(job, snapshot, epochs)
        case "diverged":
            advice = "Scaled inputs bear a higher one, too." if job.config.scaling == "none" else ""
            st.error(f"Training diverged. {reason} {advice}", icon=":material/trending_up:")
        case "failed":
            text = f"Training failed: {reason}. Change a setting and train again."
            st.error(text, icon=":material/error:")
        case "stopped" if not scores:
            text = (
                "Stopped before the first epoch was over, so nothing was learned. "
                f"{reason} Train again."
            )
            st.info(text, icon=":material/stop_circle:")
        case _:
            _resting(job, snapshot, _how_it_rests(job, snapshot, epochs))
    if job.recorder.note:
        st.warning(job.recorder.note, icon=":material/call_split:")


def _how_it_rests(job: RecordedJob, snapshot: Snapshot, epochs: str) -> str:
    state, reason = run.state_of(job, snapshot)
    match state:
        case "finished":
            time = snapshot.progress.scores[-1].seconds
            early = f" {reason} To go on, with patience anew: Train on." if reason else ""
            return f"Trained {epochs} in {seconds(time)}, {_engine(job)}.{early}"
        case "paused":
            return f"Paused after {epochs}. {reason} Resume goes on where it was."
        case "interrupted":
            return f"Interrupted after {epochs}. Continue goes on where it was."
    goes_on = " Continue goes on where it was." if job.snapshot.state == "paused" else ""
    return f"Stopped after {epochs}. {reason} What was learned so far is below.{goes_on}"


def _resting(job: RecordedJob, snapshot: Snapshot, text: str) -> None:
    """A run at rest: a success only where nothing is wrong with it."""
    paused = run.state_of(job, snapshot)[0] == "paused"
    # A run that is paused is not done yet.
    found = () if paused else diagnosis.at_end(job, snapshot)
    problems = findings.problems_of(found)
    if problems:
        wrong = findings.briefly(problems)
        st.warning(f"{text} It did not go well: {wrong}.", icon=":material/warning:")
    elif snapshot.state == "finished":
        st.success(text, icon=":material/check:")
    else:
        st.info(text, icon=":material/pause_circle:" if paused else ":material/stop_circle:")


def _queued(job: RecordedJob) -> None:
    place = job.place_in_queue
    st.info(
        f"Waiting for a free place: this server trains {job.slots.limit} networks at a time, and "
        f"yours is number {place} in the queue. It begins by itself.",
        icon=":material/hourglass_top:",
    )


def _running(job: RecordedJob, snapshot: Snapshot, epochs: str) -> None:
    """The epoch reached, the time taken and the time left."""
    if job.preparing:
        st.info(
            "Preparing the fast engine: it is compiled once on each machine for each new choice, "
            "which takes some seconds. Training begins by itself.",
            icon=":material/build:",
        )
        return
    share, scores = job.share_done, snapshot.progress.scores
    parts = [f"{epochs} done"]
    if scores:
        # The time of the epochs that are over: what is said of the run when all of them are.
        time, done = scores[-1].seconds, len(scores)
        left = time / done * job.epochs * (1 - share)
        most = "at most" if job.config.n_iter_no_change < NEVER else "about"
        parts += [seconds(time), f"{most} {left:.0f} s left"]
    st.progress(share, " · ".join(parts))


def _engine(job: RecordedJob) -> str:
    """Which engine trained the run, and why not the fast one where it cannot here."""
    if (job.engine or fastest_engine(job.config)) == "compiled":
        return "compiled engine"
    reason = why_not_compiled(job.config)
    return f"NumPy engine: {reason}" if reason else "NumPy engine"
