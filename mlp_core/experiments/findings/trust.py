"""From the drift of a run and its twin to what its digits are good for.

Two questions: whether a digit that pages show is noise, and for how many epochs the figures can be
asked of other software, which rounds differently and may drift SAFETY times as far.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mlp_core.number_text import LOSS_DIGITS, PERCENT_DECIMALS
from mlp_core.score_kinds import ACCURACY, R2

# The relative change that a twin's parameters get before each epoch.
NUDGE = 1e-15
# Figures are not to be asked of other software once a loss is further off than this, or the
# parameters so far that rows may change sides. A stable run stays below 1e-12 and 1e-10.
LOSS_LIMIT, PARAMETER_LIMIT = 1e-9, 1e-6
# What moves the last digit that is shown by one: of a loss, as a share of it, and of an accuracy.
SHOWN_LOSS, SHOWN_ACCURACY = 10.0**-LOSS_DIGITS, 10.0 ** -(PERCENT_DECIMALS + 2)
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
    accuracy    |difference| (0 to 1) on training, test or validation rows, the largest
    mean_loss   that of training or test rows after the epoch, as total_loss
    r2          of a regression |difference| of R² on such rows, the largest, and no accuracy;
                None where classes are named

    Infinite, with an accuracy of 1, where the twin's numbers grew beyond float64.
    """

    epoch: int
    parameters: float
    total_loss: float
    accuracy: float
    mean_loss: float = 0.0
    r2: float | None = None

    @property
    def loss(self) -> float:
        """The largest difference of what no row changes sides in: both kinds of loss, and R²."""
        return max(self.total_loss, self.mean_loss, self.r2 or 0.0)


class Tolerance(NamedTuple):
    """How far an epoch's figures may be off when the run is done again.

    ``loss`` is relative, of the total loss; ``rows`` is the number of training or test rows
    that may change sides.
    """

    loss: float
    rows: int


def reliable_epochs(drifts: Sequence[Drift]) -> int:
    """The number of epochs before the first whose figures other software need not repeat."""
    for drift in drifts:
        if drift.loss > LOSS_LIMIT or drift.parameters > PARAMETER_LIMIT or drift.accuracy > 0.0:
            return drift.epoch - 1
    return len(drifts)


def epochs_shown_right(drifts: Sequence[Drift]) -> int:
    """The number of epochs before the first that shows a digit of noise; what follows does, too.

    Where none does, no figure is off by as much as one in the last digit that is shown.
    """
    for drift in drifts:
        if drift.loss >= SHOWN_LOSS or drift.accuracy >= SHOWN_ACCURACY:
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
    """What the drift so far says about the digits shown of a run, in a sentence or two."""
    if not drifts:
        return "How far these digits can be trusted has not been measured."
    shown, reliable = epochs_shown_right(drifts), reliable_epochs(drifts)
    if shown < len(drifts):
        return (
            f"{_beyond(shown)} these digits are noise: a relative change of {NUDGE:g} "
            f"{_consequence(drifts)}. A lower learning rate calms the training."
        )
    if reliable < len(drifts):
        return (
            f"The digits shown repeat here: in {_epochs(shown)} a relative change of {NUDGE:g} "
            f"{_consequence(drifts)}, less than one in the last digit that is shown. "
            f"{_beyond(reliable)} other software, which rounds differently, may show others."
        )
    worst = max(NUDGE, *(drift.total_loss for drift in drifts))
    return (
        f"These digits repeat on any machine: in {_epochs(reliable)} a relative change of "
        f"{NUDGE:g} moved the total loss by no more than {_at_most(worst)} of itself."
    )


def _beyond(epoch: int) -> str:
    return f"Beyond epoch {epoch}" if epoch else "From the first epoch on"


def _consequence(drifts: Sequence[Drift]) -> str:
    if max(drift.loss for drift in drifts) == math.inf:
        return "ends in numbers beyond all bounds"
    total = max(drift.total_loss for drift in drifts)
    mean = max(drift.mean_loss for drift in drifts)
    which = "total loss" if total >= mean else "mean loss"
    moved = f"moves the {which} by up to {_at_most(max(total, mean))} of itself"
    return f"{moved}, {_of_score(drifts)}"


def _of_score(drifts: Sequence[Drift]) -> str:
    """What becomes of accuracy, or of R² in a regression."""
    r2 = [drift.r2 for drift in drifts if drift.r2 is not None]
    if r2:
        return f"{R2.name} {f'by up to {_at_most(max(r2))}' if max(r2) else 'not at all'}"
    points = 100 * max(drift.accuracy for drift in drifts)
    return f"{ACCURACY.name} {f'by {points:.2g} points' if points else 'not at all'}"


def _at_most(share: float) -> str:
    """A number above 0 to one digit, rounded up: 3e-14."""
    if share == 0.0:
        return "0"
    power = 10.0 ** math.floor(math.log10(share))
    # What is one digit already must not be raised by the rounding of this division.
    return f"{math.ceil(share / power - 1e-9) * power:.0e}"


def _epochs(n: int) -> str:
    return "1 epoch" if n == 1 else f"{n} epochs"
