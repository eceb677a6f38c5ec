"""Data sets that are handed over once to those who train elsewhere, and taken back in the end."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.sweeps.recent_sets import MOST_BYTES
from mlp_core.experiments.sweeps.rows import Rows, SetKey, key_of

T = TypeVar("T")


class Handed(Generic[T]):
    """Lends what stands for a data set elsewhere: a file of it, or a future.

    ``give`` makes that of a set, ``take_back`` ends it: the longest unused first, once those that
    are given take more than MOST_BYTES.
    """

    def __init__(
        self, rows: Rows, give: Callable[[Dataset], T], take_back: Callable[[T], None]
    ) -> None:
        self._rows, self._give, self._take_back = rows, give, take_back
        self._given: OrderedDict[SetKey, tuple[T, int]] = OrderedDict()
        self._users: dict[SetKey, int] = {}

    def lend(self, config: TrainConfig) -> T:
        """What stands for the rows of ``config``, until ``back``; errors are those of ``Rows``."""
        key = key_of(config)
        if key not in self._given:
            dataset = self._rows.of(config)
            self._given[key] = self._give(dataset), dataset.n_bytes
        self._given.move_to_end(key)
        self._users[key] = self._users.get(key, 0) + 1
        return self._given[key][0]

    def back(self, config: TrainConfig) -> None:
        """Say that one who was lent it does without from now on."""
        key = key_of(config)
        self._users[key] -= 1
        if not self._users[key]:
            del self._users[key]
        self._let_go(MOST_BYTES)

    def anew(self) -> None:
        """Forget what was given, since it is gone where it was; it is given again when lent."""
        self._given.clear()

    def clear(self) -> None:
        """Take back all that nobody uses."""
        self._let_go(0)

    def _let_go(self, most: int) -> None:
        n_bytes = sum(size for _, size in self._given.values())
        for key in [key for key in self._given if key not in self._users]:
            if n_bytes <= most:
                return
            item, size = self._given.pop(key)
            n_bytes -= size
            self._take_back(item)
