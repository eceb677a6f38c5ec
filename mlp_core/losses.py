"""Losses of one row: of each, all there is to know, in one record.

Gradients are those with respect to the network's linear output:

    squared_error          L = ½ ‖output - y‖²            ∂L/∂output = output - y
    softmax_cross_entropy  L = -Σ y · log softmax(output)  ∂L/∂output = p - y, p = softmax(output)

``terms`` gives what each output unit adds to its row's loss, so a row's loss is their sum
and ``network.compute_loss`` divides by the number of rows. Cross-entropy is computed from
the logits: log softmax(z) = z - log Σ exp(z), with the largest z taken out of the sum
before exponentiating (log-sum-exp), so no probability is ever rounded to zero inside a
logarithm. Outputs may be complex, which the complex-step gradient check needs; anything else
that holds numbers becomes float64. ``ValueError`` is raised for what does not, and for a y of
another shape than the output. Infinite and NaN outputs have an infinite or NaN loss.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_finite, check_floats, check_numbers, look_up
from mlp_core.bounded import Bounded
from mlp_core.bounded_losses import Numbers, bounded_cross_entropy, bounded_squared_error
from mlp_core.forms import Forms


def squared_error_terms(output: ArrayLike, y: ArrayLike) -> Array:
    """½ (output - y)² of each unit, (..., n_out)."""
    output, y = _check_pair(output, y)
    return 0.5 * (output - y) ** 2


def squared_error_gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """output - y, (..., n_out)."""
    output, y = _check_pair(output, y)
    return output - y


def softmax(output: ArrayLike) -> Array:
    """Probabilities of shape like ``output``, adding up to 1 along the last axis.

    NaN where an output beside them is not finite. Raises ``ValueError`` for no numbers, or none
    along the last axis.
    """
    output = check_floats("output", output)
    _check_units(output)
    with np.errstate(invalid="ignore"):
        return _probabilities(output)


def cross_entropy_terms(output: ArrayLike, y: ArrayLike) -> Array:
    """-y log softmax(output) of each unit, (..., n_out)."""
    output, y = _check_pair(output, y)
    shifted = output - output.real.max(axis=-1, keepdims=True)
    log_probabilities: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -y * log_probabilities


def cross_entropy_gradient(output: ArrayLike, y: ArrayLike) -> Array:
    """softmax(output) - y, (..., n_out)."""
    output, y = _check_pair(output, y)
    return _probabilities(output) - y


def _probabilities(output: Array) -> Array:
    exp = np.exp(output - output.max(axis=-1, keepdims=True))
    probabilities: Array = exp / exp.sum(axis=-1, keepdims=True)
    return probabilities


def _check_pair(output: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    output, y = check_numbers("output", output), check_floats("y", y)
    _check_units(output)
    if y.shape != output.shape:
        raise ValueError(f"y must have the output's shape {output.shape}; got {y.shape}")
    return output, y


def _check_units(output: Array) -> None:
    if not output.ndim or not output.shape[-1]:
        raise ValueError(f"output must be (..., n_out), one unit or more; got {output.shape}")


@dataclass(frozen=True)
class Loss:
    """All that the project knows of a loss and of what it makes of the output.

    terms, gradient  what each output adds to the loss, and the gradient by it, (..., n_out)
    bounds           how far rounding may move them; asked through ``bounded``
    value_forms, gradient_forms  how both are written, of the probabilities where the output has
                     them, else of the output; ``safe`` is of the output in any case
    label            in menus, tables and legends
    brief            in the description of a network
    about            what it is, in a line
    to_probabilities, probability_forms  where the output has them
    sklearn          the class of scikit-learn that minimises it, if there is one

    ``targets_are_probabilities`` says that every row of y must be non-negative and add up to 1,
    without which p - y would not be the gradient.
    """

    terms: Callable[[ArrayLike, ArrayLike], Array]
    gradient: Callable[[ArrayLike, ArrayLike], Array]
    bounds: Callable[[Bounded, Array, Array, Array | None], Numbers]
    value_forms: Forms
    gradient_forms: Forms
    label: str
    brief: str
    about: str
    to_probabilities: Callable[[ArrayLike], Array] | None = None
    probability_forms: Forms | None = None
    sklearn: str | None = None

    @property
    def targets_are_probabilities(self) -> bool:
        return self.to_probabilities is not None

    def bounded(self, output: Bounded, y: Array) -> Numbers:
        """The terms, their mean over rows, its gradient, and probabilities: with their bounds."""
        z, p = output.value, self.to_probabilities
        return self.bounds(output, y, self.terms(z, y), None if p is None else p(z))


LOSSES = {
    "squared_error": Loss(
        squared_error_terms,
        squared_error_gradient,
        bounded_squared_error,
        value_forms=Forms(
            "½ ‖{0} − y‖²",
            r"\tfrac12 \sum_i ({0}[i] - y[i])^2",
            "0.5 * (({0} - y) ** 2).sum()",
            safe=("0.5 * np.sum(({0} - y) ** 2)",),
        ),
        gradient_forms=Forms("{0} − y", "{0} - y", "{0} - y"),
        label="Squared error",
        brief="squared error",
        about="½ ‖output - y‖²",
    ),
    "softmax_cross_entropy": Loss(
        cross_entropy_terms,
        cross_entropy_gradient,
        bounded_cross_entropy,
        value_forms=Forms(
            "−Σ_i y[i]·log({0}[i])",
            r"-\sum_i y[i] \log {0}[i]",
            "-(y * np.log({0})).sum()",
            safe=(
                "shifted = {0} - {0}.max(axis=-1, keepdims=True)",
                "log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
                "-np.sum(y * log_p)",
            ),
        ),
        gradient_forms=Forms(
            "{0} − y",
            "{0} - y",
            "{0} - y",
            safe=(
                "exp = np.exp({0} - {0}.max(axis=-1, keepdims=True))",
                "exp / exp.sum(axis=-1, keepdims=True) - y",
            ),
        ),
        label="Cross-entropy",
        brief="softmax with cross-entropy",
        about="-log of the probability of the true class",
        to_probabilities=softmax,
        probability_forms=Forms(
            "softmax({0})",
            r"\frac{{e^{{{0}}}}}{{\sum_i e^{{{0}[i]}}}}",
            "np.exp({0}) / np.exp({0}).sum()",
        ),
        sklearn="MLPClassifier",
    ),
}


def get_loss(name: str) -> Loss:
    """The loss called ``name``; ``ValueError`` for a name not in LOSSES."""
    return look_up(LOSSES, name, "loss")


def check_targets(y: ArrayLike, loss: str) -> None:
    """Raise ``ValueError`` unless each row of ``y`` is a target that ``loss`` is defined for."""
    if not get_loss(loss).targets_are_probabilities:
        return
    rows = np.atleast_2d(check_finite("y", y))
    sums = rows.sum(axis=-1)
    wrong = (rows < 0.0).any(axis=-1) | ~np.isclose(sums, 1.0, rtol=0.0, atol=1e-12)
    if wrong.any():
        row = ", ".join(f"{value:g}" for value in rows[wrong][0])
        raise ValueError(
            "cross-entropy needs a y of non-negative numbers that add up to 1, "
            f"such as a one-hot vector; got ({row})"
        )
