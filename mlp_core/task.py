"""A task to step through: rows, a network, and everything that says how it learns."""

import itertools
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal

import numpy as np

from mlp_core._checks import (
    Array,
    Parameters,
    check_finite,
    check_matrices,
    check_observations,
    check_parameters,
)
from mlp_core.activations import Names, activation_names
from mlp_core.error_bounds import ParameterBounds, StateBounds
from mlp_core.objective import Bias, Objective, Rows
from mlp_core.optimizers import OptimizerState, each, get_optimizer
from mlp_core.solvers import HasOptimizer
from mlp_core.task_options import OPTIONS

ARRAYS = ("x", "y", "weights", "biases")
STATE = "state"


@dataclass(frozen=True, eq=False)
class Task(HasOptimizer):
    """The arguments of ``take_steps``, checked and copied; two with the same ones are equal.

    ``x`` is (n_in,) or (n_rows, n_in), and ``y`` (n_out,) or (n_rows, n_out). ``biases`` may be
    None where ``bias`` is "none"; then they are 0, whatever is given. ``state`` is what the
    optimizer remembers of updates before the first step, such as those of a run; None where there
    were none. Raises ``ValueError`` for numbers that are not finite, shapes that do not fit
    together, an unknown name, an option off its limits, a ``y`` that the loss is not defined for,
    or a state that is not one of this optimizer and these parameters.
    """

    x: Any
    y: Any
    weights: Any
    biases: Any
    learning_rate: float
    loss: str = "softmax_cross_entropy"
    activation: Names = "tanh"
    optimizer: str = "sgd"
    momentum: float = 0.0
    nesterovs_momentum: bool = False
    alpha: float = 0.0
    bias: Bias = "learned"
    rows: Rows = "mean"
    order: Literal["batch", "one by one"] = "batch"
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    half: bool = True
    state: OptimizerState | None = None

    def __post_init__(self) -> None:
        for name, option in OPTIONS.items():
            object.__setattr__(self, name, option.kind.check(name, getattr(self, name)))
        weights, biases = self._network()
        x, y = (_copied(check_finite(name, getattr(self, name))) for name in ("x", "y"))
        check_observations("x", x, weights[0].shape[1])
        outputs = (*x.shape[:-1], len(weights[-1]))
        if y.shape != outputs:
            raise ValueError(f"y must have the output's shape {outputs}; got {y.shape}")
        for name, value in zip(ARRAYS, (x, y, weights, biases), strict=True):
            object.__setattr__(self, name, value)
        self.objective.check(y)
        if self.state is not None:
            state = get_optimizer(self.method).check(self.state, self.parameters)
            copied = {name: _finite(name, arrays) for name, arrays in state.arrays.items()}
            object.__setattr__(self, STATE, OptimizerState(copied, state.steps))

    def _network(self) -> Parameters:
        weights, biases = self.weights, self.biases
        if self.bias == "none":
            weights = check_matrices(weights)
            biases = [np.zeros(len(W)) for W in weights]
        weights, biases = check_parameters(weights, biases)
        return [*map(_copied, weights)], [*map(_copied, biases)]

    @cached_property
    def objective(self) -> Objective:
        """What its steps minimise."""
        names = activation_names(self.activation, len(self.weights) - 1)
        return Objective(self.loss, names, self.alpha, self.bias, self.rows, self.half)

    @property
    def parameters(self) -> Parameters:
        return self.weights, self.biases

    @property
    def units(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return (self.weights[0].shape[1], *map(len, self.biases))

    @property
    def n_rows(self) -> int:
        return len(np.atleast_2d(self.x))

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Every field that has a row of OPTIONS, by name."""
        return {name: getattr(self, name) for name in OPTIONS}

    def rows_of(self, number: int) -> tuple[Array, Array]:
        """x and y of step ``number``, which counts from 1."""
        if self.order == "batch" or self.x.ndim == 1:
            return self.x, self.y
        row = (number - 1) % len(self.x)
        return self.x[row], self.y[row]

    def start(self) -> "Position":
        """Before the first step."""
        state = self.state or get_optimizer(self.method).start(self.parameters)
        return Position(1, self.parameters, state)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Task) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @cached_property
    def _identity(self) -> tuple[Any, ...]:
        state = self.start().state
        remembered = itertools.chain.from_iterable(state.arrays.values())
        arrays = itertools.chain([self.x, self.y], *self.parameters, *remembered)
        alike = ((array.shape, array.tobytes()) for array in arrays)
        return (*self.settings.values(), state.steps, *alike)


if {field.name for field in fields(Task)} != OPTIONS.keys() | {*ARRAYS, STATE}:
    raise TypeError(
        "every field of Task that is no array or state needs a row of OPTIONS, and a row a field"
    )


@dataclass(frozen=True, eq=False)
class Position:
    """Where steps have led: ``number`` is that of the step to come, counted from 1.

    ``bounds`` and ``state_bounds`` say how far the steps' rounding may have moved parameters and
    what the optimizer remembers; None where both are exact.
    """

    number: int
    parameters: Parameters
    state: OptimizerState
    bounds: ParameterBounds | None = None
    state_bounds: StateBounds | None = None


def _finite(name: str, parameters: Parameters) -> Parameters:
    """Copies of the arrays that an optimizer calls ``name``; ``ValueError`` unless finite."""
    return each(lambda array: _copied(check_finite(name, array)), parameters)


def _copied(array: Array) -> Array:
    """A copy that nobody can change."""
    copy = np.array(array)
    copy.setflags(write=False)
    return copy
