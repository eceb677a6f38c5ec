"""Columns that a network is handed of a point: its coordinates, and what can be made of them.

A network that has x1² and x2² among its inputs tells circles apart without a hidden layer: what
else a hidden layer must find by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array, look_up


@dataclass(frozen=True)
class Feature:
    """A column made of the coordinates ``x`` (n_points, 1 or 2) of points.

    key     what links call it
    name    what heads the column
    value   the column (n_points,)
    source  that as an expression of NumPy, in which ``{0}`` stands for the points
    """

    key: str
    name: str
    value: Callable[[Array], Array]
    source: str


# Of a point on a line. What is plain comes first.
OF_ONE = (
    Feature("x", "x", lambda x: x[:, 0], "{0}[:, 0]"),
    Feature("xx", "x²", lambda x: x[:, 0] ** 2, "{0}[:, 0] ** 2"),
    Feature("xxx", "x³", lambda x: x[:, 0] ** 3, "{0}[:, 0] ** 3"),
    Feature("sinx", "sin πx", lambda x: np.sin(np.pi * x[:, 0]), "np.sin(np.pi * {0}[:, 0])"),
)
# Of a point in the plane. A wave has room for one period in -1..1, where sin x is but a line.
OF_TWO = (
    Feature("x1", "x1", lambda x: x[:, 0], "{0}[:, 0]"),
    Feature("x2", "x2", lambda x: x[:, 1], "{0}[:, 1]"),
    Feature("x1x1", "x1²", lambda x: x[:, 0] ** 2, "{0}[:, 0] ** 2"),
    Feature("x2x2", "x2²", lambda x: x[:, 1] ** 2, "{0}[:, 1] ** 2"),
    Feature("x1x2", "x1·x2", lambda x: x[:, 0] * x[:, 1], "{0}[:, 0] * {0}[:, 1]"),
    Feature("sinx1", "sin πx1", lambda x: np.sin(np.pi * x[:, 0]), "np.sin(np.pi * {0}[:, 0])"),
    Feature("sinx2", "sin πx2", lambda x: np.sin(np.pi * x[:, 1]), "np.sin(np.pi * {0}[:, 1])"),
)


def features_of(n_coordinates: int) -> tuple[Feature, ...]:
    """All columns that there are of points (n_points, 1 or 2)."""
    return OF_ONE if n_coordinates == 1 else OF_TWO


def chosen(n_coordinates: int, keys: Sequence[str] = ()) -> tuple[Feature, ...]:
    """The features of these keys, in the order of the table; without any, the coordinates.

    Raises ``ValueError`` for a key that is none of points with so many coordinates.
    """
    table = {feature.key: feature for feature in features_of(n_coordinates)}
    wanted = keys or [*table][:n_coordinates]
    for key in wanted:
        look_up(table, key, "feature")
    return tuple(feature for key, feature in table.items() if key in wanted)


def columns_of(points: Array, features: Sequence[Feature]) -> Array:
    """What a network is handed of points: (n_points, n_features)."""
    return np.column_stack([feature.value(points) for feature in features])


def columns_source(points: str, features: Sequence[Feature]) -> str:
    """The same of points that an exported program calls ``points``, as an expression."""
    columns = "".join(f"        {feature.source.format(points)},\n" for feature in features)
    return f"np.column_stack(\n    [\n{columns}    ]\n)"
