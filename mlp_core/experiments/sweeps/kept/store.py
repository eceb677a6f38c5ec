"""SweepStore: sweeps in the SQLite file of the runs, kept while they run and found again later."""

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from mlp_core.experiments.runs.limits import check_field
from mlp_core.experiments.runs.storage import owners
from mlp_core.experiments.runs.storage.database import Database
from mlp_core.experiments.runs.storage.evicted import Evicted
from mlp_core.experiments.runs.storage.removal import Bounds, bytes_of_sweeps
from mlp_core.experiments.runs.store import KEPT_DELETED_SECONDS
from mlp_core.experiments.sweeps.kept import tables
from mlp_core.experiments.sweeps.kept.rows import write_results
from mlp_core.experiments.sweeps.kept.tables import (
    DamagedSweep,
    KeptSweep,
    SweepState,
    SweepSummary,
)
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result

BOUNDS_IN_MEMORY = Bounds(runs=5, bytes=10_000_000)
# "kept" as any sweep; "deleted", to be restored with all that it comes to; "gone" for good; "full"
# where there is no room in memory; "unsaved" as yet, since the file cannot be written.
Standing = Literal["kept", "deleted", "gone", "full", "unsaved"]


class _New(NamedTuple):
    """A sweep that is not yet in the file."""

    name: str
    sweep: Sweep
    started: float


class _Full(Exception):
    """There is no room for these results."""


class SweepStore:
    """Sweeps in ``database``, within ``bounds`` where that is in memory. For any thread.

    Nothing here raises for what a disk or a file does: ``database.problem`` says it in a sentence,
    and what was asked for is then empty.
    """

    def __init__(self, database: Database, bounds: Bounds = BOUNDS_IN_MEMORY) -> None:
        self.database = database
        self._bounds = bounds if database.path is None else None
        self._lock = threading.RLock()
        self._new: dict[str, _New] = {}
        # Sweeps that had to make room for others.
        self.evicted = Evicted()
        self._catch_up()
        before = time.time() - KEPT_DELETED_SECONDS
        self._do("DELETE FROM sweeps WHERE deleted_at < ?", [(before,)])

    def begin(self, sweep: Sweep, name: str) -> str:
        """Keep ``sweep`` from now on, as one that this process runs; its id.

        Where the file cannot be written it is kept as soon as ``record`` can. Raises
        ``ValueError`` for a name off its limits.
        """
        sweep_id = uuid.uuid4().hex
        with self._lock:
            self._new[sweep_id] = _New(check_field("name", name), sweep, time.time())
        self.record(sweep_id, (), "running")
        return sweep_id

    def record(
        self, sweep_id: str, results: Sequence[Result], state: SweepState, reason: str = ""
    ) -> Standing:
        """Keep further results, and how the sweep is; how it stands then.

        All of it or nothing. A result takes the place of one of the same configuration. Raises
        ``ValueError`` for figures that cannot be.
        """
        with self._lock:
            standings: list[Standing] = []
            evicted: list[str] = []

            def write(db: sqlite3.Connection) -> None:
                new = self._new.get(sweep_id)
                if new is not None:
                    tables.insert(db, sweep_id, *new)
                found = tables.find(db, sweep_id)
                if found is None:
                    standings.append("gone")
                    return
                key, base, is_deleted = found
                tables.set_state(db, key, state, reason, time.time())
                write_results(db, key, tables.base_of(base), results)
                if self._bounds is not None:
                    evicted.extend(tables.enforce(db, self._bounds, newest=key))
                    if results and bytes_of_sweeps(db) > self._bounds.bytes:
                        raise _Full
                standings.append("deleted" if is_deleted else "kept")

            try:
                if not self.database.write(write):
                    return "unsaved"
            except _Full:
                return "full"
            self._new.pop(sweep_id, None)
            self.evicted.add(evicted)
            return standings[0]

    def load(self, sweep_id: str) -> KeptSweep | None:
        """A sweep with its results; None where there is none, it is deleted, or is damaged."""
        self._catch_up()
        make = self.database.read(lambda db: tables.read_whole(db, sweep_id), None)
        return None if make is None else make()

    def listing(self) -> list[SweepSummary]:
        """All sweeps but deleted ones, the newest first."""
        return [entry for entry in self._entries() if isinstance(entry, SweepSummary)]

    def damaged(self) -> list[DamagedSweep]:
        """What else is in the file in the place of sweeps, and cannot be shown."""
        return [entry for entry in self._entries() if isinstance(entry, DamagedSweep)]

    def change(self, sweep_id: str, sweep: Sweep) -> bool:
        """Take ``sweep`` for what this one is by now, its results as they are; whether it is so.

        What a wider sweep has in common with the one before is known then.
        """
        return self._do(
            "UPDATE sweeps SET definition = ? WHERE id = ?", [(tables.definition(sweep), sweep_id)]
        )

    def rename(self, sweep_id: str, name: str, instead_of: str | None = None) -> bool:
        """Call it otherwise, if ``instead_of`` is said only where that is its name; whether it was
        done. ``ValueError`` for a name off its limits.
        """
        return self._do(
            "UPDATE sweeps SET name = ? WHERE id = ? AND name = coalesce(?, name)",
            [(check_field("name", name), sweep_id, instead_of)],
        )

    def delete(self, sweep_ids: Iterable[str]) -> bool:
        """Hide sweeps, to be restored within a day; whether it was done."""
        now = time.time()
        return self._do(
            "UPDATE sweeps SET deleted_at = ? WHERE id = ?", [(now, one) for one in sweep_ids]
        )

    def restore(self, sweep_ids: Iterable[str]) -> bool:
        """Bring deleted sweeps back; whether it was done."""
        return self._do(
            "UPDATE sweeps SET deleted_at = NULL WHERE id = ?", [(one,) for one in sweep_ids]
        )

    def delete_damaged(self, keys: Iterable[int]) -> bool:
        """Let go of damaged sweeps by their keys; whether it was done."""
        return self._do("DELETE FROM sweeps WHERE key = ?", [(key,) for key in keys])

    def _entries(self) -> list[SweepSummary | DamagedSweep]:
        self._catch_up()
        nothing: list[SweepSummary | DamagedSweep] = []
        return self.database.read(tables.read_entries, nothing)

    def _catch_up(self) -> None:
        """Take note of sweeps whose process is gone."""
        nobody: list[owners.Orphan] = []
        orphans = self.database.read(lambda db: owners.find_orphans(db, "sweeps"), nobody)
        if orphans:
            self.database.write(lambda db: owners.interrupt(db, orphans, "sweeps"))

    def _do(self, statement: str, rows: Sequence[tuple[object, ...]]) -> bool:
        return self.database.write(lambda db: db.executemany(statement, rows))
