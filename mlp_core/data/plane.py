"""Classes of points in the plane, drawn from a seed: shapes that a straight line cannot part.

Each function makes all there is to a set, so that an exported program can carry it as it stands.
Points are (n_rows, 2), about -1..1, in no order, and classes (n_rows,) as equal in number as
can be. ``noise`` is the standard deviation of what chance adds to each coordinate, none being
shapes as they are defined; ``data_seed`` makes the same points again. The shapes are those of the
TensorFlow Playground (https://github.com/tensorflow/playground, ``src/dataset.ts``) and of
scikit-learn.
"""

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons

from mlp_core._checks import Array, Classes


def circles(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Classes]:
    """A ring of radius 1, and within it one of radius 1/2, which is class 1."""
    points, classes = make_circles(n_rows, noise=noise, factor=0.5, random_state=data_seed)
    return points, classes


def moons(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Classes]:
    """Two halves of a ring of radius 1, each with an end within the other; 0 in the middle."""
    points, classes = make_moons(n_rows, noise=noise, random_state=data_seed)
    return points - [0.5, 0.25], classes


def blobs(n_rows: int, noise: float, classes: int, data_seed: int) -> tuple[Array, Classes]:
    """Round clouds of deviation 0.1 without noise, each around a place in -1..1 that chance has
    chosen: two of them may lie in one another."""
    points, labels = make_blobs(
        n_rows,
        centers=classes,
        cluster_std=(0.1**2 + noise**2) ** 0.5,
        center_box=(-1.0, 1.0),
        random_state=data_seed,
    )
    return points, labels


def gaussians(n_rows: int, noise: float, classes: int, data_seed: int) -> tuple[Array, Classes]:
    """Round clouds of deviation 1/4 without noise, evenly around a circle of radius 0.9."""
    rng = np.random.default_rng(data_seed)
    labels = rng.permutation(n_rows) % classes
    angles = 2 * np.pi * (labels / classes + 1 / 8)
    centres = 0.9 * np.column_stack([np.cos(angles), np.sin(angles)])
    spread = (0.25**2 + noise**2) ** 0.5
    return centres + spread * rng.normal(size=(n_rows, 2)), labels


def xor(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Classes]:
    """Four quarters of a square, class 1 where just one of x1 and x2 is above 0.

    Without noise no point is nearer to an axis than 0.05.
    """
    rng = np.random.default_rng(data_seed)
    quarters = rng.permutation(n_rows) % 4
    right, above = np.isin(quarters, [1, 2]), np.isin(quarters, [2, 3])
    signs = np.where(np.column_stack([right, above]), 1.0, -1.0)
    points = signs * rng.uniform(0.05, 1.0, size=(n_rows, 2))
    return points + noise * rng.normal(size=(n_rows, 2)), (right != above).astype(int)


def spiral(n_rows: int, noise: float, classes: int, data_seed: int) -> tuple[Array, Classes]:
    """An arm a class, from the middle to radius 1 in one turn."""
    rng = np.random.default_rng(data_seed)
    rows = rng.permutation(n_rows)
    labels = rows % classes
    radii = (rows // classes + 1) / ((n_rows - 1) // classes + 1)
    angles = 2 * np.pi * (radii + labels / classes)
    points = radii[:, np.newaxis] * np.column_stack([np.sin(angles), np.cos(angles)])
    return points + noise * rng.normal(size=(n_rows, 2)), labels


def checkerboard(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Classes]:
    """A board of 4 x 4 fields, neighbours of different classes."""
    rng = np.random.default_rng(data_seed)
    across, up = np.divmod(rng.permutation(n_rows) % 16, 4)
    corners = np.column_stack([across, up]) / 2 - 1
    points = corners + rng.uniform(0.0, 0.5, size=(n_rows, 2))
    return points + noise * rng.normal(size=(n_rows, 2)), (across + up) % 2
