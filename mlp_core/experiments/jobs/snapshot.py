"""What whoever watches a job sees of it."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

State = Literal["paused", "queued", "running", "finished", "stopped", "diverged", "failed"]
Progress = TypeVar("Progress")


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
