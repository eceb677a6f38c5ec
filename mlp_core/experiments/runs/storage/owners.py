"""Which process trains a run, and whether it still exists: a killed one says no goodbye."""

import os
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from mlp_core.experiments.runs.storage.rows import fetch

# Where a process cannot be looked up, it is taken for gone when it has not written for so
# long. A running one writes twice a second.
SILENCE_SECONDS = 60.0
# No process has a number as long as that.
MOST_DIGITS = 20
_unique = uuid.uuid4().hex


# Those that have an owner, a beat and a state.
Table = Literal["runs", "sweeps"]


class Orphan(NamedTuple):
    """A run, or a sweep, that reads "running", and the process that is gone."""

    key: int
    owner: object


def find_orphans(db: sqlite3.Connection, table: Table = "runs") -> list[Orphan]:
    """The runs that nobody trains any more."""
    running = fetch(db, f"SELECT key, owner, beat FROM {table} WHERE state = 'running'")
    return [Orphan(key, owner) for key, owner, beat in running if not _exists(owner, beat)]


def _exists(owner: object, beat: object) -> bool:
    """``exists`` of what a damaged row may hold, too."""
    return isinstance(owner, str) and isinstance(beat, int | float) and exists(owner, beat)


def interrupt(db: sqlite3.Connection, orphans: Iterable[Orphan], table: Table = "runs") -> None:
    """Note that their process is gone, unless somebody else has taken them over meanwhile."""
    db.executemany(
        f"UPDATE {table} SET state = 'interrupted', ended = beat, owner = NULL, "
        "reason = 'The app ended while it was being trained.' "
        "WHERE key = ? AND CAST(owner AS BLOB) IS ?",
        [(key, _as_stored(owner)) for key, owner in orphans],
    )


def _as_stored(owner: object) -> object:
    """The bytes of an owner, which need not be UTF-8."""
    return owner.encode("utf-8", "surrogateescape") if isinstance(owner, str) else owner


def this_process() -> str:
    """A name that no other process has or had: where it runs, its number, since when."""
    pid = os.getpid()
    return f"{_place()}|{pid}|{_begun(pid) or _unique}"


def exists(owner: str, beat: float) -> bool:
    """Whether the process named ``owner``, which last wrote at ``beat``, still exists."""
    if owner == this_process():
        return True
    place, _, process = owner.partition("|")
    pid, _, begun = process.partition("|")
    if place and place == _place() and pid.isdecimal() and len(pid) < MOST_DIGITS:
        return _begun(int(pid)) == begun
    # Not before it either: clocks are put back.
    return abs(time.time() - beat) < SILENCE_SECONDS


def _place() -> str:
    """Where process numbers mean the same: this boot of this machine, this container."""
    if sys.platform != "linux":
        return ""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _begun(pid: int) -> str:
    """When process ``pid`` began, in ticks since the boot; empty where it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # proc(5): state is the third field and starttime the 22nd; the second may hold anything.
    state, *fields = stat.rpartition(")")[2].split()
    # One that has ended and whose parent did not ask how it ended is still listed.
    return "" if state in "ZX" else fields[18]
