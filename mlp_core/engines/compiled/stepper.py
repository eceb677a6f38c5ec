"""The compiled steps of one network on arrays: it knows neither a data set nor a configuration."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.engines.compiled.layout import CHUNK_ROWS
from mlp_core.engines.compiled.loader import (
    LOADER,
    Need,
    addresses,
    blas,
    loops_of,
    network_needs,
)
from mlp_core.engines.compiled.memory import NetworkMemory, OptimizerMemory
from mlp_core.optimizers import OptimizerState, Options

EVALUATE = "evaluate_rows"


class Stepper:
    """Trains a network of these ``units``, input first, in place on a copy of its own.

    ``activations`` has a name for each hidden layer, ``method`` is one in OPTIMIZERS, ``alpha`` the
    strength of scikit-learn's penalty. Batches are counted from the start of an order; the last may
    be smaller. ``dtype`` is float64 or float32, in which all is computed but the sums of losses.
    Raises ``RuntimeError`` with the reason where there is no compiled loop for it.
    """

    def __init__(
        self,
        units: Sequence[int],
        activations: Sequence[str],
        loss: str,
        method: str,
        options: Options,
        alpha: float,
        batch_size: int,
        parameters: Parameters,
        state: OptimizerState,
        dtype: DTypeLike = np.float64,
    ) -> None:
        needs = needs_of(activations, loss, method, batch_size, dtype)
        functions = LOADER.load(needs)
        if functions is None:
            raise RuntimeError(f"there is no compiled engine: {LOADER.why_missing(needs)}")
        self.units, self.batch_size, self.dtype = tuple(units), batch_size, np.dtype(dtype)
        self._alpha, self._ones, self._total = alpha, np.ones(0), np.empty(1)
        loops = loops_of(activations, functions)
        self._network = NetworkMemory(self.units, parameters, loops, CHUNK_ROWS, dtype)
        self._optimizer = OptimizerMemory(method, options, state, self.units, dtype)
        self._filled = np.empty(units[0] + 1, dtype=np.int64)
        way_back, train = _kinds(batch_size)
        self._train, self._evaluate = (
            functions[train, train].call,
            functions[EVALUATE, EVALUATE].call,
        )
        total, filled = addresses(self._total, self._filled)
        row_loss, gemm = functions["loss", loss].address, blas(self.dtype.name)
        self._for_evaluation = total, row_loss, gemm, *self._network.arguments
        self._for_training = (
            *(total, row_loss, functions[way_back, method].address, gemm, self._network.D),
            *(filled, *self._network.arguments, *self._optimizer.arguments),
        )

    @property
    def parameters(self) -> Parameters:
        """The parameters by now, in new arrays; not to be asked within a batch."""
        return self._network.parameters

    @property
    def state(self) -> OptimizerState:
        """What the optimizer remembers by now, in new arrays."""
        return self._optimizer.state

    def is_finite(self) -> bool:
        """Whether all parameters are."""
        return bool(np.isfinite(self._network.packed).all())

    def train(
        self,
        X: Array,
        Y: Array,
        order: NDArray[np.intp],
        rate: float,
        first: int,
        last: int,
        row_weights: Array | None = None,
    ) -> tuple[float, int]:
        """Update on the rows order[first], order[first + 1], … of X and Y.

        Returns the sum of their losses, each taken just before its update, with a batch's penalty
        once for each of its rows; and the position reached, at ``last`` or a little after it, where
        the next call goes on. It is before ``last`` only where a loss is not finite: that loss,
        and the place of its rows. ``row_weights`` (n,) are scikit-learn's sample weights: loss and
        gradients of a batch are weighted means, and the sum of its weights divides the penalty.

        X (n, n_in) and Y (n, n_out) lie row by row and are of the Stepper's dtype. Raises
        ``ValueError`` where they are not, or where there is no row that an order names.
        """
        order = np.ascontiguousarray(order, dtype=np.int64)
        if len(self._ones) != len(X):
            self._ones = np.ones(len(X))
        weights = self._ones if row_weights is None else row_weights
        weights = np.ascontiguousarray(weights, dtype=np.float64)
        self._check(X, Y, weights, len(order), first, last)
        rows = order[first : last + self.batch_size]
        if len(rows) and not (rows.min() >= 0 and rows.max() < len(X)):
            raise ValueError(f"rows must be from 0 to {len(X) - 1}; got {rows.min()}, {rows.max()}")
        reached = self._train(
            *(*addresses(X, Y, order, weights), first, last, len(order), self.batch_size),
            *(*self._for_training, rate, self._alpha, self._optimizer.options),
        )
        return float(self._total[0]), reached

    def evaluate(
        self, X: Array, Y: Array, classes: NDArray[np.intp], first: int, last: int, alone: bool
    ) -> tuple[float, int]:
        """The sum of losses of the rows X[first:last], and how many are of their class.

        With ``alone`` the only output tells two classes apart; else the largest one counts.
        """
        classes = np.ascontiguousarray(classes, dtype=np.int64)
        self._check(X, Y, classes, len(X), first, last)
        n_correct = self._evaluate(
            *(*addresses(X, Y, classes), first, last, alone, *self._for_evaluation)
        )
        return float(self._total[0]), n_correct

    def _check(
        self,
        X: Array,
        Y: Array,
        beside: NDArray[Any],
        n_places: int,
        first: int,
        last: int,
    ) -> None:
        """``ValueError`` unless a kernel that goes to these places reads nothing beyond arrays."""
        for name, array, n_columns in (("X", X, self.units[0]), ("Y", Y, self.units[-1])):
            fits = array.dtype == self.dtype and array.shape == (len(beside), n_columns)
            if not (fits and array.flags.c_contiguous):
                raise ValueError(
                    f"{name} must be {self.dtype} with shape ({len(beside)}, {n_columns}), row by "
                    f"row; got {array.dtype} with shape {array.shape}"
                )
        if not 0 <= first <= last <= n_places:
            raise ValueError(
                f"first and last must be in order, from 0 to {n_places}; got {first}, {last}"
            )


def needs_of(
    activations: Sequence[str],
    loss: str,
    method: str,
    batch_size: int,
    dtype: DTypeLike = np.float64,
) -> list[Need]:
    """What must be compiled for a Stepper of these."""
    values, (way_back, train) = np.dtype(dtype).name, _kinds(batch_size)
    return [
        *network_needs(activations, loss, values),
        Need(way_back, method, "optimizer", values),
        *(Need(kernel, kernel, "kernel", values) for kernel in (train, EVALUATE)),
    ]


def why_not_compiled(
    activations: Sequence[str],
    loss: str,
    method: str,
    batch_size: int,
    dtype: DTypeLike = np.float64,
) -> str:
    """Why there is no Stepper of these here, for after a colon; empty where there is."""
    return LOADER.why_missing(needs_of(activations, loss, method, batch_size, dtype))


def _kinds(batch_size: int) -> tuple[str, str]:
    """The kinds of the way back and of the kernel that calls it."""
    return ("learn", "train_one_by_one") if batch_size == 1 else ("update", "train_batches")
