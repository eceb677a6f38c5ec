"""The loss along a line through two networks, and beyond both."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array, check_whole
from mlp_core.inspection.landscape.flat import Flat
from mlp_core.inspection.landscape.heights import Grounds, Heights

# From half the way before the start to half of it behind the end.
BEYOND = 0.5
# Places at a time: some milliseconds.
SLICE = 10


@dataclass(frozen=True, eq=False)
class Profile:
    """At ``places`` (n,), 0 the start of the line and 1 its end: mean losses (n,).

    ``penalty`` is what the L2 penalty adds to the loss of the training rows, 0 without one.
    Losses beyond float64 are infinite or nan.
    """

    places: Array
    train: Array
    test: Array
    penalty: Array

    @property
    def hill(self) -> float:
        """How far the highest place from start to end is above the higher of the two, 0 or more.

        Infinite where the loss between the two is beyond float64.
        """
        between = self.train[(self.places >= 0.0) & (self.places <= 1.0)]
        return _above(between, max(between[0], between[-1]))

    @property
    def lowest(self) -> float:
        """The place of the lowest finite loss of the training rows."""
        return float(self.places[np.where(np.isfinite(self.train), self.train, np.inf).argmin()])

    @property
    def beyond(self) -> int:
        """At how many places the loss is beyond float64, of either part."""
        return int((~np.isfinite(self.train) | ~np.isfinite(self.test)).sum())


def profile(line: Flat, grounds: Grounds, n: int) -> Iterator[int | Profile]:
    """The loss at ``n`` places or a few more, start and end among them.

    Yields how many places are done, slice after slice, and the profile at last. Raises
    ``ValueError`` for fewer than 5 places.
    """
    check_whole("n", n, low=5)
    half = -(-n // 4)
    places = np.arange(-half, 3 * half + 1) / (2 * half)
    train, test = (Heights(line, grounds, "train"), Heights(line, grounds, "test"))
    rows = []
    for done, place in enumerate(places.tolist(), start=1):
        at = (place,)
        rows.append((train.at(at), test.at(at), grounds.penalty(line.at(at))))
        if done % SLICE == 0:
            yield done
    yield Profile(places, *np.array(rows).T)


def _above(losses: Array, height: float) -> float:
    if not np.isfinite(losses).all():
        return float("inf")
    return max(0.0, float(losses.max()) - float(height))
