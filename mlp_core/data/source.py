"""Which rows a run is of: a data set by its name, what it is made with, and how it is split."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from mlp_core.data.catalogue import DATASETS, facts_of, load_dataset
from mlp_core.data.dataset import Dataset
from mlp_core.data.fetching import check_kept
from mlp_core.data.parameters import all_of
from mlp_core.data.record import Facts, LoadCode, Record
from mlp_core.data.rows import Words
from mlp_core.data.scaling import UNSCALED
from mlp_core.fields import NOTHING
from mlp_core.quoting import quoted


class MissingFile(ValueError):
    """The rows are those of a file that is not here; the message says of which."""


class Table(Protocol):
    """A table that was read from a file: what ``Source`` needs of it."""

    def dataset_as(
        self, choices: str, scaling: str, split: Mapping[str, Any], target_scaling: str
    ) -> Dataset:
        """The rows as a text of choices says, split and scaled; ``ValueError`` for others."""
        ...

    def code_as(self, choices: str, split: Mapping[str, Any]) -> LoadCode:
        """How a program of its own makes the same rows; ``ValueError`` where it cannot."""
        ...


# Those that are here, by the SHA-256 of their files.
Tables = Mapping[str, Table]
NO_TABLES: Tables = {}


class Source(NamedTuple):
    """A data set with those of its parameters, and of its split, that are not at their default."""

    dataset: str
    parameters: Mapping[str, Any] = NOTHING
    split: Mapping[str, Any] = NOTHING

    @property
    def record(self) -> Record:
        return DATASETS[self.dataset]

    @property
    def words(self) -> Words:
        return self.record.words

    @property
    def facts(self) -> Facts | None:
        """As of ``facts_of``."""
        return facts_of(self.dataset, self.parameters)

    @property
    def file(self) -> str:
        """The SHA-256 of the file that the rows are of; empty where they are of none."""
        return str(self.parameters.get("sha256", ""))

    def load(self, scaling: str = "none", tables: Tables = NO_TABLES) -> Dataset:
        """The rows, split and scaled.

        Nothing is fetched by the way, since that takes minutes: it raises ``NotFetched``.
        Raises ``MissingFile`` where they are of a file that is not among ``tables``, and
        ``ValueError`` with a sentence where they cannot be had, or not be split so.
        """
        if self.facts is not None:
            if self.record.remote is not None:
                check_kept(self.record.remote)
            return load_dataset(self.dataset, scaling, split=self.split, **self.parameters)
        return self._table(tables).dataset_as(
            self.parameters.get("choices", ""),
            scaling,
            self.split,
            self.parameters.get("target_scaling", UNSCALED),
        )

    def code(self, tables: Tables = NO_TABLES) -> LoadCode:
        """How a program of its own loads the rows; ``ValueError`` where it cannot.

        Raises ``MissingFile`` as ``load`` does.
        """
        if self.facts is not None:
            return self.record.code(all_of(self.record.parameters, self.parameters))
        return self._table(tables).code_as(self.parameters.get("choices", ""), self.split)

    def _table(self, tables: Tables) -> Table:
        table = tables.get(self.file)
        if table is None:
            name = quoted(self.parameters.get("file") or "a table", longest=80)
            raise MissingFile(
                f"The rows are those of the file {name}, which is not here. Open it on the page "
                "Data, and all that was made of it works again"
            )
        return table
