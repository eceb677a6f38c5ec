"""A drawing as a text, as it goes between a browser and the app; and rows as drawings to change.

The bitmap has SIDE x SIDE places, as NIST's characters have: 0 or 1 each, eight in a byte, line by
line, the first place in the highest bit; the bytes are written in base64.
"""

import base64
import binascii

import numpy as np
from numpy.typing import ArrayLike
from scipy.ndimage import zoom

from mlp_core._checks import Array, check_finite
from mlp_core.data.rows import Picture

SIDE = 128
N_BYTES = SIDE * SIDE // 8
LENGTH = 4 * -(-N_BYTES // 3)
# The share of the canvas that an enlarged row leaves free at each edge.
FREE = 1 / 8
# Of the values, from lowest to highest: what is at least so deep becomes ink.
HALF = 0.5


def encode(bitmap: ArrayLike) -> str:
    """The text of a bitmap (SIDE, SIDE), whose ink is what is at least ½."""
    ink = check_finite("bitmap", bitmap)
    if ink.shape != (SIDE, SIDE):
        raise ValueError(f"bitmap must have shape {(SIDE, SIDE)}; got {ink.shape}")
    return base64.b64encode(np.packbits(ink >= HALF).tobytes()).decode("ascii")


def decode(text: object) -> Array:
    """The bitmap (SIDE, SIDE) of 0 and 1; ``ValueError`` for what is no such text."""
    if not isinstance(text, str) or len(text) != LENGTH:
        got = f"{len(text)} characters" if isinstance(text, str) else type(text).__name__
        raise ValueError(f"a drawing is a text of {LENGTH} characters; got {got}")
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("a drawing is written in base64; got other characters") from None
    if len(data) != N_BYTES:
        raise ValueError(f"a drawing has {N_BYTES} bytes; got {len(data)}")
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8))
    return np.asarray(bits.reshape(SIDE, SIDE).astype(float))


BLANK = encode(np.zeros((SIDE, SIDE)))


def enlarged(row: ArrayLike, kind: Picture) -> Array:
    """A row (n_features,) before scaling as a bitmap (SIDE, SIDE) of 0 and 1, with a margin.

    Between the middles of its places values are taken as straight, and half of the highest and
    more is ink.
    """
    values = check_finite("row", row)
    if values.shape != (kind.n_features,):
        raise ValueError(f"row must have shape {(kind.n_features,)}; got {values.shape}")
    share = (values.reshape(kind.shape) - kind.low) / (kind.high - kind.low)
    inside = round(SIDE * (1 - 2 * FREE))
    times = inside / max(kind.shape)
    grey = zoom(np.pad(share, 1), times, order=1, grid_mode=True, mode="grid-constant")
    ink = grey >= HALF
    made = np.zeros((SIDE, SIDE))
    height, width = (min(n, SIDE) for n in ink.shape)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    made[top : top + height, left : left + width] = ink[:height, :width]
    return made
