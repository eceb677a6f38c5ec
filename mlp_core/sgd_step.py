"""One step of stochastic gradient descent with every number it goes through.

``sgd_step`` calls forward, compute_loss, backward and update_weights once each, as training
does, then forward and compute_loss again for the loss after the update; the intermediates
come from the trace those functions fill in. ``values`` offers everything by name.
"""

import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, check_finite, check_learning_rate, check_parameters
from mlp_core.bounded import is_rounding
from mlp_core.divergence import divergence, ignore_overflow
from mlp_core.error_bounds import ParameterBounds, check_bounds, error_bounds, summed_bounds
from mlp_core.losses import check_targets, get_loss
from mlp_core.names import numbered
from mlp_core.network import backward, compute_loss, forward, update_weights
from mlp_core.passes import Trace


@dataclass(frozen=True, eq=False)
class SGDStep:
    """Every number of one update. Layer k is at list index k - 1.

    For one observation z, h and their gradients are vectors; for a batch they have a row an
    observation, and the gradients are those of the mean loss. ``probabilities`` is None for
    a loss without them. ``loss_terms`` holds what each output unit adds to its row's loss.
    ``parameter_bounds`` say how far the given parameters may be off; None where they are exact.
    """

    x: Array
    y: Array
    learning_rate: float
    loss_name: str
    activation: str
    weights: list[Array]
    biases: list[Array]
    z: list[Array]
    h: list[Array]
    output: Array
    probabilities: Array | None
    loss_terms: Array
    loss: float
    grad_z: list[Array]
    grad_h: list[Array]
    grad_weights: list[Array]
    grad_biases: list[Array]
    updated_weights: list[Array]
    updated_biases: list[Array]
    loss_after: float
    parameter_bounds: ParameterBounds | None = None

    @property
    def units(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return (self.weights[0].shape[1], *(len(b) for b in self.biases))

    @property
    def weight_changes(self) -> list[Array]:
        """What the update takes off each weight: learning rate times gradient."""
        return [self.learning_rate * grad_W for grad_W in self.grad_weights]

    @property
    def bias_changes(self) -> list[Array]:
        """What the update takes off each bias: learning rate times gradient."""
        return [self.learning_rate * grad_b for grad_b in self.grad_biases]

    @property
    def loss_change(self) -> float:
        """What the update did to the loss: negative where it went down."""
        return self.loss_after - self.loss

    @cached_property
    def bounds(self) -> dict[str, Array]:
        """How far each number may be off, by the names of ``values``; a single one has shape ()."""
        return error_bounds(
            self.x,
            self.y,
            self.weights,
            self.biases,
            self.learning_rate,
            self.loss_name,
            self.activation,
            self.parameter_bounds,
        )

    @property
    def updated_bounds(self) -> ParameterBounds:
        """How far the updated parameters may be off: ``parameter_bounds`` of the next step."""
        given = self.parameter_bounds
        # What this step adds, not what it makes of earlier errors: see ``summed_bounds``.
        added = replace(self, parameter_bounds=None).bounds if given else self.bounds
        return summed_bounds(given, added, len(self.weights))

    def rounding(self, name: str) -> NDArray[np.bool_]:
        """Which numbers of the array called ``name`` are nothing but rounding."""
        return self._rounding[name]

    def without_rounding(self, name: str) -> Array:
        """The same array with 0 for those."""
        return np.where(self.rounding(name), 0.0, self._values[name])

    def values(self) -> dict[str, Array | float]:
        """Every number of the step by name, in the order in which it is computed."""
        return dict(self._values)

    @cached_property
    def _rounding(self) -> dict[str, NDArray[np.bool_]]:
        values, bounds = self._values, self.bounds
        return {name: is_rounding(values[name], bounds[name]) for name in values}

    @cached_property
    def _values(self) -> dict[str, Array | float]:
        named: dict[str, Array | float] = {"x": self.x, "y": self.y}
        named |= numbered("W", self.weights, "b", self.biases)
        named |= numbered("z", self.z, "h", self.h)
        if self.probabilities is not None:
            named["probabilities"] = self.probabilities
        named |= {"loss_terms": self.loss_terms, "loss": self.loss}
        for k in range(len(self.z), 0, -1):
            if k <= len(self.grad_h):
                named[f"grad_h{k}"] = self.grad_h[k - 1]
            named[f"grad_z{k}"] = self.grad_z[k - 1]
            named[f"grad_W{k}"] = self.grad_weights[k - 1]
            named[f"grad_b{k}"] = self.grad_biases[k - 1]
        named |= numbered("change_W", self.weight_changes, "change_b", self.bias_changes)
        named |= numbered("updated_W", self.updated_weights, "updated_b", self.updated_biases)
        named["loss_after"] = self.loss_after
        return named


@ignore_overflow
def sgd_step(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    learning_rate: float,
    loss: str = "softmax_cross_entropy",
    activation: str = "tanh",
    *,
    parameter_bounds: ParameterBounds | None = None,
) -> SGDStep:
    """The step from ``weights`` and ``biases`` on one observation, or on a batch of rows.

    ``x`` is (n_in,) or (n_samples, n_in) and ``y`` (n_out,) or (n_samples, n_out).
    ``parameter_bounds``, of weights and of biases, are the bounds of those that an earlier step
    has made (``SGDStep.bounds`` of updated_W1, …); without, they are exact. Raises
    ``ValueError`` for numbers that are not finite, shapes that do not fit together, unknown
    names, a ``y`` the loss is not defined for, or a learning rate that is not above zero,
    and ``DivergenceError`` where the loss is not finite before or after the update.
    """
    # A step keeps what it was made from, whatever becomes of the caller's arrays.
    given = check_finite("x", x), check_finite("y", y), *check_parameters(weights, biases)
    (x, y, Ws, bs), rate = deepcopy(given), check_learning_rate(learning_rate)
    check_targets(y, loss)
    parameter_bounds = deepcopy(check_bounds(parameter_bounds, Ws, bs))

    trace: Trace = {}
    output, hiddens = forward(x, Ws, bs, activation, trace=trace)
    loss_before = compute_loss(output, y, loss)
    grads = backward(x, y, output, hiddens, Ws, loss, activation, trace=trace)
    updated = update_weights(Ws, bs, *grads, rate)
    output_after, _ = forward(x, *updated, activation)
    loss_after = compute_loss(output_after, y, loss)
    for loss_value, parameters in ((loss_before, (Ws, bs)), (loss_after, updated)):
        if not math.isfinite(loss_value):
            raise divergence(x, *parameters, activation, rate)

    layers = range(1, len(Ws) + 1)
    to_probabilities = get_loss(loss).to_probabilities
    return SGDStep(
        x=x,
        y=y,
        learning_rate=rate,
        loss_name=loss,
        activation=activation,
        weights=Ws,
        biases=bs,
        z=[trace[f"z{k}"] for k in layers],
        h=hiddens,
        output=output,
        probabilities=to_probabilities(output) if to_probabilities else None,
        loss_terms=get_loss(loss).terms(output, y),
        loss=loss_before,
        grad_z=[trace[f"grad_z{k}"] for k in layers],
        grad_h=[trace[f"grad_h{k}"] for k in layers[:-1]],
        grad_weights=grads[0],
        grad_biases=grads[1],
        updated_weights=updated[0],
        updated_biases=updated[1],
        loss_after=loss_after,
        parameter_bounds=parameter_bounds,
    )
