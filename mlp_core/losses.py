"""Losses of one row, each beside its gradient with respect to the network's linear output.

    squared_error          L = ½ ‖output - y‖²            ∂L/∂output = output - y
    softmax_cross_entropy  L = -Σ y · log softmax(output)  ∂L/∂output = p - y, p = softmax(output)

``terms`` gives what each output unit adds to its row's loss, so a row's loss is their sum
and ``network.compute_loss`` divides by the number of rows. Cross-entropy is computed from
the logits: log softmax(z) = z - log Σ exp(z), with the largest z taken out of the sum
before exponentiating (log-sum-exp), so no probability is ever rounded to zero inside a
logarithm. Outputs may be complex, which the complex-step gradient check needs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array, look_up


def squared_error_terms(output: Array, y: Array) -> Array:
    """½ (output - y)² of each unit, (..., n_out)."""
    return 0.5 * (output - y) ** 2


def squared_error_gradient(output: Array, y: Array) -> Array:
    """output - y, (..., n_out)."""
    return output - y


def softmax(output: Array) -> Array:
    """Probabilities of shape like ``output``, adding up to 1 along the last axis."""
    exp = np.exp(output - output.max(axis=-1, keepdims=True))
    probabilities: Array = exp / exp.sum(axis=-1, keepdims=True)
    return probabilities


def cross_entropy_terms(output: Array, y: Array) -> Array:
    """-y log softmax(output) of each unit, (..., n_out)."""
    shifted = output - output.real.max(axis=-1, keepdims=True)
    log_probabilities: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -y * log_probabilities


def cross_entropy_gradient(output: Array, y: Array) -> Array:
    """softmax(output) - y, (..., n_out)."""
    return softmax(output) - y


@dataclass(frozen=True)
class Loss:
    """A loss and its gradient, both (..., n_out); ``to_probabilities`` where the output has them.

    ``targets_are_probabilities`` says that every row of y must be non-negative and add up to 1,
    without which p - y would not be the gradient.
    """

    terms: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    to_probabilities: Callable[[Array], Array] | None = None

    @property
    def targets_are_probabilities(self) -> bool:
        return self.to_probabilities is not None


LOSSES = {
    "squared_error": Loss(squared_error_terms, squared_error_gradient),
    "softmax_cross_entropy": Loss(cross_entropy_terms, cross_entropy_gradient, softmax),
}


def get_loss(name: str) -> Loss:
    """The loss called ``name``; ``ValueError`` for a name not in LOSSES."""
    return look_up(LOSSES, name, "loss")


def check_targets(y: Array, loss: str) -> None:
    """Raise ``ValueError`` unless each row of ``y`` is a target that ``loss`` is defined for."""
    if not get_loss(loss).targets_are_probabilities:
        return
    rows = np.atleast_2d(y)
    wrong = (rows < 0.0).any(axis=1) | ~np.isclose(rows.sum(axis=1), 1.0, rtol=0.0, atol=1e-12)
    if wrong.any():
        row = ", ".join(f"{value:g}" for value in rows[wrong][0])
        raise ValueError(
            "cross-entropy needs a y of non-negative numbers that add up to 1, "
            f"such as a one-hot vector; got ({row})"
        )
