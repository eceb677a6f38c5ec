"""A table as it was understood, with every doubt; and the data set that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlp_core.data.dataset import Dataset
from mlp_core.data.record import LoadCode
from mlp_core.data.scaling import UNSCALED
from mlp_core.data.split import split_as
from mlp_core.data.table.asked import named
from mlp_core.data.table.bounds import Bounds
from mlp_core.data.table.choices import Choices, changed, choices_of
from mlp_core.data.table.inputs import used
from mlp_core.data.table.kinds import Column
from mlp_core.data.table.lacking import (
    left_out,
    more_columns_than_rows,
    no_inputs,
    nothing_to_learn,
)
from mlp_core.data.table.preparing import Parts, Prepared, rows_left
from mlp_core.data.table.program import load_code
from mlp_core.data.table.raw import Doubt, Raw, texts_of
from mlp_core.data.table.target import Target, find_target, target_doubts
from mlp_core.data.table.understood import understand


@dataclass(frozen=True, eq=False)
class Table:
    """What was understood of a file. It is made by ``read_table``, whatever the file holds.

    name      what the file is called, and ``sha256`` of its bytes which file it is
    columns   as they were understood; of a file that cannot be read there are none
    problems  what is wrong, in sentences, with the target that was guessed, too
    doubts    what could be understood otherwise, each with a choice
    notes     what else there is to know, such as lines that were left out
    target    what is to be learned; None where there is nothing
    blocking  why no data set can be made of it; empty where one can
    """

    name: str
    sha256: str
    raw: Raw = field(repr=False)
    choices: Choices
    bounds: Bounds = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    problems: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[str, ...]
    target: Target | None = field(repr=False)
    blocking: str

    @classmethod
    def of(cls, name: str, sha256: str, raw: Raw, choices: Choices, bounds: Bounds) -> "Table":
        """The table of these cells, understood as ``choices`` say, else as it looks."""
        columns, asked = understand(raw, choices)
        target = None
        blocking = raw.lacks or nothing_to_learn(raw)
        if not blocking:
            target = find_target(columns, raw, choices, rows_left(raw, choices))
            inputs = used(columns, target.names)
            blocking = target.blocking or no_inputs(inputs)
        beside = target.names if target else ()
        problems = [*raw.problems, *asked.problems]
        if target and not target.blocking:
            problems += [*target.problems, *more_columns_than_rows(inputs, target)]
        return cls(
            name=name,
            sha256=sha256,
            raw=raw,
            choices=choices,
            bounds=bounds,
            columns=columns,
            problems=tuple([blocking, *problems] if blocking else problems),
            doubts=(
                *(target_doubts(target, columns) if target else ()),
                *(d for d in asked.doubts if d.choice != "columns" or d.column not in beside),
                *raw.doubts,
            ),
            notes=(*raw.notes, *left_out(columns, target)),
            target=target,
            blocking=blocking,
        )

    @property
    def n_rows(self) -> int:
        """How many rows the file has, those included that are not used."""
        return self.raw.n_rows

    @property
    def n_bytes(self) -> int:
        """What its cells take in memory, as they are in the file and as numbers."""
        numbers = (c.numbers for c in self.columns if c.numbers is not None)
        return sum(int(cells.nbytes) for cells in (*self.raw.cells, *numbers))

    def column(self, name: str) -> Column:
        """The column of this name; ``ValueError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise ValueError(f"the table has no column {named(name)}")

    def preview(self, n: int = 10) -> list[tuple[str, ...]]:
        """The first rows as texts, empty where a cell is missing."""
        cells = [texts_of(column.cells[:n]).to_pylist() for column in self.columns]
        return [tuple(cell or "" for cell in row) for row in zip(*cells, strict=True)]

    def with_choices(self, choices: Choices) -> "Table":
        """The same cells understood otherwise.

        Raises ``ValueError`` for choices of how the text falls into cells, which ``read_table``
        takes, and for a target that is no column.
        """
        if not choices.same_reading(self.choices):
            raise ValueError(
                "encoding, separator, header and units are chosen when the file is read; got "
                "others for a table that has been read"
            )
        return Table.of(self.name, self.sha256, self.raw, choices, self.bounds)

    def dataset(
        self,
        target: str | tuple[str, ...] | None = None,
        scaling: str = UNSCALED,
        test_size: float = 0.2,
        split_seed: int = 42,
        *,
        split: Mapping[str, Any] | None = None,
        target_scaling: str = UNSCALED,
        **choices: Any,
    ) -> Dataset:
        """The rows whose target is known, split and scaled as ``load_dataset`` does.

        ``target`` is the name of the column to be learned, or of several, as numbers; without it
        the one that was guessed. ``choices`` are other fields of ``Choices``. Numbers that are
        missing become the median of the training rows; categories one input for each value that
        these have; names of rows, and columns that never change, are left out; dates become days
        since 1970. Raises ``ValueError`` with a sentence where that cannot be learned, or split so.
        """
        given = {**choices, **({} if target is None else {"target": target})}
        table = self.with_choices(changed(self.choices, given)) if given else self
        how = split_as(test_size, split_seed, split)
        return table.prepare(scaling, how, target_scaling).dataset

    def dataset_as(
        self, choices: str, scaling: str, split: Mapping[str, Any], target_scaling: str
    ) -> Dataset:
        """The data set by a text of choices, as a run keeps it; ``ValueError`` for others."""
        table = self.with_choices(choices_of(choices))
        return table.prepare(scaling, split, target_scaling).dataset

    def code_as(self, choices: str, split: Mapping[str, Any]) -> LoadCode:
        """How a program of its own makes the same rows; ``ValueError`` where it cannot."""
        return self.with_choices(choices_of(choices)).code(split)

    def code(self, split: Mapping[str, Any]) -> LoadCode:
        """``code_as`` of the table as it is understood."""
        class_names = self.prepare(UNSCALED, split).dataset.class_names
        assert self.target is not None
        return load_code(
            self.name,
            self.sha256,
            self.raw,
            self.columns,
            self.target,
            self.choices,
            class_names,
            split,
        )

    def prepare(
        self, scaling: str, split: Mapping[str, Any], target_scaling: str = UNSCALED
    ) -> Prepared:
        """The data set, and in sentences what was done to make it.

        ``split`` has what is not at its default. Raises ``ValueError`` as ``dataset`` does.
        """
        if self.blocking or self.target is None:
            raise ValueError(self.blocking)
        parts = Parts(self.raw, self.columns, self.target, self.choices, self.bounds)
        return parts.prepare(scaling, split, target_scaling)
