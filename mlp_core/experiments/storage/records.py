"""What a training run has come to since it was last written, as it goes into the tables."""

import sqlite3
import time
from dataclasses import dataclass

from mlp_core.epoch_metrics import EpochScores, Parameters
from mlp_core.experiments.run import Run
from mlp_core.experiments.storage.owners import this_process
from mlp_core.experiments.storage.parameters import kept_epochs, n_bytes, write_parameters
from mlp_core.experiments.storage.rows import write_run, write_scores


@dataclass(frozen=True, eq=False)
class Record:
    """A run as it is now, further epochs of it, and the parameters of some of these."""

    run: Run
    scores: tuple[EpochScores, ...]
    parameters: dict[int, Parameters]

    def followed_by(self, later: "Record", budget: int) -> "Record":
        """Both in one, with parameters of no more than ``budget`` bytes."""
        both = {**self.parameters, **later.parameters}
        kept = kept_epochs(both, n_bytes(self.run.config.units), budget) if both else ()
        return Record(later.run, self.scores + later.scores, {epoch: both[epoch] for epoch in kept})

    def write(self, db: sqlite3.Connection, budget: int) -> int:
        """Bring the tables up to date; the key of the run."""
        owner = this_process() if self.run.state == "running" else None
        key = write_run(db, self.run, owner, time.time())
        if self.scores:
            write_scores(db, key, self.scores)
        if self.parameters:
            size = n_bytes(self.run.config.units)
            write_parameters(db, key, self.parameters, size, budget)
        return key
