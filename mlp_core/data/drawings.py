"""Drawings to start from, as ``points.py`` writes them: no chance is in them, so that a link that
names none of its own points means the same for good."""

import numpy as np

from mlp_core._checks import Array
from mlp_core.data.points import encode

# Points of each class; the circumference is shared out evenly, and a sequence that never repeats
# itself moves each a little to either side.
N_POINTS = 24
GOLDEN = (np.sqrt(5) - 1) / 2
# Martin Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences": their R2 sequence
# fills a square evenly.
R2 = np.array([0.7548776662466927, 0.5698402909980532])
# No point of XOR is nearer to an axis: its class would be hard to see.
MARGIN = 0.12


def _xor() -> str:
    square = 2 * ((0.5 + np.outer(np.arange(1, 4 * N_POINTS), R2)) % 1) - 1
    clear = square[(abs(square) > MARGIN).all(axis=1)][: 2 * N_POINTS]
    return encode(clear, (clear[:, 0] * clear[:, 1] < 0).astype(int))


def _rings() -> str:
    angle = 2 * np.pi * np.arange(N_POINTS) / N_POINTS
    radii = np.concatenate([0.4 + _sway(0.1), 0.95 + _sway(0.1)])
    return _both(np.stack([np.cos([angle, angle]), np.sin([angle, angle])], -1), radii)


def _moons() -> str:
    angle = np.pi * np.arange(N_POINTS) / (N_POINTS - 1)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    radii = np.concatenate([0.7 + _sway(0.08), 0.7 + _sway(0.08)])
    return _both(np.stack([upper, -upper]), radii)


def _sway(width: float) -> Array:
    """Numbers (N_POINTS,) spread evenly over ±``width``."""
    sway: Array = width * (2 * (GOLDEN * np.arange(N_POINTS) % 1) - 1)
    return sway


def _both(directions: Array, radii: Array) -> str:
    """Two classes: directions (2, N_POINTS, 2), each by its radius (2 · N_POINTS,)."""
    points = directions.reshape(-1, 2) * radii[:, np.newaxis]
    return encode(points, np.repeat([0, 1], N_POINTS))


# By what people call them; the first is what nobody has drawn anything instead of.
DRAWINGS = {"XOR": _xor(), "Two rings": _rings(), "Two moons": _moons()}
START = DRAWINGS["XOR"]
