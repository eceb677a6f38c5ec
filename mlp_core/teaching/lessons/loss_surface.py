"""The loss over two parameters of a step, all others kept: a surface, and the way down from it."""

from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.loss_along import LossAlong
from mlp_core.teaching.lessons.moving import loss_at, placed, without_rounding

SIDE = 41
# How much of the way to the nearer edge of the ranges the arrow takes.
ARROW = 0.6


@dataclass(frozen=True, eq=False)
class LossSurface:
    """``losses`` (n, n): a row a place of the second parameter, a column one of the first.

    Places are evenly spaced over the ranges of both curves; a loss may be infinite or NaN.
    ``tip`` is where an arrow of steepest descent in these two ends, the first's place before the
    second's; None where both gradients are 0. ``flat`` says that nothing changes the loss.
    """

    first_places: Array
    second_places: Array
    losses: Array
    tip: tuple[float, float] | None
    flat: bool


def loss_surface(step: SGDStep, first: LossAlong, second: LossAlong) -> LossSurface:
    """The surface over the ranges of two curves of ``step``.

    Raises ``ValueError`` where both are of one parameter.
    """
    if first.name == second.name:
        raise ValueError(f"a surface needs two parameters; got {first.name} twice")
    xs, ys = (np.linspace(curve.places[0], curve.places[-1], SIDE) for curve in (first, second))
    losses = np.empty((SIDE, SIDE))
    for row, y in enumerate(ys):
        moved = placed((step.weights, step.biases), second.cell, float(y))
        for column, x in enumerate(xs):
            losses[row, column] = loss_at(step, placed(moved, first.cell, float(x)))
    losses = without_rounding(step, losses)
    flat = bool((losses == step.loss).all())
    return LossSurface(xs, ys, losses, _tip(first, second), flat)


def _tip(first: LossAlong, second: LossAlong) -> tuple[float, float] | None:
    """So far down that the nearer edge is not reached."""
    sloping = [curve for curve in (first, second) if curve.slope]
    if not sloping:
        return None
    edges = [(curve, curve.places[0 if curve.slope > 0.0 else -1]) for curve in sloping]
    length = ARROW * min(float((curve.value - edge) / curve.slope) for curve, edge in edges)
    return first.value - length * first.slope, second.value - length * second.slope
