"""What the kernels are given of an optimizer, and what it remembers in their flat arrays."""

import itertools
from collections.abc import Sequence

import numpy as np

from mlp_core.engines.compiled.layout import pack, unpack
from mlp_core.engines.compiled.loader import Kernels
from mlp_core.optimizers import OptimizerState, get_optimizer


class OptimizerMemory:
    """The optimizer of a network of these ``units``, in ``state``, which is left alone.

    ``options`` are in the order of ``layout.OPTIONS``. ``arguments`` are the last of every kernel
    that updates: its code, its options, a row of numbers for each array that it remembers, and
    the count of its updates.
    """

    def __init__(
        self,
        kernels: Kernels,
        optimizer: str,
        options: Sequence[float],
        state: OptimizerState,
        units: Sequence[int],
    ) -> None:
        self._names, self._units = get_optimizer(optimizer).remembers, units
        n_parameters = sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(units))
        rows = [pack(state.arrays[name]) for name in self._names]
        self._rows = np.array(rows).reshape(len(rows), n_parameters)
        self._steps = np.array([state.steps], dtype=np.int64)
        code = kernels.optimizers.index(optimizer)
        self.arguments = code, np.array(options), self._rows, self._steps

    @property
    def state(self) -> OptimizerState:
        """What it remembers by now, in new arrays."""
        arrays = (unpack(row, self._units) for row in self._rows)
        return OptimizerState(dict(zip(self._names, arrays, strict=True)), int(self._steps[0]))
