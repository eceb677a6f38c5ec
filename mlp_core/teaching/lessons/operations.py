"""A step as one computes it: one operation after the other, and what each does on the picture.

An operation makes one quantity, of a whole layer or of a single unit of it. What formulas on paper
write out in place of another is made along with that: the terms of the loss with the loss. Nodes
and edges are counted as in ``origin.path``, and of a large layer only its excerpt is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from mlp_core._checks import Array
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.origin.path import Edge, Node, layer_of
from mlp_core.teaching.quantities.dependence import kept_sources
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    Index,
    Total,
    bound,
    entry,
    evaluate,
    leaves,
)
from mlp_core.teaching.quantities.quantity import ROW, Quantity
from mlp_core.teaching.quantities.table import rules_of

Direction = Literal["", "forward", "back"]
DIRECTIONS: Mapping[str, Direction] = {"forward": "forward", "loss": "forward", "backward": "back"}


@dataclass(frozen=True, eq=False)
class Operation:
    """What is computed next; all that it needs is given or was made by an operation before it.

    ``rule`` is that of the quantity it is about, whose formula is to be shown, and ``unit`` the
    one unit of it, counted from 1, or 0 for the whole layer. ``cells`` are all that it makes.
    ``nodes`` and ``edges`` hold these, and what they are made from. ``carried`` says of each edge
    that a number goes along, or that has a new one, which: 0 where it is nothing but rounding.
    """

    rule: Quantity
    unit: int
    cells: tuple[Entry, ...]
    nodes: frozenset[Node]
    edges: frozenset[Edge]
    carried: Mapping[Edge, float]

    @property
    def direction(self) -> Direction:
        """Which way numbers go: to the loss, back from it, or nowhere."""
        return DIRECTIONS.get(self.rule.stage, "")


def operations(step: SGDStep, by_unit: bool = False, row: int = 1) -> list[Operation]:
    """All of a step, in the order of computation; of a batch as one ``row`` of it goes through.

    A matrix belongs to the units that its rows lead to.
    """
    picture = _Picture(step, row)
    found = []
    for inner, rule in _quantities(step):
        units = picture.units(rule) if by_unit and _letters(rule) else [0]
        found += [picture.operation(inner, rule, unit) for unit in units]
    return found


def _quantities(step: SGDStep) -> Iterator[tuple[list[Quantity], Quantity]]:
    """Each quantity that is computed and kept, with the inner ones that only it is made of."""
    inner: list[Quantity] = []
    for rule in rules_of(step).values():
        if rule.expression is None or not rule.kept:
            continue
        if rule.inner:
            inner.append(rule)
            continue
        used = {leaf.array for leaf in leaves(rule.expression)}
        yield [one for one in inner if one.name in used], rule
        inner = [one for one in inner if one.name not in used]


class _Picture:
    """Where the numbers of a step are on its picture."""

    def __init__(self, step: SGDStep, row: int) -> None:
        self._step, self._rules, self._row = step, rules_of(step), row
        layers = range(len(step.units))
        self._shown = [[unit + 1 for unit in excerpt.rows(step, layer)] for layer in layers]

    def units(self, rule: Quantity) -> list[int]:
        """The units that a quantity has numbers of."""
        return self._shown[layer_of(self._step, rule)]

    def operation(self, inner: list[Quantity], rule: Quantity, unit: int) -> Operation:
        """That which makes ``rule`` and the ``inner`` ones it is made of."""
        chosen: dict[str, Index] = {_letters(rule)[0]: unit} if unit else {}
        made: list[Entry] = []
        sources: list[Entry] = []
        for one in (*inner, rule):
            made.append(entry(one.name, *(chosen.get(letter, letter) for letter in one.index)))
            sources += self._sources(one, chosen)
        spots = {spot for leaf in (*made, *sources) for spot in self._spots(leaf)}
        edges = frozenset(spot for spot in spots if len(spot) == 3)
        carried = self._carried(rule)
        return Operation(
            rule,
            unit,
            tuple(cell for leaf in made for cell in self._entries(leaf)),
            frozenset(spot for spot in spots if len(spot) == 2),
            edges,
            {edge: carried[edge] for edge in edges if edge in carried},
        )

    def _sources(self, rule: Quantity, chosen: Mapping[str, Index]) -> Iterator[Entry]:
        """What a quantity is made from; of what a step does not keep, what that is made from."""
        assert rule.expression is not None
        for leaf in leaves(bound(rule.expression, chosen)):
            if self._rules[leaf.array].kept:
                yield leaf
            else:
                for name in kept_sources(self._rules, leaf.array):
                    yield entry(name, *self._rules[name].index)

    def _entries(self, leaf: Entry) -> list[Entry]:
        """All entries that are shown of an entry with letters."""
        layer = layer_of(self._step, self._rules[leaf.array])
        layers = iter((layer, layer - 1))
        ranges: list[list[int]] = []
        for at, letter in zip(leaf.index, self._rules[leaf.array].index, strict=True):
            units = [self._row] if letter == ROW else self._shown[next(layers)]
            ranges.append([at] if isinstance(at, int) else units)
        return [entry(leaf.array, *index) for index in product(*ranges)]

    def _spots(self, leaf: Entry) -> Iterator[tuple[int, ...]]:
        """The nodes, or the edges, that the entries of ``leaf`` sit on."""
        rule = self._rules[leaf.array]
        if not rule.index:
            return
        skipped = rule.index.count(ROW)
        for one in self._entries(leaf):
            yield (layer_of(self._step, rule), *map(int, one.index[skipped:]))

    def _carried(self, rule: Quantity) -> dict[Edge, float]:
        """By edge the number that it gets, or the term that goes along it."""
        if len(_letters(rule)) == 2:
            values = self._step.without_rounding(rule.name)
            return {edge: float(values[edge[1] - 1, edge[2] - 1]) for edge in self._edges(rule)}
        found: dict[Edge, float] = {}
        for total in _totals(rule.expression):
            for leaf in leaves(total):
                matrix = self._rules[leaf.array]
                if len(_letters(matrix)) == 2 and matrix.kept:
                    terms = evaluate(total.parts[0], self._number)
                    of_row = terms[self._row - 1 if len(terms) > 1 else 0]
                    for edge in self._edges(matrix):
                        found[edge] = float(of_row[edge[1] - 1, edge[2] - 1])
        return found

    def _number(self, name: str) -> Array:
        """An array with 0 for what is nothing but rounding, or a constant."""
        constants = self._step.constants
        given = name in constants
        return np.asarray(constants[name]) if given else self._step.without_rounding(name)

    def _edges(self, matrix: Quantity) -> Iterator[Edge]:
        k = matrix.layer
        return ((k, i, j) for i, j in product(self._shown[k], self._shown[k - 1]))


def _letters(rule: Quantity) -> tuple[str, ...]:
    """The index of a quantity without that of a row."""
    return tuple(letter for letter in rule.index if letter != ROW)


def _totals(expression: Expression | None) -> Iterator[Total]:
    """Every Σ in an expression that has no other in it."""
    if expression is not None:
        inner = [total for part in expression.parts for total in _totals(part)]
        yield from [expression] if isinstance(expression, Total) and not inner else inner
