"""Every parameter's gradient by two methods that know no chain rule.

    central difference   ∂L/∂w ≈ (8 [L(w + s) - L(w - s)] - [L(w + 2s) - L(w - 2s)]) / 12s
    complex step         ∂L/∂w ≈ Im L(w + i s) / s   (Squire & Trapp 1998, SIAM Review 40(1))

The first, of fourth order, subtracts nearly equal numbers, so its step s must be neither too
long (truncation) nor too short (rounding); the second subtracts nothing and is exact to rounding.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.activations import get_activation, get_activations
from mlp_core.objective import Objective
from mlp_core.passes import Trace, forward_pass

Result = TypeVar("Result")

# Shorter than the fifth root of the float64 rounding unit, where the truncation (step⁴) and the
# rounding (1/step) of a smooth function around 1 are equal: later layers may amplify a step.
CENTRAL_STEP = 1e-4
# So short that its square vanishes even where large weights amplify it: nothing is subtracted.
COMPLEX_STEP = 1e-100


def central_differences(
    x: Array, y: Array, weights: list[Array], biases: list[Array], objective: Objective
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """The differences, their steps, and which of them reach across a kink of an activation or
    of the loss."""
    trace: Trace = {}
    forward_pass(x, weights, biases, objective.activations, trace)
    inputs = [x, *(trace[f"h{k}"] for k in range(1, len(weights)))]
    layers = enumerate(inputs, start=1)
    steps = [_central_steps(layer_input, trace[f"z{k}"]) for k, layer_input in layers]
    fs = get_activations(objective.activations, len(weights) - 1)
    if objective.record.has_slope:
        fs = [*fs, get_activation(objective.record.unit)]
    at_seam = [None if f.seam is None else f.function(f.seam) for f in fs]

    def difference(k: int, array: Array, index: tuple[int, ...]) -> tuple[float, float, bool]:
        losses, sides = [], []
        original = array[index]
        step = steps[k][array.ndim == 1]
        for multiple in (1, -1, 2, -2):
            array[index] = original + multiple * step
            output, hiddens = forward_pass(x, weights, biases, objective.activations)
            losses.append(float(objective.value(output, y, weights)))
            # The last is the output, where the output unit bends it.
            pairs = zip([*hiddens, objective.record.predict(output)], at_seam, strict=False)
            beyond = [h > seam for h, seam in pairs if seam is not None]
            sides.append([*beyond, *(output - y > seam for seam in objective.record.seams)])
        array[index] = original
        kink = any((side != side[0]).any() for side in map(np.array, zip(*sides, strict=True)))
        near, far = losses[0] - losses[1], losses[2] - losses[3]
        return (8.0 * near - far) / (12.0 * step), step, kink

    weights, biases = [W.copy() for W in weights], [b.copy() for b in biases]
    results = _each_parameter(weights, biases, difference)
    differences, used_steps, kinks = zip(*results, strict=True)
    return np.array(differences), np.array(used_steps), np.array(kinks)


def _central_steps(layer_input: Array, z: Array) -> tuple[float, float]:
    """Steps of a layer's weights and of its biases.

    The best step grows with the fifth root of what it is added to, here z; and a weight moves z
    by its step times its input, so that large inputs want a shorter one.
    """
    step = CENTRAL_STEP * max(1.0, float(np.abs(z).max())) ** (1 / 5)
    return step / max(1.0, float(np.abs(layer_input).max())), step


def complex_steps(
    x: Array, y: Array, weights: list[Array], biases: list[Array], objective: Objective
) -> Array:
    def derivative(k: int, array: Array, index: tuple[int, ...]) -> float:
        array[index] += 1j * COMPLEX_STEP
        imaginary = imaginary_loss(x, y, weights, biases, objective)
        array[index] = array[index].real
        return imaginary / COMPLEX_STEP

    weights, biases = [W.astype(complex) for W in weights], [b.astype(complex) for b in biases]
    return np.array(_each_parameter(weights, biases, derivative))


def imaginary_loss(
    x: Array, y: Array, weights: list[Array], biases: list[Array], objective: Objective
) -> float:
    """Im L of complex parameters: the derivative times the step of one that is w + i s."""
    output, _ = forward_pass(x, weights, biases, objective.activations)
    return float(objective.value(output, y, weights).imag)


def _each_parameter(
    weights: list[Array],
    biases: list[Array],
    ask: Callable[[int, Array, tuple[int, ...]], Result],
) -> list[Result]:
    """``ask(layer index, array, index in it)`` for every parameter in the order of names."""
    return [
        ask(k, array, index)
        for k, layer in enumerate(zip(weights, biases, strict=True))
        for array in layer
        for index in np.ndindex(array.shape)
    ]
