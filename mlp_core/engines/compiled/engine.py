"""The compiled epoch: what is given to the kernels, and what becomes of what they give back."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_learning_rate, look_up
from mlp_core.activations import activation_names
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, classes_of
from mlp_core.divergence import DivergenceError, divergence
from mlp_core.engines.compiled import loader
from mlp_core.engines.compiled.layout import (
    CHUNK_ROWS,
    OPTIONS,
    make_layout,
    pack,
    unpack,
)
from mlp_core.engines.compiled.memory import OptimizerMemory
from mlp_core.engines.slices import (
    Part,
    Slices,
    labelled_rows,
    rows_in_slice,
)
from mlp_core.losses import get_loss
from mlp_core.training_input import check_checkpoint, check_order

# What no configuration asks for: options, and a penalty.
NO_OPTIONS, NO_PENALTY = [0.0] * len(OPTIONS), 0.0


class CompiledEngine:
    """Goes on from ``start`` as ``config`` says, in place on a copy of its own.

    Raises ``ValueError`` where config, data set and start do not fit, and ``RuntimeError`` with
    the reason where it cannot train such a configuration.
    """

    name: Literal["compiled"] = "compiled"

    def __init__(self, config: TrainConfig, dataset: Dataset, start: Checkpoint) -> None:
        start, reason = check_checkpoint(config, dataset, start), why_not_compiled(config)
        kernels = loader.EPOCHS.load()
        if kernels is None or reason:
            raise RuntimeError(f"there is no compiled engine: {reason}")
        self.config = config
        self._epoch, self._rate = start.epoch, start.learning_rate
        self._kernels = kernels.functions
        self._data = {
            part: tuple(np.require(array, np.float64, ["C", "W"]) for array in arrays)
            for part, arrays in labelled_rows(dataset, config.units[-1]).items()
        }
        self._one_output_decides = get_loss(config.loss).tells_two_apart(config.units[-1])
        self._packed = pack(start.parameters)
        self._slice_rows = rows_in_slice(start.parameters)
        n_values = CHUNK_ROWS * sum(config.units)
        codes = [kernels.activations.index(name) for name in _hidden_activations(config)]
        self._network = (
            kernels.losses.index(config.loss),
            make_layout(config.units, codes),
            self._packed,
            *(np.empty(n_values) for _ in range(3)),
        )
        self._gradients = np.empty_like(self._packed), np.zeros_like(self._packed)
        self._filled = np.empty(config.units[0] + 1, dtype=np.uint64)
        self._memory = OptimizerMemory(
            kernels, config.optimizer, NO_OPTIONS, start.state, config.units
        )

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the epochs so far have led, in arrays of its own; not to be asked within one."""
        return Checkpoint(self._parameters, self._memory.state, self._epoch, self._rate)

    @property
    def _parameters(self) -> Parameters:
        return unpack(self._packed, self.config.units)

    def epoch(self, order: NDArray[np.intp], learning_rate: float) -> Slices[float]:
        """Train on all training rows in ``order``; ``total_loss`` as of ``train_epoch``."""
        rows, labels = self._data["train"]
        order, learning_rate = check_order(order, len(rows)), check_learning_rate(learning_rate)
        data = rows, labels, order.astype(np.uint64)
        steps = self.config.batch_size, learning_rate, NO_PENALTY
        total_loss, position = 0.0, 0
        while position < len(order):
            last = min(position + self._slice_rows, len(order))
            loss, reached = self._kernels["train_rows"](
                *(*data, position, last, *steps, *self._network, *self._gradients, self._filled),
                *self._memory.arguments,
            )
            if reached < last:  # the kernel stops at a batch whose loss is not finite
                batch_start = reached // self.config.batch_size * self.config.batch_size
                batch = order[batch_start : batch_start + self.config.batch_size]
                raise self._divergence(rows[batch], learning_rate)
            total_loss += loss
            yield reached - position
            position = reached
        if not (math.isfinite(total_loss) and np.isfinite(self._packed).all()):
            raise self._divergence(rows, learning_rate)
        self._epoch, self._rate = self._epoch + 1, learning_rate
        return total_loss

    def evaluate(self, part: Part) -> Slices[tuple[float, float]]:
        """Mean loss per row and accuracy; ``DivergenceError`` where the loss is not finite."""
        rows, labels = look_up(self._data, part, "part")
        in_order = np.arange(len(rows), dtype=np.uint64)
        data = rows, labels, in_order, classes_of(labels).astype(np.uint64)
        mean_loss, n_correct = 0.0, 0
        for first in range(0, len(rows), self._slice_rows):
            last = min(first + self._slice_rows, len(rows))
            loss, correct = self._kernels["evaluate_rows"](
                *data, first, last, self._one_output_decides, *self._network
            )
            if not math.isfinite(loss):
                raise self._divergence(rows[first:last], self.config.learning_rate)
            mean_loss += loss / len(rows)
            n_correct += correct
            yield 0
        return mean_loss, n_correct / len(rows)

    def _divergence(self, x: Array, learning_rate: float) -> DivergenceError:
        return divergence(x, *self._parameters, self.config.activation, learning_rate)


def why_not_compiled(config: TrainConfig) -> str:
    """Why the compiled engine cannot train this here, for after a colon; empty where it can."""
    kernels = loader.EPOCHS.load()
    if kernels is None:
        return loader.EPOCHS.why_missing()
    return kernels.lacks(_hidden_activations(config), config.loss, config.optimizer)


def _hidden_activations(config: TrainConfig) -> tuple[str, ...]:
    return activation_names(config.activation, len(config.units) - 2)
