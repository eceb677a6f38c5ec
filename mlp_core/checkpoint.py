"""Checkpoint: what training goes on from, to the last bit."""

import itertools
from dataclasses import dataclass

from mlp_core._checks import Parameters
from mlp_core.config import TrainConfig
from mlp_core.optimizers import OptimizerState, get_optimizer


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A run after ``epoch``, 0 before the first: its parameters are half of what matters.

    ``state`` is what the optimizer remembers, and ``learning_rate`` that of the epoch, or of the
    one to come where there was none; the next has it, too, unless somebody changes it.
    """

    parameters: Parameters
    state: OptimizerState
    epoch: int
    learning_rate: float

    @property
    def n_bytes(self) -> int:
        """The bytes that its numbers take, without what is written around them."""
        sets = (self.parameters, *self.state.arrays.values())
        return sum(array.nbytes for arrays in sets for array in itertools.chain(*arrays))


def first_checkpoint(config: TrainConfig, parameters: Parameters) -> Checkpoint:
    """What a run of ``config`` begins with, where it begins from ``parameters``."""
    state = get_optimizer(config.method).start(parameters)
    return Checkpoint(parameters, state, epoch=0, learning_rate=config.learning_rate)
