"""The four stages of a step, each with its words, its formulas and its tables."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

import pandas as pd

from mlp_core import SGDStep
from mlp_core.number_text import exact
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.origin.cells import rounding_names
from mlp_core.teaching.origin.path import on_outputs
from mlp_core.teaching.quantities.compute import Values, values_of
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.quantities.quantity import CHANGE, ROW, UPDATED
from mlp_core.teaching.quantities.table import Rules, rules_of
from pages.one_step import words
from pages.one_step.step.classes import labelled
from pages.one_step.step.flow import Flow
from pages.one_step.step.formulas import aligned, formula_of
from pages.shared.numbers import HIDDEN
from pages.shared.tables import (
    Table,
    Write,
    becomes,
    difference,
    excerpt_frame,
    side_by_side,
)


@dataclass(frozen=True)
class Stages:
    """The stages of ``step``, drawn one after the other by ``show``.

    ``write`` turns a number into text. Cells named in ``blanks`` are fields, those in
    ``secret`` are shown as a question mark, and while there are any, formulas stay symbolic: with
    numbers in they would give the answers. ``inputs`` name the numbers of x, and ``classes`` the
    output units, where they have names.
    """

    step: SGDStep
    write: Write
    blanks: Set[str] = frozenset()
    secret: Set[str] = frozenset()
    inputs: Sequence[str] = ()
    classes: Sequence[str] = ()
    _flow: Flow = field(default_factory=Flow, init=False)

    def show(self) -> None:
        """All four, from the forward pass to the update."""
        self.forward()
        self.loss()
        self.gradients()
        self.update()
        self._flow.end()

    def forward(self) -> None:
        """Stage 1: z and h of each layer, from the input on."""
        self._begin("1 · Forward", "forward")
        if self.step.n_rows:
            self._flow.html(f"<p>{escape(words.ROWS)}</p>")
        self._tables(*self._columns(0, "x"), *self._columns(len(self.step.z), "y"), self._set())
        for k in range(1, len(self.step.z) + 1):
            self._heading(k)
            computed = self._names("forward", k)
            self._formulas(*computed)
            biases = [f"b{k}"] if self.step.objective.has_biases else []
            self._tables(self._matrix(f"W{k}"), *self._columns(k, *biases, *computed))

    def loss(self) -> None:
        """Stage 2: what each output unit adds to the loss, and their sum."""
        self._begin("2 · Loss", "loss")
        n, sums = len(self.step.z), self._names("loss", 0)
        prediction = self._names("forward", 0)
        self._formulas(*prediction, *sums)
        tables = self._columns(n, f"z{n}", *prediction, "y", "loss_terms")
        self._tables(*tables[:-1], *self._with_sums(tables[-1], sums))

    def gradients(self) -> None:
        """Stage 3: the gradients of each layer, from the output back, and that of the input."""
        self._begin("3 · Gradients", "gradients")
        n = len(self.step.z)
        of_output, of_input = [], []
        for name in self._names("backward", 0):
            (of_output if on_outputs(self._rules[name]) else of_input).append(name)
        for k in range(n, 0, -1):
            self._heading(k)
            names = (of_output if k == n else []) + self._names("backward", k)
            self._formulas(*names)
            matrix = f"grad_W{k}"
            vectors = [name for name in names if name != matrix]
            self._tables(*self._columns(k, *vectors), self._matrix(matrix))
        self._flow.html("<h3>Input</h3>")
        self._formulas(*of_input)
        self._tables(*self._columns(0, *of_input))

    def update(self) -> None:
        """Stage 4: before − change = after, for each layer, and what the optimizer remembers."""
        self._begin("4 · Update", "update")
        for k in range(1, len(self.step.z) + 1):
            self._heading(k)
            self._formulas(*self._names("update", k))
            for letter in "Wb":
                if f"{UPDATED}{letter}{k}" in self._rules:
                    self._update_of(f"{letter}{k}", k)
        after = pd.DataFrame({"L′": [self.step.loss_after]}, index=["after the update"])
        self._tables(self._table("L′, the same forward pass again", after, [["loss_after"]]))

    def _update_of(self, parameter: str, k: int) -> None:
        """What becomes of a parameter, and of what is remembered of it."""
        for name in self.step.state.arrays:
            before, after = (self._array(f"{x}{name}_{parameter}", k) for x in ("", UPDATED))
            kept = map(self._without_secrets, (before, after))
            self._flow.html(becomes(*kept, self.write, self.blanks))
        tables = (self._array(f"{x}{parameter}", k) for x in ("", CHANGE, UPDATED))
        kept = map(self._without_secrets, tables)
        self._flow.html(difference(*kept, self.write, self.blanks))

    def _names(self, stage: str, layer: int) -> list[str]:
        """What a stage computes of a layer, but for what formulas write out in its place."""
        found = (rule for rule in self._rules.values() if rule.stage == stage and not rule.after)
        return [rule.name for rule in found if rule.layer == layer and not rule.inner]

    def _set(self) -> Table:
        """What somebody has set, such as the learning rate."""
        names = list(self.step.constants)
        texts = [exact(value) for value in self.step.constants.values()]
        label = "learning rate" if len(names) == 1 else "given"
        frame = pd.DataFrame([texts], index=[label], columns=[*map(shown_name, names)])
        return self._table(", ".join(frame.columns), frame, [names])

    def _with_sums(self, table: Table, sums: Sequence[str]) -> list[Table]:
        """The terms of the loss, and below them in the last column what they come to.

        Those of a batch stand for themselves: its terms are rows of units.
        """
        values = [[float(self._values[name])] for name in sums]
        labels = [*map(shown_name, sums)]
        if self.step.n_rows:
            frame = pd.DataFrame(values, index=labels, columns=["number"])
            return [table, self._table(", ".join(labels), frame, [[name] for name in sums])]
        empty = [""] * (len(table.frame.columns) - 1)
        rows = [[*empty, *value] for value in values]
        totals = pd.DataFrame(rows, index=labels, columns=table.frame.columns).astype(object)
        frame = pd.concat([table.frame.astype(object), totals])
        return [replace(table, frame=frame, names=[*table.names, *([*empty, n] for n in sums)])]

    def _begin(self, title: str, stage: str) -> None:
        self._flow.html(f'<h2 id="{stage}">{title}</h2><p>{escape(words.STAGES[stage])}</p>')

    def _heading(self, k: int) -> None:
        n_in, n_out = self.step.units[k - 1], self.step.units[k]
        kinds = *self.step.activations, f"{self.step.objective.record.unit} output"
        kind = kinds[k - 1]
        self._flow.html(f"<h3>Layer {k}: {n_in} → {n_out}, {kind}</h3>")

    def _formulas(self, *names: str) -> None:
        numbers = not (self.blanks or self.secret) and excerpt.fits(self.step)
        lines = (formula_of(self.step, name) for name in names)
        self._flow.latex(aligned(*lines, numbers=numbers))

    def _tables(self, *tables: Table) -> None:
        kept = map(self._without_secrets, tables)
        self._flow.html(side_by_side(*kept, write=self.write, blanks=self.blanks))

    def _array(self, name: str, k: int) -> Table:
        """A matrix or a vector of layer ``k``, whichever it is."""
        matrix = len(self._rules[name].index) == 2
        return self._matrix(name) if matrix else self._columns(k, name)[0]

    def _matrix(self, name: str) -> Table:
        """A matrix of weights or the like; of a large one, what matters most."""
        k = self._rules[name].layer
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
        return self._table(caption, frame, names)

    def _columns(self, k: int, *names: str) -> list[Table]:
        """Vectors of layer ``k`` as columns of a table; what has rows in a table of its own."""
        in_rows = [name for name in names if ROW in self._rules[name].index]
        vectors = [name for name in names if name not in in_rows]
        tables = [self._vectors(k, vectors)] if vectors else []
        return [*tables, *(self._rows_of(name, k) for name in in_rows)]

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
        return self._table(caption, frame, [[f"{one}[{i + 1}]" for one in arrays] for i in rows])

    def _shown(self, name: str) -> str:
        return words.shown(self.step, name)

    def _labels(self, k: int, labels: Sequence[str], rows: Sequence[int]) -> list[str]:
        """The labels of these units of layer ``k``, with their names where they have any."""
        names = {0: self.inputs, len(self.step.z): self.classes}
        return labelled(labels, rows, names.get(k, ()))

    def _table(self, caption: str, frame: pd.DataFrame, names: list[list[str]]) -> Table:
        """A table whose symbols are explained."""
        return Table(caption, frame, names, self._tips, rounding=self._rounding)

    def _without_secrets(self, table: Table) -> Table:
        known = [[name not in self.secret for name in row] for row in table.names]
        if all(map(all, known)):
            return table
        frame = table.frame.astype(object).where(known, HIDDEN)
        return replace(table, frame=frame, rounding=table.rounding - self.secret)

    @cached_property
    def _rounding(self) -> Set[str]:
        return rounding_names(self.step)

    @cached_property
    def _tips(self) -> Mapping[str, str]:
        return words.tips(len(self.step.z))

    @cached_property
    def _rules(self) -> Rules:
        """How each number that the step keeps is made, by name."""
        return {name: rule for name, rule in rules_of(self.step).items() if rule.kept}

    @cached_property
    def _values(self) -> Values:
        return values_of(self.step)
