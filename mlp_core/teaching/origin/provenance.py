"""Where a number of a step comes from: for any cell, the terms that add up to it.

The terms are products of the very numbers in other cells. Added up exactly (math.fsum), they
miss the cell by no more than the rounding of the engine's own sum, which may have been made in
another order; ``remainder`` is that rest, so that terms and remainder give the cell.
"""

import math
from dataclasses import dataclass, replace

from mlp_core.bounded import is_rounding
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.origin.cells import find_cell, rounding_names
from mlp_core.teaching.origin.terms import Term, TermMaker, primed
from mlp_core.teaching.quantities.compute import values_of
from mlp_core.teaching.quantities.entries import PLAIN, write
from mlp_core.teaching.quantities.expressions import Index, Quotient, bound, entry, with_largest
from mlp_core.teaching.quantities.table import rules_of


@dataclass(frozen=True)
class Provenance:
    """A cell's value, the step's own float64, and the terms that add up to it.

    A given number (x, y, W, b, the learning rate) has none. For a probability the sum of
    ``terms`` is divided by the sum of ``divisor``, which is empty elsewhere. ``bound`` is how far
    the value may be off, ``zeros`` name the sources that are nothing but rounding.
    ``relative`` says that the largest of a row is taken off everywhere.
    """

    name: str
    value: float
    formula: str
    terms: tuple[Term, ...]
    divisor: tuple[Term, ...] = ()
    bound: float = 0.0
    zeros: frozenset[str] = frozenset()
    relative: bool = False

    @property
    def rounding(self) -> bool:
        """Whether the whole value is nothing but rounding."""
        return bool(is_rounding(self.value, self.bound))

    @property
    def given(self) -> bool:
        """Whether the number was entered, not computed."""
        return not self.terms

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of all cells that the value was made from, each once."""
        terms = (*self.terms, *self.divisor)
        return tuple(dict.fromkeys(cell for term in terms for cell in term.numbers))

    @property
    def total(self) -> float:
        """What the terms come to, rounded once; the value itself where it was given."""
        if self.given:
            return self.value
        total = math.fsum(term.value for term in self.terms)
        return total / math.fsum(term.value for term in self.divisor) if self.divisor else total

    @property
    def remainder(self) -> float:
        """value - terms: the engine's rounding, at most some units in the last place.

        Without a divisor, ``math.fsum`` of terms and remainder is the value.
        """
        if self.given or self.divisor:
            return self.value - self.total
        return math.fsum([self.value, *(-term.value for term in self.terms)])


def explain(step: SGDStep, name: str) -> Provenance:
    """The provenance of the cell called ``name``, such as "z2[1]".

    Raises ``NoSuchCell`` for a name that the step does not have.
    """
    cell = find_cell(step, name)
    rule = cell.rule
    if rule.expression is None:
        return Provenance(name, cell.value, name, (), bound=cell.bound)
    maker = TermMaker(rules_of(step), values_of(step))
    index: dict[str, Index] = dict(zip(rule.index, cell.entry.index, strict=True))
    whole = bound(rule.expression, index)
    expression = with_largest(whole, maker.look_up)
    ways = [expression] if rule.by_hand is None else [bound(rule.by_hand, index), expression]
    formula = " = ".join([name, *(write(way, PLAIN, primed) for way in ways)])
    parts = expression.parts if isinstance(expression, Quotient) else (expression,)
    terms, divisor = (*map(maker.terms, parts), ())[:2]
    made = Provenance(name, cell.value, formula, terms, divisor, cell.bound)
    zeros = rounding_names(step).intersection(made.sources)
    return replace(made, zeros=zeros, relative=expression != whole)


def largest_first(provenance: Provenance, n: int) -> Provenance:
    """The same with its ``n`` terms of largest size, and one term "… and 60 more" for the rest.

    A rest of a single term stays as it is: it takes no more room. Raises ``ValueError`` for an
    ``n`` below 1.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1 term; got {n}")
    terms = sorted(provenance.terms, key=lambda term: -abs(term.value))
    if len(terms) > n + 1:
        terms[n:] = [_rest(terms[n:])]
    return replace(provenance, terms=tuple(terms))


def _rest(terms: list[Term]) -> Term:
    """Terms as one, which is written by their number."""
    numbers = {name: number for term in terms for name, number in term.numbers.items()}
    rest = entry(f"… and {len(terms)} more")
    return Term(rest, numbers, math.fsum(term.value for term in terms))
