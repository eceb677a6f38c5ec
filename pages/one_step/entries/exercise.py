"""What the page computes a step of: the learner's entries, read and checked.

Every ``ValueError`` here carries a sentence that is shown to the learner as it is.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mlp_core import constant_parameters
from mlp_core.losses import Loss
from mlp_core.number_text import MINUS
from mlp_core.quoting import quoted
from mlp_core.task import Task
from mlp_core.teaching.exercise.problems import PROBLEM_LIMITS

MIN_LAYERS, MAX_LAYERS = map(int, PROBLEM_LIMITS["layers"])
MAX_UNITS = int(PROBLEM_LIMITS["units"].high)
# Beyond this a learner has mistyped, and a few layers of such numbers would overflow.
LARGEST = 1e6

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


def question_1() -> Task:
    """The practical's first question: 4-4-3-3, tanh, squared error, everything 0.1."""
    start = constant_parameters((4, 4, 3, 3), 0.1)
    return Task((1, 0, 1, 0), (0, 1, 0), *start, 0.1, "squared_error", "tanh")


def read_vector(name: str, text: str, n_units: int, layer: str) -> Vector:
    """The ``n_units`` numbers in ``text``, with commas, semicolons or blanks between them."""
    entries = _entries(text)
    if not entries:
        raise ValueError(f"{name} is empty. Write {n_units} numbers with commas between them.")
    numbers = tuple(
        read_number(_indexed(name, i), entry) for i, entry in enumerate(entries, start=1)
    )
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


def read_rows(name: str, text: str, n_rows: int, n_units: int, layer: str) -> list[Vector]:
    """A vector a line, of ``n_rows`` lines; of several, messages name entries as x[row,unit]."""
    lines = text.strip().splitlines() or [""]
    if len(lines) != n_rows:
        raise ValueError(
            f"{name} has {_count(len(lines), 'line')}, but there are {_count(n_rows, 'row')}. "
            "Write a row a line, or change the number of rows."
        )
    return [
        read_vector(name if n_rows == 1 else f"{name}[{n}]", line, n_units, layer)
        for n, line in enumerate(lines, start=1)
    ]


def check_targets(rows: Sequence[Vector], loss: Loss) -> None:
    """Refuse a y that the loss is not defined for, as ``Loss.targets`` says."""
    for y in rows:
        no_class = loss.targets_are_probabilities and sorted(y) != [0.0] * (len(y) - 1) + [1.0]
        if no_class or loss.targets.wrong([y]).any():
            shown = ", ".join(f"{value:g}" for value in y)
            raise ValueError(
                f"{loss.label} needs {loss.targets.asked}. It is ({shown}). Change y, or choose "
                "squared error."
            )


def fit_rows(text: str, n_rows: int, n_units: int, one_hot: bool) -> str:
    """``text`` cut, or filled up with zeros, to ``n_rows`` lines of ``n_units`` entries each.

    One-hot where it must be.
    """
    lines = text.strip().splitlines()[:n_rows]
    lines += [""] * (n_rows - len(lines))
    return "\n".join(_fit(line, n_units, one_hot) for line in lines)


def _fit(line: str, n_units: int, one_hot: bool) -> str:
    entries = _entries(line)[:n_units]
    entries += ["0"] * (n_units - len(entries))
    if one_hot and set(entries) == {"0"}:
        entries[0] = "1"
    return ", ".join(entries)


@contextmanager
def named(field: str) -> Iterator[None]:
    """Let a sentence about an entry begin with the name of its field on the screen."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None


def _entries(text: str) -> list[str]:
    """What stands between commas, semicolons or else blanks; brackets around it all may stay."""
    bare = text.strip().strip("[]()").replace(";", ",")
    return [entry.strip() for entry in bare.split(",")] if "," in bare else bare.split()


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _indexed(name: str, i: int) -> str:
    """x[2], and of row 3 of x, called x[3], x[3,2]."""
    return f"{name.removesuffix(']')},{i}]" if name.endswith("]") else f"{name}[{i}]"
