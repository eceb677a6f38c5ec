"""Data sets that are handed over once to those who train elsewhere, and taken back in the end."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.sweeps.workers.recent_sets import MOST_BYTES
from mlp_core.experiments.sweeps.workers.rows import Rows, SetKey, key_of

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
        self._users: Counter[SetKey] = Counter()

    def lend(self, configs: Sequence[TrainConfig]) -> list[T]:
        """What stands for the rows of each, until ``back``, which is to be called however this
        ends; errors are those of ``Rows`` and of ``give``."""
        self._users.update(map(key_of, configs))
        return [self._of(config) for config in configs]

    def back(self, configs: Sequence[TrainConfig]) -> None:
        """Say that those who were lent these do without from now on."""
        self._users.subtract(map(key_of, configs))
        self._users = +self._users
        n_bytes = sum(size for _, size in self._given.values())
        for key in [key for key in self._given if key not in self._users]:
            if n_bytes <= MOST_BYTES:
                return
            item, size = self._given.pop(key)
            n_bytes -= size
            self._take_back(item)

    def forget(self) -> None:
        """Forget what was given, since it is gone where it was: it is given again when lent."""
        self._given.clear()

    def _of(self, config: TrainConfig) -> T:
        key = key_of(config)
        if key not in self._given:
            dataset = self._rows.of(config)
            self._given[key] = self._give(dataset), dataset.n_bytes
        self._given.move_to_end(key)
        return self._given[key][0]
