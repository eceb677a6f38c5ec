"""What the kernels are given of a network and of an optimizer: arrays, and where these lie."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from mlp_core._checks import Parameters
from mlp_core.engines.compiled.layout import N_NUMBERS, OPTIONS, make_layout, pack, unpack
from mlp_core.engines.compiled.loader import addresses
from mlp_core.optimizers import OptimizerState, Options, get_optimizer


class NetworkMemory:
    """A network of these ``units`` in a copy of its own, with room for ``n_rows`` observations.

    ``loops`` has the addresses of both loops of each hidden layer's activation. ``arguments`` are
    the kernels' P, H, Z, G, layout and n_layers, and ``D`` is theirs of this name.
    """

    def __init__(
        self,
        units: Sequence[int],
        parameters: Parameters,
        loops: Sequence[tuple[int, int]],
        n_rows: int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self._units, self.packed = units, pack(parameters, dtype)
        self._layout = make_layout(units, loops, n_rows)
        self._values = np.empty((3, n_rows * sum(units)), dtype)
        self._gradients = np.zeros_like(self.packed)
        self.arguments = (
            *addresses(self.packed, *self._values, self._layout),
            len(units) - 1,
        )
        (self.D,) = addresses(self._gradients)

    @property
    def parameters(self) -> Parameters:
        """The parameters by now, in new arrays."""
        return unpack(self.packed, self._units)


class OptimizerMemory:
    """The optimizer of a network of these ``units``, in ``state``, which is left alone.

    ``arguments`` are the kernels' M, N and steps, and ``options`` is theirs of this name.
    """

    def __init__(
        self,
        optimizer: str,
        options: Options,
        state: OptimizerState,
        units: Sequence[int],
        dtype: DTypeLike = np.float64,
    ) -> None:
        self._names, self._units = get_optimizer(optimizer).remembers, units
        rows = [pack(state.arrays[name], dtype) for name in self._names]
        self._rows, self._numbers = np.array(rows, dtype), np.empty(N_NUMBERS, dtype)
        self._steps = np.array([state.steps], dtype=np.int64)
        self._options = np.array([getattr(options, name) for name in OPTIONS], dtype=np.float64)
        self.arguments = addresses(self._rows, self._numbers, self._steps)
        (self.options,) = addresses(self._options)

    @property
    def state(self) -> OptimizerState:
        """What it remembers by now, in new arrays."""
        arrays = (unpack(row, self._units) for row in self._rows)
        return OptimizerState(dict(zip(self._names, arrays, strict=True)), int(self._steps[0]))
