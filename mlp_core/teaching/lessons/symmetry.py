"""Why units learn nothing of their own: equal ones stay equal, and what is handed back cancels.

Both are read off the numbers of a step, up to what rounding leaves of them.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.sgd_step import SGDStep

Reason = Literal["equal rows", "zero weights", "flat units", "other"]


@dataclass(frozen=True)
class Standstill:
    """A hidden ``layer`` that no gradient gets through, though one arrives above it, and why.

    "equal rows": every unit above weighs this layer alike, and their ∂L/∂z add up to 0.
    "zero weights": all weights above are 0. "flat units": those that are handed something have
    a slope of 0: a ReLU that is off, a unit that is saturated. ``lasts`` says whether the next
    step will find the same.
    """

    layer: int
    reason: Reason
    lasts: bool


def equal_units(step: SGDStep, layer: int) -> list[tuple[int, ...]]:
    """Groups of units of a hidden ``layer`` that are equal for ever, counted from 1.

    Two units with the same weights and bias, which every unit above weighs alike, could change
    places without anything changing. So their gradients are equal, and they stay so.
    """
    names = f"W{layer}", f"b{layer}", f"W{layer + 1}"
    values = step.weights[layer - 1], step.biases[layer - 1], step.weights[layer].T
    numbers = np.column_stack(values)
    bounds = np.column_stack(
        [step.bounds[name].T if name is names[2] else step.bounds[name] for name in names]
    )
    groups, left = [], np.ones(len(numbers), dtype=bool)
    while left.any():
        first = int(left.argmax())
        alike = left & _alike_rows(numbers, bounds, first)
        left &= ~alike
        groups.append(tuple(int(unit) + 1 for unit in np.flatnonzero(alike)))
    return [group for group in groups if len(group) > 1]


def standstill(step: SGDStep) -> Standstill | None:
    """The highest hidden layer that no gradient gets through; None where all are reached.

    Also None where the error itself is 0, so that there is nothing to hand back.
    """
    for layer in range(len(step.weights) - 1, 0, -1):
        above = step.without_rounding(f"grad_z{layer + 1}")
        if not above.any():
            return None
        if not step.without_rounding(f"grad_h{layer}").any():
            weights = step.without_rounding(f"W{layer + 1}")
            if not weights.any():
                updated = step.without_rounding(f"updated_W{layer + 1}")
                return Standstill(layer, "zero weights", lasts=not updated.any())
            handing = np.asarray(np.atleast_2d(above).any(axis=0))
            rows = _rows_alike(step, "W", layer, handing)
            reason: Reason = "equal rows" if rows else "other"
            return Standstill(
                layer, reason, lasts=rows and _rows_alike(step, "updated_W", layer, handing)
            )
        if not step.without_rounding(f"grad_z{layer}").any():
            return Standstill(layer, "flat units", lasts=True)
    return None


def _rows_alike(step: SGDStep, name: str, layer: int, rows: NDArray[np.bool_]) -> bool:
    """Whether these units above ``layer`` weigh it alike: then it gets their sum, W times."""
    array = f"{name}{layer + 1}"
    numbers, bounds = np.asarray(step.values()[array])[rows], step.bounds[array][rows]
    return bool(_alike_rows(numbers, bounds, 0).all())


def _alike_rows(numbers: Array, bounds: Array, first: int) -> NDArray[np.bool_]:
    """Which rows are that of index ``first``, up to what rounding may have parted them by."""
    off = np.abs(numbers - numbers[first]) <= bounds + bounds[first]
    return np.asarray(off.all(axis=1))
