"""Optimizers: from the gradients of a batch to new parameters.

    sgd       change = η g                                                 w' = w - change
    momentum  v' = m v - η g,                          change = -v'
    nesterov  v' = m v - η g,                          change = η g - m v'
    adam      m' = β₁ m + (1 - β₁) g,  v' = β₂ v + (1 - β₂) g²,
              change = η √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m' / (√v' + ε)           t = 1, 2, …

with g = ∂L/∂w. These are scikit-learn's (``neural_network/_stochastic_optimizers.py``); its Adam is
the second form of Kingma & Ba (2015, section 2), with ε outside the corrected root: PyTorch's ε
counts √(1 - β₂ᵗ) times as much, which is seen where a gradient is not far larger than ε.

An update is pure. Parameters, their gradients, what the optimizer remembers of earlier updates
and the learning rate η go in; new parameters and what is remembered from now on come out, and
nothing is changed in place. So a run goes on from any of its updates, if both are kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array, Parameters, check_like, check_whole, look_up


@dataclass(frozen=True, eq=False)
class OptimizerState:
    """What an optimizer remembers between two updates; nothing where it needs nothing.

    ``arrays`` hold by name a number for each parameter, in the shapes of the parameters, such
    as a velocity; ``steps`` is the number of updates so far, where the optimizer counts them.
    """

    arrays: Mapping[str, Parameters] = field(default_factory=dict)
    steps: int = 0


class Options(NamedTuple):
    """The constants of optimizers, by scikit-learn's names; each looks at its own."""

    momentum: float = 0.0
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8


PLAIN = Options()
Change = Callable[[Parameters, OptimizerState, float, Options], tuple[Parameters, OptimizerState]]


@dataclass(frozen=True)
class Optimizer:
    """``change`` makes of gradients, state, learning rate and options what an update takes off
    each parameter, and the state after it.

    source     the same update in NumPy, of an array {w} and its gradient {grad}: lines, the last
               of them the new array. Options are in braces, by their names; learning_rate, what is
               remembered and the number t of the update are called so
    prose      what a network learns by
    about      what becomes of the parameters, in a sentence, with options as in ``source``
    remembers  the arrays of its state, which are zero before the first update
    uses       the options that it looks at
    counts     whether it counts its updates
    scheduled  or it keeps its learning rate whatever the schedule, as in scikit-learn
    """

    change: Change
    source: tuple[str, ...]
    prose: str
    about: str
    remembers: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    counts: bool = False
    scheduled: bool = True

    def update(
        self,
        parameters: Parameters,
        gradients: Parameters,
        state: OptimizerState,
        learning_rate: float,
        options: Options = PLAIN,
    ) -> tuple[Parameters, OptimizerState]:
        """Each parameter minus its change, and the state after that."""
        changes, after = self.change(gradients, state, learning_rate, options)
        return each(np.subtract, parameters, changes), after

    def start(self, parameters: Parameters) -> OptimizerState:
        """What it remembers before the first update of ``parameters``."""
        return OptimizerState({name: each(np.zeros_like, parameters) for name in self.remembers})

    def check(self, state: OptimizerState, parameters: Parameters) -> OptimizerState:
        """``state`` as float arrays; ``ValueError`` unless it is one of these parameters'."""
        check_whole("the optimizer's steps", state.steps, low=0)
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


def each(formula: Callable[..., Array], *parameters: Parameters) -> Parameters:
    """``formula`` of every array and of those in its place in the others."""
    weights, biases = (
        [formula(*arrays) for arrays in zip(*kinds, strict=True)]
        for kinds in zip(*parameters, strict=True)
    )
    return weights, biases


def sgd(
    gradients: Parameters, state: OptimizerState, learning_rate: float, options: Options
) -> tuple[Parameters, OptimizerState]:
    """η g; nothing is remembered."""
    return each(lambda grad: learning_rate * grad, gradients), state


def momentum(
    gradients: Parameters, state: OptimizerState, learning_rate: float, options: Options
) -> tuple[Parameters, OptimizerState]:
    """-v' with v' = m v - η g."""
    velocity = _velocity(gradients, state, learning_rate, options)
    return each(np.negative, velocity), OptimizerState({"velocity": velocity})


def nesterov(
    gradients: Parameters, state: OptimizerState, learning_rate: float, options: Options
) -> tuple[Parameters, OptimizerState]:
    """η g - m v' with v' = m v - η g: a look ahead along the velocity."""
    velocity = _velocity(gradients, state, learning_rate, options)
    changes = each(lambda grad, v: learning_rate * grad - options.momentum * v, gradients, velocity)
    return changes, OptimizerState({"velocity": velocity})


def adam(
    gradients: Parameters, state: OptimizerState, learning_rate: float, options: Options
) -> tuple[Parameters, OptimizerState]:
    """A step of about η whatever the size of the gradient: mean over root of mean square."""
    t, o = state.steps + 1, options
    first = each(
        lambda m, grad: o.beta_1 * m + (1.0 - o.beta_1) * grad,
        state.arrays["first_moment"],
        gradients,
    )
    second = each(
        lambda v, grad: o.beta_2 * v + (1.0 - o.beta_2) * (grad * grad),
        state.arrays["second_moment"],
        gradients,
    )
    rate = adam_rate(learning_rate, t, options)
    changes = each(lambda m, v: rate * m / (np.sqrt(v) + o.epsilon), first, second)
    return changes, OptimizerState({"first_moment": first, "second_moment": second}, t)


def adam_rate(learning_rate: float, t: int, options: Options) -> float:
    """η √(1 - β₂ᵗ) / (1 - β₁ᵗ): makes up for moments that began at zero."""
    rate: float = learning_rate * np.sqrt(1.0 - options.beta_2**t) / (1.0 - options.beta_1**t)
    return rate


VELOCITY = "velocity = {momentum} * velocity - learning_rate * {grad}"
OPTIMIZERS = {
    "sgd": Optimizer(
        sgd,
        source=("{w} - learning_rate * {grad}",),
        prose="stochastic gradient descent",
        about="Every parameter minus the learning rate times its gradient.",
    ),
    "momentum": Optimizer(
        momentum,
        source=(VELOCITY, "{w} + velocity"),
        prose="stochastic gradient descent with momentum",
        about="Every parameter plus its velocity: {momentum} of what it was, minus the rate times "
        "the gradient.",
        remembers=("velocity",),
        uses=("momentum",),
    ),
    "nesterov": Optimizer(
        nesterov,
        source=(VELOCITY, "{w} + {momentum} * velocity - learning_rate * {grad}"),
        prose="stochastic gradient descent with Nesterov's momentum",
        about="Every parameter plus what its velocity would be next, were the gradient the same.",
        remembers=("velocity",),
        uses=("momentum",),
    ),
    "adam": Optimizer(
        adam,
        source=(
            "first_moment = {beta_1} * first_moment + (1 - {beta_1}) * {grad}",
            "second_moment = {beta_2} * second_moment + (1 - {beta_2}) * {grad}**2",
            "rate = learning_rate * np.sqrt(1 - {beta_2}**t) / (1 - {beta_1}**t)",
            "{w} - rate * first_moment / (np.sqrt(second_moment) + {epsilon})",
        ),
        prose="Adam",
        about="Every parameter minus the rate times its mean gradient over the root of the mean "
        "square.",
        remembers=("first_moment", "second_moment"),
        uses=("beta_1", "beta_2", "epsilon"),
        counts=True,
        scheduled=False,
    ),
}


def get_optimizer(name: str) -> Optimizer:
    """The optimizer called ``name``; ``ValueError`` for a name not in OPTIMIZERS."""
    return look_up(OPTIMIZERS, name, "optimizer")


def _velocity(
    gradients: Parameters, state: OptimizerState, learning_rate: float, options: Options
) -> Parameters:
    return each(
        lambda v, grad: options.momentum * v - learning_rate * grad,
        state.arrays["velocity"],
        gradients,
    )


def _listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"
