"""Fields as pictures: a number a cell, and the colour that each number stands for.

Colours are (red, green, blue) of 0 to 255. All shades begin at the colour of the page, so that
what says nothing is not seen, on a light page or a dark one.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.inspection.boundary import ClassField

Rgb = tuple[int, int, int]
SHADES = 256
# How much of a class's colour there is where nothing else comes near: points are seen on it.
DEEPEST = 0.6


class Picture(NamedTuple):
    """``cells`` (height, width), the top row first, and ``palette`` (256, 3): both uint8."""

    cells: NDArray[np.uint8]
    palette: NDArray[np.uint8]


def class_picture(field: ClassField, colours: tuple[Rgb, ...], page: Rgb) -> Picture:
    """Each place of a plane in the colour of its class, the deeper the further that is ahead.

    With more classes than colours these are taken in turn.
    """
    levels = SHADES // len(colours)
    depths = np.linspace(0.0, DEEPEST, levels)
    shades = [_mixed(page, colour, depths) for colour in colours]
    first_shades = (field.classes % len(colours)) * levels
    cells = first_shades + np.rint(field.leads * (levels - 1))
    palette = np.zeros((SHADES, 3))
    palette[: levels * len(colours)] = np.concatenate(shades)
    return _picture(cells, palette)


def value_picture(
    values: Array, centre: float, reach: float, low: Rgb, page: Rgb, high: Rgb
) -> Picture:
    """Numbers (height, width) in shades from ``low`` to ``high``, with the page's at ``centre``.

    Numbers (width,) are a picture of one row. Beyond ``centre`` ± ``reach``, which is above 0,
    they have the deepest shade.
    """
    shares = np.clip((np.atleast_2d(values) - centre) / reach, -1.0, 1.0)
    cells = np.rint((np.nan_to_num(shares) + 1.0) * (SHADES - 2) / 2)
    return _picture(cells, _diverging(low, page, high))


def centre_and_reach(values: Array) -> tuple[float, float]:
    """The mean of ``values``, and how far a scale around it must go to hold all; above 0."""
    centre = float(values.mean())
    return centre, float(np.abs(values - centre).max()) or 1.0


@lru_cache(maxsize=16)
def _diverging(low: Rgb, page: Rgb, high: Rgb) -> Array:
    """The palette from one colour over the page's to another; of its 256 the last is not used."""
    depths = np.linspace(-1.0, 1.0, SHADES - 1)
    below = _mixed(page, low, np.clip(-depths, 0.0, 1.0))
    above = _mixed(page, high, np.clip(depths, 0.0, 1.0))
    palette = np.zeros((SHADES, 3))
    palette[:-1] = np.where(depths[:, np.newaxis] < 0.0, below, above)
    return palette


def _mixed(page: Rgb, colour: Rgb, depths: Array) -> Array:
    """From the page's colour at depth 0 to the other at depth 1, (n, 3)."""
    start, end = np.array(page, dtype=float), np.array(colour, dtype=float)
    mixed: Array = start + depths[:, np.newaxis] * (end - start)
    return mixed


def _picture(cells: NDArray[Any], palette: Array) -> Picture:
    """Rows of a lattice rise, those of a picture come from the top."""
    return Picture(cells[::-1].astype(np.uint8), np.rint(palette).astype(np.uint8))
