"""What a number is made from, and what is made from it, directly or through others."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from mlp_core.teaching.quantities.expressions import AXES, Entry, leaves, spread
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import Rules

Mask = NDArray[np.bool_]


def kept_sources(rules: Rules, array: str) -> tuple[str, ...]:
    """The arrays that ``array`` is made from, by name: each one that a step keeps."""
    found: dict[str, None] = {}
    expression = rules[array].expression
    for leaf in () if expression is None else leaves(expression):
        kept = rules[leaf.array].kept
        found |= dict.fromkeys((leaf.array,) if kept else kept_sources(rules, leaf.array))
    return tuple(found)


def downstream(
    rules: Iterable[Quantity], start: Entry, shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, Mask]:
    """By array which of its entries the ``start`` reaches, itself among them.

    ``rules`` stand in the order of computation; what they do not make is not followed.
    """
    first = np.zeros(shapes[start.array], dtype=bool)
    first[start.place] = True
    reached = {start.array: first}
    for rule in rules:
        for leaf in () if rule.expression is None else leaves(rule.expression):
            if leaf.array in reached:
                mask = reached.get(rule.name, np.zeros(shapes[rule.name], dtype=bool))
                reached[rule.name] = mask | _entries(reached[leaf.array], leaf, rule.index)
    return reached


def _entries(mask: Mask, leaf: Entry, index: tuple[str, ...]) -> Mask:
    """Where in an array of this ``index`` an entry of ``leaf`` is, whatever else it is made of."""
    summed = tuple(axis for axis, letter in enumerate(AXES) if letter not in index)
    return np.asarray(spread(mask, leaf.index).any(axis=summed))
