"""From the drift of a run and its twin to what its digits are good for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# The relative change that a twin's parameters get before each epoch.
NUDGE = 1e-15
# Digits are noise once the total loss is further off than this, or the parameters so far that
# rows may change sides. A stable run stays below 1e-13 and 1e-10.
LOSS_LIMIT, PARAMETER_LIMIT = 1e-9, 1e-6
# Other software does not round as the twin was nudged, and drifts further or less far.
SAFETY = 1e3
LOSS_FLOOR = 1e-9
# Parameters further off than this can take a row of outputs that are all but equal with them.
ROW_LIMIT = 1e-9


@dataclass(frozen=True)
class Drift:
    """How far run and twin are apart after ``epoch``.

    parameters  the largest difference in an array of weights or biases, over the largest number
                in that array; the worst array counts
    total_loss  |difference| relative to the run's
    accuracy    |difference| (0 to 1) on training or test rows, whichever is larger

    Infinite, with an accuracy of 1, where the twin's numbers grew beyond float64.
    """

    epoch: int
    parameters: float
    total_loss: float
    accuracy: float


class Tolerance(NamedTuple):
    """How far an epoch's figures may be off when the run is done again.

    ``loss`` is relative, of the total loss; ``rows`` is the number of training or test rows
    that may change sides.
    """

    loss: float
    rows: int


def reliable_epochs(drifts: Sequence[Drift]) -> int:
    """The number of epochs before the first whose digits are noise; what follows one is, too."""
    for drift in drifts:
        if (
            drift.total_loss > LOSS_LIMIT
            or drift.parameters > PARAMETER_LIMIT
            or drift.accuracy > 0.0
        ):
            return drift.epoch - 1
    return len(drifts)


def tolerances(drifts: Sequence[Drift]) -> list[Tolerance]:
    """What to allow for in each of the reliable epochs, never less than in an earlier one.

    The loss may be off by SAFETY times its own drift or 10 times that of the parameters, which
    shows first what is about to grow, and by LOSS_FLOOR in any case.
    """
    found: list[Tolerance] = []
    loss, rows = LOSS_FLOOR, 0
    for drift in drifts[: reliable_epochs(drifts)]:
        loss = max(loss, SAFETY * drift.total_loss, 10.0 * drift.parameters)
        rows = max(rows, int(drift.parameters > ROW_LIMIT))
        found.append(Tolerance(loss, rows))
    return found


def sensitivity_verdict(drifts: Sequence[Drift]) -> str:
    """What the drift so far says about the digits of a run, in a sentence or two."""
    if not drifts:
        return "How far these digits can be trusted has not been measured."
    reliable = reliable_epochs(drifts)
    if reliable == len(drifts):
        worst = max(NUDGE, *(drift.total_loss for drift in drifts))
        return (
            f"These digits repeat on any machine: in {_epochs(reliable)} a relative change of "
            f"{NUDGE:g} moved the total loss by no more than {worst:.0e} of itself."
        )
    beyond = f"Beyond epoch {reliable}" if reliable else "From the first epoch on"
    return (
        f"{beyond} these digits are noise: a relative change of {NUDGE:g} "
        f"{_consequence(drifts)}. A lower learning rate calms the training."
    )


def _consequence(drifts: Sequence[Drift]) -> str:
    loss = max(drift.total_loss for drift in drifts)
    if loss == math.inf:
        return "ends in numbers beyond all bounds"
    points = 100 * max(drift.accuracy for drift in drifts)
    return f"moves the total loss by up to {loss:.0e} of itself, accuracy by {points:.2g} points"


def _epochs(n: int) -> str:
    return "1 epoch" if n == 1 else f"{n} epochs"
