"""Training several configurations at once, each kept as a run: started, watched, stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.jobs.recorded_job import recorded_job
from pages.shared import datasets, jobs, session, store

REDRAW_SECONDS = 0.5
REST_SECONDS = 2.0


class Plan(NamedTuple):
    """A run to come: its name is made of its settings where none is given."""

    config: TrainConfig
    name: str = ""
    group: str = ""


def why_not(configs: Iterable[TrainConfig]) -> str:
    """Why not all of these may be trained here, where others train, too; empty where they may."""
    return next(filter(None, map(_why_not, configs)), "")


def _why_not(config: TrainConfig) -> str:
    try:
        return jobs.why_too_costly(config, datasets.of(config), config.epochs)
    except ValueError as error:
        return f"{error}."


@dataclass(frozen=True)
class Batches:
    """What a page trains at once, a batch at a time: the session's job called ``name``."""

    name: str

    def start(self, plans: Sequence[Plan]) -> list[str]:
        """Train these in the slots of this server; the ids of the runs, in their order."""
        made = [
            recorded_job(
                store.runs(),
                plan.config,
                datasets.of(plan.config),
                jobs.slots(),
                name=plan.name,
                group=plan.group,
            )
            for plan in plans
        ]
        ids = [job.run_id for job in made]
        jobs.start(self.name, Batch(made))
        session.remember(self._ids, ids)
        return ids

    def current(self) -> Batch | None:
        """The batch of this session, None before the first."""
        return jobs.current(self.name)

    def ids(self) -> list[str]:
        """The ids of runs that are in training or still to come: there may be no such runs yet."""
        batch = self.current()
        is_open = batch is not None and (batch.active or "paused" in batch.states)
        return session.remembered(self._ids, list) if is_open else []

    def show(self) -> None:
        """How far the batch is and how to stop it; how it ended."""
        batch = self.current()
        if batch is None:
            return
        active = batch.active
        with st.container(horizontal=True, vertical_alignment="center"):
            if active and st.button("Stop training", icon=":material/stop:"):
                batch.stop()
                batch.wait(REST_SECONDS)
                st.rerun()
            if not active and "paused" in batch.states:
                if st.button("Resume", icon=":material/play_arrow:", type="primary"):
                    batch.resume()
                    st.rerun()
                if st.button("Stop training", icon=":material/stop:"):
                    batch.stop()
                    st.rerun()
        jobs.redraw_while_active(batch, active, lambda: _show(batch), REDRAW_SECONDS)

    @property
    def _ids(self) -> str:
        """What the session calls the ids of the runs of the batch."""
        return f"{self.name}_ids"


def _show(batch: Batch) -> None:
    n = len(batch.jobs)
    states = batch.states
    runs = f"{n} run{'s' if n > 1 else ''}"
    if batch.active:
        st.progress(batch.share_done, f"{batch.n_ended} of {runs} trained")
    elif "paused" in states:
        reason = next((job.snapshot.reason for job in batch.jobs if job.snapshot.reason), "")
        text = f"Paused after {batch.n_ended} of {runs}. {reason}"
        st.info(text, icon=":material/pause_circle:")
    elif states.count("finished") == n:
        st.success(f"Trained {runs}.", icon=":material/check:")
    else:
        counts = [f"{states.count(state)} {state}" for state in dict.fromkeys(states)]
        st.info(f"Of {runs}: {', '.join(counts)}.", icon=":material/info:")
