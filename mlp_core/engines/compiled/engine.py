"""The compiled epoch: what is given to the kernels, and what becomes of what they give back."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, check_learning_rate, look_up
from mlp_core.activations import activation_names
from mlp_core.checkpoint import Checkpoint
from mlp_core.class_weights import row_weights
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.labels import classes_of
from mlp_core.divergence import DivergenceError, divergence
from mlp_core.engines.compiled import stepper
from mlp_core.engines.compiled.loader import LOADER, Need
from mlp_core.engines.compiled.stepper import Stepper
from mlp_core.engines.regression import regression_scores
from mlp_core.engines.slices import (
    Part,
    Slices,
    labelled_rows,
    rows_in_slice,
)
from mlp_core.losses import get_loss
from mlp_core.training_input import check_checkpoint, check_order


class CompiledEngine:
    """Goes on from ``start`` as ``config`` says, in place on a copy of its own.

    Raises ``ValueError`` where config, data set and start do not fit, and ``RuntimeError`` with
    the reason where it cannot train such a configuration.
    """

    name: Literal["compiled"] = "compiled"

    def __init__(self, config: TrainConfig, dataset: Dataset, start: Checkpoint) -> None:
        start = check_checkpoint(config, dataset, start)
        self.config = config
        self._epoch, self._rate = start.epoch, start.learning_rate
        self._stepper = Stepper(
            config.units,
            _hidden_activations(config),
            config.loss,
            config.method,
            config.options,
            config.alpha,
            config.batch_size,
            start.parameters,
            start.state,
        )
        self._data = {
            part: tuple(np.ascontiguousarray(array, self._stepper.dtype) for array in arrays)
            for part, arrays in labelled_rows(config, dataset).items()
        }
        self._row_weights = row_weights(config, dataset)
        self._is_regression = dataset.is_regression
        self._one_output_decides = get_loss(config.loss).tells_two_apart(config.units[-1])
        self._slice_rows = rows_in_slice(start.parameters)

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the epochs so far have led, in arrays of its own; not to be asked within one."""
        stepper = self._stepper
        return Checkpoint(stepper.parameters, stepper.state, self._epoch, self._rate)

    def epoch(self, order: NDArray[np.intp], learning_rate: float) -> Slices[float]:
        """Train on all training rows in ``order``; ``total_loss`` as of ``train_epoch``."""
        rows, labels = self._data["train"]
        order, learning_rate = check_order(order, len(rows)), check_learning_rate(learning_rate)
        total_loss, position = 0.0, 0
        while position < len(order):
            last = min(position + self._slice_rows, len(order))
            loss, reached = self._stepper.train(
                rows, labels, order, learning_rate, position, last, self._row_weights
            )
            if reached < last:  # it stops at a batch whose loss is not finite
                batch_start = reached // self.config.batch_size * self.config.batch_size
                batch = order[batch_start : batch_start + self.config.batch_size]
                raise self._divergence(rows[batch], learning_rate)
            total_loss += loss
            yield reached - position
            position = reached
        if not (math.isfinite(total_loss) and self._stepper.is_finite()):
            raise self._divergence(rows, learning_rate)
        self._epoch, self._rate = self._epoch + 1, learning_rate
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
                rows, labels, self._stepper.parameters, self.config
            )
            return scores
        classes = classes_of(labels)
        mean_loss, n_correct = 0.0, 0
        for first in range(0, len(rows), self._slice_rows):
            last = min(first + self._slice_rows, len(rows))
            loss, correct = self._stepper.evaluate(
                rows, labels, classes, first, last, self._one_output_decides
            )
            if not math.isfinite(loss):
                raise self._divergence(rows[first:last], self.config.learning_rate)
            mean_loss += loss / len(rows)
            n_correct += correct
            yield 0
        return mean_loss, n_correct / len(rows)

    def _divergence(self, x: Array, learning_rate: float) -> DivergenceError:
        return divergence(x, *self._stepper.parameters, self.config.activation, learning_rate)


def needs_of(config: TrainConfig) -> list[Need]:
    """What must be compiled for it."""
    activations = _hidden_activations(config)
    return stepper.needs_of(activations, config.loss, config.method, config.batch_size)


def why_not_compiled(config: TrainConfig) -> str:
    """Why the compiled engine cannot train this here, for after a colon; empty where it can."""
    return LOADER.why_missing(needs_of(config))


def _hidden_activations(config: TrainConfig) -> tuple[str, ...]:
    return activation_names(config.activation, len(config.units) - 2)
