"""The tables that visitors have handed in, for as long as somebody may come back to them.

They are kept in memory alone: nobody's file is written anywhere. What is kept is bounded, and the
oldest table goes; its file can be handed in again.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection
from typing import Generic, NamedTuple, TypeVar

Table = TypeVar("Table")


class _Key(NamedTuple):
    visitor: str
    sha256: str


class KeptTables(Generic[Table]):
    """Tables by the visitor who has them and the SHA-256 of their files. For any thread.

    Those of one visitor have ``of_a_visitor`` bytes, and all of them ``of_all``; the one that came
    last is kept, however large it is.
    """

    def __init__(self, of_a_visitor: int, of_all: int) -> None:
        self._of_a_visitor = of_a_visitor
        self._of_all = of_all
        self._lock = threading.Lock()
        self._held: OrderedDict[_Key, tuple[Table, int]] = OrderedDict()

    def keep(self, visitor: str, sha256: str, table: Table, n_bytes: int) -> None:
        """Keep the visitor's table, which takes so many bytes, in the place of one of this hash."""
        key = _Key(visitor, sha256)
        with self._lock:
            self._held.pop(key, None)
            self._held[key] = table, n_bytes
            self._forget_oldest({k for k in self._held if k.visitor == visitor}, self._of_a_visitor)
            self._forget_oldest(set(self._held), self._of_all)

    def of(self, visitor: str) -> dict[str, Table]:
        """The visitor's tables by the hashes of their files, the one that came last at the end."""
        with self._lock:
            return {k.sha256: table for k, (table, _) in self._held.items() if k.visitor == visitor}

    def keep_only(self, visitors: Collection[str]) -> None:
        """Let go of the tables of everybody else."""
        with self._lock:
            for key in [key for key in self._held if key.visitor not in visitors]:
                del self._held[key]

    def _forget_oldest(self, among: set[_Key], limit: int) -> None:
        """Of these, forget the oldest until they are within the limit; never the newest of all."""
        oldest_first = [key for key in self._held if key in among]
        while len(oldest_first) > 1 and sum(self._held[k][1] for k in oldest_first) > limit:
            del self._held[oldest_first.pop(0)]
