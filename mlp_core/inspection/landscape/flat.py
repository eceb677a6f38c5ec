"""Lines and planes in the space of all parameters: a network is one point of it.

A place on one is so many numbers as it has directions; the place of all zeros is its origin.
Distances are Euclidean, over all weights and biases alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from sklearn.decomposition import PCA

from mlp_core._checks import Array, Parameters, check_like, check_parameters
from mlp_core.divergence import ignore_overflow

# A direction that is no longer than this share of the points' own size is only their rounding.
ROUNDING = 1e-9


class Projection(NamedTuple):
    """The nearest ``place`` of a plane, and how far from the plane a point is, ``outside``."""

    place: tuple[float, ...]
    outside: float


@dataclass(frozen=True, eq=False)
class Flat:
    """``origin`` and one direction or more: what lies at a place is origin + Σ place · direction.

    ``shares`` are those of the walk's spread that lie along each direction, where these were
    chosen for it; nothing elsewhere.
    """

    origin: Parameters
    directions: tuple[Parameters, ...]
    shares: tuple[float, ...] = ()

    @ignore_overflow
    def at(self, place: Sequence[float]) -> Parameters:
        """The parameters at a place."""
        ways = [(share, way) for share, way in zip(place, self.directions, strict=True) if share]

        def moved(part: int) -> list[Array]:
            return [
                array + sum(share * way[part][k] for share, way in ways)
                for k, array in enumerate(self.origin[part])
            ]

        return moved(0), moved(1)

    @property
    def behind(self) -> "Flat":
        """The same of all layers but the first; ``ValueError`` where there is no other."""
        if len(self.origin[0]) == 1:
            raise ValueError("layers behind the first are needed; got a network of one")
        return Flat(_behind(self.origin), tuple(map(_behind, self.directions)))

    @ignore_overflow
    def project(self, parameters: Parameters) -> Projection:
        """Where a point falls on a plane whose directions are orthonormal."""
        off = _vector(parameters) - _vector(self.origin)
        place = [float(off @ _vector(direction)) for direction in self.directions]
        for share, direction in zip(place, self.directions, strict=True):
            off = off - share * _vector(direction)
        return Projection(tuple(place), float(np.linalg.norm(off)))


def line_between(start: Parameters, end: Parameters) -> Flat:
    """The line that is at ``start`` at 0 and at ``end`` at 1.

    Raises ``ValueError`` for networks of other sizes, and for two that are the same point.
    """
    origin, (other,) = _checked(start, end)
    way = _vector(other) - _vector(origin)
    if not way.any():
        raise ValueError(
            "two different points make a line; got the same parameters for its start and its end"
        )
    return Flat(origin, (_like(origin, way),))


def plane_through(first: Parameters, second: Parameters, third: Parameters) -> Flat:
    """The plane through three points: at ``first`` its origin, its first axis to ``second``.

    Its directions are orthonormal, so that places are distances. Raises ``ValueError`` for
    networks of other sizes, and for three points on one line.
    """
    origin, others = _checked(first, second, third)
    ways = np.stack([_vector(other) - _vector(origin) for other in others], axis=1)
    axes, lengths = np.linalg.qr(ways)
    # The first axis points to the second point, the other one to the side of the third.
    signs = np.where(np.diag(lengths) < 0.0, -1.0, 1.0)
    sizes = np.abs(np.diag(lengths))
    if sizes.min() <= ROUNDING * np.abs(lengths).max():
        raise ValueError(
            "three points that are not on one line make a plane; got three on a line, or two that "
            "are the same"
        )
    return Flat(origin, tuple(_like(origin, axis) for axis in (axes * signs).T))


def plane_of_walk(walk: Sequence[Parameters]) -> Flat:
    """The plane through the last point of a walk in which the walk itself moves most.

    Its directions are the first two principal components of the walk's points, as Li et al. draw
    the way of a training ("Visualizing the Loss Landscape of Neural Nets", 2018, section 7);
    signs are such that the walk's start lies at negative places. Raises ``ValueError`` for fewer
    than three points, networks of other sizes, and a walk that stays on one line.
    """
    if len(walk) < 3:
        raise ValueError(f"a walk of three points or more makes a plane; got {len(walk)}")
    origin, others = _checked(walk[-1], *walk[:-1])
    points = np.stack([*map(_vector, others), _vector(origin)])
    straight = ValueError("a walk that turns makes a plane; got one that stays on one line")
    if not (points - points[-1]).any():
        raise straight
    found = PCA(n_components=2, svd_solver="full").fit(points)
    spreads = np.sqrt(found.explained_variance_)
    if not spreads[1] > ROUNDING * spreads[0]:
        raise straight
    starts = found.components_ @ (points[0] - points[-1])
    axes = found.components_ * np.where(starts > 0.0, -1.0, 1.0)[:, np.newaxis]
    shares = tuple(map(float, found.explained_variance_ratio_))
    return Flat(origin, tuple(_like(origin, axis) for axis in axes), shares)


@ignore_overflow
def distance(one: Parameters, other: Parameters) -> float:
    """How far two networks of the same sizes are from each other."""
    origin, (beside,) = _checked(one, other)
    return float(np.linalg.norm(_vector(beside) - _vector(origin)))


def _checked(first: Parameters, *others: Parameters) -> tuple[Parameters, list[Parameters]]:
    origin = check_parameters(*first)
    return origin, [
        (check_like("W", weights, origin[0]), check_like("b", biases, origin[1]))
        for weights, biases in others
    ]


def _behind(parameters: Parameters) -> Parameters:
    weights, biases = parameters
    return weights[1:], biases[1:]


def _vector(parameters: Parameters) -> Array:
    """All weights, then all biases, in a row."""
    return np.concatenate([array.ravel() for arrays in parameters for array in arrays])


def _like(parameters: Parameters, vector: ArrayLike) -> Parameters:
    """The numbers of such a row as arrays of these shapes."""
    flat, at = np.asarray(vector, dtype=float), 0
    parts: tuple[list[Array], list[Array]] = [], []
    for part, arrays in zip(parts, parameters, strict=True):
        for array in arrays:
            part.append(flat[at : at + array.size].reshape(array.shape))
            at += array.size
    return parts
