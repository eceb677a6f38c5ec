"""Hidden units switched off: what a network says without some of them, or without each of them.

A unit that is off hands on the same number whatever the row: 0, as if its outgoing weights were 0,
or its mean over the training rows, as if what it adds on average were part of the next biases.
All before it is as it was, so the way through the network begins at its layer.
"""

import itertools
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, look_up
from mlp_core.activations import get_activation
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.units.look import Look, Seen, Unit
from mlp_core.losses import get_loss
from mlp_core.metrics import accuracy, confusion_matrix, r2_score
from mlp_core.passes import mean_loss

At = Literal["zero", "mean"]
# What a unit that is off hands on, in words.
LEVELS: dict[str, str] = {"zero": "0", "mean": "its mean over the training rows"}
# Multiplications that going without each unit of a layer in turn may take, about: as many take some
# tenths of a second.
MOST_WORK = 300_000_000
# An activation takes about as long as so many multiplications.
WORK_OF_ACTIVATION = 20


class Standing(NamedTuple):
    """How well outputs are: ``score``, accuracy (0 to 1) or R², and the mean ``loss`` of a row."""

    score: float
    loss: float


class Without(NamedTuple):
    """Both parts without one unit, on as many rows of each as there was time for."""

    train: Standing
    test: Standing


class EachOff(NamedTuple):
    """What each unit of a layer is worth: both parts ``whole``, and ``without`` each in turn.

    ``n_train`` and ``n_test`` are the rows that were gone over.
    """

    whole: Without
    without: tuple[Without, ...]
    n_train: int
    n_test: int


@ignore_overflow
def output_without(look: Look, seen: Seen, off: Collection[Unit], at: At = "zero") -> Array:
    """The output z (n_rows, n_out) of the rows ``seen`` while the units ``off`` are.

    Raises ``ValueError`` for units that the network has not, and an unknown ``at``.
    """
    look_up(LEVELS, at, "at")
    if not off:
        return seen.output
    by_layer = _by_layer(look, off)
    first = min(by_layer)
    h = seen.h[first - 1]
    for layer in range(first, look.n_hidden + 1):
        if layer in by_layer:
            h = h.copy()
            h[:, by_layer[layer]] = _levels(look, layer, at)[by_layer[layer]]
        z = _next_z(look, layer, h)
        if layer < look.n_hidden:
            h = get_activation(look.activations[layer]).function(z)
    return z


@ignore_overflow
def outputs_without_each(look: Look, seen: Seen, layer: int, at: At = "zero") -> Iterator[Array]:
    """The output z (n_rows, n_out) of the rows ``seen`` without each unit of ``layer`` in turn."""
    look.n_units(layer)
    look_up(LEVELS, at, "at")
    W = look.parameters[0][layer]
    more = seen.h[layer - 1] - _levels(look, layer, at)
    # What follows is one layer's z minus what the unit adds to it.
    for j in range(W.shape[1]):
        z = seen.z[layer] - more[:, j : j + 1] * W[:, j]
        for k in range(layer + 1, look.n_hidden + 1):
            z = _next_z(look, k, get_activation(look.activations[k - 1]).function(z))
        yield z


@ignore_overflow
def each_off(look: Look, layer: int, at: At = "zero", most_work: int | None = None) -> EachOff:
    """Score and loss without each unit of a hidden layer.

    Of a large network fewer rows are gone over, so that it takes no more multiplications than
    ``most_work``, or MOST_WORK.
    """
    most = max(1, (most_work or MOST_WORK) // (look.n_units(layer) * _work_after(look, layer)))
    parts = [part.thinned(most) for part in (look.train, look.test)]
    whole = Without(*(standing(look, seen, seen.output) for seen in parts))
    columns = [
        [standing(look, seen, output) for output in outputs_without_each(look, seen, layer, at)]
        for seen in parts
    ]
    without = tuple(Without(*pair) for pair in zip(*columns, strict=True))
    return EachOff(whole, without, *(len(seen.at) for seen in parts))


@ignore_overflow
def standing(look: Look, seen: Seen, output: Array) -> Standing:
    """How good ``output`` (n_rows, n_out) is for the rows ``seen``.

    Numbers beyond float64, as exp makes them, are worse than any: R² is then minus infinity.
    """
    said, loss = predicted(look, output), mean_loss(output, seen.labels, look.config.loss)
    if not look.dataset.is_regression:
        return Standing(accuracy(seen.targets, said), loss)
    return Standing(r2_score(seen.targets, said) if np.isfinite(said).all() else -np.inf, loss)


def predicted(look: Look, output: Array) -> NDArray[np.intp] | Array:
    """What an output says, in the shape and scale of the targets: classes or numbers."""
    loss = get_loss(look.config.loss)
    if not look.dataset.is_regression:
        return loss.classes(output)
    made = loss.predict(output)
    return made if look.dataset.n_targets > 1 else made[:, 0]


def confusion(look: Look, seen: Seen, output: Array) -> NDArray[np.int_]:
    """The confusion matrix of ``output`` for the rows ``seen``, of classes."""
    return confusion_matrix(seen.targets, predicted(look, output), look.dataset.n_classes)


def _by_layer(look: Look, off: Collection[Unit]) -> dict[int, list[int]]:
    """Which columns of each layer's h are off."""
    found: dict[int, list[int]] = {}
    for unit in sorted({look.check(unit) for unit in off}):
        found.setdefault(unit.layer, []).append(unit.number - 1)
    return found


def _levels(look: Look, layer: int, at: At) -> Array:
    """What each unit of a layer hands on while it is off: (n_units,)."""
    h = look.train.h[layer - 1]
    return h.mean(axis=0) if at == "mean" else np.zeros(h.shape[1])


def _next_z(look: Look, layer: int, h: Array) -> Array:
    weights, biases = look.parameters
    return h @ weights[layer].T + biases[layer]


def _work_after(look: Look, layer: int) -> int:
    """Multiplications a row, about, from what a unit adds to the layer after it to the outputs."""
    sizes = look.config.units[layer + 1 :]
    activations = WORK_OF_ACTIVATION * sum(sizes)
    return activations + sum(n * m for n, m in itertools.pairwise(sizes))
