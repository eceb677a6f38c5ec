"""The cells of a step: every single number of it, found by its name."""

from dataclasses import dataclass

import numpy as np

from mlp_core.bounded import is_rounding
from mlp_core.names import entry_names
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.quantities.expressions import Entry
from mlp_core.teaching.quantities.names import parse
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import rules_of

# Longer than any: Python reads no number of thousands of digits.
LONGEST_NAME = 64


@dataclass(frozen=True)
class Cell:
    """One number of a step, the rule it is made by, and how far it may be off by rounding."""

    entry: Entry
    rule: Quantity
    value: float
    bound: float

    @property
    def rounding(self) -> bool:
        """Whether the value is nothing but rounding."""
        return bool(is_rounding(self.value, self.bound))


class NoSuchCell(ValueError):
    """A step has no such cell; ``entries`` say which its array has, empty where there is none."""

    def __init__(self, message: str, entries: str = "") -> None:
        super().__init__(message)
        self.entries = entries


def find_cell(step: SGDStep, name: str) -> Cell:
    """The cell called ``name``, such as "grad_W2[1,3]"; of a batch a row comes first: "z2[4,1]".

    Raises ``NoSuchCell`` saying what there is, where there is none.
    """
    array = name.partition("[")[0]
    rule = rules_of(step).get(array)
    if rule is None or not rule.kept or len(name) > LONGEST_NAME:
        row = "1," if step.n_rows else ""
        raise NoSuchCell(
            f"this step has no cell called {name!r}; it has cells such as x[{row}1], z1[{row}2] "
            f"and grad_W1[1,1] in layers 1 to {len(step.weights)}, and probabilities with "
            "cross-entropy only"
        )
    values = np.asarray((step.constants | step.values())[array])
    entry = parse(name)
    counts = zip(entry.index, values.shape, strict=False)
    inside = len(entry.index) == values.ndim and all(1 <= int(at) <= n for at, n in counts)
    if not inside or entry.name != name:
        if not values.ndim:
            raise NoSuchCell(f"{array} is a single number without an index; got {name!r}")
        names = entry_names(array, values)
        entries = f"{array} has entries {names[0]} to {names[-1]}"
        raise NoSuchCell(f"{entries}; got {name!r}", entries)
    bound = step.bounds[array][entry.place] if array in step.bounds else 0.0
    return Cell(entry, rule, float(values[entry.place]), float(bound))


def rounding_names(step: SGDStep) -> frozenset[str]:
    """The names of all cells of a step that are nothing but rounding."""
    names: set[str] = set()
    for array, values in step.values().items():
        rounding = step.rounding(array)
        if rounding.any():
            cells = zip(entry_names(array, values), rounding.flat, strict=True)
            names |= {cell for cell, is_one in cells if is_one}
    return frozenset(names)
