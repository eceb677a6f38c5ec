"""Where on the play's picture each quantity has its numbers.

A unit has two lines: above what goes forward through it, below what comes back to it. Right of
the output units stand what they predict and their targets, and at the end the loss.
"""

from typing import NamedTuple

from mlp_core import SGDStep
from mlp_core.teaching.origin.path import on_outputs
from mlp_core.teaching.quantities.quantity import ROW
from mlp_core.teaching.quantities.table import Quantity, rules_of

TOP, BOTTOM = "top", "bottom"
PREDICTION, TARGET, LOSS = "p", "y", "L"
BIAS = "b"


class Place(NamedTuple):
    """A column, which is a layer, its predictions, its targets or the loss; and the line there."""

    column: str
    line: str

    def spot(self, unit: int) -> str:
        """What the picture calls the place of a unit, counted from 1; the loss has none."""
        return spot(self.column, unit) if unit else self.column


def spot(*parts: object) -> str:
    """What the picture calls a unit of a column, or a weight: 1.2, p.1, or 2.1.3."""
    return ".".join(map(str, parts))


def place_of(rule: Quantity) -> Place | None:
    """Where its numbers are written; None for parameters, which are lines, and for what is none."""
    letters = [letter for letter in rule.index if letter != ROW]
    if not letters:
        line = BOTTOM if rule.after else TOP
        return Place(LOSS, line) if rule.after or rule.stage == "loss" else None
    if rule.inner or len(letters) == 2 or rule.kind.rpartition("_")[2] == BIAS:
        return None
    line = TOP if rule.stage in ("given", "forward") else BOTTOM
    if not on_outputs(rule):
        return Place(str(rule.layer), line)
    return Place(TARGET if rule.stage == "given" else PREDICTION, line)


def lines_of(step: SGDStep, column: str) -> list[str]:
    """Which lines of a column are ever written; none where this step has no such column."""
    kept = (rule for rule in rules_of(step).values() if rule.kept)
    places = [place for rule in kept if (place := place_of(rule)) is not None]
    return [line for line in (TOP, BOTTOM) if Place(column, line) in places]
