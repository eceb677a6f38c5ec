"""What all contenders train: a network, rows and the parameters it starts from."""

from dataclasses import dataclass, replace
from unittest import mock

import numpy as np

from mlp_core import Dataset, TrainConfig, load_dataset, one_hot, seeded_parameters
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.setting_kinds import Limits
from mlp_core.settings import SETTINGS, UNITS

# Small, so that many epochs on made-up data stay far from overflow.
LEARNING_RATE = 1e-4


@dataclass(frozen=True, eq=False)
class Problem:
    """One cell of the table: everything drawn from seed 0."""

    config: TrainConfig
    dataset: Dataset

    @property
    def inputs(self) -> np.ndarray:
        return self.dataset.X_train

    @property
    def classes(self) -> np.ndarray:
        return self.dataset.y_train

    @property
    def labels(self) -> np.ndarray:
        return one_hot(self.dataset.y_train, self.dataset.n_classes)

    @property
    def start(self) -> Checkpoint:
        """What our engines begin from."""
        return first_checkpoint(self.config, self.parameters)

    @property
    def parameters(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        return seeded_parameters(self.config.units, self.config.seed)


def make_problem(units: tuple[int, ...], batch_size: int, n_rows: int | None = None) -> Problem:
    """The digits for 64 inputs, and else made-up rows, as many as the digits unless said."""
    dataset = load_dataset()
    if units[0] != dataset.n_features or n_rows is not None:
        dataset = _made_up(units[0], n_rows or len(dataset.X_train))
    # A page's sliders end before a million parameters do.
    wide = replace(SETTINGS["units"], kind=replace(UNITS, units=Limits(1, 4096)))
    with mock.patch.dict(SETTINGS, units=wide):
        return Problem(TrainConfig(units, LEARNING_RATE, epochs=1, batch_size=batch_size), dataset)


def _made_up(n_features: int, n_rows: int) -> Dataset:
    rng = np.random.default_rng(0)
    rows = rng.uniform(size=(n_rows, n_features))
    classes = rng.integers(0, 10, n_rows)
    names = tuple(map(str, range(10)))
    return Dataset("made up", "none", rows, rows[:10], classes, classes[:10], rows[:10], names)
