"""How many jobs run at once in this process; who comes later queues.

Training uses a core as long as it lasts. With more running jobs than cores each would only be
slower, and on a shared server everybody's page with it.
"""

import os
import sys
import threading
import time
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
        self.turns = Turns(n_cores())
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


class Turns:
    """Lets running jobs take turns, so that no more of them compute at once than are good.

    With many threads on few cores a thread that was given the interpreter lock waits long for
    a core to use it on, and every page with it. A turn is handed on in the order of asking.
    """

    def __init__(self, limit: int) -> None:
        self._lock = threading.Lock()
        self._free = limit
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def hand_on(self) -> None:
        """Let whoever waits go first; where nobody does, only give up the interpreter lock."""
        if self._waiting:
            self.__exit__()
            self.__enter__()
        else:
            time.sleep(0)


def lower_priority() -> None:
    """Let this thread go last, where the system can tell threads apart: pages come first."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)


DEFAULT_SLOTS = Slots(n_cores())
