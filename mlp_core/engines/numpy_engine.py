"""The epoch in NumPy: the practical's loop over the functions of ``passes`` and ``optimizers``.

It is the reference that the compiled engine is held equal to, and trains what that cannot.
"""

import itertools
import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_learning_rate, look_up
from mlp_core.activations import activation_names
from mlp_core.checkpoint import Checkpoint
from mlp_core.class_weights import row_weights
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.labels import classes_of
from mlp_core.divergence import divergence, ignore_overflow
from mlp_core.engines.regression import regression_scores
from mlp_core.engines.slices import (
    Part,
    Slices,
    labelled_rows,
    rows_in_slice,
)
from mlp_core.losses import get_loss
from mlp_core.objective import Objective
from mlp_core.optimizers import PLAIN, Optimizer, OptimizerState, Options, get_optimizer
from mlp_core.passes import forward_pass, mean_loss
from mlp_core.training_input import check_checkpoint, check_order


class NumpyEngine:
    """Goes on from ``start`` as ``config`` says; every step makes new parameters.

    ``checkpoint`` is ``start``, and then where the last whole epoch has led. Raises
    ``ValueError`` where config, data set and start do not fit.
    """

    name = "numpy"

    def __init__(self, config: TrainConfig, dataset: Dataset, start: Checkpoint) -> None:
        self.config = config
        self.checkpoint = check_checkpoint(config, dataset, start)
        self._data = labelled_rows(config, dataset)
        self._row_weights = row_weights(config, dataset)
        self._is_regression = dataset.is_regression

    def epoch(self, order: NDArray[np.intp], learning_rate: float) -> Slices[float]:
        """Train on all training rows in ``order``; ``total_loss`` as of ``train_epoch``."""
        rows, labels = self._data["train"]
        order, rate = check_order(order, len(rows)), check_learning_rate(learning_rate)
        before = self.checkpoint
        parameters, state, total_loss = yield from epoch_in_steps(
            rows[order],
            labels[order],
            before.parameters,
            before.state,
            rate,
            self.config.batch_size,
            objective_of(self.config),
            self.config.method,
            self.config.options,
            None if self._row_weights is None else self._row_weights[order],
        )
        self.checkpoint = Checkpoint(parameters, state, before.epoch + 1, rate)
        return total_loss

    @property
    def validates(self) -> bool:
        """Whether there is a validation part to be evaluated."""
        return "validation" in self._data

    def evaluate(self, part: Part) -> Slices[tuple[float, float]]:
        """Mean loss per row and accuracy, or R² of a regression.

        ``DivergenceError`` where the loss is not finite.
        """
        rows, labels = look_up(self._data, part, "part")
        if self._is_regression:
            scores = yield from regression_scores(
                rows, labels, self.checkpoint.parameters, self.config
            )
            return scores
        mean, n_correct = 0.0, 0
        slice_rows = rows_in_slice(self.checkpoint.parameters)
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
        parameters, activation = self.checkpoint.parameters, self.config.activation
        output, _ = forward_pass(rows, *parameters, activation)
        loss = mean_loss(output, labels, self.config.loss)
        if not math.isfinite(loss):
            raise divergence(rows, *parameters, activation, self.config.learning_rate)
        predicted = get_loss(self.config.loss).classes(output)
        return loss, int((predicted == classes_of(labels)).sum())


def objective_of(config: TrainConfig) -> Objective:
    """What the steps of such a run minimise."""
    names = activation_names(config.activation, len(config.units) - 2)
    return Objective(config.loss, names, config.alpha)


def epoch_in_steps(
    rows: Array,
    labels: Array,
    parameters: Parameters,
    state: OptimizerState,
    learning_rate: float,
    batch_size: int,
    objective: Objective,
    method: str = "sgd",
    options: Options = PLAIN,
    weights: Array | None = None,
) -> Slices[tuple[Parameters, OptimizerState, float]]:
    """An epoch a step at a time, on what was checked: parameters, state and total loss of it.

    ``weights`` (n_rows,) are those of rows that do not all count alike.
    """
    optimizer, total_loss = get_optimizer(method), 0.0
    for x, y, at, n_rows in batches(rows, labels, batch_size):
        of_rows = None if weights is None else weights[at]
        parameters, state, batch_loss = _step(
            x, y, of_rows, parameters, state, learning_rate, objective, optimizer, options
        )
        total_loss += batch_loss * n_rows
        yield n_rows
    finite = all(np.isfinite(array).all() for array in itertools.chain(*parameters))
    if not (finite and math.isfinite(total_loss)):
        raise divergence(rows, *parameters, objective.activations, learning_rate)
    return parameters, state, total_loss


@ignore_overflow
def _step(
    x: Array,
    y: Array,
    row_weights: Array | None,
    parameters: Parameters,
    state: OptimizerState,
    learning_rate: float,
    objective: Objective,
    optimizer: Optimizer,
    options: Options,
) -> tuple[Parameters, OptimizerState, float]:
    """One update: parameters and state after it, and the batch's loss and penalty before it."""
    weights, _ = parameters
    output, hiddens = forward_pass(x, *parameters, objective.activations)
    loss = float(objective.value(output, y, weights, row_weights))
    if not math.isfinite(loss):
        raise divergence(x, *parameters, objective.activations, learning_rate)
    gradients = objective.gradients(x, y, output, hiddens, weights, row_weights=row_weights)
    return *optimizer.update(parameters, gradients, state, learning_rate, options), loss


def batches(
    inputs: Array, labels: Array, batch_size: int
) -> Iterator[tuple[Array, Array, int | slice, int]]:
    """(x, y, place, number of rows) of each step: vectors for batch size 1, else matrices of rows.

    The place is that among the rows: a number, or a slice.
    """
    if batch_size == 1:
        for at, (x, y) in enumerate(zip(inputs, labels, strict=True)):
            yield x, y, at, 1
        return
    for start in range(0, len(inputs), batch_size):
        place = slice(start, start + batch_size)
        x = inputs[place]
        yield x, labels[place], place, len(x)
