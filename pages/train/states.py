"""What a run is doing, or how it ended and what to do next, in a line."""

import streamlit as st

from mlp_core.engine import fastest_engine, why_not_compiled
from mlp_core.experiments.job import TrainingJob
from mlp_core.experiments.snapshot import Snapshot


def show(job: TrainingJob, snapshot: Snapshot) -> None:
    """The state of the run in ``snapshot``."""
    done = len(snapshot.progress.scores)
    epochs = f"{done} of {job.epochs} epoch{'s' if job.epochs > 1 else ''}"
    match snapshot.state:
        case "queued":
            _queued(job)
        case "running":
            _running(job, epochs)
        case "paused":
            text = f"Paused after {epochs}. {snapshot.reason} Resume goes on where it was."
            st.info(text, icon=":material/pause_circle:")
        case "finished":
            text = f"Trained {epochs} in {snapshot.seconds:.2f} s, {_engine()}."
            st.success(text, icon=":material/check:")
        case "stopped" if done:
            text = f"Stopped after {epochs}. {snapshot.reason} What was learned so far is below."
            st.info(text, icon=":material/stop_circle:")
        case "stopped":
            text = (
                "Stopped before the first epoch was over, so nothing was learned. "
                f"{snapshot.reason} Train again."
            )
            st.info(text, icon=":material/stop_circle:")
        case "diverged":
            advice = "Scaled inputs bear a higher one, too." if job.config.scaling == "none" else ""
            text = f"Training diverged. {snapshot.reason} {advice}"
            st.error(text, icon=":material/trending_up:")
        case _:
            text = f"Training failed: {snapshot.reason}. Change a setting and train again."
            st.error(text, icon=":material/error:")


def _queued(job: TrainingJob) -> None:
    place = job.place_in_queue
    st.info(
        f"Waiting for a free place: this server trains {job.slots.limit} networks at a time, and "
        f"yours is number {place} in the queue. It begins by itself.",
        icon=":material/hourglass_top:",
    )


def _running(job: TrainingJob, epochs: str) -> None:
    """The epoch reached, the time taken and the time left."""
    if job.preparing:
        st.info(
            "Preparing the fast engine: it is compiled once on each machine, which takes some "
            "seconds. Training begins by itself.",
            icon=":material/build:",
        )
        return
    share, seconds = job.share_done, job.elapsed
    parts = [f"{epochs} done", f"{seconds:.1f} s"]
    if share > 0:
        parts.append(f"about {seconds / share * (1 - share):.0f} s left")
    st.progress(share, " · ".join(parts))


def _engine() -> str:
    """Which engine trains on this server, and why not the fast one where it does not."""
    if fastest_engine() == "compiled":
        return "compiled engine"
    return f"NumPy engine: {why_not_compiled()}"
