"""Pruning by size: how good a network stays while its least weights or units are taken out.

Weights go by magnitude, the smallest first, and biases stay: Han, Pool, Tran and Dally (2015),
"Learning both Weights and Connections for Efficient Neural Networks". Over all layers the smallest
of the whole network go, by layer the same share of each. Units go by what they are worth on the
training rows. Nothing is trained again in between.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_real, look_up
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.units.look import Look, Seen, Unit
from mlp_core.inspection.units.switching import MOST_WORK as MOST_WORK_OFF
from mlp_core.inspection.units.switching import (
    At,
    Standing,
    each_off,
    output_without,
    predicted,
    standing,
)
from mlp_core.passes import forward_pass

What = Literal["weights", "units"]
Within = Literal["network", "layer"]
By = Literal["influence", "loss"]
Order = NDArray[np.intp]
WITHINS: dict[str, str] = {"network": "over all layers", "layer": "the same share of each layer"}
BYS: dict[str, str] = {
    "influence": "outgoing weights × spread",
    "loss": "training loss risen without it",
}
# Shares that a curve has: every twentieth.
N_SHARES = 20
# Multiplications that a curve may take, about: some tenths of a second.
MOST_WORK = 5_000_000_000


class Pruned(NamedTuple):
    """A network with ``n_gone`` of ``n_all`` weights or units taken out, on both parts.

    ``predicted`` is what it says of the test rows looked at, in the shape of their targets.
    """

    n_gone: int
    n_all: int
    train: Standing
    test: Standing
    predicted: NDArray[np.intp] | Array

    @property
    def share(self) -> float:
        return self.n_gone / self.n_all


class Curve(NamedTuple):
    """``points`` from nothing taken out to everything, on these test rows ``targets``.

    ``n_train`` and ``n_test`` are the rows that were gone over.
    """

    points: tuple[Pruned, ...]
    targets: NDArray[np.intp] | Array
    n_train: int
    n_test: int


def prune_weights(parameters: Parameters, share: float, within: Within = "network") -> Parameters:
    """The parameters with that share (0 to 1) of the weights at 0, the smallest; biases stay.

    Of equal sizes the first go first.
    """
    weights, biases = parameters
    return _without_smallest(weights, smallest_first(weights, within), share), list(biases)


def smallest_first(weights: Sequence[Array], within: Within = "network") -> list[Order]:
    """The places of all entries by their size, counted through all arrays: a list a group."""
    look_up(WITHINS, within, "within")
    sizes = np.abs(np.concatenate([W.ravel() for W in weights]))
    ends = np.cumsum([W.size for W in weights]) if within == "layer" else [len(sizes)]
    begins = [0, *ends[:-1]]
    return [
        begin + np.argsort(sizes[begin:end], kind="stable")
        for begin, end in zip(begins, ends, strict=True)
    ]


def order_of_units(look: Look, by: By = "influence", within: Within = "network") -> list[Unit]:
    """All hidden units, those that are worth least first.

    By ``influence`` that is the norm of the outgoing weights times the spread of h, by ``loss``
    how much the training rows' loss rises without the unit alone. ``within`` a layer those of each
    layer are spread evenly over the whole order.
    """
    worth = look_up(WORTHS, by, "by")
    look_up(WITHINS, within, "within")
    ranked: list[tuple[float, Unit]] = []
    for layer in range(1, look.n_hidden + 1):
        values = worth(look, layer)
        order = np.argsort(values, kind="stable")
        places = np.empty(len(order))
        places[order] = (np.arange(len(order)) + 0.5) / len(order)
        keys = places if within == "layer" else values
        ranked += [(float(key), Unit(layer, j)) for j, key in enumerate(keys, start=1)]
    return [unit for _, unit in sorted(ranked)]


def pruned_weights(look: Look, share: float, within: Within = "network") -> Pruned:
    """The network without that share of its weights."""
    orders = smallest_first(look.parameters[0], within)
    return _weights_at(look, (look.train, look.test), share, orders)


def pruned_units(look: Look, off: Sequence[Unit], at: At = "zero") -> Pruned:
    """The network without these units."""
    return _units_at(look, (look.train, look.test), off, at)


@ignore_overflow
def curve_of_weights(look: Look, within: Within = "network") -> Curve:
    """Score over the share of weights that are gone; of a large network on fewer rows."""
    parts = _affordable(look)
    shares = [place / N_SHARES for place in range(N_SHARES + 1)]
    orders = smallest_first(look.parameters[0], within)
    return _curve(parts, [_weights_at(look, parts, share, orders) for share in shares])


@ignore_overflow
def curve_of_units(look: Look, order: Sequence[Unit], at: At = "zero") -> Curve:
    """Score over the share of hidden units that are gone, in this ``order``."""
    if not order:
        raise ValueError("a network without hidden units has none to take out; got no order")
    parts = _affordable(look)
    shares = np.linspace(0, len(order), min(N_SHARES, len(order)) + 1)
    numbers = np.unique(np.rint(shares).astype(int))
    return _curve(parts, [_units_at(look, parts, order[:n], at) for n in numbers])


def _curve(parts: tuple[Seen, Seen], points: list[Pruned]) -> Curve:
    train, test = parts
    return Curve(tuple(points), test.targets, len(train.at), len(test.at))


def _affordable(look: Look) -> tuple[Seen, Seen]:
    """Both parts, of a large network with fewer rows."""
    work = (N_SHARES + 1) * sum(W.size for W in look.parameters[0])
    most = max(1, MOST_WORK // (2 * work))
    return look.train.thinned(most), look.test.thinned(most)


@ignore_overflow
def _weights_at(
    look: Look, parts: tuple[Seen, Seen], share: float, orders: Sequence[Order]
) -> Pruned:
    before, biases = look.parameters
    weights = _without_smallest(before, orders, share)
    X = look.dataset.X_train, look.dataset.X_test
    outputs = [
        forward_pass(rows[seen.at], weights, biases, look.activations)[0]
        for rows, seen in zip(X, parts, strict=True)
    ]
    gone = sum(n_smallest(len(order), share) for order in orders)
    return _pruned(look, parts, outputs, gone, sum(W.size for W in before))


@ignore_overflow
def _units_at(look: Look, parts: tuple[Seen, Seen], off: Sequence[Unit], at: At) -> Pruned:
    outputs = [output_without(look, seen, off, at) for seen in parts]
    return _pruned(look, parts, outputs, len(set(off)), sum(1 for _ in look.units()))


def _pruned(
    look: Look, parts: tuple[Seen, Seen], outputs: list[Array], gone: int, n_all: int
) -> Pruned:
    train, test = (
        standing(look, seen, output) for seen, output in zip(parts, outputs, strict=True)
    )
    return Pruned(gone, n_all, train, test, predicted(look, outputs[1]))


def n_smallest(n: int, share: float) -> int:
    """How many of ``n`` a share (0 to 1) is, to the nearest."""
    if not 0.0 <= check_real("share", share) <= 1.0:
        raise ValueError(f"share must lie in 0..1; got {share}")
    return round(n * share)


def _without_smallest(
    weights: Sequence[Array], orders: Sequence[Order], share: float
) -> list[Array]:
    """Copies of these arrays with a share of each of the ``orders`` at 0."""
    flat = np.concatenate([W.ravel() for W in weights])
    for order in orders:
        flat[order[: n_smallest(len(order), share)]] = 0.0
    ends = np.cumsum([W.size for W in weights])[:-1]
    parts = np.split(flat, ends)
    return [part.reshape(W.shape) for part, W in zip(parts, weights, strict=True)]


def _influences(look: Look, layer: int) -> Array:
    outgoing = np.linalg.norm(look.parameters[0][layer], axis=0)
    return np.asarray(outgoing * look.train.h[layer - 1].std(axis=0))


def _losses(look: Look, layer: int) -> Array:
    # All layers together may take as long as one.
    found = each_off(look, layer, most_work=MOST_WORK_OFF // look.n_hidden)
    return np.array([without.train.loss - found.whole.train.loss for without in found.without])


WORTHS: dict[str, Callable[[Look, int], Array]] = {"influence": _influences, "loss": _losses}
