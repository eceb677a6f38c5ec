"""Driving both engines alike, and holding the numbers of one against the other's."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES, Dataset, TrainConfig, init_parameters
from mlp_core._checks import Parameters
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.engines.door import ENGINES, Engine
from tests.mlp_core.networks import mildness

# Rounding alone: one epoch far from chaos leaves some 1e-13 between the engines.
RTOL = 1e-9


class Case(NamedTuple):
    """All that one epoch needs."""

    config: TrainConfig
    dataset: Dataset
    parameters: Parameters
    order: np.ndarray

    def engine(self, name: str) -> Engine:
        return ENGINES[name](self.config, self.dataset, self.start())

    def start(self) -> Checkpoint:
        """What an engine begins from."""
        return first_checkpoint(self.config, self.parameters)

    def after_an_epoch(self, name: str) -> tuple[Engine, float]:
        """The engine called ``name`` after one epoch, and the epoch's total loss."""
        engine = self.engine(name)
        _, total_loss = drain(engine.epoch(self.order, self.config.learning_rate))
        return engine, total_loss


def drain(slices: Iterator[int]) -> tuple[list[int], object]:
    """What a generator yields, and what it returns."""
    yielded = []
    while True:
        try:
            yielded.append(next(slices))
        except StopIteration as end:
            return yielded, end.value


def made_up_data(
    n_features: int,
    n_classes: int,
    n_train: int,
    n_test: int = 10,
    share_of_zeros: float = 0.4,
    seed: int = 0,
) -> Dataset:
    """Rows of N(0, 1) with some zeros, as pictures have them, and classes without meaning."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_train + n_test, n_features))
    rows[rng.random(rows.shape) < share_of_zeros] = 0.0
    classes = rng.integers(0, n_classes, size=len(rows))
    return Dataset(
        name="made up",
        scaling="none",
        X_train=rows[:n_train],
        X_test=rows[n_train:],
        y_train=classes[:n_train],
        y_test=classes[n_train:],
        X_test_raw=rows[n_train:],
        class_names=tuple(str(label) for label in range(n_classes)),
    )


def make_case(config: TrainConfig, n_train: int, seed: int = 0, init_scale: float = 0.5) -> Case:
    """``config`` on made-up data in a shuffled order."""
    rng = np.random.default_rng(seed)
    dataset = made_up_data(config.units[0], config.units[-1], n_train, seed=seed)
    parameters = init_parameters(config.units, rng, mildness(config.loss) * init_scale)
    return Case(config, dataset, parameters, rng.permutation(n_train))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Networks of 0 to 4 hidden layers, on 1 to 40 rows in batches of any kind."""
    n_train = draw(st.integers(1, 40))
    config = TrainConfig(
        units=tuple(draw(st.lists(st.integers(1, 8), min_size=2, max_size=6))),
        learning_rate=draw(st.sampled_from([0.001, 0.01, 0.1])),
        epochs=1,
        batch_size=draw(st.sampled_from([1, 2, 3, 4, 5, 8, 32, n_train, n_train + 3])),
        activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
        loss=draw(st.sampled_from(sorted(LOSSES))),
    )
    return make_case(config, n_train, seed=draw(st.integers(0, 2**32 - 1)))


def assert_parameters_agree(one: Parameters, other: Parameters, rtol: float = RTOL) -> None:
    """Every array within ``rtol`` of its largest number: small entries are differences of
    larger ones, and carry the rounding of those."""
    assert [len(arrays) for arrays in one] == [len(arrays) for arrays in other]
    for a, b in zip(itertools.chain(*one), itertools.chain(*other), strict=True):
        np.testing.assert_allclose(a, b, rtol=0.0, atol=rtol * np.abs(b).max(), strict=True)


def as_bytes(parameters: Parameters) -> bytes:
    return b"".join(np.ascontiguousarray(array).tobytes() for array in itertools.chain(*parameters))
