"""Measuring a run's sensitivity as a job: it takes twice the run, and somebody is watching."""

from collections.abc import Iterator, Sequence

from mlp_core.config import TrainConfig
from mlp_core.datasets import Dataset
from mlp_core.experiments.life_cycle import Job
from mlp_core.experiments.sensitivity import sensitivity_in_slices
from mlp_core.experiments.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.trust import Drift


class SensitivityJob(Job[tuple[Drift, ...]]):
    """The drift of a run and its twin; its progress is a Drift an epoch so far.

    ``rates`` are the learning rates of the epochs that the run has had.
    """

    def __init__(
        self,
        config: TrainConfig,
        dataset: Dataset,
        rates: Sequence[float],
        slots: Slots = DEFAULT_SLOTS,
    ) -> None:
        self.config = config
        self.dataset = dataset
        self.rates = tuple(rates)
        self._drifts: tuple[Drift, ...] = ()
        super().__init__(slots)

    def _work(self) -> Iterator[Drift | int]:
        return sensitivity_in_slices(self.config, self.dataset, self.rates)

    def _take(self, item: Drift | int) -> None:
        if isinstance(item, Drift):
            self._drifts += (item,)

    def _progress(self) -> tuple[Drift, ...]:
        return self._drifts
