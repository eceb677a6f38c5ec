"""Training by stochastic gradient descent: steps make an epoch, epochs make a run.

``train_epoch`` is the practical's loop over the four functions of ``network``. ``train``
is a generator, so that whoever wants a chart, a progress bar or a stop button just iterates;
``train_in_slices`` comes back many times an epoch, and does not end by itself.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence

from numpy.typing import ArrayLike

from mlp_core._checks import (
    Array,
    Parameters,
    check_finite,
    check_learning_rate,
    check_observations,
    check_parameters,
    check_whole,
)
from mlp_core.activations import activation_names
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.engines.door import open_engine
from mlp_core.engines.numpy_engine import epoch_in_steps
from mlp_core.engines.single_blas import single_blas
from mlp_core.engines.slices import Result, Slices, result_of
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.losses import check_targets
from mlp_core.objective import Objective
from mlp_core.optimizers import OptimizerState
from mlp_core.patience import patience_after
from mlp_core.starting_point import starting_point
from mlp_core.training_input import check_fit, check_history, check_start, check_types
from mlp_core.validation_part import held_out

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
    batch_size = check_whole("batch_size", batch_size, low=1)
    rate = check_learning_rate(learning_rate)
    objective = Objective(loss, activation_names(activation, len(Ws) - 1))
    start, state = (Ws, bs), OptimizerState()
    steps = epoch_in_steps(rows, targets, start, state, rate, batch_size, objective)
    (Ws, bs), _, total_loss = result_of(steps)
    return Ws, bs, total_loss


def train(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    engine: str | None = None,
) -> Iterator[EpochMetrics]:
    """Train as ``config`` says and yield the metrics of each epoch as it ends.

    There are ``config.epochs`` of them, or fewer where patience is over before. Arguments and
    errors are those of ``train_in_slices``. Until it is over, or let go of, BLAS has one thread:
    see ``single_blas``.
    """
    check_types(config, dataset)
    slices = train_in_slices(config, dataset, parameters=parameters, engine=engine)
    epochs = (item for item in slices if isinstance(item, EpochMetrics))
    return _until_it_stops(itertools.islice(epochs, config.epochs))


def train_in_slices(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    engine: str | None = None,
    rate_of_epoch: RateOfEpoch | None = None,
    after: Checkpoint | None = None,
    before: Sequence[EpochScores] = (),
) -> Iterator[EpochMetrics | int]:
    """Train epoch after epoch, beyond ``config.epochs`` too, for as long as one iterates.

    Where patience is over the metrics of an epoch say so, and what follows has patience anew.

    Yields the number of training rows done after each slice of some milliseconds (0 for a
    slice of evaluation), and metrics when an epoch ends. ``parameters`` replace the starting
    parameters that the seed would make; orders of shuffled epochs stay those of the seed.
    ``engine`` is "compiled", "numpy" or None for the faster one that there is.
    ``rate_of_epoch``, asked at the start of each epoch, overrules the learning rate that the
    schedule begins with: it goes on from where it is, with that one in its place.
    ``after`` is the last epoch of a run to go on with, and ``before`` has the scores of all its
    epochs: with the same engine, what follows is to the last bit what would have followed there.

    Raises ``ValueError`` where config, data set and parameters do not fit, and
    ``DivergenceError`` naming the epoch in which the loss stopped being finite.
    """
    check_fit(config, dataset)
    done = 0 if after is None else after.epoch
    check_history(before, done)
    n_rows = len(held_out(config, dataset)[0])
    start, orders = starting_point(config, n_rows, done)
    if parameters is not None:
        start = check_start(config, dataset, parameters)
    trainer = open_engine(engine, config, dataset, after or first_checkpoint(config, start))
    patience = patience_after(config, n_rows, before)
    base = before[-1].base_rate if before else config.learning_rate
    watch = _Stopwatch(before[-1].seconds if before else 0.0)
    for epoch, order in enumerate(orders, start=done + 1):
        if rate_of_epoch is not None:
            base = check_learning_rate(rate_of_epoch(epoch))
        rate = patience.rate(base)
        held: tuple[float, float] | tuple[None, None] = None, None
        try:
            total_loss = yield from watch.count(trainer.epoch(order, rate))
            train_loss, train_accuracy = yield from watch.count(trainer.evaluate("train"))
            if trainer.validates:
                held = yield from watch.count(trainer.evaluate("validation"))
            test_loss, test_accuracy = yield from watch.count(trainer.evaluate("test"))
        except DivergenceError as error:
            raise DivergenceError(error.largest_z, rate, epoch) from None
        reached = trainer.checkpoint
        scores = EpochScores(
            epoch=reached.epoch,
            learning_rate=reached.learning_rate,
            total_loss=total_loss,
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
            seconds=watch.seconds,
            base_rate=base,
            validation_loss=held[0],
            validation_accuracy=held[1],
        )
        patience = patience.after(scores)
        yield EpochMetrics(**vars(scores), checkpoint=reached, patience=patience)


def _until_it_stops(epochs: Iterator[EpochMetrics]) -> Iterator[EpochMetrics]:
    with single_blas():
        for metrics in epochs:
            yield metrics
            if metrics.patience.stopped:
                return


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
