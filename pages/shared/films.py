"""The films of runs: any epoch of one that is kept, or of the run at hand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from mlp_core import Dataset
from mlp_core.checkpoint import Checkpoint
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.experiments.jobs.replay import film_of
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.store import RunStore
from mlp_core.hosted import is_hosted
from mlp_core.inspection.film import MOST_BYTES, Film
from pages.shared import datasets, jobs, store

# Of an id, enough to tell a visitor's runs apart by.
ID_SHOWN = 6
# Where strangers share the server: what a film keeps in memory, of eight at most.
BYTES_OF_STRANGERS = 8_000_000


def find(run_id: str) -> Run | None:
    """The run of this id, with its scores, be it at hand or kept; None where there is none."""
    job = jobs.current(jobs.TRAINING)
    if job is not None and job.run_id == run_id:
        return as_run(job)
    return store.runs().load(run_id)


def told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """What a menu calls runs, by their ids: a piece of the id goes with those that are alike.

    It chooses by what it calls them, and would take the first for any of these.
    """
    times = Counter(labels.values())
    return {
        run_id: f"{label} · {run_id[:ID_SHOWN]}" if times[label] > 1 else label
        for run_id, label in labels.items()
    }


def as_run(job: RecordedJob) -> Run:
    """The run at hand, as far as it has come."""
    return replace(job.recorder.run, scores=job.snapshot.progress.scores)


def of(run: Run) -> Film:
    """The film of a run, kept as long as nothing is added to it.

    Raises ``ValueError`` where its data are not here, or its epochs not whole.
    """
    job = jobs.current(jobs.TRAINING)
    ends: tuple[Checkpoint, ...] = ()
    if job is not None and job.run_id == run.id:
        progress = job.snapshot.progress
        ends = tuple(filter(None, (progress.checkpoint, progress.best)))
    last = run.scores[-1].seconds if run.scores else 0.0
    return _of(store.runs(), run, datasets.of(run.config), ends, run.id, len(run.scores), last)


@st.cache_resource(show_spinner=False, max_entries=8)
def _of(
    _store: RunStore,
    _run: Run,
    _dataset: Dataset,
    _ends: tuple[Checkpoint, ...],
    run_id: str,
    epochs: int,
    seconds: float,
) -> Film:
    most = BYTES_OF_STRANGERS if is_hosted() else MOST_BYTES
    return film_of(_store, _run, _dataset, at_hand=_ends, most_bytes=most)
