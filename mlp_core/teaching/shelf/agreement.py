"""How a figure that was printed stands to the number of a step: decided by the digits alone."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.quantities.names import parse
from mlp_core.teaching.shelf.record import Figure

Verdict = Literal["agrees", "agrees when rounded", "differs"]


@dataclass(frozen=True)
class Agreement:
    """A printed figure beside ours: ``ours`` to the last bit, and ``rounded`` as it is printed.

    ``difference`` is that of the two as they are printed, empty where there is none.
    """

    figure: Figure
    ours: float
    rounded: str
    verdict: Verdict
    difference: str


def compare(figure: Figure, step: SGDStep) -> Agreement:
    """``figure`` beside the number of ``step``, which has to be the step that it belongs to.

    It agrees where no more than rounding in float64 is between them, and agrees when rounded
    where ours, so far off at most, rounds to what is printed. ``KeyError`` for a number that the
    step does not have.
    """
    cell = parse(figure.cell)
    ours = float(np.asarray(step.values()[cell.array])[cell.place])
    ours = 0.0 - ours if figure.negated else ours
    bound = Decimal(float(step.bounds[cell.array][cell.place]))
    printed = Decimal(figure.published)
    unit = Decimal((0, (1,), int(printed.as_tuple().exponent)))
    apart = abs(Decimal(ours) - printed)
    if apart > unit / 2 + bound:
        rounded = Decimal(ours).quantize(unit) + 0  # which takes the sign off a zero
        difference = f"{rounded - printed:+f}"
        return Agreement(figure, ours, f"{rounded:f}", "differs", difference)
    verdict: Verdict = "agrees" if apart <= bound else "agrees when rounded"
    return Agreement(figure, ours, figure.published, verdict, "")
