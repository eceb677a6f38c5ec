"""The four stages of a step, each with its words, its formulas and its tables."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

import pandas as pd

from mlp_core import ACTIVATIONS, SGDStep
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.origin.path import on_outputs
from mlp_core.teaching.quantities.quantity import CHANGE, UPDATED
from mlp_core.teaching.quantities.table import Rules
from pages.one_step import words
from pages.one_step.step.flow import Flow
from pages.one_step.step.formulas import aligned, formula_of
from pages.one_step.step.step_tables import StepTables
from pages.shared.numbers import HIDDEN
from pages.shared.tables import (
    Table,
    Write,
    becomes,
    difference,
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
        self._tables(
            *self._made.columns(0, "x"),
            *self._made.columns(len(self.step.z), "y"),
            self._made.given(),
        )
        for k in range(1, len(self.step.z) + 1):
            self._heading(k)
            computed = self._names("forward", k)
            self._formulas(*computed)
            biases = [f"b{k}"] if self.step.objective.has_biases else []
            self._tables(self._made.matrix(f"W{k}"), *self._made.columns(k, *biases, *computed))

    def loss(self) -> None:
        """Stage 2: what each output unit adds to the loss, and their sum."""
        self._begin("2 · Loss", "loss")
        n, sums = len(self.step.z), self._names("loss", 0)
        prediction = self._names("forward", 0)
        self._formulas(*prediction, *sums)
        tables = self._made.columns(n, f"z{n}", *prediction, "y", "loss_terms")
        self._tables(*tables[:-1], *self._made.with_sums(tables[-1], sums))

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
            self._tables(*self._made.columns(k, *vectors), self._made.matrix(matrix))
        self._flow.html("<h3>Input</h3>")
        self._formulas(*of_input)
        self._tables(*self._made.columns(0, *of_input))

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
        self._tables(self._made.table("L′, the same forward pass again", after, [["loss_after"]]))

    def _update_of(self, parameter: str, k: int) -> None:
        """What becomes of a parameter, and of what is remembered of it."""
        for name in self.step.state.arrays:
            before, after = (self._made.array(f"{x}{name}_{parameter}", k) for x in ("", UPDATED))
            kept = map(self._without_secrets, (before, after))
            self._flow.html(becomes(*kept, self.write, self.blanks))
        tables = (self._made.array(f"{x}{parameter}", k) for x in ("", CHANGE, UPDATED))
        kept = map(self._without_secrets, tables)
        self._flow.html(difference(*kept, self.write, self.blanks))

    def _names(self, stage: str, layer: int) -> list[str]:
        """What a stage computes of a layer, but for what formulas write out in its place."""
        found = (rule for rule in self._rules.values() if rule.stage == stage and not rule.after)
        return [rule.name for rule in found if rule.layer == layer and not rule.inner]

    def _begin(self, title: str, stage: str) -> None:
        self._flow.html(
            f'<h2 id="{stage}">{title}</h2><p>{escape(words.of_stage(self.step, stage))}</p>'
        )

    def _heading(self, k: int) -> None:
        n_in, n_out = self.step.units[k - 1], self.step.units[k]
        hidden = [ACTIVATIONS[name].label for name in self.step.activations]
        output = f"{words.output_unit(self.step.objective.record.unit)} output"
        kind = [*hidden, output][k - 1]
        self._flow.html(f"<h3>Layer {k}: {n_in} → {n_out}, {kind}</h3>")

    def _formulas(self, *names: str) -> None:
        numbers = not (self.blanks or self.secret) and excerpt.fits(self.step)
        lines = (formula_of(self.step, name) for name in names)
        self._flow.latex(aligned(*lines, numbers=numbers))

    def _tables(self, *tables: Table) -> None:
        kept = map(self._without_secrets, tables)
        self._flow.html(side_by_side(*kept, write=self.write, blanks=self.blanks))

    def _without_secrets(self, table: Table) -> Table:
        known = [[name not in self.secret for name in row] for row in table.names]
        if all(map(all, known)):
            return table
        frame = table.frame.astype(object).where(known, HIDDEN)
        return replace(table, frame=frame, rounding=table.rounding - self.secret)

    @cached_property
    def _made(self) -> StepTables:
        return StepTables(self.step, self.inputs, self.classes)

    @property
    def _rules(self) -> Rules:
        return self._made.rules
