"""What had to make room for others: told to whoever kept it, once."""

import threading
from collections.abc import Iterable


class Evicted:
    """Names, in order, until somebody has heard of them. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All since ``forget``."""
        return self._names

    def add(self, names: Iterable[str]) -> None:
        """These had to go."""
        with self._lock:
            self._names = (*self._names, *names)

    def forget(self) -> None:
        """Take all for told."""
        with self._lock:
            self._names = ()
