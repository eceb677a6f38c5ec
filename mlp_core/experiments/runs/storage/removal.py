"""Runs that go: deleted by a person, who may take it back, or pushed out by newer ones."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

# What a result of a sweep takes beside its figures, and its configuration, which an index has, too.
ROW_BYTES = 60


class Bounds(NamedTuple):
    """The most that a store may hold: runs, or sweeps, and bytes of all together."""

    runs: int
    bytes: int


def mark_deleted(db: sqlite3.Connection, run_ids: Iterable[str], now: float | None) -> None:
    """Hide runs as of ``now``; with None take that back."""
    db.executemany("UPDATE runs SET deleted_at = ? WHERE id = ?", [(now, id) for id in run_ids])


def mark_damaged(db: sqlite3.Connection, keys: Iterable[int], now: float) -> None:
    """Hide rows by their keys as of ``now``: their ids may be unreadable."""
    db.executemany("UPDATE runs SET deleted_at = ? WHERE key = ?", [(now, key) for key in keys])


def purge(db: sqlite3.Connection, before: float) -> None:
    """Let go of what was deleted before that time."""
    db.execute("DELETE FROM runs WHERE deleted_at < ?", (before,))


def enforce(db: sqlite3.Connection, bounds: Bounds, newest: int) -> list[str]:
    """Let go of runs until what is left is within bounds; names of those nobody had deleted.

    The oldest go first: those deleted, then those at rest that nobody has named, noted,
    tagged or starred, then those without a star, then those with one. Running ones and that
    of key ``newest`` stay.
    """
    candidates = db.execute(
        "SELECT key, deleted_at IS NULL, name FROM runs "
        "WHERE state != 'running' AND key != ? ORDER BY deleted_at IS NULL, starred, "
        "named OR note != '' OR tags != '[]', started, key",
        (newest,),
    ).fetchall()
    evicted = []
    for key, is_shown, name in candidates:
        if n_runs(db) <= bounds.runs and _used_bytes(db) <= bounds.bytes:
            break
        db.execute("DELETE FROM runs WHERE key = ?", (key,))
        if is_shown:
            evicted.append(name)
    return evicted


def n_runs(db: sqlite3.Connection) -> int:
    """How many runs there are, deleted ones among them until they are purged."""
    number: int = db.execute("SELECT count(*) FROM runs").fetchone()[0]
    return number


def _used_bytes(db: sqlite3.Connection) -> int:
    """Bytes of the pages in use, but for sweeps, which have bounds of their own.

    Deleting gives pages free, and they are used again.
    """
    n_bytes: int = db.execute(
        "SELECT (page_count - freelist_count) * page_size "
        "FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
    ).fetchone()[0]
    return n_bytes - bytes_of_sweeps(db)


def bytes_of_sweeps(db: sqlite3.Connection) -> int:
    """About what the results of all sweeps take."""
    n_bytes: int = db.execute(
        "SELECT coalesce(sum(length(figures) + length(reason) + 2 * length(config) + ?), 0) "
        "FROM sweep_results",
        (ROW_BYTES,),
    ).fetchone()[0]
    return n_bytes
