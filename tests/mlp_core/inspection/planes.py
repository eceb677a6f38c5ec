"""Networks over points of a plane, and the lattices to look at them on."""

import numpy as np

from mlp_core.data.dataset import Plane
from mlp_core.inspection.lattice import Lattice, lattice_over

CORNERS = np.array([[-1.0, -2.0], [1.0, -2.0], [-1.0, 2.0], [1.0, 2.0]])
NAMES = ("x1", "x2")


def as_it_is(points):
    """The network is handed the points themselves."""
    return points


def with_columns(points):
    """Five columns: x₁, x₂, x₁², x₁x₂ and sin x₁, shifted and scaled as a scaler would."""
    x, y = points.T
    columns = np.stack([x, y, x**2, x * y, np.sin(x)], axis=1)
    return (columns - 0.3) / np.array([0.5, 1.5, 1.0, 2.0, 0.7])


def lattice_of(cells: int, inputs=as_it_is, points=CORNERS) -> Lattice:
    return lattice_over(Plane(points[:2], points[2:], inputs, NAMES[: points.shape[1]]), cells)


def network(*units: int, seed: int = 0):
    """Weights and biases large enough for boundaries that bend."""
    rng = np.random.default_rng(seed)
    sizes = list(zip(units[1:], units[:-1], strict=True))
    return [rng.normal(size=size) * 1.5 for size in sizes], [rng.normal(size=n) for n, _ in sizes]


def places(lattice: Lattice):
    """Every place as a point, one after the other, with its (row, column) in the picture."""
    x_axis, y_axis = lattice.axes
    return [((i, j), (x, y)) for i, y in enumerate(y_axis) for j, x in enumerate(x_axis)]
