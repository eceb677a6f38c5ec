"""x and y as rows: one observation as a vector, several as a matrix."""

from typing import TypeAlias

from mlp_core.quoting import quoted
from mlp_core.teaching.given.arrays import Rows, count, rows_of, turned
from mlp_core.teaching.given.lists import Listed, Said
from mlp_core.teaching.given.parts import Part
from mlp_core.teaching.given.source import Source

Row: TypeAlias = tuple[float, ...]
Given: TypeAlias = Row | tuple[Row, ...]


def joined(parts: list[Part]) -> Part | None:
    """One array of what was said of x, or of y: x1, x2, … are its numbers, or its rows."""
    if len(parts) < 2:
        return parts[0] if parts else None
    first = parts[0].said
    return Part(Said(first.name, Listed([part.value for part in parts], first.at), first.at), ())


def likely_lengths(source: Source, part: Part | None) -> list[int]:
    """How many numbers a row may have, the likeliest first."""
    if part is None:
        return []
    rows = rows_of(source, part.said, part.value)
    across, down = len(rows[0]), len(rows)
    lengths = [across] if part.depth == 2 and across > 1 else [down if part.depth == 2 else across]
    return [*dict.fromkeys([*lengths, across, 1 if part.depth < 2 else down])]


def rows_of_length(source: Source, part: Part, n: int | None, unit: str) -> Rows:
    """``part`` as rows of ``n`` numbers each; ``TextError`` where it cannot be.

    ``unit`` says what the network has ``n`` of. Without ``n``, as it was written.
    """
    rows = rows_of(source, part.said, part.value)
    if n is None or len(rows[0]) == n:
        return rows
    if len(rows) == n:
        # A column, or a number a row; or rows that are features.
        return turned(rows)
    written = count(len(rows[0]), "number") if len(rows) == 1 else f"rows of {len(rows[0])}"
    message = f"{quoted(part.said.name)} has {written}, and the network has {count(n, unit)}."
    raise source.error(message, part.said.at)


def class_rows(part: Part, n_out: int, n_rows: int) -> Rows | None:
    """Targets of classes that are given by their numbers, from 0; None where they are not."""
    value = part.value if isinstance(part.value, Listed) else [part.value]
    if part.depth > 1 or n_out < 2 or len(value) != n_rows:
        return None
    if not all(isinstance(c, float) and c in range(n_out) for c in value):
        return None
    return [[float(c == k) for k in range(n_out)] for c in value]


def plain_rows(rows: Rows) -> Given:
    """Nested tuples; a single row is a vector."""
    return tuple(rows[0]) if len(rows) == 1 else tuple(map(tuple, rows))
