"""The rows that the runs of a sweep are trained on: each set loaded once, for whoever trains."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.source import Source

# What sets may take in memory at once; a sweep over the noise of points has many small ones.
MOST_BYTES = 1_000_000_000


def load_by_name(config: TrainConfig) -> Dataset:
    """The rows that ``config`` names; errors are those of ``Source.load``."""
    return config.source.load(config.scaling)


class Rows:
    """Loads what a configuration is trained on, by ``load``; for any thread."""

    def __init__(self, load: Callable[[TrainConfig], Dataset] = load_by_name) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Source, str], Dataset] = OrderedDict()

    def of(self, config: TrainConfig) -> Dataset:
        """The set without what only a screen asks for; ``ValueError`` where it cannot be had."""
        key = config.source, config.scaling
        with self._lock:
            if key not in self._known:
                self._known[key] = for_training(self._load(config))
                while len(self._known) > 1 and self._n_bytes() > MOST_BYTES:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def _n_bytes(self) -> int:
        return sum(dataset.n_bytes for dataset in self._known.values())


def for_training(dataset: Dataset) -> Dataset:
    """The set without what only a screen asks for, to be sent to other processes."""
    return replace(dataset, plane=None, scaler=None)
