"""The smallest step along a gradient after which the answer is another one.

From a row straight along the gradient, each input going no further than it can: where one has come
to its end, the others go on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.rows import Picture
from mlp_core.inspection.row.reading import Reading, check_row, read

# The way is looked at in so many places; between two of them the answer is halved in on. A turn
# there and back between two places goes unseen.
N_PLACES = 400
N_HALVINGS = 40
# An input whose slope is such a share of the steepest stays as it is.
STAYS = 1e-9

Reached = Callable[[Reading], NDArray[np.bool_]]


@dataclass(frozen=True, eq=False)
class Change:
    """A row that was changed until the answer changed.

    ``after`` is what the network makes of it; ``step`` (n_features,) what was added to the row,
    scaled, and ``length`` how long that is (Euclidean); ``at_end`` (n_features,) which inputs have
    gone as far as they can.
    """

    after: Reading
    step: Array
    at_end: NDArray[np.bool_]

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.step))

    @property
    def n_changed(self) -> int:
        """How many inputs are other ones."""
        return int(np.count_nonzero(self.step))


def another_answer(reading: Reading) -> Reached:
    """Whether another class is named than in the ``reading`` of a row."""
    named = reading.named
    return lambda after: np.asarray(after.answer != named)


class Wanted(NamedTuple):
    """A number that a target is to come to, in its unit, and whether it has, or is beyond."""

    number: float
    reached: Reached


def one_deviation(dataset: Dataset, reading: Reading, target: int, upwards: bool) -> Wanted:
    """A deviation of the training targets from what is predicted, upwards or downwards."""
    deviation = float(
        dataset.in_units(dataset.y_train).reshape(-1, dataset.n_targets)[:, target].std()
    )
    sign = 1.0 if upwards else -1.0
    number = float(np.asarray(reading.numbers)[target]) + sign * deviation

    def reached(after: Reading) -> NDArray[np.bool_]:
        return np.asarray(sign * (np.asarray(after.numbers)[:, target] - number) >= 0.0)

    return Wanted(number, reached)


def limits(dataset: Dataset, row: ArrayLike) -> tuple[Array, Array]:
    """The smallest and largest value (n_features,) that each input can have, scaled.

    A picture's are those of its values; elsewhere a column's are those of the training rows. What
    lies beyond in ``row`` itself is possible, too.
    """
    row, kind = check_row(dataset, row), dataset.row
    if isinstance(kind, Picture):
        low, high = dataset.scaled(np.array([[kind.low], [kind.high]]) * np.ones(row.shape[-1]))
    else:
        low, high = dataset.X_train.min(axis=0), dataset.X_train.max(axis=0)
    return np.minimum(low, row), np.maximum(high, row)


def smallest_change(
    config: TrainConfig,
    dataset: Dataset,
    parameters: Parameters,
    row: ArrayLike,
    direction: ArrayLike,
    reached: Reached,
) -> Change | None:
    """The first place on the way along ``direction`` (n_features,) where ``reached`` says so.

    ``reached`` is asked of a ``Reading`` of several rows, (n,) truth values. None where no place
    of the way will do, or there is no way: the direction is 0, or all inputs are at their ends.
    """
    row, direction = check_row(dataset, row), _straight(check_row(dataset, direction))
    low, high = limits(dataset, row)
    ends = _ends(row, direction, low, high)
    if not ends.any():
        return None

    def at(times: Array) -> Array:
        """The rows after these times, each value at its end where it would be past it."""
        rows = row + np.atleast_1d(times)[:, np.newaxis] * direction
        return np.asarray(np.clip(rows, low, high))

    times = _times(direction, ends)
    found = reached(read(config, dataset, parameters, at(times)))
    if not found.any():
        return None
    first = int(found.argmax())
    before, after = (times[first - 1] if first else 0.0), float(times[first])
    for _ in range(N_HALVINGS):
        middle = (before + after) / 2
        there = bool(reached(read(config, dataset, parameters, at(np.array(middle))))[0])
        before, after = (before, middle) if there else (middle, after)
    changed = at(np.array(after))[0]
    return Change(
        read(config, dataset, parameters, changed),
        changed - row,
        (direction != 0.0) & (after >= ends),
    )


def _straight(direction: Array) -> Array:
    """The direction with 1 for its steepest slope, and 0 for what is next to nothing beside it."""
    sizes = np.abs(direction)
    steepest = sizes.max()
    moves = (sizes > STAYS * steepest) & (steepest > 0.0)
    return np.asarray(np.divide(direction, steepest, out=np.zeros_like(direction), where=moves))


def _ends(row: Array, direction: Array, low: Array, high: Array) -> Array:
    """The time (n_features,) at which each input has come to its end; 0 for one that stays."""
    room = np.where(direction > 0.0, high - row, low - row)
    return np.divide(room, direction, out=np.zeros_like(row), where=direction != 0.0)


def _times(direction: Array, ends: Array) -> Array:
    """N_PLACES times, ascending, evenly spread over the length of the way; the end is the last."""
    turns = np.unique(ends[ends > 0.0])
    starts = np.concatenate([[0.0], turns[:-1]])
    order = np.argsort(ends)
    squares = np.concatenate([[0.0], np.cumsum((direction[order] ** 2)[::-1])])[::-1]
    # Of the inputs that are still on their way between two turns.
    speeds = np.sqrt(squares[np.searchsorted(ends[order], starts, side="right")])
    lengths = np.concatenate([[0.0], np.cumsum(speeds * (turns - starts))])
    even = np.linspace(0.0, lengths[-1], N_PLACES + 1)[1:]
    times = np.interp(even, lengths, np.concatenate([[0.0], turns]))
    times[-1] = turns[-1]
    return np.asarray(times)
