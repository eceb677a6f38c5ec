"""Networks whose weights have a name each: w1 to w8, or w14, which leads from 1 to 4."""

import itertools
from collections.abc import Iterable

from mlp_core.quoting import quoted
from mlp_core.teaching.given.layers import Layers
from mlp_core.teaching.given.parts import Part
from mlp_core.teaching.given.source import Source, TextError

Ends = tuple[int | None, int | None]


def network_of_singles(
    source: Source,
    weights: list[Part],
    biases: list[Part],
    ends: Ends,
    units: tuple[int, ...],
) -> Layers:
    """The network of single ``weights`` and ``biases``; ``TextError`` where it is not clear.

    ``ends`` are the lengths of x and y, and ``units`` the layer sizes, input first: each where
    it is known.
    """
    links = {_link(part): part for part in weights}
    if None not in links and len(links) == len(weights):
        layered = _layers_of_links({k: p for k, p in links.items() if k})
        if layered:
            return _linked(source, layered, {k: p for k, p in links.items() if k}, biases)
    return _counted(source, weights, biases, ends, units)


def _number(part: Part) -> float:
    return part.value if isinstance(part.value, float) else 0.0


def _link(part: Part) -> tuple[int, int] | None:
    """From which unit to which a weight such as w14 or w_{1,4} leads."""
    if len(part.numbers) == 2:
        return part.numbers[0], part.numbers[1]
    digits = str(part.numbers[0]) if len(part.numbers) == 1 else ""
    return (int(digits[0]), int(digits[1])) if len(digits) == 2 else None


def _layers_of_links(links: dict[tuple[int, int], Part]) -> list[list[int]]:
    """Units layer by layer, where all of one lead to all of the next; empty where they do not."""
    layer = sorted({a for a, _ in links} - {b for _, b in links})
    layers: list[list[int]] = []
    seen = 0
    while layer and len(layers) <= len(links):
        layers.append(layer)
        following = sorted({b for a, b in links if a in layer})
        seen += len(layer) * len(following)
        layer = following
    return layers if seen == len(links) and len(layers) > 1 else []


def _linked(
    source: Source,
    layers: list[list[int]],
    links: dict[tuple[int, int], Part],
    biases: list[Part],
) -> Layers:
    weights = [
        [[_number(links[a, b]) for a in before] for b in layer]
        for before, layer in itertools.pairwise(layers)
    ]
    by_unit = {part.numbers: part for part in biases}
    computing = [unit for layer in layers[1:] for unit in layer]
    if by_unit and by_unit.keys() != {(unit,) for unit in computing}:
        message = f"Biases of the units {_listed(computing)} are needed, each by its number."
        raise source.error(message, biases[0].said.at)
    vectors = [
        [_number(by_unit[(unit,)]) if by_unit else 0.0 for unit in layer] for layer in layers[1:]
    ]
    (a, b), part = next(iter(links.items()))
    name = quoted(part.said.name)
    return Layers(weights, vectors, [f"{name} is the weight from unit {a} to unit {b}, and so on."])


def _counted(
    source: Source,
    weights: list[Part],
    biases: list[Part],
    ends: Ends,
    units: tuple[int, ...],
) -> Layers:
    """w1, w2, … unit by unit: first all that lead into the first unit of the first layer."""
    for before, part in itertools.pairwise(weights):
        if part.numbers and before.numbers and part.numbers[0] > before.numbers[0] + 1:
            if min(p.numbers for p in weights)[0] > 1:  # w11, w12, w21, w22
                raise _unclear(source, weights, (), [])
            message = f"Between {quoted(before.said.name)} and this one, a weight is missing."
            raise source.error(message, part.said.at)
    found = [units] if units else _possible_sizes(len(weights), len(biases), ends)
    fitting = [u for u in found if _n_weights(u) == len(weights)]
    if len(fitting) != 1:
        raise _unclear(source, weights, units, fitting)
    sizes = fitting[0]
    numbers = iter([_number(part) for part in weights])
    matrices = [
        [[next(numbers) for _ in range(n_in)] for _ in range(n_out)]
        for n_in, n_out in itertools.pairwise(sizes)
    ]
    vectors, sentence = _biases(source, biases, sizes)
    names = [quoted(part.said.name) for part in weights]
    order = (
        f"{names[0]} to {names[-1]} are taken unit by unit: {', '.join(names[: sizes[0]])} "
        "into the first unit of layer 1, and so on."
    )
    network = f"The network is {'-'.join(map(str, sizes))}."
    return Layers(matrices, vectors, [network, order, *sentence])


def _possible_sizes(n_weights: int, n_biases: int, ends: Ends) -> list[tuple[int, ...]]:
    """Layer sizes with one hidden layer, or none, that have so many weights and such biases."""
    n_in, n_out = ends
    if n_in is None or n_out is None:
        return []
    with_hidden = [(n_in, h, n_out) for h in range(1, n_weights + 1)]
    return [
        sizes
        for sizes in [(n_in, n_out), *with_hidden]
        if _n_weights(sizes) == n_weights and n_biases in (0, len(sizes) - 1, sum(sizes[1:]))
    ]


def _n_weights(sizes: tuple[int, ...]) -> int:
    return sum(a * b for a, b in itertools.pairwise(sizes))


def _biases(
    source: Source, biases: list[Part], sizes: tuple[int, ...]
) -> tuple[list[list[float]], list[str]]:
    numbers = [_number(part) for part in biases]
    if not numbers:
        return [[0.0] * n for n in sizes[1:]], []
    if len(numbers) == sum(sizes[1:]):
        values = iter(numbers)
        return [[next(values) for _ in range(n)] for n in sizes[1:]], []
    if len(numbers) == len(sizes) - 1:
        shared = [[number] * n for number, n in zip(numbers, sizes[1:], strict=True)]
        return shared, ["Biases: each is one for all units of its layer."]
    message = f"{sum(sizes[1:])} biases are needed, or {len(sizes) - 1}, one for a layer."
    raise source.error(message, biases[-1].said.at)


def _unclear(
    source: Source, weights: list[Part], units: tuple[int, ...], fitting: list[tuple[int, ...]]
) -> TextError:
    count = len(weights)
    if units:
        message = (
            f"Layers of {'-'.join(map(str, units))} have {_n_weights(units)} weights, not {count}."
        )
    elif fitting:
        shown = " or ".join("-".join(map(str, sizes)) for sizes in fitting)
        message = (
            f"These {count} weights may be a network of {shown}. Write layers = the right one."
        )
    else:
        message = (
            f"It is not clear which layers these {count} weights are of. Write x and y, or the "
            "layer sizes such as layers = 2-2-2, or W1 = [[…], […]]."
        )
    return source.error(message, weights[0].said.at)


def _listed(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))
