"""A built-in data set as one record: all that the app, a link, a file or an export asks of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from mlp_core._checks import Array, Classes
from mlp_core.data.rows import Row, Words


class LoadCode(NamedTuple):
    """Source that loads a set without mlp_core: lines, and expressions for rows and classes."""

    imports: str
    lines: str
    rows: str
    classes: str


@dataclass(frozen=True)
class Record:
    """A data set that is loaded by its name. No part has a default: none can be forgotten.

    name         in links, files and code: it never changes
    load         rows (n_samples, n_features) before any scaling, and their classes (n_samples,)
    code         how an exported program loads the same
    row          what a row is
    class_names  the classes in the order of their numbers
    words        what people call all that
    """

    name: str
    load: Callable[[], tuple[Array, Classes]]
    code: LoadCode
    row: Row
    class_names: tuple[str, ...]
    words: Words

    @property
    def units_in(self) -> int:
        """The size of the input layer."""
        return self.row.n_features

    @property
    def units_out(self) -> int:
        """The size of the output layer."""
        return len(self.class_names)


def from_sklearn(load: Callable[[], Any], name: str) -> dict[str, Any]:
    """``name``, ``load`` and ``code`` of a set that a function of ``sklearn.datasets`` loads."""

    @cache
    def rows_and_classes() -> tuple[Array, Classes]:
        bunch = load()
        return bunch.data, bunch.target

    code = LoadCode(
        imports=f"from sklearn.datasets import {load.__name__}",
        lines=f"{name} = {load.__name__}()",
        rows=f"{name}.data",
        classes=f"{name}.target",
    )
    return {"name": name, "load": rows_and_classes, "code": code}
