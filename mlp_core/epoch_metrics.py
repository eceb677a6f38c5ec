"""What an epoch of training came to: its scores, and what the next one goes on from."""

from dataclasses import dataclass

from mlp_core._checks import Parameters as Parameters
from mlp_core.checkpoint import Checkpoint
from mlp_core.epoch_scores import SCORE_FIELDS, EpochScores
from mlp_core.optimizers import OptimizerState
from mlp_core.patience import Patience


@dataclass(frozen=True, eq=False, kw_only=True)
class EpochMetrics(EpochScores):
    """The scores of one epoch, the ``checkpoint`` to go on from after it, and ``patience``.

    It shares its arrays.
    """

    checkpoint: Checkpoint
    patience: Patience

    @property
    def parameters(self) -> Parameters:
        """The (weights, biases) that it ended with."""
        return self.checkpoint.parameters

    @property
    def state(self) -> OptimizerState:
        """What the optimizer remembered then."""
        return self.checkpoint.state

    @property
    def scores(self) -> EpochScores:
        """The plain numbers alone, for whoever must not hold on to every epoch's parameters."""
        return EpochScores(**{field.name: getattr(self, field.name) for field in SCORE_FIELDS})
