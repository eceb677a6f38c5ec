"""What an epoch of training came to: its scores, and what the next one goes on from."""

from dataclasses import dataclass, fields

from mlp_core._checks import Parameters as Parameters
from mlp_core.checkpoint import Checkpoint
from mlp_core.optimizers import OptimizerState


@dataclass(frozen=True)
class EpochScores:
    """What one epoch came to, in plain numbers.

    learning_rate   the rate of all updates of this epoch
    total_loss      sum over the training rows, each row's loss taken just before the update
                    it took part in: the practical's curve
    train_loss, test_loss          mean per row, after the epoch
    train_accuracy, test_accuracy  0 to 1, after the epoch
    seconds         time spent on training and evaluation since the run began, pauses excluded
    """

    epoch: int
    learning_rate: float
    total_loss: float
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    seconds: float


@dataclass(frozen=True, eq=False)
class EpochMetrics(EpochScores):
    """The scores of one epoch and the ``parameters`` (weights, biases) it ended with.

    ``state`` is what the optimizer remembered then.
    """

    parameters: Parameters
    state: OptimizerState

    @property
    def checkpoint(self) -> Checkpoint:
        """What to go on from after this epoch; it shares its arrays."""
        return Checkpoint(self.parameters, self.state, self.epoch, self.learning_rate)

    @property
    def scores(self) -> EpochScores:
        """The plain numbers alone, for whoever must not hold on to every epoch's parameters."""
        return EpochScores(**{field.name: getattr(self, field.name) for field in SCORE_FIELDS})


SCORE_FIELDS = fields(EpochScores)
