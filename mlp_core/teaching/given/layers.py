"""Weights and biases that chain, from arrays as people have them: either way round."""

import itertools
from typing import NamedTuple

from mlp_core.teaching.given.arrays import Rows, count, rows_of, turned
from mlp_core.teaching.given.limits import beyond
from mlp_core.teaching.given.parts import Part, split
from mlp_core.teaching.given.source import Source, TextError


class Layers(NamedTuple):
    """Weights, a row a unit, biases, and sentences of what was understood."""

    weights: list[Rows]
    biases: list[list[float]]
    understood: list[str]


class _Given(NamedTuple):
    """The arrays of each layer before it is known which way round the weights are."""

    weights: list[tuple[Part, Rows]]
    biases: list[tuple[Part, list[float]]]


def layers_of(
    source: Source,
    weights: list[Part],
    biases: list[Part],
    n_ins: list[int],
    n_outs: list[int],
) -> Layers:
    """The network that these parts make up; ``TextError`` where they do not fit together.

    ``n_ins`` and ``n_outs`` are the numbers of inputs that x may have, and of outputs y, the
    likeliest first; none where there is no x, or no y. Without biases there are zeros.
    """
    given = _given(source, weights, biases)
    n_ins = n_ins or [0]
    ways = ("as they are", "turned", "some turned")
    found = [
        (chained, way)
        for way, n_in in itertools.product(ways, n_ins)
        if (chained := _chain(given, n_in, way, with_biases=True))
    ]
    if not found:
        raise _misfit(source, given, n_ins)
    # Of what fits x, what fits y; where none does, y may be classes by their numbers.
    fitting = [each for each in found if len(each[0][-1]) in n_outs]
    return _finished(source, given, *(fitting or found)[0])


def _given(source: Source, weights: list[Part], biases: list[Part]) -> _Given:
    weights = split(weights)
    if complaint := beyond("layers", len(weights)):
        raise source.error(complaint, weights[-1].said.at)
    biases = split(biases, len(weights))
    if biases and len(biases) != len(weights):
        message = (
            f"There are weights of {count(len(weights), 'layer')}, and biases of {len(biases)}. "
            "Write a list of biases for each layer, or none."
        )
        raise source.error(message, biases[-1].said.at)
    matrices = []
    for part in weights:
        rows = rows_of(source, part.said, part.value)
        matrices.append((part, turned(rows) if part.turned and part.depth == 2 else rows))
    vectors = []
    for part in biases:
        rows = rows_of(source, part.said, part.value)
        if len(rows) > 1 and len(rows[0]) > 1:
            raise source.error("Biases are one number for each unit of a layer.", part.said.at)
        vectors.append((part, [number for row in rows for number in row]))
    return _Given(matrices, vectors)


def _chain(given: _Given, n_in: int, way: str, *, with_biases: bool) -> list[Rows]:
    """The weights, each taking what the one before gives; empty where they do not chain.

    ``n_in`` 0 is not known. A vector may be a row or a column, whichever fits.
    """
    starts: list[list[Rows]] = [[]]
    for k, (part, rows) in enumerate(given.weights):
        ways = {"as they are": [rows], "turned": [turned(rows)]}.get(way, [rows, turned(rows)])
        before_all = {len(start[-1]) if start else n_in for start in starts} - {0}
        if part.depth == 1:  # all of a layer in one list, unit by unit
            ways += [_cut(rows[0], n) for n in before_all if len(rows[0]) % n == 0]
        bias = given.biases[k][1] if given.biases and with_biases else []
        longer: dict[int, list[Rows]] = {}
        for start in starts:
            before = len(start[-1]) if start else n_in
            for W in ways:
                if before in (0, len(W[0])) and len(bias) in (0, 1, len(W)):
                    longer.setdefault(len(W), [*start, W])
        starts = [*longer.values()]
    return starts[0] if starts else []


def _cut(numbers: list[float], n: int) -> Rows:
    return [numbers[k : k + n] for k in range(0, len(numbers), n)]


def _finished(source: Source, given: _Given, weights: list[Rows], way: str) -> Layers:
    understood: list[str] = []
    shapes: list[str] = []
    shared: list[str] = []
    biases = [bias for _, bias in given.biases] or [[0.0] * len(W) for W in weights]
    by_name = all(part.turned for part, _ in given.weights)
    if by_name or way == "turned":
        why = "their name says so" if by_name else "only so do they fit together"
        understood.append(
            f"The weights were turned, columns into rows: a column was a unit, {why}."
        )
    for k, (part, rows) in enumerate(given.weights):
        W = weights[k]
        turn = ", turned" if way == "some turned" and part.depth == 2 and W is not rows else ""
        shapes.append(f"W{k + 1} {len(W)} × {len(W[0])}{turn} (line {source.line(part.said.at)})")
        if len(biases[k]) == 1 < len(W):
            biases[k] = biases[k] * len(W)
            shared.append(f"b{k + 1}")
    if shared:
        understood.append(f"Biases: {', '.join(shared)} is one for all units of its layer.")
    sizes = "-".join(map(str, [len(weights[0][0]), *map(len, weights)]))
    network = f"The network is {sizes}, a row a unit: {', '.join(shapes)}."
    return Layers(weights, biases, [network, *understood])


def _misfit(source: Source, given: _Given, n_ins: list[int]) -> TextError:
    """What does not fit: a bias, x, or the first weights that do not take what comes before."""
    for n_in in n_ins:
        for way in ("as they are", "turned", "some turned"):
            weights = _chain(given, n_in, way, with_biases=False)
            for k, W in enumerate(weights if given.biases else []):
                part, bias = given.biases[k]
                if len(bias) not in (1, len(W)):
                    units = f"layer {k + 1} has {count(len(W), 'unit')}"
                    message = f"Here are {count(len(bias), 'bias', 'biases')}, and {units}."
                    return source.error(f"{message} Write one for each.", part.said.at)
    before = n_ins[0]
    for k, (part, rows) in enumerate(given.weights):
        if before not in (0, len(rows[0])):
            giver = (
                f"layer {k} has {count(before, 'unit')}"
                if k
                else f"x has {count(before, 'number')}"
            )
            message = (
                f"W{k + 1} has {count(len(rows[0]), 'number')} in a row, and {giver}. "
                "Each row holds the weights into one unit, a number for each that comes in."
            )
            return source.error(message, part.said.at)
        before = len(rows)
    return source.error("These weights do not fit together.", given.weights[0][0].said.at)
