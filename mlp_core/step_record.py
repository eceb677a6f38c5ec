"""One update with every number it goes through, as a record that names each of them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.activations import Names
from mlp_core.bounded import is_rounding
from mlp_core.error_bounds import (
    ParameterBounds,
    StateBounds,
    Update,
    error_bounds,
    summed_bounds,
    summed_state_bounds,
)
from mlp_core.names import numbered
from mlp_core.objective import Objective
from mlp_core.optimizers import OptimizerState, get_optimizer
from mlp_core.task import Task


@dataclass(frozen=True, eq=False)
class SGDStep:
    """Every number of one update. Layer k is at list index k - 1.

    For one observation z, h and their gradients are vectors; for a batch they have a row an
    observation, and the gradients are those of the loss of all rows. ``loss_terms`` holds what
    each output unit adds to its row's loss, ``prediction`` what the output unit makes of z_L.
    ``task`` says how it is made, with the parameters of its first step; ``state`` is what the
    optimizer remembered before the update.
    ``parameter_bounds`` and ``state_bounds`` say how far the given parameters and that state may
    be off; None where they are exact.
    """

    task: Task
    x: Array
    y: Array
    weights: list[Array]
    biases: list[Array]
    state: OptimizerState
    z: list[Array]
    h: list[Array]
    output: Array
    prediction: Array
    loss_terms: Array
    loss: float
    grad_z: list[Array]
    grad_h: list[Array]
    grad_x: Array
    grad_weights: list[Array]
    grad_biases: list[Array]
    weight_changes: list[Array]
    bias_changes: list[Array]
    updated_weights: list[Array]
    updated_biases: list[Array]
    updated_state: OptimizerState
    loss_after: float
    parameter_bounds: ParameterBounds | None = None
    state_bounds: StateBounds | None = None

    @property
    def units(self) -> tuple[int, ...]:
        return (self.weights[0].shape[1], *(len(b) for b in self.biases))

    @property
    def n_rows(self) -> int:
        """How many rows a batch has; 0 for a single observation."""
        return len(self.x) if self.x.ndim == 2 else 0

    @property
    def learning_rate(self) -> float:
        return self.task.learning_rate

    @property
    def objective(self) -> Objective:
        """What it minimises."""
        return self.task.objective

    @property
    def optimizer(self) -> str:
        """The name in OPTIMIZERS of what makes the update."""
        return self.task.method

    @property
    def loss_name(self) -> str:
        return self.task.loss

    @property
    def activation(self) -> Names:
        """The name of the hidden layers' activation, or one for each, as it was given."""
        return self.task.activation

    @property
    def activations(self) -> tuple[str, ...]:
        """The name of each hidden layer's activation."""
        return self.objective.activations

    @property
    def probabilities(self) -> Array | None:
        """The prediction where it is read as probabilities."""
        return self.prediction if self.objective.record.predicts_probabilities else None

    @property
    def penalty(self) -> float:
        """What the size of the weights adds to the loss."""
        return float(self.objective.penalty(self.weights, self.objective.divisor(self.output)))

    @property
    def grad_prediction(self) -> Array:
        """∂L/∂ŷ of squared error."""
        return self.objective.grad_prediction(self.prediction, self.y)

    @property
    def slope(self) -> Array:
        """g'(z_L), the slope of an output unit that bends z; without one ``ValueError``."""
        return self.objective.slope(self.output, self.prediction)

    @property
    def loss_change(self) -> float:
        """What the update did to the loss: negative where it went down."""
        return self.loss_after - self.loss

    @cached_property
    def constants(self) -> dict[str, float]:
        """The numbers that are no arrays and were given: those that this step makes use of.

        ``step_count`` is that of the optimizer's updates with this one.
        """
        optimizer, found = get_optimizer(self.optimizer), {"learning_rate": self.learning_rate}
        found |= {name: getattr(self.task.options, name) for name in optimizer.uses}
        if optimizer.counts:
            found["step_count"] = float(self.updated_state.steps)
        return found | ({"alpha": self.objective.alpha} if self.objective.alpha else {})

    @cached_property
    def bounds(self) -> dict[str, Array]:
        """How far each number may be off, by the names of ``values``; a single one has shape ()."""
        return error_bounds(
            self.x,
            self.y,
            (self.weights, self.biases),
            self.objective,
            Update(self.learning_rate, self.optimizer, self.task.options, self.state),
            self.parameter_bounds,
            self.state_bounds,
        )

    @property
    def updated_bounds(self) -> ParameterBounds:
        """How far the updated parameters may be off: ``parameter_bounds`` of the next step."""
        return summed_bounds(self.parameter_bounds, self._added_bounds, len(self.weights))

    @property
    def updated_state_bounds(self) -> StateBounds:
        """The same of what the optimizer remembers: ``state_bounds`` of the next step."""
        names = self.updated_state.arrays
        return summed_state_bounds(self.state_bounds, self._added_bounds, names, len(self.weights))

    @property
    def _added_bounds(self) -> dict[str, Array]:
        """What this step adds, not what it makes of earlier errors: see ``summed_bounds``."""
        if self.parameter_bounds is None and self.state_bounds is None:
            return self.bounds
        return replace(self, parameter_bounds=None, state_bounds=None).bounds

    def rounding(self, name: str) -> NDArray[np.bool_]:
        """Which numbers of the array called ``name`` are nothing but rounding."""
        return self._rounding[name]

    def without_rounding(self, name: str) -> Array:
        """The same array with 0 for those."""
        return np.where(self.rounding(name), 0.0, self._values[name])

    def values(self) -> dict[str, Array | float]:
        """Every number of the step by name, in the order in which it is computed.

        Without those of biases where there are none, and without updates of biases that stay.
        """
        return dict(self._values)

    @cached_property
    def _rounding(self) -> dict[str, NDArray[np.bool_]]:
        values, bounds = self._values, self.bounds
        return {name: is_rounding(values[name], bounds[name]) for name in values}

    @cached_property
    def _values(self) -> dict[str, Array | float]:
        return self._given() | self._forward() | self._backward() | self._update()

    def _given(self) -> dict[str, Array | float]:
        named: dict[str, Array | float] = {"x": self.x, "y": self.y}
        biases = self.biases if self.objective.has_biases else []
        return named | numbered("W", self.weights, "b", biases) | self._remembered("", self.state)

    def _forward(self) -> dict[str, Array | float]:
        named, prediction = (
            numbered("z", self.z, "h", self.h),
            self.objective.record.prediction_name,
        )
        named |= {prediction: self.prediction} if prediction else {}
        named["loss_terms"] = self.loss_terms
        if self.objective.alpha:
            named["penalty"] = self.penalty
        return named | {"loss": self.loss}

    def _backward(self) -> dict[str, Array | float]:
        named: dict[str, Array | float] = {}
        if self.objective.record.has_slope:
            named |= {"grad_prediction": self.grad_prediction, f"slope{len(self.z)}": self.slope}
        for k in range(len(self.z), 0, -1):
            if k <= len(self.grad_h):
                named[f"grad_h{k}"] = self.grad_h[k - 1]
            named[f"grad_z{k}"] = self.grad_z[k - 1]
            named[f"grad_W{k}"] = self.grad_weights[k - 1]
            if self.objective.has_biases:
                named[f"grad_b{k}"] = self.grad_biases[k - 1]
        return named | {"grad_x": self.grad_x}

    def _update(self) -> dict[str, Array | float]:
        learning = self.objective.learns_biases
        named = self._remembered("updated_", self.updated_state)
        named |= numbered("change_W", self.weight_changes, "change_b", self.bias_changes * learning)
        updated_biases = self.updated_biases * learning
        named |= numbered("updated_W", self.updated_weights, "updated_b", updated_biases)
        return named | {"loss_after": self.loss_after}

    def _remembered(self, before: str, state: OptimizerState) -> dict[str, Array | float]:
        """What the optimizer remembers, as far as parameters learn."""
        named: dict[str, Array | float] = {}
        for name, (of_weights, of_biases) in state.arrays.items():
            of_biases = of_biases * self.objective.learns_biases
            named |= numbered(f"{before}{name}_W", of_weights, f"{before}{name}_b", of_biases)
        return named
