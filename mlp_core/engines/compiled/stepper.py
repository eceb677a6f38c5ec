"""The compiled steps of one network on arrays: it knows neither a data set nor a configuration."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.engines.compiled import loader
from mlp_core.engines.compiled.layout import CHUNK_ROWS, OPTIONS, make_layout, pack, unpack
from mlp_core.engines.compiled.memory import OptimizerMemory
from mlp_core.optimizers import OptimizerState, Options


class Stepper:
    """Trains a network of these ``units``, input first, in place on a copy of its own.

    ``activations`` has a name for each hidden layer, ``method`` is one in OPTIMIZERS, ``alpha`` the
    strength of scikit-learn's penalty. Batches are counted from the start of an order; the last may
    be smaller. Raises ``RuntimeError`` with the reason where there is no compiled loop for it.
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
        kernels, reason = loader.EPOCHS.load(), why_not_compiled(activations, loss, method)
        if kernels is None or reason:
            raise RuntimeError(f"there is no compiled engine: {reason}")
        if np.dtype(dtype) != np.float64:
            raise NotImplementedError("the kernels take float64 alone")
        self.units, self.batch_size, self.dtype = tuple(units), batch_size, np.dtype(dtype)
        self._kernels, self._alpha = kernels.functions, alpha
        self._packed = pack(parameters)
        n_values = CHUNK_ROWS * sum(units)
        codes = [kernels.activations.index(name) for name in activations]
        self._network = (
            kernels.losses.index(loss),
            make_layout(units, codes),
            self._packed,
            *(np.empty(n_values) for _ in range(3)),
        )
        self._gradients = np.empty_like(self._packed), np.zeros_like(self._packed)
        self._filled = np.empty(units[0] + 1, dtype=np.uint64)
        told = [float(getattr(options, name)) for name in OPTIONS]
        self._memory = OptimizerMemory(kernels, method, told, state, units)

    @property
    def parameters(self) -> Parameters:
        """The parameters by now, in new arrays; not to be asked within a batch."""
        return unpack(self._packed, self.units)

    @property
    def state(self) -> OptimizerState:
        """What the optimizer remembers by now, in new arrays."""
        return self._memory.state

    def is_finite(self) -> bool:
        """Whether all parameters are."""
        return bool(np.isfinite(self._packed).all())

    def train(
        self,
        X: Array,
        Y: Array,
        order: NDArray[np.uint64],
        rate: float,
        first: int,
        last: int,
        row_weights: Array | None = None,
    ) -> tuple[float, int]:
        """Update on the rows order[first], order[first + 1], … of X and Y.

        Returns the sum of their losses, each taken just before its update, with a batch's penalty
        once for each of its rows; and the position reached, at ``last`` or a little after it, where
        the next call goes on. It is before ``last`` only where a loss is not finite: that loss,
        and the place of its rows. ``row_weights`` (n,) are scikit-learn's sample weights.

        X (n, n_in) and Y (n, n_out) are C-contiguous, of the Stepper's dtype.
        """
        if row_weights is not None:
            raise NotImplementedError("the kernels take no row weights")
        loss, reached = self._kernels["train_rows"](
            *(X, Y, order, first, last, self.batch_size, rate, self._alpha),
            *(*self._network, *self._gradients, self._filled, *self._memory.arguments),
        )
        return loss, int(reached)

    def evaluate(
        self, X: Array, Y: Array, classes: NDArray[np.uint64], first: int, last: int, alone: bool
    ) -> tuple[float, int]:
        """The sum of losses of the rows X[first:last], and how many are of their class.

        With ``alone`` the only output tells two classes apart; else the largest one counts.
        """
        in_order = np.arange(len(X), dtype=np.uint64)
        loss, n_correct = self._kernels["evaluate_rows"](
            X, Y, in_order, classes, first, last, alone, *self._network
        )
        return loss, int(n_correct)


def why_not_compiled(activations: Sequence[str], loss: str, method: str) -> str:
    """Why there is no Stepper of these here, for after a colon; empty where there is."""
    kernels = loader.EPOCHS.load()
    if kernels is None:
        return loader.EPOCHS.why_missing()
    return kernels.lacks(activations, loss, method)
