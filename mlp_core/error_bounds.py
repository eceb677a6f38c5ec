"""How far each number of a step may be off: its running error bound.

Every bound is made from the sizes of the terms of its number and from the bounds of what the
number was computed from, along the way of the computation: z, h, the prediction, loss, ∂z, ∂h, ∂W,
∂b, ∂x, what the optimizer remembers, the change, the updated parameters and the loss after. Exact
is what the same formulas give without rounding, from the same float64 givens. A number no larger
than its bound is nothing but rounding (``bounded.is_rounding``).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters, check_like, written
from mlp_core.activations import Activation, get_activations
from mlp_core.bounded import Bounded, divided, exactly, matmul, minus, plus, times, total
from mlp_core.divergence import ignore_overflow
from mlp_core.objective import Objective
from mlp_core.optimizers import OptimizerState, Options, get_optimizer

Layers = list[Bounded]
# How far the weights and the biases that a step starts from may be off, and, by name, the arrays
# that its optimizer remembers.
ParameterBounds = tuple[Sequence[Array], Sequence[Array]]
StateBounds = Mapping[str, ParameterBounds]


class Update(NamedTuple):
    """How a step makes new parameters of gradients."""

    learning_rate: float
    optimizer: str
    options: Options
    state: OptimizerState


def check_bounds(
    bounds: ParameterBounds | None, weights: Sequence[Array], biases: Sequence[Array]
) -> ParameterBounds | None:
    """``bounds`` as float arrays of the parameters' shapes; ``ValueError`` for others."""
    if bounds is None:
        return None
    try:
        of_weights, of_biases = bounds
    except (TypeError, ValueError):
        message = f"bounds must be of weights and of biases, a list each; got {written(bounds)}"
        raise ValueError(message) from None
    return check_like("bound of W", of_weights, weights), check_like(
        "bound of b", of_biases, biases
    )


@ignore_overflow
def bounded_gradients(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[Array],
    biases: Sequence[Array],
    objective: Objective,
    parameter_bounds: ParameterBounds | None = None,
) -> dict[str, Bounded]:
    """Every number from z1 to grad_x by name, with its bound.

    Arguments are those of ``sgd_step``, already checked. ``parameter_bounds`` say how far the
    given parameters may be off; without, they are exact.
    """
    observation = exactly(np.asarray(x, dtype=float))
    Ws, bs = _given((weights, biases), parameter_bounds)
    z, h = _forward(observation, Ws, bs, objective)
    numbers = _named("z", z) | _named("h", h) | _losses(z[-1], y, Ws, objective)
    n = objective.divisor(z[-1].value)
    grad_z = divided(numbers.pop("grad_output"), n)
    if "slope" in numbers:
        numbers[f"slope{len(Ws)}"] = numbers.pop("slope")
        numbers["grad_prediction"] = divided(numbers["grad_prediction"], n)
    fs = get_activations(objective.activations, len(Ws) - 1)
    for k in range(len(Ws), 0, -1):
        handed = observation if k == 1 else h[k - 2]
        numbers[f"grad_z{k}"] = grad_z
        grad_W, numbers[f"grad_b{k}"] = _layer_gradients(grad_z, handed)
        numbers[f"grad_W{k}"] = _with_decay(grad_W, Ws[k - 1], objective.alpha, n)
        grad_h = matmul(grad_z, Ws[k - 1])
        if k == 1:
            numbers["grad_x"] = grad_h
            break
        numbers[f"grad_h{k - 1}"] = grad_h
        grad_z = times(grad_h, _slope(fs[k - 2], h[k - 2], z[k - 2]))
    return numbers


@ignore_overflow
def error_bounds(
    x: ArrayLike,
    y: ArrayLike,
    parameters: Parameters,
    objective: Objective,
    update: Update,
    parameter_bounds: ParameterBounds | None = None,
    state_bounds: StateBounds | None = None,
) -> dict[str, Array]:
    """The bound of every number of a step by the names of ``SGDStep.values``, shaped like it.

    Beside them that of ``SGDStep.loss_change``, as "loss_change".
    """
    given = _given(parameters, parameter_bounds)
    numbers = bounded_gradients(x, y, *parameters, objective, parameter_bounds)
    observation, target = exactly(np.asarray(x, dtype=float)), np.asarray(y, dtype=float)
    numbers |= {"x": observation, "y": exactly(target)} | _parameters("", given)
    updated = _bounded_update(numbers, given, objective, update, state_bounds)
    z, _ = _forward(observation, *updated, objective)
    numbers["loss_after"] = _losses(z[-1], target, updated[0], objective)["loss"]
    numbers["loss_change"] = minus(numbers["loss_after"], numbers["loss"])
    return {name: number.bound for name, number in numbers.items()}


def _bounded_update(
    numbers: dict[str, Bounded],
    given: tuple[Layers, Layers],
    objective: Objective,
    update: Update,
    state_bounds: StateBounds | None,
) -> tuple[Layers, Layers]:
    """The updated parameters; what the optimizer makes on the way is entered into ``numbers``."""
    layers = range(1, len(given[0]) + 1)
    found: Any = tuple([numbers[f"grad_{letter}{k}"] for k in layers] for letter in "Wb")
    if not objective.learns_biases:
        found = found[0], [exactly(np.zeros_like(b.value)) for b in given[1]]
    bounds = state_bounds or {}
    arrays: Any = {
        name: _given(of_it, bounds.get(name)) for name, of_it in update.state.arrays.items()
    }
    for name, of_it in arrays.items():
        numbers |= _parameters(f"{name}_", of_it)
    state = OptimizerState(arrays, update.state.steps)
    rate: Any = exactly(np.asarray(update.learning_rate))
    # A formula of arrays is one of bounds, too: see ``Bounded``.
    constants: list[Any] = [exactly(np.asarray(number)) for number in update.options]
    options = Options(*constants)
    change: Any = get_optimizer(update.optimizer).change
    changes, after = change(found, state, rate, options)
    for name, remembered in after.arrays.items():
        numbers |= _parameters(f"updated_{name}_", remembered)
    updated = [minus(*pair) for pair in zip(given[0], changes[0], strict=True)]
    updated_biases = [minus(*pair) for pair in zip(given[1], changes[1], strict=True)]
    numbers |= _parameters("change_", changes)
    numbers |= _parameters("updated_", (updated, updated_biases))
    return updated, updated_biases


def summed_bounds(
    given: ParameterBounds | None, added: dict[str, Array], n_layers: int, of: str = ""
) -> ParameterBounds:
    """Bounds of parameters after a step: those ``given`` before it, and those that it ``added``.

    That the step also amplifies what it was given is left out: over many steps such bounds would
    outgrow the parameters themselves, and call real numbers rounding. ``of`` is the name of what
    an optimizer remembers of each parameter, with a line after it, where that is meant.
    """
    layers = range(1, n_layers + 1)
    weights, biases = ([added[f"updated_{of}{name}{k}"] for k in layers] for name in "Wb")
    if given is None:
        return weights, biases
    return (
        [new + old for new, old in zip(weights, given[0], strict=True)],
        [new + old for new, old in zip(biases, given[1], strict=True)],
    )


def summed_state_bounds(
    given: StateBounds | None, added: dict[str, Array], names: Iterable[str], n_layers: int
) -> StateBounds:
    """The same of each array that an optimizer remembers."""
    before = given or {}
    return {name: summed_bounds(before.get(name), added, n_layers, f"{name}_") for name in names}


def _given(
    parameters: tuple[Sequence[Array], Sequence[Array]], bounds: ParameterBounds | None
) -> tuple[Layers, Layers]:
    if bounds is None:
        return [exactly(W) for W in parameters[0]], [exactly(b) for b in parameters[1]]
    return (
        [Bounded(W, bound) for W, bound in zip(parameters[0], bounds[0], strict=True)],
        [Bounded(b, bound) for b, bound in zip(parameters[1], bounds[1], strict=True)],
    )


def _forward(
    x: Bounded, weights: Layers, biases: Layers, objective: Objective
) -> tuple[Layers, Layers]:
    """z and h of every layer, as ``network.forward`` computes them."""
    fs = get_activations(objective.activations, len(weights) - 1)
    handed, zs, hs = x, [], []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        zs.append(matmul(handed, Bounded(W.value.T, W.bound.T), plus=b))
        if k < len(weights):
            f = fs[k - 1]
            handed = f.bounds.function(zs[-1], f.function(zs[-1].value))
            hs.append(handed)
    return zs, hs


def _losses(
    output: Bounded, y: ArrayLike, weights: Layers, objective: Objective
) -> dict[str, Bounded]:
    """What the loss makes of the output; the gradient is not yet over the number of rows."""
    numbers = objective.record.bounded(output, np.asarray(y, dtype=float))
    n = objective.divisor(output.value)
    loss = divided(total(numbers["loss_terms"]), n)
    if objective.alpha:
        squares = [total(times(W, W)) for W in weights]
        numbers["penalty"] = objective.alpha / (2 * n) * sum(squares[1:], squares[0])
        loss = plus(loss, numbers["penalty"])
    return numbers | {"loss": loss}


def _layer_gradients(grad_z: Bounded, handed: Bounded) -> tuple[Bounded, Bounded]:
    if grad_z.value.ndim == 1:
        upright = Bounded(grad_z.value[:, np.newaxis], grad_z.bound[:, np.newaxis])
        return times(upright, handed), grad_z
    return matmul(Bounded(grad_z.value.T, grad_z.bound.T), handed), total(grad_z, axis=0)


def _with_decay(grad_W: Bounded, W: Bounded, alpha: float, n: int) -> Bounded:
    """The gradient with that of the penalty, α / n · W."""
    return plus(grad_W, alpha / n * W) if alpha else grad_W


def _slope(f: Activation, h: Bounded, z: Bounded) -> Bounded:
    return f.bounds.slope(h, z, f.slope(z.value, h.value))


def _named(name: str, layers: Layers) -> dict[str, Bounded]:
    return {f"{name}{k}": layer for k, layer in enumerate(layers, start=1)}


def _parameters(name: str, parameters: tuple[Layers, Layers]) -> dict[str, Bounded]:
    return _named(f"{name}W", parameters[0]) | _named(f"{name}b", parameters[1])
