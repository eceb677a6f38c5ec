"""A data set made of the columns of a table: its rows chosen, split, filled and scaled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core.data.assemble import from_parts
from mlp_core.data.dataset import Dataset
from mlp_core.data.record import Content, Facts
from mlp_core.data.rows import TABLE_WORDS, Columns, Picture, Row
from mlp_core.data.split import split_rows
from mlp_core.data.table.asked import named
from mlp_core.data.table.bounds import Bounds
from mlp_core.data.table.choices import CLASSES, Choices
from mlp_core.data.table.inputs import Rows, make_inputs, used
from mlp_core.data.table.kinds import Column, levels_of
from mlp_core.data.table.raw import Raw
from mlp_core.data.table.target import Target
from mlp_core.data.uploaded import NAME
from mlp_core.number_text import count

GROUP = "group"
BYTE = 255.0


class Prepared(NamedTuple):
    """A data set, and in sentences what was done to the rows of the table to make it."""

    dataset: Dataset
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """All that a data set is made of."""

    raw: Raw
    columns: tuple[Column, ...]
    target: Target
    choices: Choices
    bounds: Bounds

    def prepare(self, scaling: str, split: Mapping[str, Any], target_scaling: str) -> Prepared:
        """The data set; ``ValueError`` where the rows cannot be split so."""
        kept = np.flatnonzero(self.target.known & rows_left(self.raw, self.choices))
        targets, names = self._targets(kept)
        group = split.get(GROUP, "")
        parts = split_rows(targets, split, self._groups(group, kept))
        columns = used(self.columns, (*self.target.names, group))
        if not columns:
            raise ValueError("no column is left to learn from: all but the target are left out")
        inputs = make_inputs(columns, kept, parts.train, self.choices, self.bounds)
        facts = Facts(self._row(inputs.rows, inputs.names), **names)
        content = Content(inputs.rows, targets)
        dataset = from_parts(NAME, facts, content, parts, TABLE_WORDS, scaling, target_scaling)
        unknown = int((~self.target.known & rows_left(self.raw, self.choices)).sum())
        notes = [f"{count(unknown)} rows whose target is missing left out."] if unknown else []
        return Prepared(dataset, (*notes, *inputs.notes))

    def _targets(self, kept: Rows) -> tuple[NDArray[Any], dict[str, tuple[str, ...]]]:
        """Targets of the rows that are kept, and the names of the classes or of the targets."""
        if self.target.goal == CLASSES:
            names, codes = self.target.levels.names, self.target.levels.codes[kept]
            there = np.unique(codes)
            classes = np.searchsorted(there, codes)
            return classes, {"class_names": tuple(names[k] for k in there)}
        numbers = np.stack([c.floats()[kept] for c in self.target.columns], axis=1)
        if numbers.shape[1] == 1:
            numbers = numbers[:, 0]
        return numbers, {"target_names": self.target.names}

    def _groups(self, group: str, kept: Rows) -> NDArray[np.intp] | None:
        """What belongs together by a column; a row in which it is missing is on its own."""
        if not group:
            return None
        for column in self.columns:
            if column.name == group:
                codes = levels_of(column.cells).codes[kept]
                alone = np.flatnonzero(codes < 0)
                codes[alone] = codes.max(initial=0) + 1 + np.arange(len(alone))
                return codes
        raise ValueError(f"the table has no column {named(group)} to split it by")

    def _row(self, rows: NDArray[Any], names: Sequence[str]) -> Row:
        """Pictures where all pixels are there, else columns."""
        shape = self.raw.picture
        if shape is None or len(names) != shape[0] * shape[1]:
            return Columns(tuple(names))
        if all(np.asarray(c).dtype == np.uint8 for c in self.raw.cells[: len(names)]):
            return Picture(shape, 0.0, BYTE)
        return Picture(shape, float(rows.min()), float(rows.max()))


def rows_left(raw: Raw, choices: Choices) -> NDArray[np.bool]:
    """Which rows (n_rows,) nobody has left out."""
    left = np.ones(raw.n_rows, dtype=np.bool)
    left[[row - 1 for row in choices.rows if row <= raw.n_rows]] = False
    return left
