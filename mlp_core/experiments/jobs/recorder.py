"""The recorder of a run: whatever its job comes to is written into a store, as it comes."""

import logging
import threading
import time
from dataclasses import replace

from mlp_core.checkpoint import Checkpoint
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.jobs.training_job import NOTHING_YET, TrainingJob, TrainingProgress
from mlp_core.experiments.jobs.worker import State
from mlp_core.experiments.runs.run import Run, RunState
from mlp_core.experiments.runs.storage.claims import NOTES, Claim, Standing
from mlp_core.experiments.runs.storage.parameters import thinned
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.runs.versions import joined_versions, versions_of

# What a killed process may lose: each write of what has come since costs some milliseconds.
WRITE_SECONDS = 0.5
# The parameters of a large network take seconds to write: a fifth of the time may go into that.
WRITE_SHARE = 0.2


class Recorder:
    """Writes what a job comes to into ``store`` as ``run``: an ``Observer`` of the job.

    ``done`` is what it has come to where it is a run to go on with, None for a new one.
    Without ``keep`` nothing is written until it is finished, or its method ``keep`` called.
    """

    def __init__(
        self, store: RunStore, run: Run, done: TrainingProgress | None = None, keep: bool = True
    ) -> None:
        known = done or NOTHING_YET
        self._store, self._run = store, run
        ends = filter(None, (known.checkpoint, known.best))
        self._claim = Claim(run.id, run.name, known.scores, ends, is_new=done is None)
        self._broken = ""
        self._is_kept = keep
        self._lock = threading.Lock()  # between the page's thread and that of the job
        self._job: TrainingJob | None = None
        # The last epoch that is over, and whether the run rests after it.
        self._epoch = len(known.scores)
        self._rests = done is not None
        self._next_write = 0.0
        self._scores: list[EpochScores] = []
        self._checkpoints: dict[int, Checkpoint] = {}

    @property
    def run(self) -> Run:
        """The run as it was last written, without scores; another one once it stands apart."""
        if self._claim.run_id == self._run.id:
            return self._run
        return replace(self._run, id=self._claim.run_id, name=self._claim.name)

    @property
    def standing(self) -> Standing:
        """Whether the run is kept as any, apart from the one gone on with, deleted or gone."""
        return self._claim.standing

    @property
    def note(self) -> str:
        """What whoever watches should know about how the run is kept; empty where nothing."""
        return self._broken or NOTES[self.standing]

    @property
    def is_kept(self) -> bool:
        """Whether the run is written as it goes, or would be lost if it ended now."""
        return self._is_kept

    def keep(self) -> None:
        """Keep the run from now on, with all that it has come to, whether it finishes or not."""
        with self._lock:
            self._is_kept = True
            self._flush()

    def begin(self, job: TrainingJob) -> None:
        """Keep the run from now on."""
        self._job = job
        engine = job.engine or ""
        versions = joined_versions(self._run.versions, versions_of(engine), self._epoch + 1)
        self._run = replace(self._run, engine=engine, versions=versions)
        self._go_on()
        self._write("running")

    def take(self, item: EpochMetrics | int) -> None:
        """Note an epoch, and write all that is noted every WRITE_SECONDS, or as writing allows."""
        self._go_on()
        if isinstance(item, EpochMetrics):
            self._epoch = item.epoch
            self._scores.append(item.scores)
            # No longer those that are not to be kept.
            held = {**self._checkpoints, item.epoch: item.checkpoint}
            budget = self._store.parameters_bytes
            self._checkpoints = thinned(held, budget, item.patience.kept_epoch)
        if time.monotonic() > self._next_write:
            self._write("running")

    def rest(self, state: State, reason: str) -> None:
        """Write how the run rests. A pause may be for ever, and is kept as a stop."""
        self._rests = self._rests or self._job is not None
        if state == "paused":
            self._write("stopped", f"It was paused. {reason}".rstrip())
        elif state != "queued":
            self._write(state, reason)

    def _go_on(self) -> None:
        """Note that the run goes on after a rest."""
        if self._rests:
            self._rests = False
            self._run = replace(self._run, pauses=tuple(sorted({*self._run.pauses, self._epoch})))

    def _write(self, state: RunState, reason: str = "") -> None:
        """Write the state and all that is noted, unless the job was never begun."""
        if self._job is None:
            return
        with self._lock:
            began = time.monotonic()
            self._run = replace(
                self._run,
                epochs=self._job.epochs,
                state=state,
                reason=reason,
                ended=None if state == "running" else time.time(),
            )
            self._is_kept = self._is_kept or state == "finished"
            self._flush()
            took = time.monotonic() - began
            self._next_write = began + max(WRITE_SECONDS, took / WRITE_SHARE)

    def _flush(self) -> None:
        """Write all that is noted, where the run is kept and was begun."""
        if self._job is None or not self._is_kept:
            return
        try:
            checkpoints = self._checkpoints.values()
            self._store.record(self._run, self._scores, checkpoints, self._claim)
        except Exception as error:  # whatever happened, training goes on
            logging.getLogger(__name__).exception("a run cannot be recorded")
            self._broken = f"This run cannot be kept: {error}."
        self._scores, self._checkpoints = [], {}
