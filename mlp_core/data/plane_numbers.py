"""Numbers to be told from a point on a line or in the plane, drawn from a seed.

Each function makes all there is to a set, so that an exported program can carry it as it stands.
Points are (n_rows, 1) or (n_rows, 2), evenly over -1..1, and targets (n_rows,). ``noise`` is the
standard deviation of what chance adds to each target; ``data_seed`` makes the same points again.
"""

import numpy as np

from mlp_core._checks import Array


def sine(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Array]:
    """One wave: sin πx."""
    rng = np.random.default_rng(data_seed)
    points = rng.uniform(-1.0, 1.0, size=(n_rows, 1))
    return points, np.sin(np.pi * points[:, 0]) + noise * rng.normal(size=n_rows)


def step(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Array]:
    """A jump at 0: -1 before it, and 1 from there on."""
    rng = np.random.default_rng(data_seed)
    points = rng.uniform(-1.0, 1.0, size=(n_rows, 1))
    return points, np.where(points[:, 0] < 0.0, -1.0, 1.0) + noise * rng.normal(size=n_rows)


def line(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Array]:
    """A line: 0.8 x + 0.1, which a network without hidden layers can find."""
    rng = np.random.default_rng(data_seed)
    points = rng.uniform(-1.0, 1.0, size=(n_rows, 1))
    return points, 0.8 * points[:, 0] + 0.1 + noise * rng.normal(size=n_rows)


def plane(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Array]:
    """A plane: 0.7 x1 - 0.4 x2 + 0.1, which a network without hidden layers can find."""
    rng = np.random.default_rng(data_seed)
    points = rng.uniform(-1.0, 1.0, size=(n_rows, 2))
    targets = 0.7 * points[:, 0] - 0.4 * points[:, 1] + 0.1
    return points, targets + noise * rng.normal(size=n_rows)


def bumps(n_rows: int, noise: float, data_seed: int) -> tuple[Array, Array]:
    """Six Gaussian bumps of deviation 1/4 and height 1, up and down by turns.

    Their places are those of the TensorFlow Playground's ``regressGaussian``, on our scale.
    """
    rng = np.random.default_rng(data_seed)
    points = rng.uniform(-1.0, 1.0, size=(n_rows, 2))
    targets = np.zeros(n_rows)
    for x1, x2, height in (
        (-2 / 3, 0.4, 1),
        (0, 0.4, -1),
        (2 / 3, 0.4, 1),
        (-2 / 3, -0.4, -1),
        (0, -0.4, 1),
        (2 / 3, -0.4, -1),
    ):
        squares = (points[:, 0] - x1) ** 2 + (points[:, 1] - x2) ** 2
        targets += height * np.exp(-squares / (2 * 0.25**2))
    return points, targets + noise * rng.normal(size=n_rows)
