"""Drawings as bitmaps: checked, cropped to their ink, and made smaller or larger.

Ink is 0 (none) to 1 (all of a place), (height, width), the top line first.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_finite

# Of a bitmap: its longest side, so that nobody can hand in a picture that takes minutes.
MOST_PLACES = 1024
# Ink of bytes goes up to 255; anything above 1 is taken for that.
BYTE = 255.0
# A drawing whose ink reaches over less than this share of the bitmap, both ways, is a dot.
DOT = 1 / 8
# With more ink than this nothing is left that could be told from something else.
FULL = 0.95


def check_ink(bitmap: ArrayLike) -> Array:
    """The ink (height, width), 0 to 1, of a bitmap of 0 and 1, of shares, or of bytes up to 255.

    Raises ``ValueError`` with a sentence for anything else, and for a bitmap without ink, with
    nothing but ink, or with no more than a dot: these say nothing.
    """
    ink = check_finite("bitmap", bitmap)
    if ink.ndim != 2 or not 0 < min(ink.shape) <= max(ink.shape) <= MOST_PLACES:
        raise ValueError(
            f"bitmap must be a matrix of 1 to {MOST_PLACES} lines and columns; got shape "
            f"{ink.shape}"
        )
    if ink.min() < 0.0 or ink.max() > BYTE:
        raise ValueError(
            f"bitmap must hold 0 to 1, or 0 to 255; got {ink.min():g} to {ink.max():g}"
        )
    if ink.max() > 1.0:
        ink = ink / BYTE
    if ink.max() < 0.5:
        raise ValueError("nothing is drawn: an empty drawing says nothing")
    if ink.mean() > FULL:
        raise ValueError("all of the drawing is ink, so that nothing can be told in it")
    height, width = cropped(ink).shape
    if height <= DOT * ink.shape[0] and width <= DOT * ink.shape[1]:
        raise ValueError("the drawing is no more than a dot: draw it larger")
    return ink


def cropped(ink: Array) -> Array:
    """The part that has ink, which is half of a place or more."""
    lines, columns = (np.flatnonzero((ink >= 0.5).any(axis=axis)) for axis in (1, 0))
    return ink[lines[0] : lines[-1] + 1, columns[0] : columns[-1] + 1]


def fitted(ink: Array, shape: tuple[int, int]) -> Array:
    """The ink stretched to ``shape``: each place has the mean ink of what falls into it."""
    down, across = (_overlaps(n, m) for n, m in zip(ink.shape, shape, strict=True))
    # Sums of shares are 1 but for rounding.
    made: Array = np.clip(down @ ink @ across.T, 0.0, 1.0)
    return made


def _overlaps(n: int, m: int) -> Array:
    """How much of each of ``m`` places each of ``n`` over the same length takes, (m, n)."""
    edges, places = np.arange(m + 1) * (n / m), np.arange(n)
    low = np.maximum(edges[:-1, np.newaxis], places)
    high = np.minimum(edges[1:, np.newaxis], places + 1)
    shares: Array = np.clip(high - low, 0.0, None) * (m / n)
    return shares
