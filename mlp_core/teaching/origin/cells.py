"""The cells of a step: every single number of it, found by its name."""

import re
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array
from mlp_core.bounded import is_rounding
from mlp_core.names import entry_names
from mlp_core.sgd_step import SGDStep

_NAME = re.compile(r"(?P<array>(?P<quantity>[A-Za-z_]+)(?P<layer>\d*))(?P<index>\[[\d,]+\])?")


@dataclass(frozen=True)
class Cell:
    """One number: ``quantity`` "grad_W", ``layer`` 2 and ``index`` (1, 3) are grad_W2[1,3].

    Indices count from 1; a number that belongs to no layer has layer 0, a single one index ().
    ``bound`` is how far the value may be off by rounding.
    """

    name: str
    quantity: str
    layer: int
    index: tuple[int, ...]
    value: float
    bound: float = 0.0

    @property
    def rounding(self) -> bool:
        """Whether the value is nothing but rounding."""
        return bool(is_rounding(self.value, self.bound))


class Cells:
    """All cells of a step of one observation; ``ValueError`` for a step of a batch."""

    def __init__(self, step: SGDStep) -> None:
        if step.x.ndim != 1:
            raise ValueError(
                f"cells are those of a step of one observation; got a batch of {len(step.x)} rows"
            )
        self.step = step
        self._arrays: dict[str, Array | float] = {
            "learning_rate": step.learning_rate,
            **step.values(),
        }
        self._bounds = {"learning_rate": np.zeros(()), **step.bounds}

    @property
    def n_layers(self) -> int:
        """How many layers of weights there are: the output is z of this layer."""
        return len(self.step.weights)

    def names(self) -> list[str]:
        """The names of all cells, in the order in which their values are computed."""
        return [entry for name, array in self._arrays.items() for entry in entry_names(name, array)]

    def of(self, array: str) -> list[str]:
        """The names of the cells of a vector or matrix such as h1."""
        return entry_names(array, self._arrays[array])

    def value(self, name: str) -> float:
        """What is in the cell called ``name``."""
        return self.cell(name).value

    def cell(self, name: str) -> Cell:
        """The cell called ``name``; ``ValueError`` saying what there is, where there is none."""
        parts = _NAME.fullmatch(name)
        if parts is None or parts["array"] not in self._arrays:
            raise ValueError(
                f"this step has no cell called {name!r}; it has cells such as x[1], z1[2] and "
                f"grad_W1[1,1] in layers 1 to {self.n_layers}, and probabilities with "
                "cross-entropy only"
            )
        array = np.asarray(self._arrays[parts["array"]])
        index = tuple(int(i) for i in (parts["index"] or "")[1:-1].split(",") if i)
        inside = len(index) == array.ndim and all(
            1 <= i <= n for i, n in zip(index, array.shape, strict=True)
        )
        if not inside or parts["index"] not in (None, f"[{','.join(map(str, index))}]"):
            raise ValueError(f"{parts['array']} {self._extent(parts['array'])}; got {name!r}")
        place = tuple(i - 1 for i in index)
        bounds = self._bounds[parts["array"]]
        quantity, layer = parts["quantity"], int(parts["layer"] or 0)
        return Cell(name, quantity, layer, index, float(array[place]), float(bounds[place]))

    def _extent(self, array: str) -> str:
        if np.ndim(self._arrays[array]) == 0:
            return "is a single number without an index"
        names = self.of(array)
        return f"has entries {names[0]} to {names[-1]}"


def rounding_names(step: SGDStep) -> frozenset[str]:
    """The names of all cells of a step of one observation that are nothing but rounding."""
    names: set[str] = set()
    for array, values in step.values().items():
        rounding = step.rounding(array)
        if rounding.any():
            cells = zip(entry_names(array, values), rounding.flat, strict=True)
            names |= {cell for cell, is_one in cells if is_one}
    return frozenset(names)


def cell_names(step: SGDStep) -> list[str]:
    """The names of all cells of a step of one observation, in order of computation."""
    return Cells(step).names()
