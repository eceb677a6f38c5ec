"""Whose a run is: a job claims the run that it trains, and is asked for it whenever it writes.

Two tabs may go on with one run, in one process or in two, and a run may be deleted while it
is trained. What was not trained as one run is never stored as one.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.experiments.runs.storage.rows import read_epoch

# "kept" as any run; "apart" from the run that it went on with, as one of its own; "deleted", to
# be restored with all that it comes to; "gone" for good, and no longer written.
Standing = Literal["kept", "apart", "deleted", "gone"]
# What each means to whoever watches the training.
NOTES: dict[Standing, str] = {
    "kept": "",
    "apart": "Somebody else went on with this run meanwhile, in another tab or program. What is "
    "trained here is not mixed with that: it is kept as a run of its own.",
    "deleted": "This run was deleted while it was trained. It goes on, and what it comes to is "
    "there again should it be restored; it is not among the runs until then.",
    "gone": "This run was deleted for good while it was trained. It goes on here, and is no "
    "longer kept.",
}


class Found(NamedTuple):
    """How a claim stands in a file: by which id the run is written, and whether it is new there."""

    standing: Standing
    run_id: str
    is_new: bool


class Claim:
    """A job's claim on the run called ``run_id``, which has come to ``done`` and ``checkpoints``.

    ``run_id`` and ``name`` change when the job has to write a run of its own. ``standing`` is
    that of the last write, and ``token`` what the row of a run bears while it is this job's.
    ``is_new`` is for a run not yet in the file.
    """

    def __init__(
        self,
        run_id: str,
        name: str,
        done: Sequence[EpochScores] = (),
        checkpoints: Iterable[Checkpoint] = (),
        *,
        is_new: bool,
    ) -> None:
        self.run_id, self.name = run_id, name
        self.standing: Standing = "kept"
        self.token = uuid.uuid4().hex
        self._is_new, self._has_written, self._is_lost = is_new, False, False
        # What has been written, for a run of its own to begin with.
        self._scores = list(done)
        self._checkpoints = {checkpoint.epoch: checkpoint for checkpoint in checkpoints}

    def find(self, db: sqlite3.Connection) -> Found:
        """How the claim stands now; the caller's transaction keeps it so until it has written."""
        if self._is_lost:
            return Found("gone", self.run_id, False)
        row = db.execute(
            "SELECT key, job, state, deleted_at, last_epoch FROM runs WHERE id = ?", (self.run_id,)
        ).fetchone()
        if row is None:
            return Found("kept" if self._is_new else "gone", self.run_id, self._is_new)
        key, job, state, deleted_at, last_epoch = row
        is_mine = job == self.token if self._has_written else state != "running"
        end = None if last_epoch is None else read_epoch(db, key, last_epoch)
        if self._is_new or not is_mine or end != self._last:
            return Found("apart", uuid.uuid4().hex, True)
        here: Standing = "apart" if self.standing == "apart" else "kept"
        return Found(here if deleted_at is None else "deleted", self.run_id, False)

    def written(self) -> tuple[list[EpochScores], dict[int, Checkpoint]]:
        """All epochs written so far, and the checkpoints of the last and of the best one."""
        return list(self._scores), dict(self._checkpoints)

    def settle(
        self,
        found: Found,
        name: str,
        config: TrainConfig,
        scores: Sequence[EpochScores],
        checkpoints: Mapping[int, Checkpoint],
    ) -> None:
        """Note that the run has been written as it was ``found``, with these further epochs."""
        self.standing, self.run_id, _ = found
        self.name = name
        self._is_new, self._has_written = False, True
        self._scores += scores
        known = {**self._checkpoints, **checkpoints}
        ends = (max(known, default=0), best_epoch(config, self._scores))
        self._checkpoints = {epoch: known[epoch] for epoch in ends if epoch in known}

    def give_up(self) -> None:
        """Take the run for gone, since some of it is lost: a fragment is not to be kept."""
        self.standing, self._is_lost = "gone", True

    @property
    def _last(self) -> EpochScores | None:
        return self._scores[-1] if self._scores else None
