"""A file that somebody has opened: its table by any choices, whether or not they need its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlp_core.data.dataset import Dataset
from mlp_core.data.record import LoadCode
from mlp_core.data.table.choices import Choices, choices_of
from mlp_core.data.table.reading import read_table
from mlp_core.data.table.table import Table


@dataclass(frozen=True, eq=False)
class Opened:
    """The bytes of a file, and the table that they were read as at first.

    Of several files that were joined into one table there are no bytes: no choice is about these.
    """

    table: Table
    data: bytes = field(default=b"", repr=False)

    @property
    def sha256(self) -> str:
        """Of the bytes, in hexadecimal; of joined files that of all of them."""
        return self.table.sha256

    @property
    def n_bytes(self) -> int:
        """About how much memory it takes: the file, its cells, and what they are as numbers."""
        return len(self.data) + 2 * sum(cells.nbytes for cells in self.table.raw.cells)

    def chosen(self, choices: Choices) -> Table:
        """The table as these choices have it.

        Raises ``ValueError`` for a target that is no column of it.
        """
        if choices.same_reading(self.table.choices):
            return self.table.with_choices(choices)
        return read_table(self.data, self.table.name, self.table.bounds, choices)

    def dataset_as(
        self, choices: str, scaling: str, split: Mapping[str, Any], target_scaling: str
    ) -> Dataset:
        """The data set by a text of choices, as a run keeps it; ``ValueError`` for others."""
        table = self.chosen(choices_of(choices))
        return table.prepare(scaling, split, target_scaling).dataset

    def code_as(self, choices: str, split: Mapping[str, Any]) -> LoadCode:
        """How a program of its own makes the same rows; errors are those of ``Table.code_as``."""
        return self.chosen(choices_of(choices)).code(split)
