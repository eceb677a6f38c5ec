"""Work that goes on beside the page: on a thread, in slices, with snapshots that never change.

A job iterates a generator. Between two of its items it can be paused or stopped, so that a
job that is not running has no thread, only a generator waiting to be continued. Whoever
watches reads ``snapshot``, one immutable value rebound as a whole.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots, SlotsFull, lower_priority
from mlp_core.experiments.jobs.worker import Progress, Rest, State, Worker

# How often a running job publishes. Pages redraw less often than that.
PUBLISH_SECONDS = 0.1
# Slices in Python hold the interpreter lock; giving it up this often keeps pages quick.
YIELD_SECONDS = 0.001
# The most that a job may run: nobody's forgotten job goes on for ever.
DEADLINE_SECONDS = 1800.0
CLOSE_SECONDS = 5.0

GIVES_WAY: Rest = "queued", ""


@dataclass(frozen=True, eq=False)
class Snapshot(Generic[Progress]):
    """A job at one moment: its state, what it has come to, and why it rests (else empty).

    It never changes. ``seconds`` is the time it has been running, without pauses and without
    waiting in the queue.
    """

    state: State
    progress: Progress
    reason: str
    seconds: float


class Job(Worker[Progress]):
    """Iterates ``_work`` on a thread of its own. Made at rest; ``resume`` sets it off.

    Methods may be called from any thread in any state; where they make no sense they do
    nothing. A stopped, diverged or failed job has ended for good. A job whose turn in
    ``slots`` is over is queued again. ``deadline`` is the most seconds that it may run, by
    default the budget of ``slots`` or DEADLINE_SECONDS.
    """

    def __init__(self, slots: Slots = DEFAULT_SLOTS, deadline: float | None = None) -> None:
        self.slots = slots
        limits = (deadline, slots.budget, DEADLINE_SECONDS)
        self._deadline = next(limit for limit in limits if limit is not None)
        self._lock = threading.RLock()
        self._resting = threading.Event()
        self._thread: threading.Thread | None = None
        self._items: Iterator[Any] | None = self._work()
        self._wish: Rest | None = None
        self._seconds = 0.0
        self._running_since: float | None = None
        self._rest(*(self._enough() or ("paused", "")))

    @property
    def snapshot(self) -> Snapshot[Progress]:
        """The job as it was last published: within PUBLISH_SECONDS, or exactly at rest."""
        return self._snapshot

    @property
    def active(self) -> bool:
        """Whether the job is running or will be once there is a slot."""
        return self._snapshot.state in ("running", "queued")

    @property
    def elapsed(self) -> float:
        """Seconds of running so far, pauses and the queue excluded."""
        since = self._running_since
        return self._seconds + (0.0 if since is None else time.perf_counter() - since)

    @property
    def place_in_queue(self) -> int:
        """1 for the job that is next to get a slot; 0 for one that does not wait."""
        return self.slots.place_in_queue(self._begin)

    def resume(self) -> None:
        """Begin or go on as soon as there is a slot, a finished job too: it may have more to do."""
        with self._lock:
            if self._wish is not None and self._wish[0] == "paused":
                self._wish = None
            if self._snapshot.state in ("paused", "finished") and self._items is not None:
                self._resting.clear()
                self._publish("queued", "")
                try:
                    self.slots.enter(self._begin, self._burden())
                except SlotsFull as error:
                    self._rest("paused", str(error))

    def pause(self, reason: str = "") -> None:
        """Rest after the slice at work, to be resumed; ``reason`` is for the snapshot."""
        self._ask("paused", reason)

    def stop(self, reason: str = "") -> None:
        """End after the slice at work; what the job has come to stays."""
        self._ask("stopped", reason)

    def close(self, reason: str = "") -> None:
        """Stop, wait for it, and let go of all but the snapshot."""
        self.stop(reason)
        if self.wait(CLOSE_SECONDS):
            self._items = None

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the job rests, at most ``timeout`` seconds; whether it does."""
        if not self._resting.wait(timeout):
            return False
        if self._thread is not None:
            self._thread.join()
        return True

    def _ask(self, state: State, reason: str) -> None:
        with self._lock:
            now = self._snapshot.state
            if now == "running" and (self._wish is None or state == "stopped"):
                self._wish = state, reason
            elif now == "queued" or (now == "paused" and state == "stopped"):
                self.slots.withdraw(self._begin)
                self._rest(state, reason)

    def _begin(self) -> None:
        """Called with a slot: run in it, or give it back where nobody wants to any more."""
        with self._lock:
            if self._snapshot.state == "queued":
                self._publish("running", "")
                self._thread = threading.Thread(target=self._run, daemon=True)
                try:
                    self._thread.start()
                    return
                except RuntimeError as error:  # the system has no more threads to give
                    self._thread = None
                    self._rest("failed", str(error))
        self.slots.leave()

    def _run(self) -> None:
        alone = self._leaves_the_lock_alone()
        if alone:
            lower_priority()
        self._running_since = time.perf_counter()
        ended = rest = None
        with self.slots.turns:
            while rest is None:
                rest = self._rest_if(ended)
                ended = None if rest else self._iterate(alone)
        if rest == GIVES_WAY:
            self.slots.give_way(self._begin, self._burden())
        else:
            self.slots.leave()

    def _burden(self) -> float:
        """The seconds by which the queue tells what is soon over: to come, or used already."""
        return max(self.expected_seconds, self.elapsed)

    def _iterate(self, alone: bool) -> Rest | None:
        """Take items until the work ends, or seems to have a reason to rest.

        Work that leaves the interpreter lock ``alone`` has left it to others for most of a slice
        that was long: nothing is to be given up after it, which would cost a core 0.06 ms.
        """
        published = yielded = began = time.perf_counter()
        try:
            for item in self._items or ():
                self._take(item)
                if self._wish is not None or self._enough() is not None:
                    return None
                now = time.perf_counter()
                if self.elapsed > self._deadline:
                    return "stopped", f"It had been running for {self._deadline:g} s, the limit."
                if now - published > PUBLISH_SECONDS:
                    self._publish("running", "")
                    published = now
                if now - yielded > YIELD_SECONDS:
                    if self.slots.is_over(now - (self._running_since or now), self._burden()):
                        return GIVES_WAY
                    self.slots.turns.hand_on(holds_lock=not (alone and now - began > YIELD_SECONDS))
                    yielded = time.perf_counter()
                began = time.perf_counter()
        except DivergenceError as error:
            return "diverged", str(error)
        except Exception as error:  # whatever happened, the page must say so
            logging.getLogger(__name__).exception("%s failed", type(self).__name__)
            return "failed", f"{type(error).__name__}: {error}"
        return "finished", ""

    def _rest_if(self, ended: Rest | None) -> Rest | None:
        """Rest, or queue again, if there still is a reason to; it may have gone since it was
        seen. The state and the reason, None where the job goes on."""
        with self._lock:
            final = None if ended == GIVES_WAY else ended
            rest = final or self._wish or self._enough() or ended
            if rest is None:
                return None
            self._seconds, self._running_since, self._wish = self.elapsed, None, None
            if rest == GIVES_WAY:
                self._publish(*rest)
            else:
                self._rest(*rest)
            return rest

    def _rest(self, state: State, reason: str) -> None:
        self._publish(state, reason)
        self._resting.set()

    def _publish(self, state: State, reason: str) -> None:
        self._snapshot = Snapshot(state, self._progress(), reason, self.elapsed)


class FollowUpJob(Job[Progress]):
    """A job that does a run again in some way, once the run is over.

    ``rates`` are the base rates of the epochs that the run has had.
    """

    def __init__(
        self,
        config: TrainConfig,
        dataset: Dataset,
        rates: Sequence[float],
        slots: Slots = DEFAULT_SLOTS,
    ) -> None:
        self.config = config
        self.dataset = dataset
        self.rates = tuple(rates)
        super().__init__(slots)
