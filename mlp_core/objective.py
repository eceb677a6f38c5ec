"""What a step minimises: one number made of the losses of all rows and of the size of the weights.

    L = Σ loss of a row / n + α / 2n · ‖W‖²

n is the number of rows where the mean is taken, and 1 where the sum is, or where there is a single
row. The penalty is scikit-learn's: of all weights, and of no bias. Where rows count by weights of
their own, each loss is multiplied by its row's, and n is the sum of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters, check_real, look_up
from mlp_core.activations import activation_names, get_activation
from mlp_core.losses import Loss, check_targets, get_loss
from mlp_core.passes import Hiddens, Trace, backpropagate

# What becomes of biases, and how the losses of rows become one: by name, with the words for it.
BIASES = {"learned": "learned", "frozen": "frozen: they count, and stay", "none": "none"}
ROWS = {"mean": "mean over rows", "sum": "sum over rows"}
Bias = Literal["learned", "frozen", "none"]
Rows = Literal["mean", "sum"]


@dataclass(frozen=True)
class Objective:
    """The loss by its name, and what else makes up the number that a step brings down.

    ``activations`` has a name for each hidden layer. ``alpha`` is the strength of the penalty,
    ``half`` says whether squared error has its ½. Raises ``ValueError`` for an unknown name or an
    ``alpha`` below 0.
    """

    loss: str
    activations: tuple[str, ...]
    alpha: float = 0.0
    bias: Bias = "learned"
    rows: Rows = "mean"
    half: bool = True

    def __post_init__(self) -> None:
        get_loss(self.loss)
        activation_names(self.activations, len(self.activations))
        look_up(BIASES, self.bias, "bias")
        look_up(ROWS, self.rows, "rows")
        if check_real("alpha", self.alpha) < 0.0:
            raise ValueError(f"alpha must be 0 or more; got {self.alpha}")

    @cached_property
    def record(self) -> Loss:
        """The loss, with or without its ½."""
        return get_loss(self.loss, half=self.half)

    @property
    def has_biases(self) -> bool:
        return self.bias != "none"

    @property
    def learns_biases(self) -> bool:
        return self.bias == "learned"

    def check(self, y: ArrayLike) -> None:
        """Raise ``ValueError`` unless each row of ``y`` is a target of the loss."""
        check_targets(y, self.loss)

    def divisor(self, output: Array) -> int:
        """The n that losses and penalty are divided by, for outputs (n_out,) or (n_rows, n_out)."""
        return len(output) if output.ndim == 2 and self.rows == "mean" else 1

    def value(
        self,
        output: Array,
        y: ArrayLike,
        weights: Sequence[Array],
        row_weights: Array | None = None,
    ) -> Any:
        """L; complex where the output or the weights are. ``row_weights`` are () or (n_rows,)."""
        n = self._divisor(output, row_weights)
        terms = self.record.terms(output, y)
        loss = terms.sum() / n if row_weights is None else _shared(terms, n, row_weights).sum()
        return loss + self.penalty(weights, n) if self.alpha else loss

    def penalty(self, weights: Sequence[Array], n: float) -> Any:
        """α / 2n · Σ W², over all entries of all weights."""
        return self.alpha / (2 * n) * sum((W * W).sum() for W in weights)

    def gradients(
        self,
        x: Array,
        y: ArrayLike,
        output: Array,
        hiddens: Hiddens,
        weights: Sequence[Array],
        trace: Trace | None = None,
        row_weights: Array | None = None,
    ) -> Parameters:
        """∂L/∂W and ∂L/∂b of all layers, the biases' also where they do not learn."""
        n = self._divisor(output, row_weights)
        grad_output = _shared(self.record.gradient(output, y), n, row_weights)
        grad_weights, grad_biases = backpropagate(
            x, grad_output, hiddens, weights, self.activations, trace
        )
        if self.alpha:
            share = self.alpha / n
            pairs = zip(grad_weights, weights, strict=True)
            grad_weights = [grad_W + share * W for grad_W, W in pairs]
        return grad_weights, grad_biases

    def _divisor(self, output: Array, row_weights: Array | None) -> float:
        return self.divisor(output) if row_weights is None else float(row_weights.sum())

    def grad_prediction(self, prediction: Array, y: Array) -> Array:
        """∂L/∂ŷ of squared error: ŷ - y over n, twice as much without the ½."""
        return (prediction - y) * ((1.0 if self.half else 2.0) / self.divisor(prediction))

    def slope(self, output: Array, prediction: Array) -> Array:
        """g'(z) of output units that bend z; ``ValueError`` where they do not."""
        return get_activation(self.record.unit).slope(output, prediction)

    def learning(self, gradients: Parameters) -> Parameters:
        """The gradients that an update goes by: 0 for biases that do not learn."""
        grad_weights, grad_biases = gradients
        if self.learns_biases:
            return gradients
        return grad_weights, [np.zeros_like(grad_b) for grad_b in grad_biases]


def _shared(rows: Array, n: float, row_weights: Array | None) -> Array:
    """Every row over n, times its weight; a single one, whose weight is n, as it is."""
    return rows / n if row_weights is None else rows * (row_weights / n)[..., np.newaxis]
