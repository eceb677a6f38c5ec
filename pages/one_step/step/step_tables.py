"""The tables of a step: its numbers in rows and columns, each a cell with its name."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import pandas as pd

from mlp_core import SGDStep
from mlp_core.number_text import exact
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.origin.cells import rounding_names
from mlp_core.teaching.quantities.compute import Values, values_of
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.quantities.quantity import ROW
from mlp_core.teaching.quantities.table import Rules, rules_of
from pages.one_step import words
from pages.one_step.step.classes import labelled
from pages.shared.tables import Table, excerpt_frame


@dataclass(frozen=True)
class StepTables:
    """The tables of ``step``. ``inputs`` name the numbers of x, and ``classes`` the output units,
    where they have names.
    """

    step: SGDStep
    inputs: Sequence[str] = ()
    classes: Sequence[str] = ()

    def given(self) -> Table:
        """What somebody has set, such as the learning rate."""
        names = list(self.step.constants)
        texts = [exact(value) for value in self.step.constants.values()]
        label = "learning rate" if len(names) == 1 else "given"
        frame = pd.DataFrame([texts], index=[label], columns=[*map(shown_name, names)])
        return self.table(", ".join(frame.columns), frame, [names])

    def with_sums(self, table: Table, sums: Sequence[str]) -> list[Table]:
        """The terms of the loss, and below them in the last column what they come to.

        Those of a batch stand for themselves: its terms are rows of units.
        """
        values = [[float(self._values[name])] for name in sums]
        labels = [*map(shown_name, sums)]
        if self.step.n_rows:
            frame = pd.DataFrame(values, index=labels, columns=["number"])
            return [table, self.table(", ".join(labels), frame, [[name] for name in sums])]
        empty = [""] * (len(table.frame.columns) - 1)
        rows = [[*empty, *value] for value in values]
        totals = pd.DataFrame(rows, index=labels, columns=table.frame.columns).astype(object)
        frame = pd.concat([table.frame.astype(object), totals])
        return [replace(table, frame=frame, names=[*table.names, *([*empty, n] for n in sums)])]

    def array(self, name: str, k: int) -> Table:
        """A matrix or a vector of layer ``k``, whichever it is."""
        matrix = len(self.rules[name].index) == 2
        return self.matrix(name) if matrix else self.columns(k, name)[0]

    def matrix(self, name: str) -> Table:
        """A matrix of weights or the like; of a large one, what matters most."""
        k = self.rules[name].layer
        return self._grid(name, excerpt.rows(self.step, k), excerpt.rows(self.step, k - 1), k)

    def _grid(self, name: str, rows: Sequence[int], columns: Sequence[int], k: int) -> Table:
        """The ``rows``, units of layer ``k``, and ``columns`` of an array."""
        array = self._values[name]
        caption = f"{self._shown(name)} ({len(array)} × {len(array[0])})"
        if len(rows) < len(array) or len(columns) < len(array[0]):
            caption += excerpt.note(len(rows), len(columns))
        names = [[f"{name}[{i + 1},{j + 1}]" for j in columns] for i in rows]
        frame = excerpt_frame(array, rows, columns)
        frame.index = self._labels(k, frame.index, rows)
        return self.table(caption, frame, names)

    def columns(self, k: int, *names: str) -> list[Table]:
        """Vectors of layer ``k`` as columns of a table; what has rows in a table of its own."""
        tables: list[Table] = []
        for in_rows, group in groupby(names, lambda name: ROW in self.rules[name].index):
            if in_rows:
                tables += [self._rows_of(name, k) for name in group]
            else:
                tables.append(self._vectors(k, [*group]))
        return tables

    def _rows_of(self, name: str, k: int) -> Table:
        """A row for each of a batch, with a column for each unit of layer ``k``."""
        n_rows = self.step.n_rows
        table = self._grid(name, range(n_rows), excerpt.rows(self.step, k), -1)
        frame = table.frame.set_axis([f"row {n + 1}" for n in range(n_rows)])
        frame.columns = self._labels(k, frame.columns, excerpt.rows(self.step, k))
        return replace(table, frame=frame)

    def _vectors(self, k: int, arrays: Sequence[str]) -> Table:
        """Vectors of layer ``k``, a column each."""
        vectors = {self._shown(name): self._values[name] for name in arrays}
        rows, n = excerpt.rows(self.step, k), self.step.units[k]
        frame = pd.DataFrame(vectors, index=[f"[{i + 1}]" for i in range(n)]).iloc[rows]
        caption = f"{', '.join(vectors)} ({n})"
        if len(rows) < n:
            caption += f", the {len(rows)} that matter most here"
        frame.index = self._labels(k, frame.index, rows)
        return self.table(caption, frame, [[f"{one}[{i + 1}]" for one in arrays] for i in rows])

    def _shown(self, name: str) -> str:
        return words.shown(self.step, name)

    def _labels(self, k: int, labels: Sequence[str], rows: Sequence[int]) -> list[str]:
        """The labels of these units of layer ``k``, with their names where they have any."""
        names = {0: self.inputs, len(self.step.z): self.classes}
        return labelled(labels, rows, names.get(k, ()))

    def table(self, caption: str, frame: pd.DataFrame, names: list[list[str]]) -> Table:
        """A table whose symbols are explained."""
        return Table(caption, frame, names, self._tips, rounding=self._rounding)

    @cached_property
    def _rounding(self) -> Set[str]:
        return rounding_names(self.step)

    @cached_property
    def _tips(self) -> Mapping[str, str]:
        return words.tips(len(self.step.z))

    @cached_property
    def rules(self) -> Rules:
        """How each number that the step keeps is made, by name."""
        return {name: rule for name, rule in rules_of(self.step).items() if rule.kept}

    @cached_property
    def _values(self) -> Values:
        return values_of(self.step)
