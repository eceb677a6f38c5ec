"""What a cell is added up from: terms, each a product of factors, each made from cells."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mlp_core.names import entry_names
from mlp_core.teaching.quantities.compute import Values, looking_up
from mlp_core.teaching.quantities.dependence import kept_sources
from mlp_core.teaching.quantities.entries import PLAIN, write
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    Negative,
    Product,
    Quotient,
    Sum,
    evaluate,
    leaves,
    written_out,
)
from mlp_core.teaching.quantities.quantity import AFTER
from mlp_core.teaching.quantities.table import Rules


@dataclass(frozen=True)
class Term:
    """One summand, with the sign in its ``value``: the product of its ``factors``, terms as well.

    ``numbers`` holds all cells that it is made from, by name.
    """

    expression: Expression
    numbers: Mapping[str, float]
    value: float
    factors: tuple["Term", ...] = ()

    @property
    def text(self) -> str:
        """In symbols: W2[1,3]·h1[3]."""
        return write(self.expression, PLAIN, primed)

    @property
    def in_cells(self) -> bool:
        """Whether it is written by cells; not what a step passes through and does not keep."""
        return all(leaf.name in self.numbers for leaf in leaves(self.expression))

    def with_cells(
        self, write_cell: Callable[[str, float], str], write_other: Callable[[str], str] = str
    ) -> str:
        """With what ``write_cell`` makes of each cell's name and number in: 0.1·0.213."""

        def leaf(entry: Entry) -> str:
            if entry.name in self.numbers:
                return write_cell(entry.name, self.numbers[entry.name])
            return write_other(primed(entry))

        return write(self.expression, PLAIN, leaf)


class TermMaker:
    """Makes terms of expressions whose indices are numbers, by ``rules`` and what is ``known``."""

    def __init__(self, rules: Rules, known: Values) -> None:
        self._rules = rules
        self.look_up = looking_up(rules, known)

    def terms(self, expression: Expression) -> tuple[Term, ...]:
        """The summands of ``expression``, every Σ written out, and every sum over a number."""
        whole = written_out(expression, self.look_up)
        parts = whole.parts if isinstance(whole, Sum) else (whole,)
        return tuple(self._term(one) for part in parts for one in _apart(part))

    def _term(self, expression: Expression) -> Term:
        core = expression.parts[0] if isinstance(expression, Negative) else expression
        parts = core.parts if isinstance(core, Product) else (core,)
        factors = tuple(Term(part, self._numbers(part), self._value(part)) for part in parts)
        value = math.prod(factor.value for factor in factors)
        signed = value if core is expression else -value
        return Term(expression, self._numbers(expression), signed, factors)

    def _value(self, expression: Expression) -> float:
        return float(evaluate(expression, self.look_up).item())

    def _numbers(self, expression: Expression) -> dict[str, float]:
        """All cells of it; of what a step does not keep, all that it is made from."""
        found: dict[str, float] = {}
        for leaf in leaves(expression):
            if self._rules[leaf.array].kept:
                found[leaf.name] = self._value(leaf)
                continue
            for source in kept_sources(self._rules, leaf.array):
                values = self.look_up(source)
                found |= zip(entry_names(source, values), values.ravel().tolist(), strict=True)
        return found


def _apart(part: Expression) -> tuple[Expression, ...]:
    """A summand; (a + b) / 3 as a / 3 and b / 3."""
    match part:
        case Quotient(parts=(Sum(parts=summands), below)):
            return tuple(summand / below for summand in summands)
    return (part,)


def primed(entry: Entry) -> str:
    """The name of an entry; loss_terms′[1] for what the pass after the update makes."""
    return entry.name.replace(AFTER, "′")
