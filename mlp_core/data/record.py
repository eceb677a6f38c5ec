"""A built-in data set as one record: all that the app, a link, a file or an export asks of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from numpy.typing import NDArray

from mlp_core._checks import Array, Classes
from mlp_core.data.fetching import Remote
from mlp_core.data.plane_features import Feature
from mlp_core.data.rows import Row, Words

Parameters = Mapping[str, Any]


class LoadCode(NamedTuple):
    """Source that loads a set without mlp_core: lines, and expressions for rows and targets.

    Where rows are made by what training rows show, ``rows`` are their numbers until they are
    split, and ``inputs`` are lines that make ``X``, all rows, by those of ``X_train``.
    """

    imports: str
    lines: str
    rows: str
    targets: str
    inputs: str = ""


@dataclass(frozen=True)
class Facts:
    """What a row and a target are: a target is a class, or has ``target_names`` for its numbers."""

    row: Row
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()

    @property
    def units_in(self) -> int:
        """The size of the input layer."""
        return self.row.n_features

    @property
    def units_out(self) -> int:
        """The size of the output layer."""
        return len(self.class_names or self.target_names)

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers."""
        return not self.class_names


@dataclass(frozen=True, eq=False)
class Content:
    """All rows of a set, in its order, before any scaling.

    rows      (n_samples, n_features)
    targets   classes (n_samples,), or numbers (n_samples,) or (n_samples, n_targets)
    points    coordinates (n_samples, 1 or 2) that the rows are made of by ``features``, if so
    groups    (n_samples,) what belongs together and is not to be torn apart by a split, if known
    """

    rows: Array
    targets: Array | Classes
    points: Array | None = None
    features: tuple[Feature, ...] = ()
    groups: NDArray[Any] | None = None


class Drawing(NamedTuple):
    """How a drawing becomes a row of a set, the way the set itself was made.

    ``row`` makes of a bitmap, (height, width) of ink 0 to 1, a row (n_features,) before any
    scaling, and raises ``ValueError`` with a sentence where nothing can be made of it; ``said``
    says in a sentence what it does.
    """

    row: Callable[[Array], Array]
    said: str


@dataclass(frozen=True)
class Record:
    """A data set that is loaded by its name. No part has a default: none can be forgotten.

    name        in links, files and code: it never changes
    words       what people call it all
    parameters  the names of those of PARAMETERS that it has
    facts       by all of its parameters, what a row and a target are, without loading it; None
                where only a file that is not here could tell
    load        by all of its parameters, all of its rows; ``ValueError`` with a sentence where
                they cannot be had
    code        by all of its parameters, how an exported program loads the same
    in_order    what a split by order is worth, in a sentence; empty where its order says nothing
    remote      where it is fetched from; None where it is here
    drawing     how what somebody draws becomes a row of it; None where no drawing is one
    suggests    what to begin with where nobody has set it: settings and parameters by their names,
                and the units of the ``hidden`` layers
    """

    name: str
    words: Words
    parameters: tuple[str, ...]
    facts: Callable[[Parameters], Facts | None]
    load: Callable[[Parameters], Content]
    code: Callable[[Parameters], LoadCode]
    in_order: str
    remote: Remote | None
    drawing: Drawing | None
    suggests: Mapping[str, Any]


def always(facts: Facts) -> Callable[[Parameters], Facts]:
    """Of a set whose rows and targets are what they are, whatever its parameters."""
    return lambda parameters: facts


def from_sklearn(load: Callable[[], Any], name: str) -> dict[str, Any]:
    """What a record has of a set that comes with scikit-learn, which ``load`` of it loads."""

    @cache
    def content() -> Content:
        bunch = load()
        return Content(bunch.data, bunch.target)

    code = LoadCode(
        imports=f"from sklearn.datasets import {load.__name__}",
        lines=f"{name} = {load.__name__}()",
        rows=f"{name}.data",
        targets=f"{name}.target",
    )
    return {
        "name": name,
        "remote": None,
        "load": lambda parameters: content(),
        "code": lambda parameters: code,
    }
