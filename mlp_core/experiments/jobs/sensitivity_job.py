"""Measuring a run's sensitivity as a job: it takes twice the run, and somebody is watching."""

from collections.abc import Iterator

from mlp_core.experiments.findings.trust import Drift
from mlp_core.experiments.jobs.job import FollowUpJob
from mlp_core.experiments.jobs.sensitivity import sensitivity_in_slices


class SensitivityJob(FollowUpJob[tuple[Drift, ...]]):
    """The drift of a run and its twin; its progress is a Drift an epoch so far."""

    _drifts: tuple[Drift, ...] = ()

    def _work(self) -> Iterator[Drift | int]:
        return sensitivity_in_slices(self.config, self.dataset, self.rates)

    def _take(self, item: Drift | int) -> None:
        if isinstance(item, Drift):
            self._drifts += (item,)

    def _progress(self) -> tuple[Drift, ...]:
        return self._drifts
