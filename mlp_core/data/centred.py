"""A drawing as MNIST was made: in a box of 20 x 20, its centre of mass in the middle of 28 x 28.

Y. LeCun says of the set: black and white characters "were size normalized to fit in a 20x20 pixel
box while preserving their aspect ratio"; the grey levels come of the anti-aliasing; they "were
centered in a 28x28 image by computing the center of mass of the pixels, and translating the image
so as to position this point at the center".
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.data.bitmaps import check_ink, cropped, fitted

SIDE, BOX, DEEPEST = 28, 20, 255.0


def centred(bitmap: ArrayLike) -> Array:
    """The drawing as a row of greys, 0 to 255, line by line, (784,). Errors as ``check_ink``.

    It is moved by whole places, and never over the edge.
    """
    ink = cropped(check_ink(bitmap))
    scale = BOX / max(ink.shape)
    height, width = (max(1, round(n * scale)) for n in ink.shape)
    grey = np.rint(DEEPEST * fitted(ink, (height, width)))
    whole = np.zeros((SIDE, SIDE))
    top, left = (_start(grey.sum(axis=1 - axis)) for axis in (0, 1))
    whole[top : top + height, left : left + width] = grey
    return whole.ravel()


def _start(weights: Array) -> int:
    """Where places of these weights, (n,), begin so that their mean lies in the middle."""
    n = len(weights)
    mean = float(weights @ (np.arange(n) + 0.5)) / float(weights.sum())
    return int(np.clip(round(SIDE / 2 - mean), 0, SIDE - n))
