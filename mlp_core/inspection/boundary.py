"""What a network says of every place of a lattice, and the lines at which its answer changes."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Classes, Parameters
from mlp_core.activations import Names
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.lattice import Lattice
from mlp_core.losses import get_loss
from mlp_core.network import forward


class ClassField(NamedTuple):
    """What is said of each place of a lattice; (...) is its shape.

    classes  (...) the class that ``predict`` names there
    shares   (..., n_classes) what is predicted of each: probabilities where the loss makes them
    leads    (...) how far that of the class is ahead of the next best, from 0, the boundary, to 1
    scores   (..., n_classes) the numbers whose largest is the class: it changes where two are equal
    """

    classes: Classes
    shares: Array
    leads: Array
    scores: Array


@ignore_overflow
def class_field(
    parameters: Parameters, activation: Names, loss: str, lattice: Lattice
) -> ClassField:
    """What the network says of each place, of classes.

    A single output that says yes or no is a score beside a 0. Where an output is not a number
    nothing leads. Raises ``ValueError`` as ``forward`` does, and for an unknown loss.
    """
    output, _ = forward(lattice.rows, *parameters, activation)
    record = get_loss(loss)
    shares, scores = record.predict(output), output
    if record.tells_two_apart(output.shape[1]):
        shares = np.hstack([1.0 - shares, shares])
        scores = np.hstack([np.zeros_like(output), output])
    classes = record.classes(output)
    return ClassField(
        classes.reshape(lattice.shape),
        shares.reshape(*lattice.shape, -1),
        _leads(shares, classes).reshape(lattice.shape),
        scores.reshape(*lattice.shape, -1),
    )


def _leads(shares: Array, classes: Classes) -> Array:
    """How far the share of its class is ahead of all others, within 0 to 1: (places,)."""
    places = np.arange(len(shares))
    others = shares.copy()
    others[places, classes] = -np.inf
    ahead = shares[places, classes] - others.max(axis=1)
    leads: Array = np.nan_to_num(np.clip(ahead, 0.0, 1.0))
    return leads


@ignore_overflow
def value_field(parameters: Parameters, activation: Names, loss: str, lattice: Lattice) -> Array:
    """What is predicted of each place, of numbers: (places, n_targets), row by row of the shape.

    It is what the network was trained towards, scaled as its targets were. Raises ``ValueError``
    as ``forward`` does, and for an unknown loss.
    """
    output, _ = forward(lattice.rows, *parameters, activation)
    return get_loss(loss).predict(output)


@ignore_overflow
def boundary_lines(field: ClassField, lattice: Lattice) -> Array:
    """The boundaries between classes in a plane as straight pieces (n_pieces, 2 ends, x and y).

    Marching squares (Lorensen and Cline 1987, in the plane), for any number of classes: between
    two neighbouring places of classes a and b there is a crossing where their scores, taken as
    straight from one to the other, are equal, which for two classes is a probability of ½. Two
    crossings of a square of neighbours are joined; where three or four classes meet, or two meet
    twice, each is joined to their middle.
    """
    flat, crosses_flat = _crossings(field, lattice, axis=1)
    steep, crosses_steep = _crossings(field, lattice, axis=0)
    crossed = np.stack(_sides(crosses_flat, crosses_steep), axis=2)
    meets = crossed.any(axis=2)
    crossed = crossed[meets]
    sides = np.stack([side[meets] for side in _sides(flat, steep)], axis=1)
    counts = crossed.sum(axis=1)
    twice, more = counts == 2, counts > 2
    joined = sides[twice][crossed[twice]].reshape(-1, 2, 2)
    ends = sides[more][crossed[more]]
    sums = np.where(crossed[more][..., np.newaxis], sides[more], 0.0).sum(axis=1)
    middles = np.repeat(sums / counts[more][:, np.newaxis], counts[more], axis=0)
    return np.concatenate([joined, np.stack([ends, middles], axis=1)])


def _sides(flat: NDArray[Any], steep: NDArray[Any]) -> list[NDArray[Any]]:
    """The four sides of each square, of what is between neighbours along x and along y."""
    return [flat[:-1], flat[1:], steep[:, :-1], steep[:, 1:]]


def _crossings(field: ClassField, lattice: Lattice, axis: int) -> tuple[Array, NDArray[np.bool_]]:
    """Between neighbours along an axis of the picture: where the class changes, and whether.

    (..., 2) and (...), of the shape of the lattice with one place less along the axis.
    """
    here, there = _neighbours(field.classes, axis)
    changes = here != there
    scores_here, scores_there = (side[changes] for side in _neighbours(field.scores, axis))
    rows, a, b = np.arange(len(scores_here)), here[changes], there[changes]
    ahead = scores_here[rows, a] - scores_here[rows, b]
    behind = scores_there[rows, b] - scores_there[rows, a]
    share = np.nan_to_num(ahead / (ahead + behind), nan=0.5)
    places = np.stack(np.meshgrid(*lattice.axes), axis=-1)
    start, end = (side[changes] for side in _neighbours(places, axis))
    crossings = np.zeros((*changes.shape, 2))
    crossings[changes] = start + share[:, np.newaxis] * (end - start)
    return crossings, changes


def _neighbours(values: NDArray[Any], axis: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Each but the last along an axis, and the next after each."""
    moved = np.moveaxis(values, axis, 0)
    return np.moveaxis(moved[:-1], 0, axis), np.moveaxis(moved[1:], 0, axis)
