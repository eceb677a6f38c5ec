"""One hidden unit: its weights, when it is excited, and what it changes at the outputs."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, check_whole
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.separation import class_means
from mlp_core.inspection.units.switching import At, output_without

# Of a histogram of activations.
BINS = 30
# Rows that are shown of either end.
MOST_SHOWN = 8


class Histogram(NamedTuple):
    """``counts`` (n_bins,) of training rows between ``edges`` (n_bins + 1,) of h."""

    counts: NDArray[np.int_]
    edges: Array


class Influence(NamedTuple):
    """What a unit does to each output z, all (n_out,), over the training rows looked at.

    direct  its weight times its spread, of a unit of the last hidden layer; of others None
    mean    the output minus the output without the unit, on average
    size    the mean of that without its sign
    """

    direct: Array | None
    mean: Array
    size: Array


@dataclass(frozen=True, eq=False)
class Portrait:
    """Hidden unit ``unit`` over the training rows looked at.

    incoming, bias   its weights (n_in,), and what is added to them
    outgoing         its weights into the next layer (n_units there,)
    most, least      numbers of training rows that excite it most and least, the utmost first
    values           its h of these rows, by their numbers
    by_class         (n_classes,) its mean h of each; NaN without a row; of a regression None
    """

    unit: Unit
    incoming: Array
    bias: float
    outgoing: Array
    histogram: Histogram
    most: tuple[int, ...]
    least: tuple[int, ...]
    values: dict[int, float]
    by_class: Array | None
    influence: Influence


@ignore_overflow
def portrait(look: Look, unit: Unit, at: At = "zero", n_rows: int = MOST_SHOWN) -> Portrait:
    """What a unit is like; ``ValueError`` for one that the network has not.

    ``n_rows`` are as many of the rows that excite it most, and least. Of rows with the same h, as
    where it is saturated, those come first whose z is further out.
    """
    unit, n_rows = look.check(unit), check_whole("n_rows", n_rows, low=1)
    weights, biases = look.parameters
    k, j, seen = unit.layer, unit.number - 1, look.train
    z, h = seen.z[k - 1][:, j], seen.h[k - 1][:, j]
    order = np.lexsort((z, h))
    most, least = order[::-1][:n_rows], order[:n_rows]
    shown = {int(seen.at[i]): float(h[i]) for i in (*most, *least)}
    by_class = None
    if not look.dataset.is_regression:
        by_class = class_means(h[:, np.newaxis], seen.targets, look.dataset.n_classes)[:, 0]
    return Portrait(
        unit=unit,
        incoming=weights[k - 1][j],
        bias=float(biases[k - 1][j]),
        outgoing=weights[k][:, j],
        histogram=_histogram(h),
        most=tuple(int(seen.at[i]) for i in most),
        least=tuple(int(seen.at[i]) for i in least),
        values=shown,
        by_class=by_class,
        influence=_influence(look, unit, at),
    )


def _influence(look: Look, unit: Unit, at: At) -> Influence:
    change = look.train.output - output_without(look, look.train, [unit], at)
    direct = None
    if unit.layer == look.n_hidden:
        j = unit.number - 1
        spread = look.train.h[unit.layer - 1][:, j].std()
        direct = look.parameters[0][unit.layer][:, j] * spread
    return Influence(direct, change.mean(axis=0), np.abs(change).mean(axis=0))


def _histogram(h: Array) -> Histogram:
    """Equal bins over all values; one bin of its own width where there is but one value."""
    low, high = float(h.min()), float(h.max())
    # Values apart by less than float64 can part are one value.
    if high - low <= 1e-12 * max(1.0, abs(low), abs(high)):
        half = 0.5 * max(1.0, abs(low)) / BINS
        return Histogram(np.array([len(h)]), np.array([low - half, low + half]))
    counts, edges = np.histogram(h, BINS, (low, high))
    return Histogram(counts, edges)
