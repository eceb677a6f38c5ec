"""What the page computes a step of: the learner's entries, read and checked.

Every ``ValueError`` here carries a sentence that is shown to the learner as it is.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from mlp_core.number_text import MINUS
from mlp_core.quoting import quoted
from mlp_core.teaching.exercise.problems import PROBLEM_LIMITS

MIN_LAYERS, MAX_LAYERS = map(int, PROBLEM_LIMITS["layers"])
MAX_UNITS = int(PROBLEM_LIMITS["units"].high)
# Beyond this a learner has mistyped, and a few layers of such numbers would overflow.
LARGEST = 1e6

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True)
class Exercise:
    """A valid set of entries, in plain values. ``weights`` and ``biases`` are where it starts."""

    x: Vector
    y: Vector
    learning_rate: float
    activation: str
    loss: str
    weights: tuple[Matrix, ...]
    biases: tuple[Vector, ...]

    @property
    def units(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return (len(self.x), *map(len, self.biases))

    @property
    def start(self) -> tuple:
        """The starting parameters."""
        return self.weights, self.biases


def question_1() -> Exercise:
    """The practical's first question: 4-4-3-3, tanh, squared error, everything 0.1."""
    layers = itertools.pairwise((4, 4, 3, 3))
    weights, biases = read_parameters([[[0.1] * (n + 1)] * n_out for n, n_out in layers])
    return Exercise((1, 0, 1, 0), (0, 1, 0), 0.1, "tanh", "squared_error", weights, biases)


def read_vector(name: str, text: str, n_units: int, layer: str) -> Vector:
    """The ``n_units`` numbers in ``text``, with commas, semicolons or blanks between them."""
    entries = _entries(text)
    if not entries:
        raise ValueError(f"{name} is empty. Write {n_units} numbers with commas between them.")
    numbers = tuple(read_number(f"{name}[{i}]", entry) for i, entry in enumerate(entries, start=1))
    if len(numbers) != n_units:
        raise ValueError(
            f"{name} has {_count(len(numbers), 'number')}, but the {layer} layer has "
            f"{_count(n_units, 'unit')}. Write as many numbers as units, or change the layer."
        )
    return numbers


def read_number(name: str, entry: str | float | None) -> float:
    """One entry of a text field or a table cell, where NaN and None are blank cells."""
    blank = not entry.strip() if isinstance(entry, str) else entry is None or math.isnan(entry)
    if blank:
        raise ValueError(f"{name} is blank. Write a number there; 0 is one.")
    try:
        # float() would read 1_000 too, which nobody means, but not the minus that pages write.
        plain = entry.replace("_", "?").replace(MINUS, "-") if isinstance(entry, str) else entry
        number = float(plain)
    except ValueError:
        raise ValueError(
            f"{name} is {quoted(entry)}, which is not a number. Write one such as 0.5."
        ) from None
    if not abs(number) <= LARGEST:
        raise ValueError(
            f"{name} is {quoted(str(entry))}. Write a number between −{LARGEST:,.0f} and "
            f"{LARGEST:,.0f}."
        )
    return number


def read_parameters(tables: Sequence[Sequence[Sequence]]) -> tuple[tuple, tuple]:
    """Weights and biases from one table a layer, with the bias in each row's last cell."""
    weights, biases = [], []
    for k, table in enumerate(tables, start=1):
        rows = [
            (
                tuple(read_number(f"W{k}[{i},{j}]", w) for j, w in enumerate(row[:-1], start=1)),
                read_number(f"b{k}[{i}]", row[-1]),
            )
            for i, row in enumerate(table, start=1)
        ]
        weights.append(tuple(row for row, _ in rows))
        biases.append(tuple(bias for _, bias in rows))
    return tuple(weights), tuple(biases)


def check_one_hot(y: Vector) -> None:
    """Refuse a y that is not 1 for one class and 0 for all others."""
    if sorted(y) != [0.0] * (len(y) - 1) + [1.0]:
        shown = ", ".join(f"{value:g}" for value in y)
        raise ValueError(
            f"Cross-entropy needs a one-hot y: one 1 for the true class, 0 for the others. "
            f"It is ({shown}). Change y, or choose squared error."
        )


def fit_vector(text: str, n_units: int, one_hot: bool) -> str:
    """``text`` cut, or filled up with zeros, to ``n_units`` entries; one-hot where it must be."""
    entries = _entries(text)[:n_units]
    entries += ["0"] * (n_units - len(entries))
    if one_hot and set(entries) == {"0"}:
        entries[0] = "1"
    return ", ".join(entries)


def _entries(text: str) -> list[str]:
    """What stands between commas, semicolons or else blanks; brackets around it all may stay."""
    bare = text.strip().strip("[]()").replace(";", ",")
    return [entry.strip() for entry in bare.split(",")] if "," in bare else bare.split()


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
