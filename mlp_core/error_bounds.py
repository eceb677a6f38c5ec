"""How far each number of a step may be off: its running error bound.

Every bound is made from the sizes of the terms of its number and from the bounds of what the
number was computed from, along the way of the computation: z, h, probabilities, loss, ∂z, ∂h, ∂W,
∂b, the change, the updated parameters and the loss after. Exact is what the same formulas give
without rounding, from the same float64 givens. A number no larger than its bound is nothing but
rounding (``bounded.is_rounding``).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_like
from mlp_core.activations import Activation, Names, get_activations
from mlp_core.bounded import Bounded, exactly, matmul, minus, times, total
from mlp_core.divergence import ignore_overflow
from mlp_core.losses import get_loss

Layers = list[Bounded]
# How far the weights and the biases that a step starts from may be off.
ParameterBounds = tuple[Sequence[Array], Sequence[Array]]


def check_bounds(
    bounds: ParameterBounds | None, weights: Sequence[Array], biases: Sequence[Array]
) -> ParameterBounds | None:
    """``bounds`` as float arrays of the parameters' shapes; ``ValueError`` for others."""
    if bounds is None:
        return None
    of_weights, of_biases = bounds
    return check_like("bound of W", of_weights, weights), check_like(
        "bound of b", of_biases, biases
    )


@ignore_overflow
def bounded_gradients(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[Array],
    biases: Sequence[Array],
    loss: str,
    activation: Names,
    parameter_bounds: ParameterBounds | None = None,
) -> dict[str, Bounded]:
    """Every number from z1 to grad_b1 by name, with its bound.

    Arguments are those of ``sgd_step``, already checked. ``parameter_bounds`` say how far the
    given parameters may be off; without, they are exact.
    """
    observation = exactly(np.asarray(x, dtype=float))
    Ws, bs = _given(weights, biases, parameter_bounds)
    z, h = _forward(observation, Ws, bs, activation)
    numbers = _named("z", z) | _named("h", h)
    numbers |= get_loss(loss).bounded(z[-1], np.asarray(y, dtype=float))
    grad_z = numbers.pop("grad_output")
    fs = get_activations(activation, len(Ws) - 1)
    for k in range(len(Ws), 0, -1):
        handed = observation if k == 1 else h[k - 2]
        numbers[f"grad_z{k}"] = grad_z
        numbers[f"grad_W{k}"], numbers[f"grad_b{k}"] = _layer_gradients(grad_z, handed)
        if k == 1:
            break
        numbers[f"grad_h{k - 1}"] = grad_h = matmul(grad_z, Ws[k - 1])
        grad_z = times(grad_h, _slope(fs[k - 2], h[k - 2], z[k - 2]))
    return numbers


@ignore_overflow
def error_bounds(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[Array],
    biases: Sequence[Array],
    learning_rate: float,
    loss: str,
    activation: Names,
    parameter_bounds: ParameterBounds | None = None,
) -> dict[str, Array]:
    """The bound of every number of a step by the names of ``SGDStep.values``, shaped like it.

    Beside them that of ``SGDStep.loss_change``, as "loss_change".
    """
    Ws, bs = _given(weights, biases, parameter_bounds)
    numbers = bounded_gradients(x, y, weights, biases, loss, activation, parameter_bounds)
    observation, target = exactly(np.asarray(x, dtype=float)), np.asarray(y, dtype=float)
    numbers |= {"x": observation, "y": exactly(target)} | _named("W", Ws) | _named("b", bs)
    rate = exactly(np.asarray(learning_rate))
    updated: dict[str, Layers] = {"W": [], "b": []}
    for name, layers in (("W", Ws), ("b", bs)):
        for k, before in enumerate(layers, start=1):
            change = times(rate, numbers[f"grad_{name}{k}"])
            updated[name].append(minus(before, change))
            numbers[f"change_{name}{k}"] = change
        numbers |= _named(f"updated_{name}", updated[name])
    z, _ = _forward(observation, updated["W"], updated["b"], activation)
    numbers["loss_after"] = get_loss(loss).bounded(z[-1], target)["loss"]
    numbers["loss_change"] = minus(numbers["loss_after"], numbers["loss"])
    return {name: number.bound for name, number in numbers.items()}


def summed_bounds(
    given: ParameterBounds | None, added: dict[str, Array], n_layers: int
) -> ParameterBounds:
    """Bounds of parameters after a step: those ``given`` before it, and those that it ``added``.

    That the step also amplifies what it was given is left out: over many steps such bounds would
    outgrow the parameters themselves, and call real numbers rounding.
    """
    layers = range(1, n_layers + 1)
    weights, biases = ([added[f"updated_{name}{k}"] for k in layers] for name in "Wb")
    if given is None:
        return weights, biases
    return (
        [new + old for new, old in zip(weights, given[0], strict=True)],
        [new + old for new, old in zip(biases, given[1], strict=True)],
    )


def _given(
    weights: Sequence[Array], biases: Sequence[Array], bounds: ParameterBounds | None
) -> tuple[Layers, Layers]:
    if bounds is None:
        return [exactly(W) for W in weights], [exactly(b) for b in biases]
    return (
        [Bounded(W, bound) for W, bound in zip(weights, bounds[0], strict=True)],
        [Bounded(b, bound) for b, bound in zip(biases, bounds[1], strict=True)],
    )


def _forward(
    x: Bounded, weights: Layers, biases: Layers, activation: Names
) -> tuple[Layers, Layers]:
    """z and h of every layer, as ``network.forward`` computes them."""
    fs = get_activations(activation, len(weights) - 1)
    handed, zs, hs = x, [], []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        zs.append(matmul(handed, Bounded(W.value.T, W.bound.T), plus=b))
        if k < len(weights):
            f = fs[k - 1]
            handed = f.bounds.function(zs[-1], f.function(zs[-1].value))
            hs.append(handed)
    return zs, hs


def _layer_gradients(grad_z: Bounded, handed: Bounded) -> tuple[Bounded, Bounded]:
    if grad_z.value.ndim == 1:
        upright = Bounded(grad_z.value[:, np.newaxis], grad_z.bound[:, np.newaxis])
        return times(upright, handed), grad_z
    return matmul(Bounded(grad_z.value.T, grad_z.bound.T), handed), total(grad_z, axis=0)


def _slope(f: Activation, h: Bounded, z: Bounded) -> Bounded:
    return f.bounds.slope(h, z, f.slope(z.value, h.value))


def _named(name: str, layers: Layers) -> dict[str, Bounded]:
    return {f"{name}{k}": layer for k, layer in enumerate(layers, start=1)}
