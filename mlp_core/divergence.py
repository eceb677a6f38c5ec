"""When a run's numbers grow beyond float64: telling so, and saying what to do about it."""

from collections.abc import Sequence

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import Names
from mlp_core.number_text import exact
from mlp_core.passes import Trace, forward_pass

# For functions that check their results for overflow themselves.
ignore_overflow = np.errstate(over="ignore", invalid="ignore", divide="ignore")


class DivergenceError(ArithmeticError):
    """The loss stopped being a finite number.

    ``largest_z`` is the largest finite |z| of the forward pass that failed, infinity where it
    has none. ``learning_rate`` is None where it had no part in that: before any update. ``epoch``
    is None until ``train``, which counts epochs, fills it in.
    """

    def __init__(
        self, largest_z: float, learning_rate: float | None, epoch: int | None = None
    ) -> None:
        self.largest_z = largest_z
        self.learning_rate = learning_rate
        self.epoch = epoch
        super().__init__(largest_z, learning_rate, epoch)

    def __str__(self) -> str:
        where = "" if self.epoch is None else f" in epoch {self.epoch}"
        size = f"to |z| = {self.largest_z:.2g}"
        if self.largest_z == float("inf"):
            size = "beyond |z| = 1.8e+308, the largest number there is"
        if self.learning_rate is None:
            return (
                "The loss is no finite number before any update: the pre-activations come "
                f"{size}. Make weights or inputs smaller."
            )
        return (
            f"The loss stopped being a finite number{where}: the pre-activations had grown "
            f"{size}. Lower the learning rate (it is {exact(self.learning_rate)})."
        )


@ignore_overflow
def largest_pre_activation(
    x: Array, weights: Sequence[Array], biases: Sequence[Array], activation: Names
) -> float:
    """The largest finite |z| in any layer of a forward pass; infinity where none is finite."""
    trace: Trace = {}
    forward_pass(x, weights, biases, activation, trace)
    sizes = np.concatenate([np.abs(z).ravel() for name, z in trace.items() if name[0] == "z"])
    finite = sizes[np.isfinite(sizes)]
    return float(finite.max()) if finite.size else float("inf")


def divergence(
    x: Array,
    weights: Sequence[Array],
    biases: Sequence[Array],
    activation: Names,
    learning_rate: float | None,
) -> DivergenceError:
    """The error to raise where observations ``x`` give these parameters no finite loss."""
    return DivergenceError(largest_pre_activation(x, weights, biases, activation), learning_rate)
