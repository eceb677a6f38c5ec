"""Objective: what a run of a sweep is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_core._checks import Array, written
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.sweeps.result import Result

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
# By its name: what people call the epoch that counts.
EPOCHS = {"last": "Last epoch", "best": "Best epoch"}


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

    def index(self, series: Array) -> int | None:
        """Which epoch counts, of the score after each, (n_epochs,), not a number where there is
        none: the first of those alike; None where no epoch has a score.
        """
        having = np.flatnonzero(np.isfinite(series))
        if not len(having):
            return None
        if self.epoch == "last":
            return int(having[-1])
        return int(having[np.argmax(self.sign * series[having])])

    def judge(self, result: Result) -> float | None:
        """The value of a run of a sweep; None of one that has none, or did not come to its end."""
        series = result.series(self.score)
        index = self.index(series) if result.state == "finished" else None
        return None if index is None else float(series[index])

    def epoch_of(self, scores: Sequence[EpochScores]) -> EpochScores | None:
        """The epoch that counts, as of ``index``."""
        index = self.index(np.array([getattr(one, self.score) for one in scores], dtype=float))
        return None if index is None else scores[index]

    def of(self, scores: Sequence[EpochScores]) -> float | None:
        """The value of a run with these epochs; None where it has none."""
        epoch = self.epoch_of(scores)
        return None if epoch is None else float(getattr(epoch, self.score))
