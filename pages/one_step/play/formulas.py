"""The formula of one operation, in symbols and with its numbers, as LaTeX."""

import re

from mlp_core import SGDStep
from mlp_core.teaching.lessons.operations import Operation
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.quantities.expressions import Entry, entry
from mlp_core.teaching.quantities.names import latex_name
from mlp_core.teaching.worksheet.stage_text import LOSS_AFTER
from pages.one_step.step.formula_numbers import FormulaNumbers
from pages.one_step.step.formulas import formula_of, formula_of_entry, symbols_of

# A line of a sum has about so many characters, and of a row of weights so many are written out.
LONGEST_LINE, MOST_ENTRIES = 34, 4
# Of a sum as long as a large layer the largest summands alone are.
MOST_SUMMANDS = 3
ARRAY = r"\begin{bmatrix}"
# Left and right of the equals sign; a line that goes on with the one above has nothing at its left.
Line = tuple[str, str]


def formula(step: SGDStep, operation: Operation) -> str:
    """Below one another: in symbols, with numbers, and what that comes to."""
    lines = _lines(step, operation)
    body = r" \\[0.3em] ".join(f"{left} &{right}" for left, right in lines)
    return rf"\begin{{aligned}}{body}\end{{aligned}}"


def _lines(step: SGDStep, operation: Operation) -> list[Line]:
    rule = operation.rule
    cells = [cell for cell in operation.cells if cell.array == rule.name]
    if rule.after:
        number = FormulaNumbers(step, cells[0]).number(cells[0])
        return [(latex_name(rule.name), f"= {LOSS_AFTER}"), ("", f"= {number}")]
    if operation.unit:
        return _of_unit(step, cells)
    if step.x.ndim == 2:
        # The notation of matrices has no place for the row.
        left, symbols, _ = formula_of_entry(step, entry(rule.name, *rule.index))
    elif excerpt.fits(step):
        left, symbols, numbers = formula_of(step, rule.name)
        return [(left, f"= {symbols}"), *_wrapped(numbers)]
    else:
        left, symbols, _ = symbols_of(step, rule.name)
    return [(left, f"= {symbols}"), *_of_entry(step, cells[0])]


def _of_unit(step: SGDStep, cells: list[Entry]) -> list[Line]:
    """Of one number, or of a row of them, whose formulas differ in an index alone."""
    if len(cells) == 1:
        left, symbols, numbers = formula_of_entry(step, cells[0])
        return [(left, f"= {symbols}"), *_wrapped(numbers)]
    open_one = entry(cells[0].array, *cells[0].index[:-1], "j")
    left, symbols, _ = formula_of_entry(step, open_one)
    lines = [(left, f"= {symbols}")]
    for cell in cells[:MOST_ENTRIES]:
        numbers = formula_of_entry(step, cell).numbers
        lines.append((rf"j = {cell.index[-1]}\!:\;", rf"\phantom{{=}} {numbers}"))
    return [*lines, ("", r"\vdots")] if len(cells) > MOST_ENTRIES else lines


def _of_entry(step: SGDStep, cell: Entry) -> list[Line]:
    """With its numbers alone, below a formula of all entries."""
    left, _, numbers = formula_of_entry(step, cell, MOST_SUMMANDS)
    (_, first), *others = _wrapped(numbers)
    return [(left, first), *others]


def _wrapped(numbers: str) -> list[Line]:
    """A long sum in several lines, and what it comes to in a line of its own."""
    body, _, result = numbers.rpartition(" = ")
    if body.strip() in ("", result):
        return [("", f"= {result}")]
    lines = [""]
    for summand in _summands(body):
        if lines[-1] and len(_seen(lines[-1] + summand)) > LONGEST_LINE:
            lines.append(r"\quad ")
        lines[-1] += summand
    return [("", f"= {lines[0]}"), *(("", line) for line in lines[1:]), ("", f"= {result}")]


def _summands(latex: str) -> list[str]:
    """The parts of a sum, each with its sign; arrays stay side by side, however many they are."""
    if ARRAY in latex:
        return [latex]
    parts, depth = [""], 0
    for token in latex.split():
        if token in "+-" and not depth:
            parts.append("")
        depth += sum(map(token.count, "({")) - sum(map(token.count, ")}"))
        parts[-1] += f" {token}"
    return parts


def _seen(latex: str) -> str:
    """About the characters that are seen of a formula."""
    return re.sub(r"\\[A-Za-z]+|[\\{} ]", "", latex)
