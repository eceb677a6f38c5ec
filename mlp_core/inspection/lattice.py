"""Places side by side over a line or a plane, and what a network is handed at each of them."""

from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array, check_whole
from mlp_core.data.dataset import Plane

# How far a picture goes beyond the outermost points, of their span.
MARGIN = 0.1


class Lattice(NamedTuple):
    """The middles of cells that fill a piece of a line or of a plane.

    axes   the coordinates of the middles, rising: (n,), of each of the one or two dimensions
    ends   where the cells begin and end, low and high, of each dimension
    shape  of a picture of it: (n,), or (n, n) with a row a place of the second dimension
    rows   (number of places, n_features) as the network is handed them, row by row of ``shape``
    """

    axes: tuple[Array, ...]
    ends: tuple[tuple[float, float], ...]
    shape: tuple[int, ...]
    rows: Array


def lattice_over(plane: Plane, cells: int) -> Lattice:
    """``cells`` along each dimension over all points of ``plane``, with a margin.

    Raises ``ValueError`` for less than two cells.
    """
    cells = check_whole("cells", cells, low=2)
    ends = tuple(map(_ends, np.concatenate([plane.train, plane.test]).T))
    middles: Array = (np.arange(cells) + 0.5) / cells
    axes = tuple(low + middles * (high - low) for low, high in ends)
    coordinates = np.meshgrid(*axes)
    points = np.stack([each.ravel() for each in coordinates], axis=1)
    return Lattice(axes, ends, (cells,) * len(axes), plane.inputs(points))


def _ends(coordinate: Array) -> tuple[float, float]:
    """Low and high of a picture that shows all of a coordinate (n,), some way apart."""
    low, high = float(coordinate.min()), float(coordinate.max())
    margin = MARGIN * (high - low) or MARGIN * abs(low) or 1.0
    return low - margin, high + margin
