"""RunStore: runs in one SQLite file, kept while they are trained and found again later."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mlp_core.checkpoint import Checkpoint
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.limits import check_edit, check_run, check_scores
from mlp_core.experiments.runs.reader import RunReader
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage import owners, removal, rows
from mlp_core.experiments.runs.storage.claims import Claim
from mlp_core.experiments.runs.storage.database import Database
from mlp_core.experiments.runs.storage.evicted import Evicted
from mlp_core.experiments.runs.storage.folder import data_folder
from mlp_core.experiments.runs.storage.records import Record, Written
from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.hosted import is_hosted

FILE_NAME = "runs.sqlite"
# Of each run's parameters: every third epoch of the practical's Question 2, more or less.
PARAMETERS_BYTES = 1_000_000
PARAMETERS_BYTES_IN_MEMORY = 250_000
BOUNDS_IN_MEMORY = Bounds(runs=50, bytes=20_000_000)
# Runs to hold while nothing can be saved; then the first are lost.
MOST_UNSAVED = 50
# How long a deleted run can be restored at least.
KEPT_DELETED_SECONDS = 24 * 3600.0


class RunStore(RunReader):
    """Runs in the file at ``path``, or in memory within ``bounds``. For any thread.

    Nothing here raises for what a disk or a file does: ``problem`` says it in a sentence,
    what was asked for is then empty, and what was to be written tells that it was not. Where
    the file cannot be used at all, runs are in memory, and ``path`` is None.
    """

    def __init__(self, path: Path | None = None, bounds: Bounds = BOUNDS_IN_MEMORY) -> None:
        super().__init__(Database(path))
        self.path = self._database.path
        self._bounds = bounds if self.path is None else None
        # Bytes that the parameters of one run may take.
        self.parameters_bytes = PARAMETERS_BYTES if self.path else PARAMETERS_BYTES_IN_MEMORY
        self._lock = threading.RLock()
        self._unsaved: dict[str, Record] = {}
        # Runs that had to make room for others.
        self.evicted = Evicted()
        self._catch_up()
        self.purge(time.time() - KEPT_DELETED_SECONDS)

    def record(
        self,
        run: Run,
        scores: Sequence[EpochScores] = (),
        checkpoints: Iterable[Checkpoint] = (),
        claim: Claim | None = None,
    ) -> bool:
        """Keep ``run``, new or changed by training, with further epochs; whether it is saved.

        All of it or nothing; what is not is held, and saved as soon as something can be.
        ``checkpoints`` are those of some epochs, of which a budget of ``parameters_bytes`` is
        kept. Name, note, tags, star and group of a run that is known stay as they are. A
        run that is "running" is taken to be trained by this process. A job has a ``claim`` on
        its run, by which what it writes may become a run of its own or, where the run is gone,
        is dropped: the claim tells. Raises ``ValueError`` for a field off its limits.
        """
        by_epoch = {checkpoint.epoch: checkpoint for checkpoint in checkpoints}
        record = Record(check_run(run), check_scores(scores), by_epoch, claim)
        with self._lock:
            earlier = self._unsaved.pop(record.source, None)
            if earlier is not None:
                record = earlier.followed_by(record, self.parameters_bytes)
            self._unsaved[record.source] = record
            while len(self._unsaved) > MOST_UNSAVED:
                lost = self._unsaved.pop(next(iter(self._unsaved)))
                if lost.claim is not None:
                    lost.claim.give_up()
            self._save()
            is_gone = claim is not None and claim.standing == "gone"
            return record.source not in self._unsaved and not is_gone

    def edit(self, run_id: str, **changes: Any) -> bool:
        """Change ``name``, ``note``, ``tags``, ``starred`` or ``group``; whether it was saved.

        Raises ``ValueError`` for another field, or one off its limits.
        """
        checked = {name: check_edit(name, value) for name, value in changes.items()}
        self._save()
        return self._database.write(lambda db: rows.edit_run(db, run_id, checked))

    def delete_damaged(self, keys: Iterable[int]) -> bool:
        """Hide damaged runs by their keys until they are purged; whether it was done."""
        return self._database.write(lambda db: removal.mark_damaged(db, keys, time.time()))

    def delete(self, run_ids: Iterable[str]) -> bool:
        """Hide runs, to be restored or purged; whether it was done."""
        ids = list(run_ids)
        self._save()
        for run_id in ids:
            self._torn.pop(run_id, None)
        return self._database.write(lambda db: removal.mark_deleted(db, ids, time.time()))

    def restore(self, run_ids: Iterable[str]) -> bool:
        """Bring deleted runs back that have not been purged; whether it was done."""
        return self._database.write(lambda db: removal.mark_deleted(db, run_ids, None))

    def purge(self, before: float) -> bool:
        """Let go for good of what was deleted before that time, in seconds since 1970."""
        return self._database.write(lambda db: removal.purge(db, before))

    def close(self) -> None:
        """Let go of the file; from then on all is empty, and there is a problem."""
        self._database.close()

    def _catch_up(self) -> None:
        """Save what is unsaved, and take note of runs whose process is gone."""
        self._save()
        nobody: list[owners.Orphan] = []
        orphans = self._database.read(owners.find_orphans, nobody)
        if orphans:
            self._database.write(lambda db: owners.interrupt(db, orphans))

    def _save(self) -> None:
        """Write the records that are unsaved, until one cannot be."""
        with self._lock:
            for source in list(self._unsaved):
                record = self._unsaved.pop(source)
                written: list[Written] = []
                if not self._database.write(partial(self._write, record, written)):
                    self._unsaved[source] = record
                    return
                record.settle(written[-1])
                self.evicted.add(written[-1].evicted)

    def _write(self, record: Record, written: list[Written], db: sqlite3.Connection) -> None:
        """Write a record in the caller's transaction, and add to ``written`` what came of it."""
        found = record.write(db, self.parameters_bytes)
        if self._bounds is not None and found.key is not None:
            found = replace(found, evicted=removal.enforce(db, self._bounds, newest=found.key))
        written.append(found)


def open_store(environment: Mapping[str, str] = os.environ) -> RunStore:
    """The store that this app is to use: call it once a process, or hosted once a session.

    Where strangers share the server it is in memory, bounded, and gone with the session.
    Otherwise it is a file in ``data_folder``, or in memory with a ``problem``.
    """
    if is_hosted(environment):
        return RunStore()
    return RunStore(data_folder(environment) / FILE_NAME)
