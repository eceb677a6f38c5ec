"""The step's formulas as LaTeX: first in symbols, then with this network's numbers in."""

import re
from functools import cache
from typing import NamedTuple

from mlp_core import SGDStep
from mlp_core.teaching.quantities.arrays import TALL_LATEX, write_quantity
from mlp_core.teaching.quantities.compute import looking_up, values_of
from mlp_core.teaching.quantities.entries import LATEX, write
from mlp_core.teaching.quantities.expressions import Call, Entry, bound, entry, leaves
from mlp_core.teaching.quantities.names import latex_name
from mlp_core.teaching.quantities.network import Network, network_of
from mlp_core.teaching.quantities.paper import paper_formula, shortened
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import rules, rules_of
from pages.one_step.step.formula_numbers import FormulaNumbers

# Of a longer sum the largest summands are written, fewer where each of them is long.
MOST_SUMMANDS, MOST_LONG_SUMMANDS = 10, 3
# A formula of a batch has the numbers of all rows where they are no more characters wide than this.
WIDEST = 80
# A vector or a matrix is too tall for an exponent.
EXPONENT = re.compile(r"e\^\{(-?\\begin\{bmatrix\}.*?\\end\{bmatrix\})\}")


class Formula(NamedTuple):
    """left = symbols = numbers"""

    left: str
    symbols: str
    numbers: str


def aligned(*formulas: Formula, numbers: bool = True) -> str:
    """Formulas below one another, their equals signs in line; with their numbers or without."""
    lines = [
        rf"{f.left} &= {f.symbols}" + (rf" \\[0.3em] &= {f.numbers}" if numbers else "")
        for f in formulas
    ]
    # An empty row between two formulas: tall matrices swallow a row's extra space.
    return r"\small\begin{aligned}" + r" \\ & \\[-0.6em] ".join(lines) + r"\end{aligned}"


def formula_of(step: SGDStep, name: str) -> Formula:
    """That of the quantity called ``name``, such as "z1"."""
    rule = rules_of(step)[name]
    if _has_a_name(rule):
        numbers = _of_function(step, rule)
    elif not rule.index:
        long = step.n_rows or step.objective.alpha
        most = MOST_LONG_SUMMANDS if long else MOST_SUMMANDS
        numbers = _of_entry(step, rule, entry(name), most)
    elif rule.stage == "update":
        numbers = _of_first_entry(step, rule)
    else:
        numbers = _of_array(step, rule)
        if step.n_rows and not _has_room(numbers):
            numbers = _of_first_entry(step, rule)
    return Formula(*_in_symbols(network_of(step), name), numbers)


def symbols_of(step: SGDStep, name: str) -> Formula:
    """That of the quantity called ``name`` without numbers."""
    return Formula(*_in_symbols(network_of(step), name), "")


def formula_of_entry(step: SGDStep, one: Entry, most: int = MOST_SUMMANDS) -> Formula:
    """That of an entry, whose index may have letters, too: without numbers as long as it has.

    Of a longer sum the ``most`` largest summands are written.
    """
    rule = rules_of(step)[one.array]
    letters = dict(zip(rule.index, one.index, strict=True))
    symbols = write(bound(rule.paper, letters), LATEX, lambda leaf: _short(latex_name(leaf.name)))
    closed = not any(isinstance(at, str) for at in one.index)
    return Formula(
        _short(latex_name(one.name)), symbols, _of_entry(step, rule, one, most) if closed else ""
    )


@cache
def _in_symbols(network: Network, name: str) -> tuple[str, str]:
    """Both sides, which are the same for all numbers."""
    rule = rules(network)[name]
    symbols = _short(write_quantity(rule, TALL_LATEX))
    if _has_a_name(rule):
        symbols = rf"{_function(rule)}({_short(TALL_LATEX.name(rule.of, False))}) = {symbols}"
    elif rule.kind == "loss":
        symbols = _norm(rule) + rf"\textstyle {symbols}"
    return _short(TALL_LATEX.name(entry(name, *rule.index), False)), symbols


def _has_room(numbers: str) -> bool:
    """Whether matrices of numbers can be read in a formula: not in a sum over rows."""
    matrices = re.findall(r"\\begin\{bmatrix\}(.*?)\\end\{bmatrix\}", numbers)
    widest = sum(max(len(row) + 2 * row.count("&") for row in m.split(r"\\")) for m in matrices)
    return widest <= WIDEST and "sum" not in numbers


def _of_array(step: SGDStep, rule: Quantity) -> str:
    """With matrices and vectors of numbers."""
    whole = entry(rule.name, *rule.index)
    arrays = {rule.name, *(leaf.array for leaf in leaves(rule.expression))}
    n = FormulaNumbers(step, *map(entry, arrays))
    made = n.array(whole)
    if isinstance(rule.expression, Entry):
        return made
    written = write_quantity(rule, TALL_LATEX, n.array)
    return EXPONENT.sub(lambda found: rf"\exp\left({found[1]}\right)", written) + f" = {made}"


def _of_function(step: SGDStep, rule: Quantity) -> str:
    """By its name as a function, with the vector that it is of."""
    n = FormulaNumbers(step, entry(rule.of.array), entry(rule.name))
    return rf"{_function(rule)}\,{n.array(rule.of)} = {n.array(entry(rule.name, *rule.index))}"


def _of_first_entry(step: SGDStep, rule: Quantity) -> str:
    """With the numbers of one entry, which is named: where a sum may be long, by its place."""
    first = entry(rule.name, *(1 for _ in rule.index))
    numbers = _of_entry(step, rule, first, MOST_LONG_SUMMANDS)
    name = latex_name(first.name if rule.stage == "update" else entry("", *first.index).name)
    return rf"{numbers}\quad\text{{for }} {_short(name)}"


def _of_entry(step: SGDStep, rule: Quantity, one: Entry, most: int = MOST_SUMMANDS) -> str:
    """With the numbers that one entry is made from, one by one."""
    rules = rules_of(step)
    look_up = looking_up(rules, values_of(step))
    made_by = shortened(paper_formula(rules, one, look_up), look_up, most)
    known = [leaf for leaf in leaves(made_by) if leaf.array in rules]
    n = FormulaNumbers(step, *known, one)

    def number(leaf: Entry) -> str:
        return n.signed(leaf) if leaf in known else rf"\text{{{leaf.array}}}"

    # A number that no operator stands before, or behind, needs no brackets.
    numbers = re.sub(r"(^|[({])\(([^() ]*)\)(?!\^)", r"\1\2", write(made_by, LATEX, number))
    return f"{numbers} = {n.number(one)}"


def _has_a_name(rule: Quantity) -> bool:
    """Whether it is a function of a whole array, with a name of its own, such as softmax."""
    return (
        rule.stage == "forward" and rule.forms is not None and not isinstance(rule.expression, Call)
    )


def _function(rule: Quantity) -> str:
    """What a quantity is called as a function of another, such as softmax."""
    return rf"\mathrm{{{rule.forms.text.partition('(')[0]}}}"


def _norm(rule: Quantity) -> str:
    """½ ‖z − y‖² and an equals sign, where the loss can be written as a norm."""
    text = rule.forms.text.format(_short(TALL_LATEX.name(rule.of, False)))
    sides = re.fullmatch(r"½ ‖(.*) − (.*)‖²", text)
    return rf"\tfrac12 \lVert {sides[1]} - {sides[2]} \rVert^2 = " if sides else ""


def _short(latex: str) -> str:
    """The same without the braces around a single digit."""
    return re.sub(r"_\{(\d)\}", r"_\1", latex)
