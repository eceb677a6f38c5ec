"""Comparing a run with scikit-learn, as a job: it takes seconds, and somebody is watching."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mlp_core.classifier_arguments import why_no_parity
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.jobs.job import FollowUpJob
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.practical_classifier import PracticalScores, fit_practical
from mlp_core.sklearn_twin import ParityPoint, parity_in_slices

Verdict = Literal["identical", "rounding", "chaos", "disagreement"]
# One update in another order of additions differs by some 1e-16; a stable run stays below the
# second limit, and what passes it from such a start has grown from rounding.
FIRST_STEP_LIMIT, ROUNDING_LIMIT = 1e-12, 1e-9


def parity_verdict(point: ParityPoint) -> Verdict:
    """What a parity run up to ``point`` shows.

    "identical" to the last bit, equal up to "rounding", "chaos" where both agreed on the first
    update and rounding has grown since, or "disagreement" where they never agreed.
    """
    if point.max_difference == 0.0:
        return "identical"
    if point.max_difference < ROUNDING_LIMIT:
        return "rounding"
    return "chaos" if point.first_step_difference < FIRST_STEP_LIMIT else "disagreement"


@dataclass(frozen=True, eq=False)
class ComparisonProgress:
    """The practical's classifier, None until it is trained, and the parity run so far."""

    practical: PracticalScores | None = None
    points: tuple[ParityPoint, ...] = ()


class ComparisonJob(FollowUpJob[ComparisonProgress]):
    """The practical's MLPClassifier, then parity with this configuration where it applies."""

    _practical: PracticalScores | None = None
    _points: tuple[ParityPoint, ...] = ()

    def __init__(
        self,
        config: TrainConfig,
        dataset: Dataset,
        rates: Sequence[float],
        slots: Slots = DEFAULT_SLOTS,
        *,
        raw: Dataset | None = None,
    ) -> None:
        """``raw`` is the data set before any scaling, where its name alone does not lead to it."""
        self._raw = raw
        super().__init__(config, dataset, rates, slots)

    def _work(self) -> Iterator[PracticalScores | ParityPoint | int]:
        # The practical trains on raw rows, whatever this run's scaling.
        yield fit_practical(self._raw or self.config.source.load())
        if why_no_parity(self.config, self.dataset) is None:
            yield from parity_in_slices(self.config, self.dataset, rates=self.rates)

    def _take(self, item: PracticalScores | ParityPoint | int) -> None:
        if isinstance(item, PracticalScores):
            self._practical = item
        elif isinstance(item, ParityPoint):
            self._points += (item,)

    def _progress(self) -> ComparisonProgress:
        return ComparisonProgress(self._practical, self._points)
