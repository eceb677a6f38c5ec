"""What one epoch of training came to, in plain numbers."""

import math
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class EpochScores:
    """What one epoch came to, in plain numbers.

    learning_rate   the rate of all updates of this epoch
    total_loss      sum over the training rows, each row's loss taken just before the update
                    it took part in, with the penalty: the practical's curve. Where classes have
                    weights, of each batch its weighted mean, once for each of its rows
    train_loss, test_loss          mean per row, after the epoch, without the penalty
    train_accuracy, test_accuracy  0 to 1, after the epoch; of a regression R², up to 1
    seconds         time spent on training and evaluation since the run began, pauses excluded
    base_rate       the rate that the schedule made ``learning_rate`` of: the configuration's, or
                    what somebody has changed it to. Where it is not said, ``learning_rate``
    validation_loss, validation_accuracy  as those of the test rows; None without such a part
    """

    epoch: int
    learning_rate: float
    total_loss: float
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    seconds: float
    base_rate: float = math.nan
    validation_loss: float | None = None
    validation_accuracy: float | None = None

    def __post_init__(self) -> None:
        # What is read from a file may be no number at all, and is looked at elsewhere.
        if self.base_rate is math.nan:
            object.__setattr__(self, "base_rate", self.learning_rate)


SCORE_FIELDS = fields(EpochScores)
