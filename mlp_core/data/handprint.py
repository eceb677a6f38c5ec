"""A drawing as NIST's programs made a bitmap of 32 x 32 of it, counted in blocks of 4 x 4.

The UCI set says of its rows: "normalized bitmaps" of NIST's preprocessing programs, divided into
blocks of 4 x 4 whose "on pixels" are counted, 0 to 16. What these programs do is in NISTIR 5469
(Garris and others, 1994), and in their source, hsfsys, which is in the public domain
(``norm_2nd_gen`` and ``shear_mis``): each character is cropped, *stretched* to 20 x 32, whatever
shape it had, and set in the middle of 32 x 32; with more than 412 places of ink it is eroded, with
less than 256 dilated, once or twice; then its rows are shifted so that its left edge is upright.

Measured on the 1,797 rows that scikit-learn has, they show just that:

- The top and the bottom line of blocks have ink in every row; the first column of blocks in 1 %,
  the last in 12 %, the second in 85 %: 20 columns in the middle of 32 begin 2 places into the
  second block. What goes beyond is shifted there.
- From its left to its right end the ink is 20 places wide, in the median (17 to 23 in nine of ten
  rows, of a 1 from 10 to 22: it was leaning, and filled the 20 before it was set upright).
- The left edge of the top line stands over that of the bottom line, of all classes alike: their
  difference has the median 0 to 0.25 places and its quartiles within 0.75.
- 98 of 100 rows have 251 to 397 places of ink, and none more than 433; a 1 has as many (313 in the
  mean) as an 8 (330), although its line is far shorter: it is 6 to 16 places wide.

So a straight line down becomes a block, as in the set.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import binary_dilation, binary_erosion, generate_binary_structure

from mlp_core._checks import Array
from mlp_core.data.bitmaps import check_ink, cropped, fitted

SIDE, WIDTH, BLOCK = 32, 20, 4
# Places of ink: beyond these it is eroded, or dilated, once or twice.
TWICE_THINNER, THINNER, THICKER, TWICE_THICKER = 560, 412, 256, 108
# A place and its four neighbours.
CROSS = generate_binary_structure(2, 1)
# Lines at the top and bottom that are not looked at for the left edge, which may be ragged there.
RAGGED = 2
# A character of so few lines is not set upright.
FEW_LINES = 5

Bitmap = NDArray[np.bool_]


def normalised(bitmap: ArrayLike) -> Bitmap:
    """The drawing as a bitmap (32, 32) of what is ink. Errors are those of ``check_ink``."""
    ink = fitted(cropped(check_ink(bitmap)), (SIDE, WIDTH))
    on = ink >= 0.5
    if on.sum() < TWICE_THICKER:
        # Of lines that are finer than half a place all places that they touch.
        on = ink > 0.0
    middle = np.zeros((SIDE, SIDE), dtype=np.bool_)
    left = (SIDE - WIDTH) // 2
    middle[:, left : left + WIDTH] = on
    return _upright(_even(middle))


def counted(bitmap: ArrayLike) -> Array:
    """The drawing as a row: the ink in each of 8 x 8 blocks, 0 to 16, line by line, (64,).

    Errors are those of ``check_ink``.
    """
    return block_counts(normalised(bitmap))


def block_counts(on: Bitmap) -> Array:
    """How many places of each block of 4 x 4 are on, line by line."""
    height, width = on.shape
    blocks = on.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    counts: Array = blocks.sum(axis=(1, 3)).astype(float).ravel()
    return counts


def _even(on: Bitmap) -> Bitmap:
    """Lines of about the same thickness in every drawing."""
    n = int(on.sum())
    if n > THINNER:
        thinner: Bitmap = binary_erosion(on, CROSS, iterations=2 if n > TWICE_THINNER else 1)
        return thinner
    if n < THICKER:
        thicker: Bitmap = binary_dilation(on, CROSS, iterations=2 if n < TWICE_THICKER else 1)
        return thicker
    return on


def _upright(on: Bitmap) -> Bitmap:
    """Its lines shifted so that the leftmost ink at the bottom stands under that at the top."""
    lines = np.flatnonzero(on.any(axis=1))
    if len(lines) == 0 or lines[-1] - lines[0] + 1 <= FEW_LINES:
        return on
    top, bottom = lines[0] + RAGGED, lines[-1] - RAGGED
    if not (on[top].any() and on[bottom].any()):
        return on
    slope = (on[top].argmax() - on[bottom].argmax()) / (bottom - top)
    shifts = (np.arange(SIDE) - SIDE // 2) * slope
    made = np.zeros_like(on)
    for line, shift in enumerate(np.copysign(np.floor(np.abs(shifts) + 0.5), shifts).astype(int)):
        # What is shifted over the edge is lost.
        kept = on[line, max(-shift, 0) : SIDE - max(shift, 0)]
        made[line, max(shift, 0) : max(shift, 0) + len(kept)] = kept
    return made
