"""SweepJob: a sweep that goes on beside the page, paused, stopped, watched and kept as it goes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.jobs.worker import Rest, State
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.run import Known, outcomes_in_slices
from mlp_core.experiments.sweeps.workers.executor import Executor, SweepStopped
from mlp_core.experiments.sweeps.workers.training import Outcome

# A sweep of a night: its executor bounds what it takes from others.
NO_DEADLINE = float("inf")


@dataclass(frozen=True, eq=False)
class SweepProgress:
    """What a sweep has come to: what ended, in that order. It never changes.

    With halving a cell may be there several times, each time with more epochs.
    """

    outcomes: tuple[Outcome, ...] = ()


class Observer(Protocol):
    """Is told what a sweep comes to. Must not raise; the sweep waits meanwhile.

    ``begin`` comes once, when training begins; ``take`` with what has ended, or nothing, some times
    a second; ``rest`` whenever the sweep comes to rest, before anybody else knows: also as it is
    made, which is at rest, and where it is stopped before it has begun.
    """

    def begin(self, job: "SweepJob") -> None: ...
    def take(self, outcomes: Sequence[Outcome]) -> None: ...
    def rest(self, state: State, reason: str) -> None: ...


class SweepJob(Job[SweepProgress]):
    """Trains ``sweep`` on what ``open_executor`` opens, which may take seconds.

    The work is the executor's: this job only listens, in no slot of anybody's. What is ``known`` is
    not trained again. Where the executor can go on no more, or cannot be opened, the job ends
    "stopped" or "failed", with its reason, and keeps what it has come to.
    """

    def __init__(
        self,
        sweep: Sweep,
        open_executor: Callable[[], Executor],
        known: Known | None = None,
        observers: Iterable[Observer] = (),
    ) -> None:
        self.sweep = sweep
        self.observers = tuple(observers)
        self._open_executor, self._known = open_executor, dict(known or {})
        self._executor: Executor | None = None
        self._outcomes: list[Outcome] = []
        self._n_new = 0
        self._ended: Rest | None = None
        super().__init__(Slots(1), NO_DEADLINE)

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever watches should know of those that train."""
        return () if self._executor is None else self._executor.notes

    @property
    def width(self) -> int:
        """How many runs are trained at once; 0 before that is known."""
        return 0 if self._executor is None else self._executor.width

    @property
    def n_new(self) -> int:
        """How many outcomes were trained, and not known before."""
        return self._n_new

    def is_known(self, outcome: Outcome) -> bool:
        """Whether nothing was trained for it: it was known before, and is handed out again."""
        return self._known.get(outcome.cell.config) is outcome.result

    def resume(self) -> None:
        with self._lock:  # or a pause that comes to rest just now would hold what goes on
            if self._executor is not None:
                self._executor.go_on()
            super().resume()

    def stop(self, reason: str = "") -> None:
        super().stop(reason)
        if not self.active:
            self._let_go()

    def _work(self) -> Iterator[Outcome | None]:
        for observer in self.observers:
            observer.begin(self)
        try:
            self._executor = self._open_executor()
        except ValueError as error:
            self._ended = "failed", f"{error}."
            yield None
            return
        try:
            yield from outcomes_in_slices(self.sweep, self._executor, self._known)
        except SweepStopped as error:
            self._ended = "stopped", str(error)
            yield None

    def _take(self, item: Outcome | None) -> None:
        taken = () if item is None else (item,)
        for outcome in taken:
            self._outcomes.append(outcome)
            self._n_new += not self.is_known(outcome)
        for observer in self.observers:
            observer.take(taken)

    def _progress(self) -> SweepProgress:
        return SweepProgress(tuple(self._outcomes))

    def _enough(self) -> Rest | None:
        return self._ended

    def _rest(self, state: State, reason: str) -> None:
        if self._executor is not None:
            self._executor.hold()
        for observer in self.observers:
            observer.rest(state, reason)
        super()._rest(state, reason)

    def _run(self) -> None:
        super()._run()
        if self.snapshot.state != "paused":
            self._let_go()

    def _let_go(self) -> None:
        """Let go of the executor, which may take it a while: never while somebody waits for us."""
        if self._executor is not None:
            self._executor.close()
