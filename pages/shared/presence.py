"""How long what a visitor has outlives the connection of the visitor's page.

A connection may be lost for seconds, by a train in a tunnel or by a page that is loaded anew.
Its jobs go on meanwhile, rest after BLIP_SECONDS, and are let go of with the visitor's store
when the session can no longer be come back to.
"""

import logging
import threading
import time
from collections.abc import Callable

from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.runs.store import RunStore
from mlp_core.inspection.own.rows import OwnRows
from pages.shared.kept_tables import KeptTables

# What a session has at work: one job, or several that are started and stopped as one.
Work = Job | Batch
# A tab that was closed cannot be told from a lost connection: as long does its training go on.
BLIP_SECONDS = 15.0
LOST = "The connection to this page was lost."
# Who shares the one store of a machine that is nobody else's. It stays whoever comes and goes.
MACHINE = ""
# As many sessions without a connection as Streamlit holds.
MOST_ABSENT = 128
# The bytes that rows made by hand may take, of one visitor and of all.
OWN_ROWS_BYTES = 8_000_000, 64_000_000


class Belongings:
    """What one session has: its jobs, by name. ``visitor`` is who opened it, in however many."""

    def __init__(self, session: str, visitor: str) -> None:
        self.session = session
        self.visitor = visitor
        self.jobs: dict[str, Work] = {}
        self.absent_since: float | None = None

    @property
    def at_work(self) -> bool:
        """Whether any of its jobs is."""
        return any(job.active for job in list(self.jobs.values()))

    def absent(self, now: float) -> float:
        """The seconds since the page was found to be gone; 0 for one that is there."""
        return 0.0 if self.absent_since is None else now - self.absent_since


class Presence:
    """The belongings of all sessions of this server, and a store for each visitor.

    ``connected`` tells of a session's id whether its page is there, and a session can be come
    back to for ``keep_seconds``. ``tables`` are those that visitors handed in, ``own_rows``
    the rows that they made by hand. For any thread.
    """

    def __init__(
        self,
        connected: Callable[[str], bool],
        keep_seconds: float,
        tables: KeptTables,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connected = connected
        self._keep_seconds = keep_seconds
        self.tables = tables
        self.own_rows = KeptTables[OwnRows](*OWN_ROWS_BYTES)
        self._clock = clock
        self._lock = threading.RLock()
        self._everything: list[Belongings] = []
        self._stores: dict[str, RunStore] = {}

    def welcome(self, session: str, visitor: str) -> Belongings:
        """The belongings of a new session: what a page of the same visitor left, if one did.

        Of several the last that has a job at work, which would rest soon; else the last.
        """
        with self._lock:
            left = [
                one
                for one in reversed(self._everything)
                if one.visitor == visitor and one.jobs and not self._connected(one.session)
            ]
            left.sort(key=lambda one: not one.at_work)
            one = left[0] if left else Belongings(session, visitor)
            if left:
                self._everything.remove(one)
                one.session, one.absent_since = session, None
            self._everything.append(one)
            return one

    def has(self, belongings: Belongings, session: str) -> bool:
        """Whether these are still the belongings of that session."""
        with self._lock:
            return belongings.session == session and belongings in self._everything

    def store(self, visitor: str, make: Callable[[], RunStore]) -> RunStore:
        """The store of this visitor, made at its first use."""
        with self._lock:
            if visitor not in self._stores:
                self._stores[visitor] = make()
            return self._stores[visitor]

    def look(self) -> None:
        """Let the jobs of pages that are gone rest, and let go of what nobody comes back for."""
        now = self._clock()
        with self._lock:
            for one in self._everything:
                if self._connected(one.session):
                    one.absent_since = None
                elif one.absent_since is None:
                    one.absent_since = now
            absent = [one for one in self._everything if one.absent_since is not None]
            absent.sort(key=lambda one: one.absent(now))
            gone = absent[MOST_ABSENT:]
            gone += [one for one in absent[:MOST_ABSENT] if one.absent(now) > self._keep_seconds]
            self._everything = [one for one in self._everything if one not in gone]
            visitors = {one.visitor for one in self._everything} | {MACHINE}
            stores = [self._stores.pop(lost) for lost in self._stores.keys() - visitors]
            self.tables.keep_only(visitors)
            self.own_rows.keep_only(visitors)
        for one in absent:
            if one.absent(now) > BLIP_SECONDS:
                for job in list(one.jobs.values()):
                    job.pause(LOST)
        # Jobs first: what they have come to is written as they end.
        _end(gone, stores)

    def end(self) -> None:
        """Let go of everything."""
        with self._lock:
            gone, self._everything = self._everything, []
            stores, self._stores = list(self._stores.values()), {}
        self.tables.keep_only(())
        self.own_rows.keep_only(())
        _end(gone, stores)


def look_every(seconds: float, presence: Presence) -> None:
    """Let ``presence`` look, as long as this process lives."""
    never = threading.Event()

    def keep_looking() -> None:
        while not never.wait(seconds):
            try:
                presence.look()
            except Exception:  # whatever happened to one visitor's things, the others' matter
                logging.getLogger(__name__).exception("looking after visitors failed")

    threading.Thread(target=keep_looking, daemon=True, name="presence").start()


def _end(gone: list[Belongings], stores: list[RunStore]) -> None:
    for one in gone:
        for job in list(one.jobs.values()):
            job.close(LOST)
        one.jobs.clear()
    for store in stores:
        store.close()
