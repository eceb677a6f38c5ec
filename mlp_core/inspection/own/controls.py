"""What a row's values are set with: a number each within the range seen, or one of some.

What belongs together, the inputs that one category became, is one choice.
"""

from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.own.values import (
    value_names,
    values_learned,
    values_tested,
    without_rounding,
)

# As a table's inputs are called that one category became: colour = red.
IS = " = "
# A number goes from its lowest to its highest value in about so many steps.
STEPS = 200


class Number(NamedTuple):
    """The value ``place``: from ``low`` to ``high``, which all rows lie within, by ``step``."""

    name: str
    place: int
    low: float
    high: float
    step: float

    @property
    def places(self) -> tuple[int, ...]:
        return (self.place,)


class OneOf(NamedTuple):
    """Values at ``places`` that are one choice: each of the ``options`` is what all of them are.

    ``labels`` are what the options are called.
    """

    name: str
    places: tuple[int, ...]
    options: tuple[tuple[float, ...], ...]
    labels: tuple[str, ...]

    def of(self, values: ArrayLike) -> int:
        """The option that the values (n_values,) of a row have, or the nearest."""
        own = np.asarray(values)[list(self.places)]
        return int(np.abs(np.array(self.options) - own).sum(axis=1).argmin())


Control = Number | OneOf


def controls(dataset: Dataset) -> list[Control]:
    """A control for all values that differ between rows, in their order; none for the others."""
    names = value_names(dataset)
    seen = np.concatenate([values_learned(dataset), values_tested(dataset)])
    found: list[Control] = []
    for prefix, members in groupby(range(len(names)), lambda k: names[k].partition(IS)[0]):
        places = list(members)
        if IS in names[places[0]] and len(places) > 1 and _is_one_choice(seen[:, places]):
            found.append(_choice(prefix, [names[k] for k in places], places, seen[:, places]))
        else:
            alone = (_alone(names[k], k, seen[:, k]) for k in places)
            found += [control for control in alone if control is not None]
    return found


def _is_one_choice(own: Array) -> bool:
    """Whether these columns are 0 or 1, and 1 at most once in a row."""
    return bool(np.isin(own, (0.0, 1.0)).all() and (own.sum(axis=1) <= 1.0).all())


def _choice(prefix: str, names: list[str], places: list[int], own: Array) -> OneOf:
    options = [tuple(row) for row in np.eye(len(places)).tolist()]
    labels = [name.partition(IS)[2] for name in names]
    if (own.sum(axis=1) == 0.0).any():
        options.append((0.0,) * len(places))
        labels.append("none of these")
    return OneOf(prefix, tuple(places), tuple(options), tuple(labels))


def _alone(name: str, place: int, seen: NDArray[np.float64]) -> Control | None:
    different = np.unique(without_rounding(seen[:, np.newaxis]))
    if len(different) < 2:
        return None
    if len(different) == 2:
        options = tuple((value,) for value in different.tolist())
        return OneOf(name, (place,), options, tuple(f"{value:.6g}" for (value,) in options))
    low, high = float(different[0]), float(different[-1])
    if (different == np.rint(different)).all():
        return Number(name, place, low, high, 1.0)
    step = float(10.0 ** np.floor(np.log10((high - low) / STEPS)))
    return Number(name, place, low, high, step)
