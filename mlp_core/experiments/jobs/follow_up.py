"""Work about a run that is over, as a job: it takes seconds, and somebody is watching."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.jobs.snapshot import Progress


class FollowUpJob(Job[Progress]):
    """A job that does a run again in some way.

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
        super().__init__(slots)
