"""What a job is about: its work in slices, what the slices come to, and when they are enough."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, Generic, Literal, TypeVar

State = Literal["paused", "queued", "running", "finished", "stopped", "diverged", "failed"]
Progress = TypeVar("Progress")
Rest = tuple[State, str]


class Worker(ABC, Generic[Progress]):
    """What each kind of job says of its work."""

    @abstractmethod
    def _work(self) -> Iterator[Any]:
        """The work: an item a slice of some milliseconds."""

    @abstractmethod
    def _take(self, item: Any) -> None:
        """Note what an item brings."""

    @abstractmethod
    def _progress(self) -> Progress:
        """What all items so far have come to, as a value that never changes."""

    def _enough(self) -> Rest | None:
        """The state to rest in and why, where the items so far are enough for now."""
        return None

    def _leaves_the_lock_alone(self) -> bool:
        """Whether the work may go last: without the interpreter lock it holds nobody up."""
        return False

    @property
    def expected_seconds(self) -> float:
        """About how long what is left will run; 0 where nobody can tell."""
        return 0.0
