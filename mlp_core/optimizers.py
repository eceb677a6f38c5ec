"""Optimizers: from the gradients of a batch to new parameters.

    sgd   W' = W - η ∂L/∂W,   b' = b - η ∂L/∂b

An update is pure. Parameters, their gradients, what the optimizer remembers of earlier updates
and the learning rate η go in; new parameters and what is remembered from now on come out, and
nothing is changed in place. So a run goes on from any of its updates, if both are kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from mlp_core._checks import Parameters, check_like, look_up


@dataclass(frozen=True, eq=False)
class OptimizerState:
    """What an optimizer remembers between two updates; nothing where it needs nothing.

    ``arrays`` hold by name a number for each parameter, in the shapes of the parameters, such
    as a velocity; ``steps`` is the number of updates so far, where the optimizer counts them.
    """

    arrays: Mapping[str, Parameters] = field(default_factory=dict)
    steps: int = 0


Update = Callable[
    [Parameters, Parameters, OptimizerState, float], tuple[Parameters, OptimizerState]
]


@dataclass(frozen=True)
class Optimizer:
    """``update`` makes parameters and state of parameters, gradients, state and learning rate.

    ``remembers`` names the arrays of its state. They are zero before the first update.
    """

    update: Update
    remembers: tuple[str, ...] = ()

    def start(self, parameters: Parameters) -> OptimizerState:
        """What it remembers before the first update of ``parameters``."""
        return OptimizerState({name: _zeros(parameters) for name in self.remembers})

    def check(self, state: OptimizerState, parameters: Parameters) -> OptimizerState:
        """``state`` as float arrays; ``ValueError`` unless it is one of these parameters'."""
        if set(state.arrays) != set(self.remembers):
            raise ValueError(
                f"the optimizer remembers {_listed(self.remembers)}; "
                f"got a state with {_listed(state.arrays)}"
            )
        weights, biases = parameters
        checked = {
            name: (
                check_like(f"{name} W", of_weights, weights, finite=False),
                check_like(f"{name} b", of_biases, biases, finite=False),
            )
            for name, (of_weights, of_biases) in state.arrays.items()
        }
        return OptimizerState(checked, state.steps)


def sgd(
    parameters: Parameters, gradients: Parameters, state: OptimizerState, learning_rate: float
) -> tuple[Parameters, OptimizerState]:
    """Each parameter minus ``learning_rate`` times its gradient; nothing is remembered."""
    weights, biases = (
        [array - learning_rate * grad for array, grad in zip(arrays, grads, strict=True)]
        for arrays, grads in zip(parameters, gradients, strict=True)
    )
    return (weights, biases), state


OPTIMIZERS = {"sgd": Optimizer(sgd)}


def get_optimizer(name: str) -> Optimizer:
    """The optimizer called ``name``; ``ValueError`` for a name not in OPTIMIZERS."""
    return look_up(OPTIMIZERS, name, "optimizer")


def _zeros(parameters: Parameters) -> Parameters:
    weights, biases = ([np.zeros_like(array) for array in arrays] for arrays in parameters)
    return weights, biases


def _listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"
