"""The recorder of a sweep: whatever its job comes to is written into a store, as it comes."""

import logging
import threading
import time
from collections.abc import Sequence

from mlp_core.experiments.jobs.recorder import WRITE_SECONDS, WRITE_SHARE
from mlp_core.experiments.jobs.worker import State
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.kept.store import Standing, SweepStore
from mlp_core.experiments.sweeps.kept.tables import SweepState
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.workers.training import Outcome

# What each standing means to whoever watches the sweep.
NOTES: dict[Standing, str] = {
    "kept": "",
    "unsaved": "What this sweep comes to is not saved yet: the file cannot be written. It is tried "
    "again as long as the sweep goes on.",
    "full": "There is no room for more results here: what this sweep comes to from now on is "
    "shown, and not kept.",
    "deleted": "This sweep was deleted while it ran. It goes on, and what it comes to is there "
    "again should it be restored; it is not among the sweeps until then.",
    "gone": "This sweep was deleted for good while it ran. It goes on here, and is no longer kept.",
}
# Of a sweep that rests: a pause may be for ever, and is kept as a stop.
KEPT_AS: dict[State, SweepState] = {
    "running": "running",
    "finished": "finished",
    "failed": "failed",
    "stopped": "stopped",
    "paused": "stopped",
    "diverged": "failed",
}


class Recorder:
    """Writes what a job comes to into ``store``, as the sweep ``sweep_id``: its ``Observer``.

    At most twice a second, less often where writing takes long, and whenever the sweep rests. What
    was known before is not written again. Never raises: ``note`` says what could not be kept.
    """

    def __init__(self, store: SweepStore, sweep_id: str) -> None:
        self.sweep_id = sweep_id
        self._store = store
        self._lock = threading.Lock()  # between the page's thread and that of the job
        self._job: SweepJob | None = None
        self._ahead: list[Result] = []
        self._standing: Standing = "kept"
        self._broken = ""
        self._next_write = 0.0

    @property
    def standing(self) -> Standing:
        """How the sweep was found when it was last written."""
        return self._standing

    @property
    def note(self) -> str:
        """What whoever watches should know about how the sweep is kept; empty where nothing."""
        return " ".join(filter(None, (NOTES[self._standing], self._broken)))

    def begin(self, job: SweepJob) -> None:
        """Keep what ``job`` comes to from now on."""
        self._job = job
        self._write("running", "")

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """Note what has ended, and write it with all else that is noted when it is time."""
        if self._job is not None:
            self._ahead += [one.result for one in outcomes if not self._job.is_known(one)]
        if time.monotonic() > self._next_write:
            self._write("running", "")

    def rest(self, state: State, reason: str) -> None:
        """Write how the sweep rests, and all that is noted."""
        if state == "paused":
            reason = f"It was paused. {reason}".rstrip()
        if state in KEPT_AS:
            self._write(KEPT_AS[state], reason)

    def _write(self, state: SweepState, reason: str) -> None:
        """Write the state and all that is noted, unless the job was never begun."""
        if self._job is None:
            return
        with self._lock:
            began = time.monotonic()
            ahead, self._ahead = self._ahead, []
            try:
                self._standing = self._record(ahead, state, reason)
            except Exception as error:  # whatever happened, training goes on
                logging.getLogger(__name__).exception("a sweep cannot be recorded")
                self._broken = f"Some of this sweep cannot be kept: {error}."
            if self._standing == "unsaved":
                self._ahead = ahead + self._ahead
            took = time.monotonic() - began
            self._next_write = began + max(WRITE_SECONDS, took / WRITE_SHARE)

    def _record(self, results: Sequence[Result], state: SweepState, reason: str) -> Standing:
        try:
            standing = self._store.record(self.sweep_id, results, state, reason)
        except ValueError:
            # One of them has figures that cannot be: it must not take the others with it.
            return self._one_by_one(results, state, reason)
        if standing == "full":
            self._store.record(self.sweep_id, (), state, reason)
        return standing

    def _one_by_one(self, results: Sequence[Result], state: SweepState, reason: str) -> Standing:
        for result in results:
            try:
                self._store.record(self.sweep_id, [result], state, reason)
            except ValueError as error:
                self._broken = f"A result of this sweep cannot be kept: {error}."
        return self._store.record(self.sweep_id, (), state, reason)
