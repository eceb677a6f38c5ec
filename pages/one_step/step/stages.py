"""The four stages of a step, each with its words, its formulas and its tables."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

import pandas as pd

from mlp_core import SGDStep, entry_names
from mlp_core.number_text import exact
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.origin.cells import rounding_names
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import words
from pages.one_step.step.classes import labelled
from pages.one_step.step.flow import Flow
from pages.one_step.step.formulas import aligned, formula_of
from pages.shared.numbers import HIDDEN
from pages.shared.tables import Table, Write, difference, excerpt_frame, side_by_side


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
        step = self.step
        given = pd.DataFrame({"η": [exact(step.learning_rate)]}, index=["learning rate"])
        self._tables(
            self._vectors(0, ("x", "x", step.x)),
            self._vectors(len(step.z), ("y", "y", step.y)),
            self._table("η", given, [["learning_rate"]]),
        )
        for k in range(1, len(step.z) + 1):
            self._heading(k)
            lines = [f"z{k}"]
            vectors = [(f"z{k}", f"z{k}", step.z[k - 1])]
            if k < len(step.z):
                lines.append(f"h{k}")
                vectors.append((f"h{k}", f"h{k}", step.h[k - 1]))
            self._formulas(*lines)
            left = self._matrix(f"W{k}", f"W{k}", step.weights[k - 1], k)
            bias = (f"b{k}", f"b{k}", step.biases[k - 1])
            self._tables(left, self._vectors(k, bias, *vectors))

    def loss(self) -> None:
        """Stage 2: what each output unit adds to the loss, and their sum."""
        self._begin("2 · Loss", "loss")
        step, n = self.step, len(self.step.z)
        prediction = step.objective.record.prediction_name
        self._formulas(*([prediction] if prediction else []), "loss")
        vectors = [(f"z{n}", f"z{n}", step.output)]
        if prediction:
            vectors.append((shown_name(prediction), prediction, step.prediction))
        vectors += [("y", "y", step.y), ("term of L", "loss_terms", step.loss_terms)]
        table = self._vectors(n, *vectors)
        empty = [""] * (len(vectors) - 1)
        total = pd.DataFrame([[*empty, step.loss]], index=["L"], columns=table.frame.columns)
        frame = pd.concat([table.frame.astype(object), total.astype(object)])
        names = [*table.names, [*empty, "loss"]]
        self._tables(replace(table, frame=frame, names=names))

    def gradients(self) -> None:
        """Stage 3: the gradients of each layer, from the output back."""
        self._begin("3 · Gradients", "gradients")
        step = self.step
        for k in range(len(step.z), 0, -1):
            self._heading(k)
            vectors, lines = [], [f"grad_{name}{k}" for name in ("h", "z", "W", "b")]
            if k == len(step.z):
                del lines[0]
            else:
                vectors.append((f"∂L/∂h{k}", f"grad_h{k}", step.grad_h[k - 1]))
            vectors.append((f"∂L/∂z{k}", f"grad_z{k}", step.grad_z[k - 1]))
            vectors.append((f"∂L/∂b{k}", f"grad_b{k}", step.grad_biases[k - 1]))
            self._formulas(*lines)
            matrix = self._matrix(f"∂L/∂W{k}", f"grad_W{k}", step.grad_weights[k - 1], k)
            self._tables(self._vectors(k, *vectors), matrix)

    def update(self) -> None:
        """Stage 4: before − η · gradient = after, for each layer."""
        self._begin("4 · Update", "update")
        step = self.step
        for k in range(1, len(step.z) + 1):
            self._heading(k)
            self._formulas(f"updated_W{k}", f"updated_b{k}")
            self._difference(
                self._matrix(f"W{k}", f"W{k}", step.weights[k - 1], k),
                self._matrix(f"η·∂L/∂W{k}", f"change_W{k}", step.weight_changes[k - 1], k),
                self._matrix(f"W{k}′", f"updated_W{k}", step.updated_weights[k - 1], k),
            )
            self._difference(
                self._vectors(k, (f"b{k}", f"b{k}", step.biases[k - 1])),
                self._vectors(k, (f"η·∂L/∂b{k}", f"change_b{k}", step.bias_changes[k - 1])),
                self._vectors(k, (f"b{k}′", f"updated_b{k}", step.updated_biases[k - 1])),
            )
        after = pd.DataFrame({"L′": [step.loss_after]}, index=["after the update"])
        self._tables(self._table("L′, the same forward pass again", after, [["loss_after"]]))

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

    def _difference(self, before: Table, change: Table, after: Table) -> None:
        kept = map(self._without_secrets, (before, change, after))
        self._flow.html(difference(*kept, self.write, self.blanks))

    def _matrix(self, shown: str, name: str, matrix: Sequence, k: int) -> Table:
        """A matrix of layer ``k``; of a large one, the rows and columns that matter most."""
        caption = f"{shown} ({len(matrix)} × {len(matrix[0])})"
        rows, columns = excerpt.rows(self.step, k), excerpt.rows(self.step, k - 1)
        if len(rows) < len(matrix) or len(columns) < len(matrix[0]):
            caption += excerpt.note(len(rows), len(columns))
        names = [[f"{name}[{i + 1},{j + 1}]" for j in columns] for i in rows]
        frame = excerpt_frame(matrix, rows, columns)
        frame.index = self._labels(k, frame.index, rows)
        return self._table(caption, frame, names)

    def _vectors(self, k: int, *vectors: tuple[str, str, Sequence]) -> Table:
        """Vectors of layer ``k``, a column each: as shown, the engine's name, the numbers."""
        n = len(vectors[0][2])
        frame = pd.DataFrame(
            {shown: vector for shown, _, vector in vectors},
            index=[f"[{i + 1}]" for i in range(n)],
        )
        names = [list(row) for row in zip(*(entry_names(n, v) for _, n, v in vectors), strict=True)]
        caption, rows = f"{', '.join(frame.columns)} ({n})", excerpt.rows(self.step, k)
        if len(rows) < n:
            caption += f", the {len(rows)} that matter most here"
            frame, names = frame.iloc[rows], [names[i] for i in rows]
        frame.index = self._labels(k, frame.index, rows)
        return self._table(caption, frame, names)

    def _labels(self, k: int, labels: Sequence[str], rows: Sequence[int]) -> list[str]:
        """The labels of these units of layer ``k``, with their names where they have any."""
        names = {0: self.inputs, len(self.step.z): self.classes}
        return labelled(labels, rows, names.get(k, ()))

    def _table(self, caption: str, frame: pd.DataFrame, names: list[list[str]]) -> Table:
        """A table whose symbols are explained."""
        return Table(caption, frame, names, words.tips(len(self.step.z)), rounding=self._rounding)

    def _without_secrets(self, table: Table) -> Table:
        known = [[name not in self.secret for name in row] for row in table.names]
        if all(map(all, known)):
            return table
        frame = table.frame.astype(object).where(known, HIDDEN)
        return replace(table, frame=frame, rounding=table.rounding - self.secret)

    @cached_property
    def _rounding(self) -> Set[str]:
        return rounding_names(self.step)
