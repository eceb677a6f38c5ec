"""What a landscape shows, in sentences made of its numbers."""

import math
from collections.abc import Sequence

from mlp_core.inspection.landscape.heights import Grounds
from mlp_core.inspection.landscape.profile import Profile
from mlp_core.inspection.landscape.relief import Relief
from mlp_core.inspection.landscape.walk import WalkPoint
from mlp_core.number_text import count, loss, percent, rounded

# A rise of so little of the loss is the rounding of its sum.
ROUNDING = 1e-9


def of_line(profile: Profile, start: str, end: str) -> str:
    """Whether a hill lies between the two, and where the line is lowest."""
    between = profile.train[(profile.places >= 0.0) & (profile.places <= 1.0)].tolist()
    higher = max(between[0], between[-1])
    if math.isinf(profile.hill):
        hill = f"Between {start} and {end} the training loss goes beyond float64."
    elif profile.hill > ROUNDING * higher:
        hill = (
            f"Between {start} and {end} the training loss climbs to {loss(max(between))}, "
            f"{rounded(profile.hill)} above the higher of the two: a hill lies between them."
        )
    else:
        hill = f"No hill lies between {start} and {end}: no place is above the higher of the two."
    return f"{hill} {_lowest(profile, start, end)}"


def _lowest(profile: Profile, start: str, end: str) -> str:
    at = profile.lowest
    least = loss(profile.train[profile.places.tolist().index(at)])
    if at in (0.0, 1.0):
        return f"Of the line, {start if at == 0.0 else end} is the lowest place, {least}."
    where = {at < 0.0: f"before {start}", at > 1.0: f"beyond {end}"}.get(True, "between the two")
    return f"The lowest place is {where}, at {rounded(at)}: {least}."


def of_walk(walk: Sequence[WalkPoint]) -> str:
    """How well the plane shows a walk: which of its points is the furthest outside, and how far."""
    far = max(walk, key=lambda point: point.outside)
    size = max(math.hypot(*point.place, point.outside) for point in walk)
    if far.outside <= ROUNDING * size:
        return "All of the walk lies in this plane."
    return (
        f"Furthest outside the plane is epoch {far.epoch}: it lies {rounded(far.outside)} from it, "
        f"while the walk's points are up to {rounded(size)} from the origin. Its own loss is "
        f"{_height(far.height)}, that of the plane there {_height(far.beneath)}."
    )


def of_shares(shares: Sequence[float]) -> str:
    """How much of the walk the two main directions hold."""
    if not shares:
        return ""
    one, other = map(percent, shares)
    return f"The two directions hold {one} and {other} of the walk's spread."


def of_beyond(relief: Relief) -> str:
    """How many places have no finite loss, where some have not."""
    if not relief.beyond:
        return ""
    places = f"{count(relief.beyond)} of {count(relief.losses.size)} places"
    return f"At {places}, grey, the loss is beyond float64."


def of_grounds(grounds: Grounds) -> str:
    """Which rows were measured on, where these are not all."""
    if grounds.train.is_whole and grounds.test.is_whole:
        return f"Exact, over all {count(grounds.train.of)} rows trained on."
    train, test = grounds.train, grounds.test
    return (
        f"Over {count(len(train.rows))} of {count(train.of)} training rows and "
        f"{count(len(test.rows))} of {count(test.of)} test rows, drawn once: all would "
        "take too long."
    )


def _height(height: float) -> str:
    return loss(height) if math.isfinite(height) else "beyond float64"
