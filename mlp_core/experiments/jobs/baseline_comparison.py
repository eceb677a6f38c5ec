"""Fitting the baselines beside a run, as a job: it takes seconds, and somebody is watching."""

from collections.abc import Iterator

from mlp_core.baselines import BASELINES, BaselineResult, fit_baseline, why_constant_only
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots


class BaselineJob(Job[tuple[BaselineResult, ...]]):
    """Every baseline that can be fitted to ``dataset``, the simplest first.

    Its progress is what they have come to so far. Between two of them it can be stopped.
    """

    def __init__(self, dataset: Dataset, slots: Slots = DEFAULT_SLOTS) -> None:
        self.dataset = dataset
        self._results: tuple[BaselineResult, ...] = ()
        super().__init__(slots)

    @property
    def names(self) -> tuple[str, ...]:
        """The baselines to be fitted, in their order."""
        return ("constant",) if why_constant_only(self.dataset) else tuple(BASELINES)

    def _work(self) -> Iterator[BaselineResult]:
        for name in self.names:
            yield fit_baseline(name, self.dataset)

    def _take(self, item: BaselineResult) -> None:
        self._results += (item,)

    def _progress(self) -> tuple[BaselineResult, ...]:
        return self._results
