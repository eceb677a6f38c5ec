"""RunReader: what can be asked of a file of runs, whatever state the file is in."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from mlp_core._checks import Parameters
from mlp_core.checkpoint import Checkpoint
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage import parameters, rows
from mlp_core.experiments.runs.storage.database import Database
from mlp_core.experiments.runs.storage.listing import DamagedRun, Entry, Listing, read_one
from mlp_core.experiments.runs.storage.rows import RunSummary

Part = TypeVar("Part")


class RunReader:
    """Reads the runs of ``database``. For any thread.

    Nothing here raises for what a disk or a file does: ``problem`` says it in a sentence, and
    what was asked for is then empty. A damaged run hides no other: it is among ``damaged``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listing = Listing()
        # What turned out to be damaged of runs that are otherwise whole, by their ids.
        self._torn: dict[str, str] = {}

    @property
    def database(self) -> Database:
        """The file itself, for whatever else is kept in it."""
        return self._database

    @property
    def problem(self) -> str:
        """What is wrong with keeping runs, for a person to read; empty where nothing is."""
        found = [self._database.problem]
        if self._listing.n_damaged:
            found.append(
                f"{self._listing.n_damaged} of the runs cannot be shown: they are damaged, or "
                "need another version of this app or data that it does not have."
            )
        found += [
            f"{what} of a run are damaged, and cannot be shown."
            for what in sorted(set(self._torn.values()))
        ]
        return " ".join(filter(None, found))

    def summaries(self) -> list[RunSummary]:
        """All runs but deleted ones, the newest first.

        One that has not changed is the same object as before.
        """
        return [entry for entry in self._entries() if isinstance(entry, RunSummary)]

    def damaged(self) -> list[DamagedRun]:
        """What else is in the file in the place of runs, and cannot be shown."""
        return [entry for entry in self._entries() if isinstance(entry, DamagedRun)]

    def load(self, run_id: str) -> Run | None:
        """A run with the scores of all its epochs.

        None where there is none, it is deleted or it is damaged.
        """
        self._catch_up()

        def read(db: sqlite3.Connection) -> Run | None:
            found = read_one(db, run_id)
            if not isinstance(found, RunSummary):
                return None
            return replace(found.run, scores=rows.read_scores(db, run_id))

        return self._whole("Epochs", run_id, read)

    def epochs_with_parameters(self, run_id: str) -> tuple[int, ...]:
        """The epochs whose parameters are kept, in their order; the last is always one."""
        return self._database.read(lambda db: parameters.read_epochs(db, run_id), ())

    def parameters(self, run_id: str, epoch: int | None = None) -> Parameters | None:
        """Those that ``epoch`` ended with, or the latest; None where they are not kept."""
        found = self.checkpoint(run_id, epoch)
        return None if found is None else found.parameters

    def checkpoint(self, run_id: str, epoch: int | None = None) -> Checkpoint | None:
        """What to go on from after ``epoch``, or the latest; None where that is not kept."""

        def read(db: sqlite3.Connection) -> Checkpoint | None:
            return parameters.read_checkpoint(db, run_id, epoch)

        return self._whole("Parameters", run_id, read)

    def _catch_up(self) -> None:
        """What is to be done before runs are read."""

    def _entries(self) -> list[Entry]:
        self._catch_up()
        nothing: list[Entry] = []
        return self._database.read(self._listing.read, nothing)

    def _whole(
        self, what: str, run_id: str, read: Callable[[sqlite3.Connection], Part | None]
    ) -> Part | None:
        """What ``read`` finds of a run; None, with a note of ``what``, where that is damaged."""
        try:
            found = self._database.read(read, None)
        except ValueError as error:
            logging.getLogger(__name__).warning("run %r is damaged: %s", run_id, error)
            self._torn[run_id] = what
            return None
        if self._torn.get(run_id) == what:
            del self._torn[run_id]
        return found
