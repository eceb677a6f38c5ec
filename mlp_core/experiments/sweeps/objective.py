"""Objective: what a run of a sweep is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_core._checks import Array, written
from mlp_core.epoch_scores import EpochScores

# By the name of a score: whether more of it is better.
HIGHER_IS_BETTER = {
    "validation_accuracy": True,
    "validation_loss": False,
    "train_accuracy": True,
    "train_loss": False,
    "test_accuracy": True,
    "test_loss": False,
    "total_loss": False,
}
EPOCHS = ("last", "best")


@dataclass(frozen=True)
class Objective:
    """A score of ``EpochScores``, of the last epoch or of the one where it is best.

    Scores of the validation part are what settings are to be chosen by: the test rows stay
    unseen. Raises ``ValueError`` for a score or an epoch that there is not.
    """

    score: str = "validation_accuracy"
    epoch: Literal["last", "best"] = "last"

    def __post_init__(self) -> None:
        for what, name, known in (
            ("the score of an objective", self.score, HIGHER_IS_BETTER),
            ("the epoch of an objective", self.epoch, EPOCHS),
        ):
            if not isinstance(name, str) or name not in known:
                raise ValueError(f"{what} must be one of {', '.join(known)}; got {written(name)}")

    @property
    def higher_is_better(self) -> bool:
        return HIGHER_IS_BETTER[self.score]

    @property
    def sign(self) -> int:
        """What a value is multiplied by so that more is better."""
        return 1 if self.higher_is_better else -1

    def epoch_of(self, scores: Sequence[EpochScores]) -> EpochScores | None:
        """The epoch that counts, the first of those alike; None where the score is of none."""
        having = [one for one in scores if getattr(one, self.score) is not None]
        if not having:
            return None
        if self.epoch == "last":
            return having[-1]
        return max(having, key=lambda one: self.sign * float(getattr(one, self.score)))

    def of(self, scores: Sequence[EpochScores]) -> float | None:
        """The value of a run with these epochs; None where it has none."""
        epoch = self.epoch_of(scores)
        return None if epoch is None else float(getattr(epoch, self.score))

    def in_series(self, series: Array) -> float | None:
        """The same of this score's values alone, (n_epochs,), not a number where there is none.

        Quicker than ``of``, and equal to it.
        """
        known = series[~np.isnan(series)]
        if not known.size:
            return None
        return float(known[-1] if self.epoch == "last" else self.sign * (self.sign * known).max())
