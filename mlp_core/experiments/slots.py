"""How many jobs run at once in this process; who comes later queues.

Training uses a core as long as it lasts. With more running jobs than cores each would only be
slower, and on a shared server everybody's page with it.
"""

import os
import sys
import threading
from collections import deque
from collections.abc import Callable

# Of Linux's 0 to 19: as good as idle where anybody else has something to do.
LOWEST_PRIORITY = 19

Begin = Callable[[], None]


def n_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Slots:
    """``limit`` places to run in, given away first come, first served."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ValueError(f"at least one job must be able to run; got a limit of {limit}")
        self.limit = limit
        self._lock = threading.Lock()
        self._taken = 0
        self._queue: deque[Begin] = deque()

    def enter(self, begin: Begin) -> None:
        """Call ``begin`` as soon as there is a place, at once or when somebody leaves."""
        with self._lock:
            if self._taken == self.limit:
                self._queue.append(begin)
                return
            self._taken += 1
        begin()

    def leave(self) -> None:
        """Give a place back; the first in the queue begins, on this thread."""
        with self._lock:
            if not self._queue:
                self._taken -= 1
                return
            begin = self._queue.popleft()
        begin()

    def withdraw(self, begin: Begin) -> None:
        """Leave the queue; nothing happens where ``begin`` was called already."""
        with self._lock:
            if begin in self._queue:
                self._queue.remove(begin)

    def place_in_queue(self, begin: Begin) -> int:
        """1 for the next to begin; 0 for one that is not in the queue."""
        with self._lock:
            return self._queue.index(begin) + 1 if begin in self._queue else 0


def lower_priority() -> None:
    """Let this thread go last, where the system can tell threads apart: pages come first."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)


DEFAULT_SLOTS = Slots(n_cores())
