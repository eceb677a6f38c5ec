"""How far the digits of a run can be trusted: what a change in the last digit grows to.

Rounding differs between machines, and where training is chaotic every difference grows
without end. A twin trains beside the run and before each epoch has each parameter moved by
NUDGE of itself, up or down at random: a few units of float64's last digit, about what another
order of additions does. How far the two drift apart is how little the run's digits mean.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.engines.door import open_engine
from mlp_core.engines.slices import Slices
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.experiments.findings.trust import NUDGE, Drift
from mlp_core.experiments.jobs.job import FollowUpJob
from mlp_core.starting_point import starting_point
from mlp_core.training import train_in_slices
from mlp_core.training_input import check_fit, check_rates
from mlp_core.validation_part import held_out

# The same twin every time: who asks twice must not get two answers.
TWIN_SEED = 0


def sensitivity(config: TrainConfig, dataset: Dataset, rates: Sequence[float]) -> Iterator[Drift]:
    """Train a run and its twin for as many epochs as there are ``rates``; a Drift an epoch.

    Arguments and errors are those of ``sensitivity_in_slices``.
    """
    slices = sensitivity_in_slices(config, dataset, rates)
    return (item for item in slices if isinstance(item, Drift))


def sensitivity_in_slices(
    config: TrainConfig, dataset: Dataset, rates: Sequence[float]
) -> Iterator[Drift | int]:
    """``sensitivity``, giving some rows' number after each slice of work within an epoch too.

    ``rates`` are the base rates of the epochs that the run has had. Ends early where the
    twin diverges. Raises ``ValueError`` where config and data set do not fit, and
    ``DivergenceError`` where the run itself diverges.
    """
    rates = check_rates(rates)
    check_fit(config, dataset)
    rng = np.random.default_rng(TWIN_SEED)
    ours = train_in_slices(config, dataset, rate_of_epoch=lambda epoch: rates[epoch - 1])
    start, orders = starting_point(config, len(held_out(config, dataset)[0]))
    twin = first_checkpoint(config, start)
    for item in ours:
        if not isinstance(item, EpochMetrics):
            yield item
            continue
        twin = replace(twin, parameters=_nudged(twin.parameters, rng))
        try:
            drift, twin = yield from _twin_epoch(config, dataset, twin, next(orders), item)
        except DivergenceError:
            accuracy, r2 = (0.0, math.inf) if dataset.is_regression else (1.0, None)
            yield Drift(item.epoch, math.inf, math.inf, accuracy, math.inf, r2)
            return
        yield drift
        if item.epoch == len(rates):
            return


class SensitivityJob(FollowUpJob[tuple[Drift, ...]]):
    """``sensitivity`` as a job: it takes twice the run. Its progress is a Drift an epoch so far."""

    _drifts: tuple[Drift, ...] = ()

    def _work(self) -> Iterator[Drift | int]:
        return sensitivity_in_slices(self.config, self.dataset, self.rates)

    def _take(self, item: Drift | int) -> None:
        if isinstance(item, Drift):
            self._drifts += (item,)

    def _progress(self) -> tuple[Drift, ...]:
        return self._drifts


def _twin_epoch(
    config: TrainConfig,
    dataset: Dataset,
    start: Checkpoint,
    order: NDArray[np.intp],
    ours: EpochMetrics,
) -> Slices[tuple[Drift, Checkpoint]]:
    """The epoch that the run has just had, from another start; how far apart they end."""
    trainer = open_engine(None, config, dataset, start)
    total_loss = yield from trainer.epoch(order, ours.learning_rate)
    train_loss, train_accuracy = yield from trainer.evaluate("train")
    test_loss, test_accuracy = yield from trainer.evaluate("test")
    accuracies = [(ours.train_accuracy, train_accuracy), (ours.test_accuracy, test_accuracy)]
    if ours.validation_accuracy is not None:
        _, validation_accuracy = yield from trainer.evaluate("validation")
        accuracies.append((ours.validation_accuracy, validation_accuracy))
    twin = trainer.checkpoint
    off = max(abs(our - their) for our, their in accuracies)
    pairs = zip(itertools.chain(*ours.parameters), itertools.chain(*twin.parameters), strict=True)
    drift = Drift(
        epoch=ours.epoch,
        parameters=max(_relative_difference(our, their) for our, their in pairs),
        total_loss=_relative_difference(ours.total_loss, total_loss),
        accuracy=0.0 if dataset.is_regression else off,
        mean_loss=max(
            _relative_difference(ours.train_loss, train_loss),
            _relative_difference(ours.test_loss, test_loss),
        ),
        r2=off if dataset.is_regression else None,
    )
    return drift, twin


def _nudged(parameters: Parameters, rng: np.random.Generator) -> Parameters:
    weights, biases = (
        [array * (1.0 + NUDGE * rng.choice([-1.0, 1.0], size=array.shape)) for array in arrays]
        for arrays in parameters
    )
    return weights, biases


def _relative_difference(ours: Array | float, theirs: Array | float) -> float:
    """The largest difference over the largest of our numbers; over theirs where ours are 0."""
    difference = float(np.abs(np.subtract(ours, theirs)).max())
    largest = float(np.abs(ours).max()) or float(np.abs(theirs).max())
    return difference / largest if difference else 0.0
