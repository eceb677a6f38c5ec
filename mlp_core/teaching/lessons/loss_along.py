"""The loss along one parameter of a step: the curve whose tangent the gradient is.

All other parameters stay what they were before the update. So what the curve says of the update
is what moving this one alone would bring, which is not what all together do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.moving import (
    change_to,
    find_parameter,
    loss_at,
    placed,
    without_rounding,
)
from mlp_core.teaching.origin.cells import Cell, find_cell
from mlp_core.teaching.quantities.quantity import CHANGE, GRADIENT, UPDATED
from mlp_core.teaching.quantities.table import rules_of

LossesAt = Callable[[Array], Array]

POINTS = 101
# How far to look to either side: the first of these reaches that shows what there is to see.
REACHES = tuple(0.01 * 2.0**k for k in range(14))
# There is something to see where the curve leaves its tangent by a third of what that rises,
# and the loss changes by a hundredth.
BENT, VISIBLE = 1 / 3, 0.01
# How far to look along a line or a constant, of which every part is like the whole.
ANY_REACH = 1.0
# The landing is to lie well inside, and a large number to be moved at all.
MARGIN, SMALLEST = 1.5, 1e-6
# How far to look for the step itself, in steps.
NEAR = 3.0
# The lowest place is found in ever smaller parts of the range.
PARTS, TIMES = 21, 3


class Lowest(NamedTuple):
    """The parameter's value where the loss is lowest, and the loss there."""

    place: float
    loss: float


@dataclass(frozen=True, eq=False)
class LossAlong:
    """The curve of the parameter in ``cell``: ``losses`` (n,) at the ascending ``places`` (n,).

    ``tangents`` (n,) are what the tangent at the parameter's value has there.
    ``value`` is where the parameter is and ``landing`` where the update takes it; both are among
    the places, unless the loss at the landing is not finite. ``slope`` is the gradient, 0 where it
    is nothing but rounding. ``lowest`` is None where the range has no lowest place inside, and
    ``flat`` says that nothing changes the loss. What differs from it by rounding is the loss.
    """

    cell: Cell
    landing: float
    places: Array
    losses: Array
    tangents: Array
    slope: float
    lowest: Lowest | None
    flat: bool

    @property
    def name(self) -> str:
        """The parameter's name, such as W2[1,3]."""
        return self.cell.entry.name

    @property
    def value(self) -> float:
        """Where the parameter is before the update."""
        return self.cell.value

    @property
    def passes_lowest(self) -> bool:
        """Whether the lowest place lies between the value and the landing."""
        low, high = sorted((self.value, self.landing))
        return self.lowest is not None and low < self.lowest.place < high


class Spot(NamedTuple):
    """The loss at a place, what the tangent has there, and the loss minus that.

    ``off`` is 0 where it is nothing but rounding.
    """

    loss: float
    tangent: float
    off: float


class Outcome(NamedTuple):
    """How the update changes the loss; 0 stands for what is nothing but rounding.

    ``promised`` by the gradients of some parameters, ``alone`` with these moved and no others,
    which may be infinite or NaN, and ``together`` with all. ``loss_alone`` is the loss there.
    """

    promised: float
    alone: float
    together: float
    loss_alone: float

    @property
    def overshoots(self) -> bool:
        """Whether a lower loss was promised, and these parameters alone bring a higher one."""
        return self.promised < 0.0 and not self.alone <= 0.0


def loss_along(step: SGDStep, name: str, near: bool = False) -> LossAlong:
    """The curve of the parameter ``name``, such as "W2[1,3]".

    Its range shows value, landing and how the curve bends; ``near``, no more than a few steps,
    where the update takes one. It ends where the loss is no longer finite. Raises ``ValueError``
    for a name that is no parameter.
    """
    cell = find_parameter(step, name)
    gradient = find_cell(step, f"{GRADIENT}{name}")
    slope = 0.0 if gradient.rounding else gradient.value + 0.0
    landing = _landing(step, cell)

    def losses_at(places: Array) -> Array:
        losses = np.array([_loss(step, [cell], [place]) for place in places])
        return without_rounding(step, losses)

    moved = abs(landing - cell.value)
    least = max(MARGIN * moved, SMALLEST * abs(cell.value))
    reach = max(least, _bend(losses_at, cell.value, step.loss, slope))
    if near and NEAR * moved > least:
        reach = min(reach, NEAR * moved)
    places = _places(cell.value, landing, reach)
    places, losses = _finite(places, losses_at(places), cell.value)
    return LossAlong(
        cell=cell,
        landing=landing,
        places=places,
        losses=losses,
        tangents=step.loss + slope * (places - cell.value),
        slope=slope,
        lowest=_lowest(losses_at, places, losses),
        flat=bool((losses == step.loss).all()),
    )


def spot(step: SGDStep, curves: Sequence[LossAlong], places: Sequence[float]) -> Spot:
    """The loss with the parameters of ``curves`` at these places, and that of their tangents."""
    pairs = zip(curves, places, strict=True)
    rise = sum(curve.slope * (place - curve.value) for curve, place in pairs)
    loss = _loss(step, [curve.cell for curve in curves], places)
    return Spot(loss, step.loss + rise, change_to(step, loss - rise))


def outcome(step: SGDStep, curves: Sequence[LossAlong]) -> Outcome:
    """What the update does with the parameters of ``curves``, and with all."""
    landings = [curve.landing for curve in curves]
    promised = sum(curve.slope * (curve.landing - curve.value) for curve in curves)
    alone = spot(step, curves, landings).loss
    return Outcome(promised, change_to(step, alone), change_to(step, step.loss_after), alone)


def _loss(step: SGDStep, cells: Sequence[Cell], places: Sequence[float]) -> float:
    parameters = step.weights, step.biases
    for cell, place in zip(cells, places, strict=True):
        parameters = placed(parameters, cell, float(place))
    return loss_at(step, parameters)


def _landing(step: SGDStep, cell: Cell) -> float:
    """Where the update takes a parameter; one that does not learn, or by rounding alone, stays."""
    learns = f"{CHANGE}{cell.entry.array}" in rules_of(step)
    if not learns or find_cell(step, f"{CHANGE}{cell.entry.name}").rounding:
        return cell.value
    return find_cell(step, f"{UPDATED}{cell.entry.name}").value


def _bend(losses_at: LossesAt, value: float, loss: float, slope: float) -> float:
    """How far to look to either side to see the curve bend."""
    for reach in REACHES:
        shifts = np.array([-reach, reach])
        rises = losses_at(value + shifts) - loss
        if not np.isfinite(rises).all():
            break
        bend = np.abs(rises - slope * shifts).max()
        if bend >= BENT * abs(slope) * reach and np.abs(rises).max() > VISIBLE * loss:
            return reach
    return ANY_REACH


def _places(value: float, landing: float, reach: float) -> Array:
    """Evenly spaced, and the landing, in whose place no other lies."""
    places = value + reach * np.linspace(-1.0, 1.0, POINTS)
    apart = np.abs(places - landing) > reach / (10 * POINTS)
    return np.unique([*places[apart | (places == value)], landing])


def _finite(places: Array, losses: Array, value: float) -> tuple[Array, Array]:
    """What of the range around ``value`` has finite losses without a gap."""
    at = int(np.searchsorted(places, value))
    gaps = np.flatnonzero(~np.isfinite(losses))
    first = gaps[gaps < at].max(initial=-1) + 1
    last = gaps[gaps > at].min(initial=len(places))
    return places[first:last], losses[first:last]


def _lowest(losses_at: LossesAt, places: Array, losses: Array) -> Lowest | None:
    """Where the loss is lowest inside the range; None where that is an end, or no one place."""
    at = int(losses.argmin())
    if at in (0, len(places) - 1):
        return None
    if min(losses[at - 1], losses[at + 1]) == losses[at]:
        return None
    for _ in range(TIMES):
        places = np.linspace(places[at - 1], places[at + 1], PARTS)
        losses = losses_at(places)
        at = int(np.clip(losses.argmin(), 1, PARTS - 2))
    return Lowest(float(places[at]), float(losses[at]))
