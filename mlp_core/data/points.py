"""Points drawn by hand, as a text that an address carries as it is.

Five characters a point: two for each coordinate, the digits of its place on a grid to the base 64,
and the number of its class. Places are tenths of thousandths, so that a coordinate is a short
number wherever it is shown: 0.3006.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Classes, check_classes, check_finite, written
from mlp_core.quoting import quoted

# As in base64 for addresses.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BASE, LENGTH = len(ALPHABET), 5
DIGITS = "01234567"
# Coordinates go from -LIMIT to LIMIT in so many steps, each of STEP ten-thousandths.
LIMIT, STEPS, STEP = 1.2, 4000, 6
MOST_POINTS, MOST_CLASSES = 300, len(DIGITS)
# Fewer than these are nothing to learn from, and to be tested on.
LEAST_POINTS, LEAST_CLASSES = 4, 2


def encode(points: ArrayLike, classes: ArrayLike) -> str:
    """Points (n, 2) within ±LIMIT, of classes (n,) from 0 to MOST_CLASSES - 1, as a text.

    Coordinates go to the next place of the grid. Raises ``ValueError`` for anything else, and for
    more than MOST_POINTS.
    """
    places = check_finite("points", points)
    numbers = check_classes("classes", classes, MOST_CLASSES)
    if places.ndim != 2 or places.shape[1] != 2 or numbers.shape != places.shape[:1]:
        raise ValueError(
            "points must be (n, 2), and classes (n,); "
            f"got shapes {places.shape} and {numbers.shape}"
        )
    _check_number(len(places))
    if (abs(places) > LIMIT).any():
        beyond = float(places[abs(places) > LIMIT][0])
        raise ValueError(f"points must lie within ±{LIMIT}; got {beyond:g}")
    grid = np.rint((places + LIMIT) * 10_000 / STEP).astype(int)
    return "".join(
        f"{ALPHABET[x // BASE]}{ALPHABET[x % BASE]}{ALPHABET[y // BASE]}{ALPHABET[y % BASE]}{k}"
        for (x, y), k in zip(grid.tolist(), numbers.tolist(), strict=True)
    )


def decode(text: str) -> tuple[Array, Classes]:
    """The points (n, 2) and their classes (n,) that ``encode`` has made ``text`` of.

    Raises ``ValueError`` with a sentence for a text that is cut, damaged or too long.
    """
    if not isinstance(text, str):
        raise ValueError(f"points drawn by hand must be a text; got {written(text)}")
    _check_number(len(text) // LENGTH)
    if len(text) % LENGTH:
        raise ValueError(
            f"points drawn by hand must have {LENGTH} characters each; got {len(text)} "
            "characters: the text may have been cut"
        )
    groups = [text[at : at + LENGTH] for at in range(0, len(text), LENGTH)]
    found = np.array([_numbers(group) for group in groups], dtype=int).reshape(-1, 3)
    return _places(found[:, :2]), found[:, 2]


def labelled(text: str) -> tuple[Array, Classes, tuple[str, ...]]:
    """A drawing as something to learn: points (n, 2), classes (n,), and the names of these.

    A class of which there is no point is none. Raises ``ValueError`` with a sentence as
    ``decode``, and where there are too few points or classes.
    """
    points, drawn = decode(text)
    names, classes = np.unique(drawn, return_inverse=True)
    if len(points) < LEAST_POINTS or len(names) < LEAST_CLASSES:
        raise ValueError(
            f"a drawing must have {LEAST_POINTS} points or more, of {LEAST_CLASSES} classes or "
            f"more; got {len(points)} of {len(names)}"
        )
    return points, classes, tuple(f"class {number + 1}" for number in names.tolist())


def _numbers(group: str) -> tuple[int, int, int]:
    """The places on the grid and the class that a point's characters say."""
    try:
        x1, x0, y1, y0 = (ALPHABET.index(character) for character in group[:-1])
        number = DIGITS.index(group[-1])
    except ValueError:
        raise ValueError(
            f"points drawn by hand must be of A-Z, a-z, 0-9, - and _, each with a class of 0 "
            f"to {MOST_CLASSES - 1} at its end; got {quoted(group)}"
        ) from None
    x, y = x1 * BASE + x0, y1 * BASE + y0
    if max(x, y) > STEPS:
        raise ValueError(f"points drawn by hand must lie within ±{LIMIT}; got {quoted(group)}")
    return x, y, number


def _places(grid: NDArray[Any]) -> Array:
    """Coordinates of places on the grid: each the float next to its four decimals."""
    places: Array = (grid - STEPS // 2) * STEP / 10_000
    return places


def _check_number(n_points: int) -> None:
    if n_points > MOST_POINTS:
        raise ValueError(f"a drawing must have {MOST_POINTS} points or fewer; got {n_points}")
