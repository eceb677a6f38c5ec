"""Taking a run file into a store, once: one that is here already is found, not doubled."""

import uuid
from dataclasses import dataclass, replace

from mlp_core._checks import Parameters
from mlp_core.experiments.files.run_file import read_run_file
from mlp_core.experiments.findings.differences import same_parameters
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.store import RunStore


@dataclass(frozen=True)
class Taken:
    """The run of a file as it is in the store: its id and name there, and whether it is new."""

    run_id: str
    name: str
    is_new: bool


def take_in(store: RunStore, data: bytes) -> Taken:
    """Keep the run in the file ``data``, or find it where it is kept already.

    What is kept is another run only if its numbers are: what somebody calls it does not matter.
    Raises ``ValueError`` with the reason where the file is none, or the run cannot be saved.
    """
    run, checkpoint, best = read_run_file(data)
    for summary in store.summaries():
        if _may_be(summary, run) and _is(store, summary, run, checkpoint.parameters):
            return Taken(summary.run.id, summary.run.name, is_new=False)
    # The id in the file may be in use here, by this very run before it was gone on with.
    run = replace(run, id=uuid.uuid4().hex)
    checkpoints = [checkpoint] if best is None else [best, checkpoint]
    if not store.record(replace(run, scores=()), run.scores, checkpoints):
        raise ValueError(store.problem.rstrip(".") or "it cannot be saved")
    return Taken(run.id, run.name, is_new=True)


def _may_be(summary: RunSummary, run: Run) -> bool:
    """Whether the run may be the one summarised; its seconds are in its last scores."""
    last = run.scores[-1] if run.scores else None
    kept = summary.run
    known = (kept.config, kept.fingerprint, kept.started, summary.last)
    return known == (run.config, run.fingerprint, run.started, last)


def _is(store: RunStore, summary: RunSummary, run: Run, parameters: Parameters) -> bool:
    kept = store.load(summary.run.id)
    arrays = store.parameters(summary.run.id, run.scores[-1].epoch if run.scores else None)
    if kept is None or arrays is None or kept.scores != run.scores:
        return False
    return same_parameters(arrays, parameters)
