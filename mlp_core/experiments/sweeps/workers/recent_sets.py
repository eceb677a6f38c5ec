"""The data sets of late, as far as memory goes: each made once, for any thread."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from mlp_core.data.dataset import Dataset

# What they may take in memory; a sweep over the noise of points has many small ones.
MOST_BYTES = 1_000_000_000


class RecentSets:
    """Data sets by what tells them apart; of those beyond MOST_BYTES the oldest are let go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Dataset] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Dataset]) -> Dataset:
        """The set of that key, made where it is not known; errors are those of ``make``."""
        with self._lock:
            if key not in self._known:
                self._known[key] = make()
                while len(self._known) > 1 and self._n_bytes() > MOST_BYTES:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def _n_bytes(self) -> int:
        return sum(dataset.n_bytes for dataset in self._known.values())
