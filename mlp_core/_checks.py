"""Questions every entry point asks of its input, answered with a sentence.

Each check raises ``ValueError`` saying what was wrong, what was expected and what came.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Entry = TypeVar("Entry")
# The most that a message quotes of names that somebody else made up.
MAX_NAMES, MAX_NAME = 5, 40


def look_up(table: Mapping[str, Entry], name: str, kind: str) -> Entry:
    """The entry called ``name`` of a table such as ACTIVATIONS; ``kind`` names the table."""
    try:
        return table[name]
    except KeyError:
        expected = ", ".join(table)
        raise ValueError(f"{kind} must be one of {expected}; got {name!r}") from None


def check_fields(record: object, names: Iterable[str], kind: str) -> Mapping[str, Any]:
    """``record`` as a mapping that has these fields, each of them and no others."""
    if not isinstance(record, Mapping):
        raise ValueError(f"{kind} must be a record of named fields; got {type(record).__name__}")
    expected = list(names)
    missing = [name for name in expected if name not in record]
    unknown = [str(name)[:MAX_NAME] for name in record if name not in expected]
    if missing:
        raise ValueError(f"{kind} lacks {', '.join(missing)}")
    if unknown:
        raise ValueError(
            f"{kind} has fields that are not known here: {', '.join(unknown[:MAX_NAMES])}"
        )
    return record


def check_finite(name: str, values: ArrayLike) -> Array:
    """``values`` as a float array, none of it NaN or infinite."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only; got {values!r}") from None
    if not np.isfinite(array).all():
        bad = array[~np.isfinite(array)].flat[0]
        raise ValueError(f"{name} must hold finite numbers; got {bad}")
    return array


def check_parameters(
    weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]
) -> tuple[list[Array], list[Array]]:
    """Finite weights (n_out, n_in) and biases (n_out,) as float arrays that chain."""
    if not weights or len(weights) != len(biases):
        raise ValueError(
            "one weight matrix and one bias vector are needed for each layer; "
            f"got {len(weights)} weight matrices and {len(biases)} bias vectors"
        )
    n_in = None
    Ws, bs = [], []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        W, b = check_finite(f"W{k}", W), check_finite(f"b{k}", b)
        if W.ndim != 2 or b.shape != W.shape[:1]:
            raise ValueError(
                f"W{k} must have shape (n_out, n_in) and b{k} shape (n_out,); "
                f"got {W.shape} and {b.shape}"
            )
        if n_in is not None and W.shape[1] != n_in:
            raise ValueError(f"W{k} must have {n_in} columns, a column a unit; got {W.shape[1]}")
        n_in = W.shape[0]
        Ws.append(W)
        bs.append(b)
    return Ws, bs


def check_shapes(units: Sequence[int], weights: Sequence[Array], biases: Sequence[Array]) -> None:
    """Parameters of a network of these layer sizes, input first; finite or not."""
    if not len(weights) == len(biases) == len(units) - 1:
        raise ValueError(
            f"W1 to W{len(units) - 1} and as many biases are needed; "
            f"got {len(weights)} weight matrices and {len(biases)} bias vectors"
        )
    for k, (n_in, n_out) in enumerate(itertools.pairwise(units)):
        for name, array, shape in (("W", weights[k], (n_out, n_in)), ("b", biases[k], (n_out,))):
            if np.shape(array) != shape:
                raise ValueError(f"{name}{k + 1} must have shape {shape}; got {np.shape(array)}")


def check_learning_rate(learning_rate: float) -> None:
    """A finite learning rate above zero."""
    if not (np.isfinite(learning_rate) and learning_rate > 0):
        raise ValueError(f"learning_rate must be a finite number above 0; got {learning_rate}")
