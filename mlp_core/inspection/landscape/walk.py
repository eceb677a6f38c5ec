"""The walk of a training over a plane: where each epoch falls on it, and how high it really is."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlp_core._checks import Parameters
from mlp_core.config import TrainConfig
from mlp_core.inspection.landscape.flat import Flat
from mlp_core.inspection.landscape.heights import Grounds, Heights, Of

# What two runs must have in common for there to be a way from one to the other, in words.
SAME = {
    "units": "layer sizes",
    "activation": "activation",
    "loss": "output unit and loss",
    "source": "data and split",
    "scaling": "scaling",
}


class WalkPoint(NamedTuple):
    """An epoch of a walk.

    place    of the plane, the nearest to the epoch's parameters
    outside  how far these are from the plane
    height   at the parameters themselves
    beneath  at ``place``, which is what the plane shows
    """

    epoch: int
    place: tuple[float, ...]
    outside: float
    height: float
    beneath: float


def walk_over(
    plane: Flat, grounds: Grounds, epochs: Iterable[tuple[int, Parameters]], of: Of = "train"
) -> Iterator[WalkPoint]:
    """The epochs' parameters, one by one, over a plane of orthonormal directions."""
    heights = Heights(plane, grounds, of)
    for epoch, parameters in epochs:
        place, outside = plane.project(parameters)
        yield WalkPoint(epoch, place, outside, grounds.height(parameters, of), heights.at(place))


def check_same_landscape(one: TrainConfig, other: TrainConfig) -> None:
    """Raise ``ValueError`` unless both runs are of one network on the same rows."""
    differ = [words for name, words in SAME.items() if getattr(one, name) != getattr(other, name)]
    if differ:
        raise ValueError(
            "a line between two runs needs the same network and the same rows; got runs that "
            f"differ in {', '.join(differ)}"
        )
