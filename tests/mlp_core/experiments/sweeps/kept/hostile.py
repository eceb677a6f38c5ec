"""What somebody who means no good puts in the place of a sweep or of its results."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

WRONG_VALUES: list[Any] = [
    *(None, True, False, -1, 0, 1, 2.5, -0.0, 1e308, 5e-324, 10**9, 10**29, 10**31, -(10**40)),
    *("", "0.1", "learning_rate", "\x00", "‮", "a" * 5000, "=1+1", "](http://x)", "digits", "iris"),
    *([], [[]], {}, {"a": 1}, [1, 2, 3], [None], ["tanh"], [1e308, -1e308], [[64, 10]], {"": None}),
    *([0.1] * 1001, [10**20] * 3, [{}] * 20, "NaN", "Infinity", {"name": "seed", "values": [1]}),
    {"name": "learning_rate", "low": 5e-324, "high": 1e308, "n": 1000, "scale": "log"},
    {"first_epochs": 10**29, "factor": 10**29},
]
# Text that no JSON of ours has, in the place of a value.
RAW = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "9" * 5000,
    "[" * 20_000,
    '{"a":' * 5000,
    "nul",
    "'",
]


def places(record: Any, path: tuple = ()) -> Iterator[tuple]:
    """The ways to all values within a record."""
    if isinstance(record, dict):
        items: Any = record.items()
    elif isinstance(record, list):
        items = enumerate(record)
    else:
        return
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


def put(record: Any, path: tuple, value: Any) -> Any:
    """A copy of the record with another value there."""
    made = copy.deepcopy(record)
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


def records(whole: Any, rng: random.Random, n: int) -> Iterator[str]:
    """``n`` texts of JSON, or nearly so, each with something wrong, or merely odd, about it."""
    ways = [*places(whole)]
    for k in range(n):
        path = rng.choice(ways)
        kind = k % 4
        if kind == 0:
            text = json.dumps(put(whole, path, "HERE")).replace('"HERE"', rng.choice(RAW))
        elif kind == 1:
            made = put(whole, path, rng.choice(WRONG_VALUES))
            other = rng.choice([*places(made)])
            text = json.dumps(put(made, other, rng.choice(WRONG_VALUES)))
        elif kind == 2:
            more = put(whole, (*path[:-1], "more"), 1) if isinstance(path[-1], str) else whole
            text = json.dumps(more).replace('"name"', '"nome"', k % 8 // 4)
        else:
            text = json.dumps(put(whole, path, rng.choice(WRONG_VALUES)))
        yield text


def torn(data: bytes, rng: random.Random, n: int) -> Iterator[bytes]:
    """``n`` times the same, cut, with bits turned, bytes put in, or parts said twice."""
    tools: list[Callable[[bytearray, int], bytes]] = [
        lambda text, at: bytes(text[:at]),
        lambda text, at: bytes(text[at:]),
        lambda text, at: bytes([*text[:at], text[at] ^ (1 << rng.randrange(8)), *text[at + 1 :]]),
        lambda text, at: bytes(text[:at]) + rng.randbytes(8) + bytes(text[at:]),
        lambda text, at: bytes(text[:at]) + bytes(text[max(at - 40, 0) :]),
    ]
    for k in range(n):
        yield tools[k % len(tools)](bytearray(data), rng.randrange(len(data)))
