"""A SQLite file that may fail: whoever reads and writes gets on, and a sentence says what is wrong.

A transaction is written to the log beside the file (WAL) before it counts, so that the end of
the process cannot tear it; only a power cut may take the last ones (``synchronous=NORMAL``).
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from mlp_core.experiments.runs.storage.schema import check_version, migrate

Result = TypeVar("Result")
# How long another process may keep this one from writing; pages wait as long.
BUSY_SECONDS = 1.0
# What SQLite's primary result codes mean to whoever owns the file.
MEANINGS = {
    sqlite3.SQLITE_FULL: "there is no room left on the disk",
    sqlite3.SQLITE_READONLY: "it may not be written to",
    sqlite3.SQLITE_PERM: "it may not be written to",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or its folder may not be written to",
    sqlite3.SQLITE_BUSY: "another program has locked it",
    sqlite3.SQLITE_LOCKED: "another program has locked it",
    sqlite3.SQLITE_NOTADB: "it is damaged or something else than a file of runs",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_IOERR: "the disk does not read or write it",
}


class Database:
    """One connection for all threads. In memory where ``path`` is None or cannot be used.

    ``path`` is then None, and ``problem`` says why. A file that cannot be used is left as it
    is. Reading and writing never raise for what the file or the disk does.
    """

    def __init__(self, path: Path | None) -> None:
        self.path: Path | None = None
        self._lock = threading.RLock()
        self._opening, self._reading, self._writing = "", "", ""
        try:
            # Raises RuntimeError for "~" where nobody knows the home folder.
            self.path = path and path.expanduser()
            self._db = _connect(self.path)
        except (OSError, RuntimeError, sqlite3.Error, ValueError) as error:
            _log(error)
            self._opening = (
                f"Runs cannot be kept in {path}: {meaning(error)}. They are kept in memory "
                "instead, until the app ends. The file was left as it is."
            )
            self.path = None
            self._db = _connect(None)

    @property
    def problem(self) -> str:
        """What is wrong, in whole sentences; empty where nothing is."""
        return " ".join(filter(None, (self._opening, self._reading, self._writing)))

    def read(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """What ``work`` finds in the file as it is at one moment, or ``otherwise``."""
        with self._lock:
            try:
                with _transaction(self._db, "DEFERRED"):
                    result = work(self._db)
                self._reading = ""
                return result
            except sqlite3.Error as error:
                _log(error)
                self._reading = f"Runs cannot be read: {self._what(error)}."
                return otherwise

    def write(self, work: Callable[[sqlite3.Connection], object]) -> bool:
        """Do ``work`` wholly or, where it fails, not at all; whether it was done."""
        with self._lock:
            try:
                with _transaction(self._db, "IMMEDIATE"):
                    work(self._db)
                self._writing = ""
                return True
            except sqlite3.Error as error:
                _log(error)
                self._writing = (
                    f"The latest changes are not saved: {self._what(error)}. What is being "
                    "trained goes on, and is saved as soon as something can be."
                )
                return False

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _what(self, error: sqlite3.Error) -> str:
        return f"{self.path or 'the memory for them'}: {meaning(error)}"


def meaning(error: Exception) -> str:
    """What went wrong, as the end of a sentence."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        # The lowest byte of an extended result code is the primary one.
        return MEANINGS.get(code & 0xFF, str(error))
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _connect(path: Path | None) -> sqlite3.Connection:
    """An open database with the latest tables that can be written to."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(
        path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        # Before anything that writes: the file may be somebody else's.
        check_version(db)
        if path is not None:
            _check_end(db, path)
        _write_ahead(db)
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        with _transaction(db, "IMMEDIATE"):
            migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def _check_end(db: sqlite3.Connection, path: Path) -> None:
    """Raise ``ValueError`` for a file that ends within a page, which SQLite does not mind."""
    (page_bytes,) = db.execute("PRAGMA page_size").fetchone()
    log = path.with_name(f"{path.name}-wal")
    # With a log, what is missing may be in there.
    if path.stat().st_size % page_bytes and not (log.exists() and log.stat().st_size):
        raise ValueError("it is damaged: its end is missing")


def _write_ahead(db: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait by itself for others who make the same new file."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(BUSY_SECONDS / 100)


@contextmanager
def _transaction(db: sqlite3.Connection, kind: str) -> Iterator[None]:
    db.execute(f"BEGIN {kind}")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # some failures end it themselves
            db.execute("ROLLBACK")
        raise


def _log(error: Exception) -> None:
    logging.getLogger(__name__).warning("the file of runs: %s", error)
