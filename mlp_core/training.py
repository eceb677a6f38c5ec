"""Training by stochastic gradient descent: steps make an epoch, epochs make a run.

``train_epoch`` is the practical's loop over the four functions of ``network``. ``train``
is a generator, so that whoever wants a chart, a progress bar or a stop button just iterates.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, check_finite, check_learning_rate, check_parameters
from mlp_core.config import TrainConfig
from mlp_core.datasets import Dataset, one_hot
from mlp_core.divergence import DivergenceError, ignore_overflow, largest_pre_activation
from mlp_core.epoch_metrics import EpochMetrics, Parameters
from mlp_core.losses import check_targets
from mlp_core.metrics import accuracy
from mlp_core.network import backward, compute_loss, forward, init_parameters, update_weights

AfterStep = Callable[[], None]


@ignore_overflow
def train_epoch(
    inputs: ArrayLike,
    labels: ArrayLike,
    weights: Sequence[Array],
    biases: Sequence[Array],
    learning_rate: float,
    batch_size: int = 1,
    loss: str = "softmax_cross_entropy",
    activation: str = "tanh",
    *,
    after_step: AfterStep | None = None,
) -> tuple[list[Array], list[Array], float]:
    """One pass over all rows in their order; (weights, biases, total_loss) after it.

    ``inputs`` are (n_samples, n_in), ``labels`` one-hot (n_samples, n_out). ``total_loss`` is
    a sum over rows (see EpochScores). A last batch takes the mean over the rows it has.
    ``after_step`` is called after every update and may raise to end the epoch early. Raises
    ``ValueError`` for input that does not fit and ``DivergenceError`` where the loss of a
    batch or a parameter at the end is not finite.
    """
    rows, targets = check_finite("inputs", inputs), check_finite("labels", labels)
    _check_training_input(rows, targets, batch_size, loss)
    check_learning_rate(learning_rate)
    weights, biases = check_parameters(weights, biases)
    total_loss = 0.0
    for x, y, n_rows in batches(rows, targets, batch_size):
        output, hiddens = forward(x, weights, biases, activation)
        batch_loss = compute_loss(output, y, loss)
        if not math.isfinite(batch_loss):
            largest_z = largest_pre_activation(x, weights, biases, activation)
            raise DivergenceError(largest_z, learning_rate)
        gradients = backward(x, y, output, hiddens, weights, loss, activation)
        weights, biases = update_weights(weights, biases, *gradients, learning_rate)
        total_loss += batch_loss * n_rows
        if after_step is not None:
            after_step()
    if not all(np.isfinite(array).all() for array in (*weights, *biases)):
        largest_z = largest_pre_activation(rows, weights, biases, activation)
        raise DivergenceError(largest_z, learning_rate)
    return weights, biases, total_loss


def train(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    after_step: AfterStep | None = None,
) -> Iterator[EpochMetrics]:
    """Train as ``config`` says and yield the metrics of each epoch as it ends.

    ``parameters`` replace the starting parameters that the seed would make; orders of
    shuffled epochs stay those of the seed. ``after_step`` goes to ``train_epoch``. Raises
    ``ValueError`` where config and data set do not fit, and ``DivergenceError`` naming the
    epoch in which the loss stopped being finite.
    """
    check_fit(config, dataset)
    start = time.perf_counter()
    (weights, biases), orders = starting_point(config, len(dataset.X_train))
    if parameters is not None:
        weights, biases = parameters
    labels_train = one_hot(dataset.y_train, dataset.n_classes)
    labels_test = one_hot(dataset.y_test, dataset.n_classes)
    for epoch, order in enumerate(orders, start=1):
        try:
            weights, biases, total_loss = train_epoch(
                dataset.X_train[order],
                labels_train[order],
                weights,
                biases,
                config.learning_rate,
                config.batch_size,
                config.loss,
                config.activation,
                after_step=after_step,
            )
            train_loss, train_accuracy = evaluate(
                dataset.X_train, labels_train, weights, biases, config
            )
            test_loss, test_accuracy = evaluate(
                dataset.X_test, labels_test, weights, biases, config
            )
        except DivergenceError as error:
            raise DivergenceError(error.largest_z, error.learning_rate, epoch) from None
        yield EpochMetrics(
            epoch=epoch,
            total_loss=total_loss,
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
            seconds=time.perf_counter() - start,
            parameters=(weights, biases),
        )


@ignore_overflow
def evaluate(
    inputs: Array, labels: Array, weights: list[Array], biases: list[Array], config: TrainConfig
) -> tuple[float, float]:
    """Mean loss per row and accuracy; raises ``DivergenceError`` where the loss is not finite."""
    output, _ = forward(inputs, weights, biases, config.activation)
    loss = compute_loss(output, labels, config.loss)
    if not math.isfinite(loss):
        largest_z = largest_pre_activation(inputs, weights, biases, config.activation)
        raise DivergenceError(largest_z, config.learning_rate)
    return loss, accuracy(labels.argmax(axis=1), output.argmax(axis=1))


def batches(inputs: Array, labels: Array, batch_size: int) -> Iterator[tuple[Array, Array, int]]:
    """(x, y, number of rows) of each step: vectors for batch size 1, matrices of rows above."""
    if batch_size == 1:
        for x, y in zip(inputs, labels, strict=True):
            yield x, y, 1
        return
    for start in range(0, len(inputs), batch_size):
        x = inputs[start : start + batch_size]
        yield x, labels[start : start + batch_size], len(x)


def starting_point(
    config: TrainConfig, n_rows: int
) -> tuple[Parameters, Iterator[NDArray[np.intp]]]:
    """The starting parameters that ``config.seed`` makes, and the row order of each epoch."""
    rng = np.random.default_rng(config.seed)
    parameters = init_parameters(config.units, rng, config.init_scale)
    in_order = np.arange(n_rows)
    orders = (rng.permutation(n_rows) if config.shuffle else in_order for _ in range(config.epochs))
    return parameters, orders


def check_fit(config: TrainConfig, dataset: Dataset) -> None:
    """Raise ``ValueError`` unless the network's ends and the scaling are the data set's."""
    ends = (config.units[0], config.units[-1])
    if ends != (dataset.n_features, dataset.n_classes):
        raise ValueError(
            f"units must begin with {dataset.n_features} features and end with "
            f"{dataset.n_classes} classes; got {config.units}"
        )
    if config.scaling != dataset.scaling:
        raise ValueError(
            f"the data set must be scaled as the configuration says ({config.scaling}); "
            f"got {dataset.scaling}"
        )


def _check_training_input(inputs: Array, labels: Array, batch_size: int, loss: str) -> None:
    if inputs.ndim != 2 or labels.ndim != 2 or len(inputs) != len(labels) or not len(inputs):
        raise ValueError(
            "inputs must be (n_samples, n_in) and labels (n_samples, n_out) with as many rows; "
            f"got shapes {inputs.shape} and {labels.shape}"
        )
    if batch_size < 1:
        raise ValueError(f"batch_size must be 1 or more; got {batch_size}")
    check_targets(labels, loss)
