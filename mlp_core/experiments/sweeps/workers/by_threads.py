"""Training the tasks of a sweep on threads of this process, in the slots that all jobs share."""

import queue
import threading
from collections import deque
from collections.abc import Iterator, Sequence

from mlp_core.engines.door import engine_by_now
from mlp_core.engines.single_blas import single_blas
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps.workers.executor import LISTEN_SECONDS, SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Outcome, Task, train_task_in_slices

WAITS = (
    "Waiting for a free place: this server trains {limit} networks at a time, and others are at "
    "it. It goes on by itself."
)


class _Ahead:
    """The tasks that nobody has begun yet, for several lanes."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = deque(tasks)
        self._lock = threading.Lock()

    def take(self) -> Task | None:
        with self._lock:
            return self._tasks.popleft() if self._tasks else None

    @property
    def first(self) -> Task | None:
        return self._tasks[0] if self._tasks else None


class Lane(Job[int]):
    """One of the threads: trains task after task; its progress is how many it has trained."""

    def __init__(
        self, ahead: _Ahead, rows: Rows, done: "queue.SimpleQueue[Outcome]", slots: Slots
    ) -> None:
        self._ahead, self._rows, self._done = ahead, rows, done
        self._n = 0
        # A lane of a sweep goes on for as long as there are tasks, unless strangers share slots.
        super().__init__(slots, slots.budget or float("inf"))

    def _work(self) -> Iterator[Outcome | None]:
        while (task := self._ahead.take()) is not None:
            slices = train_task_in_slices(task, self._rows.of)
            while True:
                try:
                    next(slices)
                except StopIteration as end:
                    yield end.value
                    break
                yield None

    def _take(self, item: Outcome | None) -> None:
        if item is not None:
            self._n += 1
            self._done.put(item)

    def _progress(self) -> int:
        return self._n

    def _leaves_the_lock_alone(self) -> bool:
        first = self._ahead.first
        return first is None or engine_by_now(None, first.cell.config) == "compiled"


class ThreadExecutor:
    """Trains in as many places of ``slots`` as there are, each a lane of its own.

    A lane can be held, and gives way to others, within a run, to the last bit.
    """

    def __init__(self, rows: Rows, slots: Slots) -> None:
        self._rows, self._slots = rows, slots
        self._lock = threading.Lock()
        self._held = self._closed = False
        self._lanes: tuple[Lane, ...] = ()

    @property
    def width(self) -> int:
        return self._slots.limit

    @property
    def notes(self) -> tuple[str, ...]:
        """That it waits for others, where it does."""
        waits = [lane.snapshot.state == "queued" for lane in self._lanes]
        return (WAITS.format(limit=self._slots.limit),) if waits and all(waits) else ()

    def train(self, tasks: Sequence[Task]) -> Iterator[Outcome | None]:
        """As of ``Executor``."""
        done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        ahead = _Ahead(tasks)
        n_lanes = min(self.width, len(tasks))
        left = len(tasks)
        try:
            with single_blas():
                with self._lock:
                    self._lanes = tuple(
                        Lane(ahead, self._rows, done, self._slots) for _ in range(n_lanes)
                    )
                    self._resume()
                while left:
                    try:
                        outcome = done.get(timeout=LISTEN_SECONDS)
                    except queue.Empty:
                        self._check()
                        yield None
                    else:
                        left -= 1
                        yield outcome
        finally:
            for lane in self._lanes:
                lane.stop()

    def hold(self) -> None:
        with self._lock:
            self._held = True
            for lane in self._lanes:
                lane.pause()

    def go_on(self) -> None:
        with self._lock:
            self._held = False
            self._resume()

    def close(self) -> None:
        with self._lock:
            self._closed = True
        for lane in self._lanes:
            lane.close()

    def _resume(self) -> None:
        """Set the lanes off, unless they are to rest; under the lock, or a rest came between."""
        for lane in () if self._held or self._closed else self._lanes:
            lane.resume()

    def _check(self) -> None:
        """Raise ``SweepStopped`` where no lane is left that could train what is left."""
        if self._closed:
            raise SweepStopped("It was stopped.")
        if self._held:
            return
        snapshots = [lane.snapshot for lane in self._lanes]
        for snapshot in snapshots:
            if snapshot.state in ("failed", "stopped"):
                raise SweepStopped(snapshot.reason or "It was stopped.")
        if all(snapshot.state == "paused" and snapshot.reason for snapshot in snapshots):
            raise SweepStopped(snapshots[0].reason)
