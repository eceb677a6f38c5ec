"""A run at one moment of its training: what every section of the page is shown with."""

from dataclasses import dataclass

from mlp_core import Dataset, EpochScores, TrainConfig
from mlp_core._checks import Parameters
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.film import Film


@dataclass(frozen=True, eq=False)
class Moment:
    """``parameters`` are those of ``run`` after ``epoch``, 0 being before the first, and after
    ``step`` updates of the epoch that follows.
    """

    run: Run
    dataset: Dataset
    film: Film
    epoch: int
    step: int
    parameters: Parameters

    @property
    def config(self) -> TrainConfig:
        return self.run.config

    @property
    def scores(self) -> EpochScores | None:
        """What the epoch came to; None before the first."""
        return self.film.scores[self.epoch - 1] if self.epoch else None

    @property
    def words(self) -> str:
        """When it is, as a sentence begins: After epoch 3 and 12 steps."""
        when = f"After epoch {self.epoch}" if self.epoch else "Before the first epoch"
        if not self.step:
            return when
        steps = f"{self.step} step{'s' if self.step > 1 else ''}"
        return f"{when} and {steps}" if self.epoch else f"After {steps}"
