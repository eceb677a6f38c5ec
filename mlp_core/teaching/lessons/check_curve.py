"""How good a numeric derivative is for every step length h: why none is best for all.

    central difference   [L(w + h) - L(w - h)] / 2h     error ≈ h²/6 |L'''| + ε scale / h
    complex step         Im L(w + i h) / h              error ≈ h²/6 |L'''|

The first error of the central difference is the truncation of the Taylor series, the second
the rounding of two nearly equal losses. The complex step subtracts nothing, so it has only the
first. ε is the rounding unit of float64, ``scale`` what ``rounding.loss_scale`` gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core.numeric_gradients import COMPLEX_STEP, imaginary_loss
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.function_kind import FunctionKind, function_kind
from mlp_core.teaching.lessons.moving import find_parameter, loss_at, moved
from mlp_core.teaching.lessons.rounding import EPSILON, loss_scale
from mlp_core.teaching.origin.cells import Cell, find_cell

STEPS = tuple(float(step) for step in np.logspace(-1, -14, 53))
# For L''' from three derivatives: their rounding, ε / step², stays below their curvature.
CURVATURE_STEP = 1e-3


@dataclass(frozen=True)
class CurvePoint:
    """Both derivatives at one step length ``h``, with their absolute errors.

    ``truncation`` and ``rounding`` are the two errors that are predicted for the central
    difference.
    """

    h: float
    central: float
    central_error: float
    truncation: float
    rounding: float
    complex_step: float
    complex_error: float


@dataclass(frozen=True)
class CheckCurve:
    """The points of one parameter, and the derivative that their errors are taken against.

    The reference is the complex step of 1e-100, whose truncation is far below rounding; 0 where
    the derivative is nothing but rounding, which ``rounding`` says. ``kind`` is what the loss is
    as a function of the parameter.
    """

    name: str
    reference: float
    rounding: bool
    kind: FunctionKind
    points: list[CurvePoint]


def check_curve(step: SGDStep, name: str, steps: Sequence[float] = STEPS) -> CheckCurve:
    """The errors for the parameter ``name``, such as "W2[1,3]", at each of ``steps``.

    ``step`` is of one observation. L''' is zero, and there is no truncation to see, where the
    loss is constant, a line or a parabola in the parameter. Raises ``ValueError`` for a name that
    is no parameter, and for a step of a batch.
    """
    cell = find_parameter(step, name)
    rounding, kind = find_cell(step, f"grad_{name}").rounding, function_kind(step, cell)
    reference = 0.0 if rounding else _complex_derivative(step, cell, COMPLEX_STEP)
    scale = loss_scale(step) + abs(reference * cell.value)  # w + h is rounded, too
    third = _third_derivative(step, cell, scale) if kind == "other" else 0.0
    points = []
    for h in steps:
        above, below = (loss_at(step, moved(step, cell, shift)) for shift in (h, -h))
        central = (above - below) / (2 * h)
        complex_step = _complex_derivative(step, cell, h)
        points.append(
            CurvePoint(
                h=h,
                central=central,
                central_error=abs(central - reference),
                truncation=h**2 / 6 * third,
                rounding=EPSILON * scale / h,
                complex_step=complex_step,
                complex_error=abs(complex_step - reference),
            )
        )
    return CheckCurve(name, reference, rounding, kind, points)


def _complex_derivative(step: SGDStep, cell: Cell, h: float, shift: float = 0.0) -> float:
    """The derivative by complex step ``h``, at the parameter moved by ``shift``."""
    parameters = moved(step, cell, complex(shift, h))
    return imaginary_loss(step.x, step.y, *parameters, step.objective) / h


def _third_derivative(step: SGDStep, cell: Cell, scale: float) -> float:
    """|L'''|, the second difference of first derivatives; 0 where it is nothing but rounding."""
    below, here, above = (
        _complex_derivative(step, cell, COMPLEX_STEP, shift)
        for shift in (-CURVATURE_STEP, 0.0, CURVATURE_STEP)
    )
    difference = abs(above - 2 * here + below)
    return difference / CURVATURE_STEP**2 if difference > 8 * EPSILON * scale else 0.0
