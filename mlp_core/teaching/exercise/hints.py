"""Hints for a single number, one more telling than the other: formula, numbers in, answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mlp_core.teaching.exercise.formulas import Formula, cell_formula
from mlp_core.teaching.exercise.marking import mark
from mlp_core.teaching.exercise.problem_cells import Values, latex_name, shown_name, value_of
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.exercise.recompute import values_after

# Significant digits of the numbers in a formula: two more than an answer needs.
DIGITS = 6


class Line(NamedTuple):
    """left = right, as plain text and as LaTeX."""

    text: str
    latex: str


@dataclass(frozen=True)
class Hints:
    """``symbols`` is the first hint, ``numbers`` the second, ``answer`` the exact value.

    ``note`` says which numbers of ``numbers`` are the learner's own; "" where all are exact.
    """

    symbols: Line
    numbers: Line
    note: str
    answer: float


def hints(problem: Problem, cell: str, answers: Mapping[str, str] | None = None) -> Hints:
    """The hints for ``cell``, an entry of a blanked stage; ``ValueError`` for any other name.

    ``answers`` are what the learner typed so far, by cell: wrong ones stand in the second
    hint instead of the exact values, so that it leads on from where the learner is.
    """
    marking = mark(problem, answers or {})
    if cell not in marking.marks:
        raise ValueError(f"a hint must be for a cell of a blanked stage; got {cell!r}")
    formula = cell_formula(problem, cell)
    values = marking.own
    if cell == "loss_after":
        values = values | values_after(problem, values)
    own = [shown_name(name) for name in marking.own_operands(problem, cell)]
    note = f"With your own {', '.join(own)} in place of the exact value." if own else ""
    return Hints(
        symbols=_in_symbols(cell, formula),
        numbers=_in_numbers(cell, formula, values),
        note=note,
        answer=value_of(cell, marking.exact),
    )


def _in_symbols(cell: str, formula: Formula) -> Line:
    text = formula.text.format(*map(shown_name, formula.operands))
    latex = formula.latex.format(*map(latex_name, formula.operands))
    return Line(f"{shown_name(cell)} = {text}", f"{latex_name(cell)} = {latex}")


def _in_numbers(cell: str, formula: Formula, values: Values) -> Line:
    numbers = [value_of(operand, values) for operand in formula.operands]
    # A formula that is a number as it stands has no operator for a sign to stand behind.
    alone = formula.text == "{}"
    text = formula.text.format(*(_text(number, alone) for number in numbers))
    latex = formula.latex.format(*(_latex(number, alone) for number in numbers))
    return Line(f"{shown_name(cell)} = {text}", f"{latex_name(cell)} = {latex}")


def _text(number: float, alone: bool) -> str:
    text = f"{number + 0.0:.{DIGITS}g}"
    # A number that goes on has all of its digits, also where the last of them are zeros.
    if float(text) != float(f"{number:.12g}"):
        text = f"{number:#.{DIGITS}g}"
    return text if alone or number >= 0.0 else f"({text})"


def _latex(number: float, alone: bool) -> str:
    mantissa, e, exponent = _text(number, True).partition("e")
    text = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa
    return text if alone or (number >= 0.0 and not e) else f"({text})"
