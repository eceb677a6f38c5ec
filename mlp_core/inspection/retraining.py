"""Epochs of a run trained again as they were, and the steps within one, which is cut short."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mlp_core._checks import Parameters
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.engines.door import open_engine
from mlp_core.engines.slices import result_of
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.starting_point import starting_point
from mlp_core.training import train_in_slices
from mlp_core.validation_part import held_out


class Stretch(NamedTuple):
    """Within an epoch: the parameters after so many ``step``s, and the mean ``loss`` of the rows
    since the moment before, each taken before its update; nan where there are none.
    """

    step: int
    parameters: Parameters
    loss: float


@dataclass(frozen=True)
class Retraining:
    """How epochs of a run of ``config`` on ``dataset`` are gone through, by ``engine`` or the
    fastest.
    """

    config: TrainConfig
    dataset: Dataset
    engine: str | None = None

    @property
    def n_steps(self) -> int:
        """How many updates a whole epoch has."""
        return math.ceil(self._n_rows / self.config.batch_size)

    @property
    def work(self) -> int:
        """Parameters times rows of an epoch."""
        return self._n_rows * sum((n + 1) * m for n, m in itertools.pairwise(self.config.units))

    @property
    def _n_rows(self) -> int:
        return len(held_out(self.config, self.dataset)[0])

    def epochs(self, start: Checkpoint, scores: Sequence[EpochScores]) -> Iterator[EpochMetrics]:
        """Those after ``start``, at the rates that they had; ``scores`` are those of all epochs.

        Errors as of ``train_in_slices``.
        """
        slices = train_in_slices(
            self.config,
            self.dataset,
            engine=self.engine,
            rate_of_epoch=lambda number: scores[number - 1].base_rate,
            after=start,
            before=scores[: start.epoch],
        )
        return (item for item in slices if isinstance(item, EpochMetrics))

    def walk(self, start: Checkpoint, rate: float, steps: Sequence[int]) -> Iterator[Stretch]:
        """From ``start``, 0 steps, to each of the others, ascending, at this learning rate.

        Raises ``DivergenceError`` where it has no finite numbers.
        """
        n_rows, batch_size = self._n_rows, self.config.batch_size
        _, orders = starting_point(self.config, n_rows, start.epoch)
        trainer = open_engine(self.engine, self.config, self.dataset, start)
        order = next(orders)
        yield Stretch(0, start.parameters, math.nan)
        for before, after in itertools.pairwise(steps):
            rows = order[before * batch_size : after * batch_size]
            total = result_of(trainer.epoch(rows, rate))
            yield Stretch(after, trainer.checkpoint.parameters, total / len(rows))

    def n_finite(self, start: Checkpoint, rate: float) -> int:
        """How many updates of the epoch after ``start`` leave all numbers finite, by halving."""
        finite, not_finite = 0, self.n_steps + 1
        while not_finite - finite > 1:
            middle = (finite + not_finite) // 2
            try:
                [*self.walk(start, rate, (0, middle))]
            except DivergenceError:
                not_finite = middle
            else:
                finite = middle
        return finite


def evenly(moments: Sequence[int], n: int) -> tuple[int, ...]:
    """At most ``n`` of them, 2 or more, with the first and the last."""
    last = len(moments) - 1
    if last < n:
        return tuple(moments)
    return tuple(moments[round(k * last / (n - 1))] for k in range(n))
