"""Hints for a single number, one more telling than the other: formula, numbers in, answer."""

import math
from dataclasses import dataclass

from mlp_core.teaching.exercise.marking import Marking
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.quantities.compute import asked_for, looking_up
from mlp_core.teaching.quantities.entries import PAPER, write
from mlp_core.teaching.quantities.expressions import Entry, evaluate
from mlp_core.teaching.quantities.names import parse, shown_name
from mlp_core.teaching.quantities.paper import paper_formula

# Significant digits of the numbers in a formula: two more than an answer needs.
DIGITS = 6
NEXT_TO_1, MOST_DIGITS = 0.999, 17


@dataclass(frozen=True)
class Hints:
    """``symbols`` is the first hint, ``numbers`` the second, ``answer`` the exact value.

    ``note`` says which numbers of ``numbers`` are the learner's own; "" where all are exact.
    """

    symbols: str
    numbers: str
    note: str
    answer: float


def hints(problem: Problem, cell: str, marking: Marking) -> Hints:
    """The hints for ``cell``, an entry of a blanked stage; ``ValueError`` for any other name.

    Wrong answers, by their ``marking``, stand in the second hint instead of the exact values, so
    that it leads on from where the learner is.
    """
    if cell not in marking.marks:
        raise ValueError(f"a hint must be for a cell of a blanked stage; got {cell!r}")
    entry, rules = parse(cell), problem.rules
    look_up = looking_up(rules, asked_for(rules, marking.own))
    formula = paper_formula(rules, entry, look_up)
    # A formula that is a number as it stands has no operator for a sign to stand behind.
    alone = isinstance(formula, Entry)
    symbols = write(formula, PAPER, lambda leaf: shown_name(leaf.name))
    numbers = write(formula, PAPER, lambda leaf: _text(evaluate(leaf, look_up).item(), alone))
    own = [shown_name(name) for name in marking.own_operands(problem, cell)]
    return Hints(
        symbols=f"{shown_name(cell)} = {symbols}",
        numbers=f"{shown_name(cell)} = {numbers}",
        note=f"With your own {', '.join(own)} in place of the exact value." if own else "",
        answer=float(marking.exact[entry.array][entry.place]),
    )


def _text(number: float, alone: bool) -> str:
    digits = _digits(number)
    text = f"{number + 0.0:.{digits}g}"
    # A number that goes on has all of its digits, also where the last of them are zeros.
    if float(text) != float(f"{number:.{max(12, digits)}g}"):
        text = f"{number:#.{digits}g}"
    return text if alone or number >= 0.0 else f"({text})"


def _digits(number: float) -> int:
    """As many as leave DIGITS of what a number next to 1, such as a probability, lacks of it."""
    if not NEXT_TO_1 < number < 1.0:
        return DIGITS
    return min(MOST_DIGITS, DIGITS + math.floor(-math.log10(1.0 - number)))
