"""How many jobs run at once in this process; who comes later queues.

Training uses a core as long as it lasts. With more running jobs than cores each would only be
slower, and on a shared server everybody's page with it.
"""

import copy
import os
import sys
import threading
import time
from collections import Counter, deque

from mlp_core.experiments.jobs.fair_queue import SHORT_SECONDS, Begin, FairQueue

# Of Linux's 0 to 19: as good as idle where anybody else has something to do.
LOWEST_PRIORITY = 19
# How many jobs may wait where strangers share a server: each holds some kilobytes.
MOST_WAITING = 500


def n_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SlotsFull(Exception):
    """No more jobs can wait, of this visitor or of anybody; says so to a person."""


class Slots:
    """``limit`` places to run in, given away fairly: see ``FairQueue``.

    ``most`` is how many jobs of one visitor may run or wait, None for any number; ``budget``
    the seconds that a job may run, None for the job's own limit; and ``turn`` the seconds
    after which a job that lasts makes room for others that wait, None for never.
    """

    def __init__(
        self,
        limit: int,
        *,
        most: int | None = None,
        budget: float | None = None,
        turn: float | None = None,
    ) -> None:
        if limit < 1:
            raise ValueError(f"at least one job must be able to run; got a limit of {limit}")
        self.limit = limit
        self.most = most
        self.budget = budget
        self.turn = turn
        self.turns = Turns(n_cores())
        self._visitor = ""
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()
        self._queue = FairQueue()

    def of(self, visitor: str) -> "Slots":
        """The same places, as this visitor takes them."""
        own = copy.copy(self)
        own._visitor = visitor
        return own

    @property
    def crowd(self) -> int:
        """How many jobs run or wait, of all visitors."""
        return self._running.total() + len(self._queue)

    def is_over(self, had: float, seconds: float) -> bool:
        """Whether a job of about so many ``seconds`` that ``had`` its place so long makes room.

        What is soon over stays: if all such jobs took turns, all of them would end last.
        """
        lasts = seconds > SHORT_SECONDS
        return lasts and self.turn is not None and had > self.turn and len(self._queue) > 0

    def enter(self, begin: Begin, seconds: float = 0.0) -> None:
        """Call ``begin`` as soon as there is a place, at once or when somebody leaves.

        ``seconds`` is about how long the job takes. Raises ``SlotsFull`` where too many wait.
        """
        with self._lock:
            self._check_room()
            if self._running.total() == self.limit:
                self._queue.add(begin, self._visitor, seconds)
                return
            self._running[self._visitor] += 1
            self._queue.note(self._visitor, self._running)
        begin()

    def leave(self) -> None:
        """Give a place back; the next in the queue begins, on this thread."""
        with self._lock:
            begin = self._hand_over()
        if begin is not None:
            begin()

    def give_way(self, begin: Begin, seconds: float) -> None:
        """Give a place back and queue for another; ``begin`` is called when there is one."""
        with self._lock:
            self._queue.add(begin, self._visitor, seconds)
            following = self._hand_over()
        if following is not None:
            following()

    def withdraw(self, begin: Begin) -> None:
        """Leave the queue; nothing happens where ``begin`` was called already."""
        with self._lock:
            self._queue.remove(begin)

    def place_in_queue(self, begin: Begin) -> int:
        """1 for the next to begin, as things stand; 0 for one that is not in the queue."""
        with self._lock:
            order = [one.begin for one in self._queue.order(self._running)]
        return order.index(begin) + 1 if begin in order else 0

    def _check_room(self) -> None:
        if self.most is None:
            return
        if self._running[self._visitor] + self._queue.count(self._visitor) >= self.most:
            raise SlotsFull(
                f"Your tabs have {self.most} jobs at work or waiting here, the most that one "
                "visitor may have: let one end, or stop one."
            )
        if len(self._queue) >= MOST_WAITING:
            raise SlotsFull(f"{MOST_WAITING} jobs wait here already: try again in a minute.")

    def _hand_over(self) -> Begin | None:
        """Take this visitor's place away; who is to have it, None where nobody waits."""
        self._running[self._visitor] -= 1
        # Zeros are dropped, or visitors of a year would be remembered.
        self._running += Counter()
        if not len(self._queue):
            return None
        following = self._queue.take(self._running)
        self._running[following.visitor] += 1
        return following.begin


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

    def hand_on(self, holds_lock: bool = True) -> None:
        """Let whoever waits go first; where nobody does, only give up the interpreter lock, if
        one ``holds_lock`` much.
        """
        if self._waiting:
            self.__exit__()
            self.__enter__()
        elif holds_lock:
            time.sleep(0)


def lower_priority() -> None:
    """Let this thread go last, where the system can tell threads apart: pages come first."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)


DEFAULT_SLOTS = Slots(n_cores())
