"""What a training run has come to since it was last written, as it goes into the tables."""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlp_core.checkpoint import Checkpoint
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.claims import Claim, Found
from mlp_core.experiments.runs.storage.owners import this_process
from mlp_core.experiments.runs.storage.parameters import best_epoch, thinned, write_checkpoints
from mlp_core.experiments.runs.storage.rows import read_name, write_run, write_scores
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS


@dataclass(frozen=True, eq=False)
class Record:
    """A run as it is now, further epochs of it, and the checkpoints of some of these.

    ``claim`` is that of the job that trains the run; without one it is written as it is.
    """

    run: Run
    scores: tuple[EpochScores, ...]
    checkpoints: dict[int, Checkpoint]
    claim: Claim | None = None

    @property
    def source(self) -> str:
        """Where it comes from: what records of one writer and one run share."""
        return self.run.id if self.claim is None else self.claim.token

    def followed_by(self, later: "Record", budget: int) -> "Record":
        """Both in one, with checkpoints of no more than ``budget`` bytes."""
        scores = self.scores + later.scores
        kept = thinned(
            {**self.checkpoints, **later.checkpoints}, budget, best_epoch(later.run.config, scores)
        )
        return Record(later.run, scores, kept, later.claim)

    def write(self, db: sqlite3.Connection, budget: int) -> "Written":
        """Bring the tables up to date, as the claim stands; what was written."""
        if self.claim is None:
            return Written(_write(db, self.run, None, self.scores, self.checkpoints, budget))
        found = self.claim.find(db)
        name = self.claim.name
        scores, checkpoints = self.scores, self.checkpoints
        if found.standing == "gone":
            return Written(None, found, name)
        if found.standing == "apart" and found.is_new:
            if not scores:  # somebody else's by now, and nothing to be kept apart from it
                return Written(None)
            name = _name_apart(read_name(db, self.claim.run_id), scores[0].epoch)
            before, known = self.claim.written()
            scores, checkpoints = (*before, *scores), known | checkpoints
        run = replace(self.run, id=found.run_id, name=name)
        key = _write(db, run, self.claim.token, scores, checkpoints, budget)
        return Written(key, found, name)

    def settle(self, written: "Written") -> None:
        """Tell the claim what came of it, once the file holds it."""
        if self.claim is not None and written.found is not None:
            self.claim.settle(
                written.found, written.name, self.run.config, self.scores, self.checkpoints
            )


@dataclass(frozen=True)
class Written:
    """The key of the row, None for none; how the claim was found, and the run's name.

    ``evicted`` are the names of runs that had to go for it.
    """

    key: int | None
    found: Found | None = None
    name: str = ""
    evicted: Sequence[str] = ()


def _write(
    db: sqlite3.Connection,
    run: Run,
    job: str | None,
    scores: tuple[EpochScores, ...],
    checkpoints: dict[int, Checkpoint],
    budget: int,
) -> int:
    owner = this_process() if run.state == "running" else None
    key = write_run(db, run, owner, job, time.time())
    if scores:
        write_scores(db, key, scores, run.config.early_stopping)
    if checkpoints:
        write_checkpoints(db, key, checkpoints, budget)
    return key


def _name_apart(name: str, epoch: int) -> str:
    """How a run is called that left the one of this ``name`` with that epoch."""
    suffix = f", apart from epoch {epoch}"
    return name[: TEXT_LIMITS["name"] - len(suffix)] + suffix
