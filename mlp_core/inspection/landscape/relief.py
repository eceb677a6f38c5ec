"""The loss over a piece of a plane: coarse first, and then finer and finer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array, check_whole
from mlp_core.inspection.landscape.flat import Flat
from mlp_core.inspection.landscape.heights import Grounds, Heights, Of

# How far a picture goes beyond its points, of their span.
MARGIN = 0.3
# A side is no shorter than this share of the other.
LEAST_SHARE = 0.2
# Places along a side, less one, are this or a multiple of it by a power of two.
COARSEST = 10
# Places at a time: some milliseconds.
SLICE = 20


class Window(NamedTuple):
    """A piece of a plane: low and high along its first direction, and along its second."""

    across: tuple[float, float]
    up: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Relief:
    """Losses (n, n): a row a place of ``up`` (n,), a column one of ``across`` (n,).

    Those beyond float64 are infinite or nan.
    """

    across: Array
    up: Array
    losses: Array

    @property
    def beyond(self) -> int:
        """At how many places the loss is beyond float64."""
        return int((~np.isfinite(self.losses)).sum())


def window_around(places: Sequence[Sequence[float]]) -> Window:
    """All these places of a plane, with a margin around them."""
    points = np.asarray(places, dtype=float)
    low, high = points.min(axis=0), points.max(axis=0)
    spans = high - low
    spans = np.maximum(spans, LEAST_SHARE * spans.max())
    middle, half = (low + high) / 2, spans * (0.5 + MARGIN)
    (left, bottom), (right, top) = (middle - half).tolist(), (middle + half).tolist()
    return Window((left, right), (bottom, top))


def relief(
    plane: Flat, grounds: Grounds, window: Window, side: int, of: Of = "train"
) -> Iterator[int | Relief]:
    """The loss at ``side`` · ``side`` places over the window, its edges among them.

    ``of`` says what a height is. Yields how many places are done, slice after
    slice, and a picture each time that it is finer than the one before; the last is the finest.
    Raises ``ValueError`` for a side that is not 11, 21, 41, ….
    """
    steps = check_whole("side", side, low=COARSEST + 1) - 1
    if steps % COARSEST or (steps // COARSEST).bit_count() != 1:
        raise ValueError(f"side must be 11, 21, 41 or so on; got {side}")
    across, up = (np.linspace(low, high, side) for low, high in window)
    heights = Heights(plane, grounds, of)
    losses, known = np.full((side, side), np.nan), np.zeros((side, side), dtype=bool)
    done, stride = 0, steps // COARSEST
    while stride:
        for row in range(0, side, stride):
            for column in range(0, side, stride):
                if known[row, column]:
                    continue
                losses[row, column] = heights.at((across[column], up[row]))
                known[row, column] = True
                done += 1
                if done % SLICE == 0:
                    yield done
        yield Relief(across[::stride], up[::stride], losses[::stride, ::stride].copy())
        stride //= 2
