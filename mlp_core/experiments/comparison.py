"""Comparing a run with scikit-learn, as a job: it takes seconds, and somebody is watching."""

from collections.abc import Iterator
from dataclasses import dataclass

from mlp_core.config import TrainConfig
from mlp_core.datasets import Dataset
from mlp_core.experiments.job import Job
from mlp_core.sklearn_twin import (
    ParityPoint,
    PracticalScores,
    fit_practical,
    parity,
    why_no_parity,
)


@dataclass(frozen=True, eq=False)
class ComparisonProgress:
    """The practical's classifier, None until it is trained, and the parity run so far."""

    practical: PracticalScores | None = None
    points: tuple[ParityPoint, ...] = ()


class ComparisonJob(Job[ComparisonProgress]):
    """The practical's MLPClassifier, then parity with this configuration where it applies."""

    def __init__(self, config: TrainConfig, dataset: Dataset) -> None:
        super().__init__(ComparisonProgress())
        self.config = config
        self.dataset = dataset

    def _work(self) -> Iterator[ComparisonProgress]:
        practical = fit_practical(self.dataset)
        yield ComparisonProgress(practical)
        if why_no_parity(self.config, self.dataset) is not None:
            return
        points: tuple[ParityPoint, ...] = ()
        for point in parity(self.config, self.dataset, after_step=self._breathe):
            points += (point,)
            yield ComparisonProgress(practical, points)
