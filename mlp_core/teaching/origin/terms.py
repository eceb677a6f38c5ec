"""What a cell is added up from: terms, each a product of factors, each made from cells."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from mlp_core.teaching.origin.cells import Cells
from mlp_core.teaching.origin.notation import to_latex

# A cell's name and its number, as text.
WriteCell = Callable[[str, float], str]


@dataclass(frozen=True)
class Factor:
    """A cell, or an expression of cells such as (1 − h1[2]²).

    ``form`` is the expression with {0}, {1}, … where ``cells`` stand. ``cell_values`` are their
    numbers, ``value`` what the expression comes to.
    """

    form: str
    cells: tuple[str, ...]
    cell_values: tuple[float, ...]
    value: float

    @property
    def text(self) -> str:
        """With the cells' names: (1 − h1[2]²)."""
        return self.form.format(*self.cells)

    def with_cells(self, write: WriteCell) -> str:
        """With what ``write`` makes of each cell's name and number: (1 − 0.213²)."""
        return self.form.format(*map(write, self.cells, self.cell_values))


@dataclass(frozen=True)
class Term:
    """One summand: the product of its factors, subtracted where ``negative``.

    ``value`` has the sign in it already.
    """

    factors: tuple[Factor, ...]
    value: float
    negative: bool = False

    @property
    def text(self) -> str:
        """In symbols: W2[1,3]·h1[3]."""
        return self._sign + "·".join(factor.text for factor in self.factors)

    @property
    def latex(self) -> str:
        return to_latex(self.text)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells it is made from, each once."""
        return tuple(dict.fromkeys(cell for factor in self.factors for cell in factor.cells))

    def with_cells(self, write: WriteCell) -> str:
        """With what ``write`` makes of each cell's name and number in: 0.1·0.213."""
        return self._sign + "·".join(factor.with_cells(write) for factor in self.factors)

    @property
    def _sign(self) -> str:
        return "−" if self.negative else ""


@dataclass(frozen=True)
class Recipe:
    """How a cell is made: its formula's right side, the terms and what their sum is divided by."""

    right_side: str
    terms: tuple[Term, ...]
    divisor: tuple[Term, ...] = ()


def cell_factor(cells: Cells, name: str) -> Factor:
    """The cell ``name`` as a factor."""
    value = cells.value(name)
    return Factor("{0}", (name,), (value,), value)


def expression(cells: Cells, form: str, names: tuple[str, ...], value: float) -> Factor:
    """An expression of the cells ``names`` as a factor."""
    return Factor(form, names, tuple(cells.value(name) for name in names), value)


def term(*factors: Factor, negative: bool = False) -> Term:
    """The product of ``factors``, multiplied from left to right."""
    product = math.prod(factor.value for factor in factors)
    return Term(factors, -product if negative else product, negative)


def product(cells: Cells, *names: str, negative: bool = False) -> Term:
    """The product of the cells ``names``."""
    return term(*(cell_factor(cells, name) for name in names), negative=negative)
