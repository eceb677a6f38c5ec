"""The rows that the runs of a sweep are trained on: each set loaded once, for whoever trains."""

from collections.abc import Callable
from dataclasses import replace

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.source import Source
from mlp_core.experiments.sweeps.workers.recent_sets import RecentSets

# What tells the sets of a sweep apart.
SetKey = tuple[Source, str]


def load_by_name(config: TrainConfig) -> Dataset:
    """The rows that ``config`` names; errors are those of ``Source.load``."""
    return config.source.load(config.scaling)


def given(dataset: Dataset) -> Callable[[TrainConfig], Dataset]:
    """What loads ``dataset``, whatever rows a configuration names."""
    return lambda config: dataset


class Rows:
    """Loads what a configuration is trained on, by ``load``; for any thread."""

    def __init__(self, load: Callable[[TrainConfig], Dataset] = load_by_name) -> None:
        self._load = load
        self._recent = RecentSets()

    def of(self, config: TrainConfig) -> Dataset:
        """The set without what only a screen asks for; ``ValueError`` where it cannot be had."""
        return self._recent.get(key_of(config), lambda: for_training(self._load(config)))


def key_of(config: TrainConfig) -> SetKey:
    """What tells its set from others of the same ``Rows``."""
    return config.source, config.scaling


def for_training(dataset: Dataset) -> Dataset:
    """The set without what only a screen asks for, to be sent to other processes."""
    return replace(dataset, plane=None, scaler=None)
