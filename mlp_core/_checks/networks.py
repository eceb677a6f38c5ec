"""Checks of networks: layer sizes, weights and biases that chain, and what goes through them."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks.arrays import Array, check_finite, check_floats
from mlp_core._checks.scalars import check_whole, written

# weights[k] (n_out, n_in) and biases[k] (n_out,) of each layer: what a network has learned.
Parameters = tuple[list[Array], list[Array]]


def check_units(units: Iterable[object]) -> tuple[int, ...]:
    """Layer sizes, input first: two or more whole numbers, each of them 1 or more."""
    sizes = tuple(check_whole("units", n) for n in _listed("units", units))
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(
            f"units must name at least two layers of 1 or more units; got {written(sizes)}"
        )
    return sizes


def check_matrices(weights: Iterable[ArrayLike], *, finite: bool = True) -> list[Array]:
    """Weights (n_out, n_in) of a layer or more as float arrays; each takes what one gives."""
    Ws = _numbered("W", _listed("weights", weights), finite)
    if not Ws:
        raise ValueError("a network needs at least one layer of weights; got none")
    for k, W in enumerate(Ws, start=1):
        if W.ndim != 2 or not W.size:
            raise ValueError(f"W{k} must have shape (n_out, n_in); got {W.shape}")
        if k > 1 and W.shape[1] != len(Ws[k - 2]):
            n_in = len(Ws[k - 2])
            raise ValueError(f"W{k} must have {n_in} columns, a column a unit; got {W.shape[1]}")
    return Ws


def check_parameters(
    weights: Iterable[ArrayLike], biases: Iterable[ArrayLike], *, finite: bool = True
) -> Parameters:
    """Weights (n_out, n_in) and biases (n_out,) as float arrays that chain."""
    weights, biases = _listed("weights", weights), _listed("biases", biases)
    if not weights or len(weights) != len(biases):
        raise ValueError(
            "one weight matrix and one bias vector are needed for each layer; "
            f"got {len(weights)} weight matrices and {len(biases)} bias vectors"
        )
    Ws = check_matrices(weights, finite=finite)
    bs = _numbered("b", biases, finite)
    for k, (W, b) in enumerate(zip(Ws, bs, strict=True), start=1):
        if b.shape != W.shape[:1]:
            raise ValueError(f"b{k} must have shape {W.shape[:1]}, as W{k} has rows; got {b.shape}")
    return Ws, bs


def check_like(
    name: str, arrays: Iterable[ArrayLike], like: Sequence[Array], *, finite: bool = True
) -> list[Array]:
    """``arrays`` ``name``1, ``name``2, … as float arrays, each of the shape of its like."""
    found = _numbered(name, _listed(name, arrays), finite)
    if len(found) != len(like):
        raise ValueError(f"{name}1 to {name}{len(like)} are needed; got {len(found)} arrays")
    for k, (array, other) in enumerate(zip(found, like, strict=True), start=1):
        if array.shape != other.shape:
            raise ValueError(f"{name}{k} must have shape {other.shape}; got {array.shape}")
    return found


def check_shapes(
    units: Sequence[int], weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]
) -> None:
    """Parameters of a network of these layer sizes, input first; finite or not."""
    weights, biases = _listed("weights", weights), _listed("biases", biases)
    if not len(weights) == len(biases) == len(units) - 1:
        raise ValueError(
            f"W1 to W{len(units) - 1} and as many biases are needed; "
            f"got {len(weights)} weight matrices and {len(biases)} bias vectors"
        )
    for k, (n_in, n_out) in enumerate(itertools.pairwise(units)):
        for name, array, shape in (("W", weights[k], (n_out, n_in)), ("b", biases[k], (n_out,))):
            if np.shape(array) != shape:
                raise ValueError(f"{name}{k + 1} must have shape {shape}; got {np.shape(array)}")


def check_observations(name: str, x: ArrayLike, n_in: int) -> Array:
    """``x`` (n_in,) or (n_samples, n_in) as floats, finite or not."""
    x = check_floats(name, x)
    if x.ndim not in (1, 2) or not x.size:
        raise ValueError(
            f"{name} must be an observation (n_in,) or rows of them (n_samples, n_in), "
            f"none of them empty; got shape {x.shape}"
        )
    if x.shape[-1] != n_in:
        raise ValueError(f"layer 1 takes {n_in} inputs (W1); got {x.shape[-1]}")
    return x


def check_output(output: ArrayLike) -> Array:
    """An output (n_out,) or (n_samples, n_out) as floats, finite or not."""
    output = check_floats("output", output)
    if output.ndim not in (1, 2) or not output.size:
        raise ValueError(
            "output must be (n_out,) or (n_samples, n_out), none of them empty; "
            f"got shape {output.shape}"
        )
    return output


def _numbered(name: str, arrays: Sequence[ArrayLike], finite: bool) -> list[Array]:
    """``name``1, ``name``2, … as float arrays."""
    check = check_finite if finite else check_floats
    return [check(f"{name}{k}", array) for k, array in enumerate(arrays, start=1)]


def _listed(name: str, values: Iterable[Any]) -> list[Any]:
    try:
        return list(values)
    except TypeError:
        raise ValueError(f"{name} must be a list; got {written(values)}") from None
