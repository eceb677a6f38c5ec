"""Several training runs that belong together: started, watched and stopped as one."""

import threading
from collections import deque
from collections.abc import Sequence

from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.experiments.jobs.training_job import TrainingJob
from mlp_core.experiments.jobs.worker import State


class Batch:
    """Trains ``jobs``, which nobody has begun, as many at once as there are slots.

    Only those wait in the queue, so that another visitor's job comes between two of a large
    batch. Made at rest; methods may be called from any
    thread in any state.
    """

    def __init__(self, jobs: Sequence[TrainingJob]) -> None:
        self.jobs = tuple(jobs)
        self._ahead = deque(self.jobs)
        self._lock = threading.Lock()
        self._held = True
        for job in self.jobs:
            job.observers.append(_Next(self))

    @property
    def active(self) -> bool:
        """Whether any of the jobs is running or queued."""
        return any(job.active for job in self.jobs)

    @property
    def states(self) -> list[State]:
        """The state of each job; one that is still to come is "paused"."""
        return [job.snapshot.state for job in self.jobs]

    @property
    def n_ended(self) -> int:
        """How many have ended, in whatever way."""
        return sum(state not in ("paused", "queued", "running") for state in self.states)

    @property
    def share_done(self) -> float:
        """The share (0 to 1) of all planned epochs that is done; an ended job is done."""
        open_shares = [
            job.share_done
            for job, state in zip(self.jobs, self.states, strict=True)
            if state in ("paused", "queued", "running")
        ]
        return (self.n_ended + sum(open_shares)) / max(1, len(self.jobs))

    def resume(self) -> None:
        """Begin, or go on with what was paused."""
        with self._lock:
            self._held = False
            begun = [job for job in self.jobs if job not in self._ahead]
        for job in begun:
            if job.snapshot.state == "paused":
                job.resume()
        limit = max((job.slots.limit for job in self.jobs), default=0)
        for _ in range(limit - sum(job.active for job in begun)):
            self.start_next()

    def pause(self, reason: str = "") -> None:
        """Rest, to be resumed."""
        self._hold()
        for job in self.jobs:
            job.pause(reason)

    def stop(self, reason: str = "") -> None:
        """End all jobs; what they have come to stays."""
        self._hold()
        for job in self.jobs:
            job.stop(reason)

    def close(self, reason: str = "") -> None:
        """Stop, wait for it, and let go of all but the snapshots."""
        self.stop(reason)
        for job in self.jobs:
            job.close(reason)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no job is running or queued, each at most ``timeout`` seconds."""
        while self.active:
            for job in self.jobs:
                if job.active and not job.wait(timeout):
                    return False
        return True

    def start_next(self) -> None:
        """Begin the next job, unless there is none or the batch is held."""
        with self._lock:
            if self._held or not self._ahead:
                return
            job = self._ahead.popleft()
        # Outside of the lock: a job that rests holds its own and asks for this one.
        job.resume()

    def _hold(self) -> None:
        with self._lock:
            self._held = True


class _Next:
    """Observes a job of a batch, and begins the next one when it has ended."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def begin(self, job: TrainingJob) -> None:
        """Nothing: the batch began it."""

    def take(self, item: EpochMetrics | int) -> None:
        """Nothing: only the end matters."""

    def rest(self, state: State, reason: str) -> None:
        """Begin the next where this is an end."""
        if state not in ("paused", "queued"):
            self._batch.start_next()
