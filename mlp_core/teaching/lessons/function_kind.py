"""What the loss is as a function of one parameter, all others kept: read off its derivatives.

A constant has a derivative of 0 everywhere, a line the same one everywhere, and that of a parabola
grows evenly. Whether it does is asked at a few places as far as the longest step of the check
reaches; each derivative has its error bound, so that rounding alone never makes a curve.
"""

from typing import Literal

import numpy as np

from mlp_core.bounded import UNIT
from mlp_core.error_bounds import bounded_gradients
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.moving import moved
from mlp_core.teaching.origin.cells import Cell

FunctionKind = Literal["constant", "linear", "parabola", "other"]
# The places: so many steps of so far to either side.
SPACING, PLACES = 0.05, (-2, -1, 0, 1, 2)


def function_kind(step: SGDStep, parameter: Cell) -> FunctionKind:
    """The kind of the loss of ``step`` as a function of the weight or bias in ``parameter``."""
    pairs = [_derivative(step, parameter, SPACING * place) for place in PLACES]
    derivatives, bounds = map(np.array, zip(*pairs, strict=True))
    if (np.abs(derivatives) <= bounds).all():
        return "constant"
    if (np.abs(np.diff(derivatives)) <= bounds[1:] + bounds[:-1]).all():
        return "linear"
    allowed = bounds[2:] + 2 * bounds[1:-1] + bounds[:-2]
    if (np.abs(np.diff(derivatives, n=2)) <= allowed).all():
        return "parabola"
    return "other"


def _derivative(step: SGDStep, cell: Cell, shift: float) -> tuple[float, float]:
    """The derivative by the parameter where it is moved by ``shift``, and its bound."""
    weights, biases = moved(step, cell, shift)
    # The parameter that is moved is rounded; all others are what they are.
    off = [np.zeros_like(W) for W in weights], [np.zeros_like(b) for b in biases]
    place = cell.entry.place
    off[cell.rule.kind == "b"][cell.rule.layer - 1][place] = UNIT * (abs(cell.value) + abs(shift))
    numbers = bounded_gradients(step.x, step.y, weights, biases, step.objective, off)
    gradient = numbers[f"grad_{cell.entry.array}"]
    return float(gradient.value[place]), float(gradient.bound[place])
