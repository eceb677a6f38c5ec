"""What is said of weights, biases, x and y, gathered: arrays, and single numbers by their names."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mlp_core.quoting import quoted
from mlp_core.teaching.given.arrays import check_numbers, depth_of
from mlp_core.teaching.given.lists import Listed, Said, Value
from mlp_core.teaching.given.names import Role
from mlp_core.teaching.given.source import Source


@dataclass(frozen=True)
class Part:
    """An array of one layer, or a single number, as it was said; ``numbers`` are in its name."""

    said: Said
    numbers: tuple[int, ...]
    turned: bool = False

    @property
    def value(self) -> Value:
        return self.said.value

    @property
    def depth(self) -> int:
        return depth_of(self.said.value)

    def with_value(self, value: Value) -> "Part":
        at = value.at if isinstance(value, Listed) else self.said.at
        return replace(self, said=Said(self.said.name, value, at), numbers=())


def parts_of(source: Source, found: Iterable[tuple[Said, Role]]) -> list[Part]:
    """What was said of one kind, in the order of the numbers in the names where all have one.

    W1[1,1], W1[1,2], … become W1, and so do its rows W1[0], W1[1]. ``TextError`` where one of
    them is missing.
    """
    parts: list[Part] = []
    entries: dict[tuple[int, ...], dict[tuple[int, ...], Said]] = {}
    for said, role in found:
        check_numbers(source, said)
        key, entry = role.numbers, role.entry
        if role.kind == "weights" and len(key) == 2 and depth_of(said.value) == 1:
            key, entry = key[:1], key[1:]  # W[0][1] = [1, 2]
        is_row = role.kind == "weights" and len(entry) == 1 and depth_of(said.value) == 1
        if entry and (is_row or not isinstance(said.value, Listed)):
            entries.setdefault(key, {})[entry] = said
        else:
            parts.append(Part(said, role.numbers or role.entry, role.turned))
    parts += [Part(_array(source, by_index), key) for key, by_index in entries.items()]
    numbers = [part.numbers for part in parts]
    if all(len(key) == 1 for key in numbers) and len({*numbers}) == len(parts):
        parts.sort(key=lambda part: part.numbers)
    return parts


def split(parts: list[Part], n_layers: int | None = None) -> list[Part]:
    """A part a layer, where one list holds those of all layers.

    Of ``n_layers`` layers, biases may be a vector or a single number each; of weights, which are
    not known to be of so many, a matrix.
    """
    if len(parts) != 1 or not isinstance(parts[0].value, Listed):
        return parts
    whole, value = parts[0], parts[0].value
    if n_layers is None:
        holds_all = whole.depth == 3
    else:
        a_vector_each = whole.depth == 2 and not whole.numbers and n_layers > 1
        a_number_each = whole.depth == 1 and not whole.numbers and len(value) == n_layers > 1
        holds_all = whole.depth == 3 or a_vector_each or a_number_each
    return [whole.with_value(inner) for inner in value] if holds_all else parts


def _array(source: Source, entries: dict[tuple[int, ...], Said]) -> Said:
    """The array that has these ``entries``, by their indices, which count from 1, or from 0."""
    first = next(iter(entries.values()))
    lowest = min(min(index) for index in entries)
    start = min(lowest, 1)
    depths = {len(index) for index in entries}
    sizes = [max(axis) - start + 1 for axis in zip(*entries, strict=False)]
    count = 1
    for size in sizes:
        count *= size
    if len(depths) > 1 or len(sizes) > 2 or count > 4 * len(entries) + 4:
        raise source.error("These entries do not make up an array, row by row.", first.at)
    spans = [range(start, start + size) for size in sizes]
    missing = [index for index in itertools.product(*spans) if index not in entries]
    name = first.name.partition("[")[0].partition("(")[0]
    if missing:
        index = ",".join(map(str, missing[0]))
        raise source.error(f"{quoted(name)} has no [{index}] beside this one.", first.at)
    columns = spans[-1]
    rows = [
        Listed([entries[(*row, c)].value for c in columns], entries[(*row, columns[0])].at)
        for row in itertools.product(*spans[:-1])
    ]
    return Said(name, rows[0] if len(sizes) == 1 else Listed([*rows], first.at), first.at)
