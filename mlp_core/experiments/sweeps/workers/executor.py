"""What trains the tasks of a sweep, be it threads, processes or a cluster: what all of them do."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from mlp_core.experiments.sweeps.workers.training import Outcome, Task

# How long an executor listens before it lets whoever drives it look around.
LISTEN_SECONDS = 0.02


class SweepStopped(Exception):
    """Whoever trains can train no more; says why to a person. What was done is done."""


class Executor(Protocol):
    """Trains tasks and hands out what came of them, one after another, as they end.

    ``train`` yields an outcome a task, in whatever order, and None in between wherever nothing
    has ended for LISTEN_SECONDS. It raises ``SweepStopped`` where it cannot go on: then tasks
    whose outcomes it has not handed out may be handed to another executor. It is iterated by one
    thread; the other methods may be called from any, in any state.
    """

    def train(self, tasks: Sequence[Task]) -> Iterator[Outcome | None]: ...

    def hold(self) -> None:
        """Rest: nothing new is begun until ``go_on``."""

    def go_on(self) -> None:
        """Go on after ``hold``."""

    def close(self) -> None:
        """End for good what is still at work, and let go of everything."""

    @property
    def width(self) -> int:
        """How many runs are trained at once, as things stand; 1 or more."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever watches should know, in sentences, such as workers that were lost."""
        ...
