"""The epoch in NumPy: the practical's loop over the four functions of ``passes``.

It is the reference that the compiled engine is held equal to, and the engine where there is
none. An engine's epochs and evaluations are generators that give the number of rows trained
on after each slice of work: whoever drives them may pause between two slices, or go away.
"""

import math
from collections.abc import Generator, Iterator
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, check_learning_rate, look_up
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, one_hot
from mlp_core.divergence import divergence, ignore_overflow
from mlp_core.epoch_metrics import Parameters
from mlp_core.passes import backward_pass, descend, forward_pass, mean_loss
from mlp_core.training_input import check_order, check_start

# Parameters times rows in a slice: some milliseconds of work, whatever the network.
SLICE_WORK = 20_000_000

Part = Literal["train", "test"]
Result = TypeVar("Result")
Slices = Generator[int, None, Result]


class NumpyEngine:
    """Trains from ``parameters`` as ``config`` says; every step makes new ones.

    Raises ``ValueError`` where config, data set and parameters do not fit.
    """

    name = "numpy"

    def __init__(self, config: TrainConfig, dataset: Dataset, parameters: Parameters) -> None:
        self.config = config
        self.parameters = check_start(config, dataset, parameters)
        self._data = labelled_rows(dataset)

    def epoch(self, order: NDArray[np.intp], learning_rate: float) -> Slices[float]:
        """Train on all training rows in ``order``; ``total_loss`` as of ``train_epoch``."""
        rows, labels = self._data["train"]
        order = check_order(order, len(rows))
        weights, biases, total_loss = yield from epoch_in_steps(
            rows[order],
            labels[order],
            *self.parameters,
            check_learning_rate(learning_rate),
            self.config.batch_size,
            self.config.loss,
            self.config.activation,
        )
        self.parameters = weights, biases
        return total_loss

    def evaluate(self, part: Part) -> Slices[tuple[float, float]]:
        """Mean loss per row and accuracy; ``DivergenceError`` where the loss is not finite."""
        rows, labels = look_up(self._data, part, "part")
        mean, n_correct = 0.0, 0
        slice_rows = rows_in_slice(self.parameters)
        for first in range(0, len(rows), slice_rows):
            chunk = slice(first, min(first + slice_rows, len(rows)))
            n_rows = chunk.stop - first
            loss, correct = self._evaluate(rows[chunk], labels[chunk])
            mean += loss * (n_rows / len(rows))
            n_correct += correct
            yield 0
        return mean, n_correct / len(rows)

    @ignore_overflow
    def _evaluate(self, rows: Array, labels: Array) -> tuple[float, int]:
        output, _ = forward_pass(rows, *self.parameters, self.config.activation)
        loss = mean_loss(output, labels, self.config.loss)
        if not math.isfinite(loss):
            activation, rate = self.config.activation, self.config.learning_rate
            raise divergence(rows, *self.parameters, activation, rate)
        return loss, int((output.argmax(axis=1) == labels.argmax(axis=1)).sum())


def epoch_in_steps(
    rows: Array,
    labels: Array,
    weights: list[Array],
    biases: list[Array],
    learning_rate: float,
    batch_size: int,
    loss: str,
    activation: str,
) -> Slices[tuple[list[Array], list[Array], float]]:
    """``train_epoch`` a step at a time, on what was checked; its result is the generator's."""
    total_loss = 0.0
    for x, y, n_rows in batches(rows, labels, batch_size):
        weights, biases, batch_loss = _step(x, y, weights, biases, learning_rate, loss, activation)
        total_loss += batch_loss * n_rows
        yield n_rows
    finite = all(np.isfinite(array).all() for array in (*weights, *biases))
    if not (finite and math.isfinite(total_loss)):
        raise divergence(rows, weights, biases, activation, learning_rate)
    return weights, biases, total_loss


@ignore_overflow
def _step(
    x: Array,
    y: Array,
    weights: list[Array],
    biases: list[Array],
    learning_rate: float,
    loss: str,
    activation: str,
) -> tuple[list[Array], list[Array], float]:
    """One update: parameters after it and the batch's mean loss before it."""
    output, hiddens = forward_pass(x, weights, biases, activation)
    batch_loss = mean_loss(output, y, loss)
    if not math.isfinite(batch_loss):
        raise divergence(x, weights, biases, activation, learning_rate)
    gradients = backward_pass(x, y, output, hiddens, weights, loss, activation)
    return *descend(weights, biases, *gradients, learning_rate), batch_loss


def batches(inputs: Array, labels: Array, batch_size: int) -> Iterator[tuple[Array, Array, int]]:
    """(x, y, number of rows) of each step: vectors for batch size 1, matrices of rows above."""
    if batch_size == 1:
        for x, y in zip(inputs, labels, strict=True):
            yield x, y, 1
        return
    for start in range(0, len(inputs), batch_size):
        x = inputs[start : start + batch_size]
        yield x, labels[start : start + batch_size], len(x)


def labelled_rows(dataset: Dataset) -> dict[str, tuple[Array, Array]]:
    """Inputs and one-hot labels of both parts of a data set."""
    return {
        "train": (dataset.X_train, one_hot(dataset.y_train, dataset.n_classes)),
        "test": (dataset.X_test, one_hot(dataset.y_test, dataset.n_classes)),
    }


def rows_in_slice(parameters: Parameters) -> int:
    """How many rows make SLICE_WORK of work, one at least."""
    n_parameters = sum(array.size for arrays in parameters for array in arrays)
    return max(1, SLICE_WORK // n_parameters)
