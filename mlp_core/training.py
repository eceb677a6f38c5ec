"""Training by stochastic gradient descent: steps make an epoch, epochs make a run.

``train_epoch`` is the practical's loop over the four functions of ``network``. ``train``
is a generator, so that whoever wants a chart, a progress bar or a stop button just iterates;
``train_in_slices`` comes back many times an epoch, and does not end by itself.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import (
    Array,
    Parameters,
    check_finite,
    check_learning_rate,
    check_observations,
    check_parameters,
    check_whole,
)
from mlp_core.activations import get_activation
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.engines.door import open_engine
from mlp_core.engines.numpy_engine import epoch_in_steps
from mlp_core.engines.slices import Result, Slices
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.losses import check_targets
from mlp_core.network import init_parameters
from mlp_core.optimizers import OptimizerState
from mlp_core.training_input import check_fit, check_start, check_types

RateOfEpoch = Callable[[int], float]


def train_epoch(
    inputs: ArrayLike,
    labels: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    learning_rate: float,
    batch_size: int = 1,
    loss: str = "softmax_cross_entropy",
    activation: str = "tanh",
) -> tuple[list[Array], list[Array], float]:
    """One pass over all rows in their order; (weights, biases, total_loss) after it.

    ``inputs`` are (n_samples, n_in), ``labels`` one-hot (n_samples, n_out). ``total_loss`` is
    a sum over rows (see EpochScores). A last batch takes the mean over the rows it has.
    Raises ``ValueError`` for input that does not fit and ``DivergenceError`` where the loss
    of a batch or a parameter at the end is not finite.
    """
    rows, targets = check_finite("inputs", inputs), check_finite("labels", labels)
    Ws, bs = check_parameters(weights, biases)
    _check_rows(rows, targets, Ws)
    check_targets(targets, loss)
    get_activation(activation)
    batch_size = check_whole("batch_size", batch_size, low=1)
    rate = check_learning_rate(learning_rate)
    start, state, optimizer = (Ws, bs), OptimizerState(), "sgd"
    steps = epoch_in_steps(
        rows, targets, start, state, rate, batch_size, loss, activation, optimizer
    )
    while True:
        try:
            next(steps)
        except StopIteration as end:
            (Ws, bs), _, total_loss = end.value
            return Ws, bs, total_loss


def train(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    engine: str | None = None,
) -> Iterator[EpochMetrics]:
    """Train as ``config`` says and yield the metrics of each epoch as it ends.

    Arguments and errors are those of ``train_in_slices``.
    """
    check_types(config, dataset)
    slices = train_in_slices(config, dataset, parameters=parameters, engine=engine)
    epochs = (item for item in slices if isinstance(item, EpochMetrics))
    return itertools.islice(epochs, config.epochs)


def train_in_slices(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    engine: str | None = None,
    rate_of_epoch: RateOfEpoch | None = None,
    after: Checkpoint | None = None,
    seconds: float = 0.0,
) -> Iterator[EpochMetrics | int]:
    """Train epoch after epoch, beyond ``config.epochs`` too, for as long as one iterates.

    Yields the number of training rows done after each slice of some milliseconds (0 for a
    slice of evaluation), and metrics when an epoch ends. ``parameters`` replace the starting
    parameters that the seed would make; orders of shuffled epochs stay those of the seed.
    ``engine`` is "compiled", "numpy" or None for the faster one that there is.
    ``rate_of_epoch``, asked at the start of each epoch, overrules the learning rate.
    ``after`` is the last epoch of a run to go on with, which had taken ``seconds``: with the
    same engine, what follows is to the last bit what would have followed there.

    Raises ``ValueError`` where config, data set and parameters do not fit, and
    ``DivergenceError`` naming the epoch in which the loss stopped being finite.
    """
    check_fit(config, dataset)
    done = 0 if after is None else after.epoch
    start, orders = starting_point(config, len(dataset.X_train), done)
    if parameters is not None:
        start = check_start(config, dataset, parameters)
    before = after or first_checkpoint(config, start)
    trainer, rate = open_engine(engine, config, dataset, before), before.learning_rate
    watch = _Stopwatch(seconds)
    for epoch, order in enumerate(orders, start=done + 1):
        if rate_of_epoch is not None:
            rate = check_learning_rate(rate_of_epoch(epoch))
        try:
            total_loss = yield from watch.count(trainer.epoch(order, rate))
            train_loss, train_accuracy = yield from watch.count(trainer.evaluate("train"))
            test_loss, test_accuracy = yield from watch.count(trainer.evaluate("test"))
        except DivergenceError as error:
            raise DivergenceError(error.largest_z, rate, epoch) from None
        reached = trainer.checkpoint
        yield EpochMetrics(
            epoch=reached.epoch,
            learning_rate=reached.learning_rate,
            total_loss=total_loss,
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
            seconds=watch.seconds,
            parameters=reached.parameters,
            state=reached.state,
        )


def starting_point(
    config: TrainConfig, n_rows: int, epochs_done: int = 0
) -> tuple[Parameters, Iterator[NDArray[np.intp]]]:
    """The starting parameters that ``config.seed`` makes, and row orders, epoch after epoch.

    The orders begin with that of the epoch after ``epochs_done``.
    """
    rng = np.random.default_rng(config.seed)
    parameters = init_parameters(config.units, rng, config.init_scale)
    in_order = np.arange(n_rows)
    orders = (rng.permutation(n_rows) if config.shuffle else in_order for _ in itertools.count())
    return parameters, itertools.islice(orders, epochs_done, None)


def _check_rows(inputs: Array, labels: Array, weights: Sequence[Array]) -> None:
    if inputs.ndim != 2 or labels.ndim != 2 or len(inputs) != len(labels) or not len(inputs):
        raise ValueError(
            "inputs must be (n_samples, n_in) and labels (n_samples, n_out) with as many rows; "
            f"got shapes {inputs.shape} and {labels.shape}"
        )
    check_observations("inputs", inputs, weights[0].shape[1])
    n_out = len(weights[-1])
    if labels.shape[1] != n_out:
        raise ValueError(f"labels must have {n_out} columns, an output each; got {labels.shape[1]}")


class _Stopwatch:
    """Adds up the time spent inside generators, and not the time until one is asked again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def count(self, slices: Slices[Result]) -> Slices[Result]:
        """``slices`` as they are, with the time that each takes counted."""
        while True:
            start = time.perf_counter()
            try:
                rows = next(slices)
            except StopIteration as end:
                result: Result = end.value
                return result
            finally:
                self.seconds += time.perf_counter() - start
            yield rows
