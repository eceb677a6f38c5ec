"""Numbers of a text as rows of one length, checked; whatever is wrong is told at its place."""

from mlp_core.quoting import quoted
from mlp_core.teaching.given.lists import Listed, Said, Value, Word
from mlp_core.teaching.given.source import Source

Rows = list[list[float]]


def depth_of(value: Value) -> int:
    """0 for a number, 1 for a vector, 2 for a matrix, 3 for several."""
    return 1 + (depth_of(value[0]) if value else 0) if isinstance(value, Listed) else 0


def check_numbers(source: Source, said: Said, value: Value | None = None) -> None:
    """Raise ``TextError`` unless all that ``said`` holds is numbers, and each row has some."""
    value = said.value if value is None else value
    if isinstance(value, Listed):
        if not value:
            raise source.error("This list has no numbers in it.", value.at)
        depths = [depth_of(inner) for inner in value]
        for inner, depth in zip(value, depths, strict=True):
            if depth != depths[0]:
                at = inner.at if isinstance(inner, Listed | Word) else value.at
                raise source.error(f"In {_name(said)}, numbers and lists are mixed here.", at)
            check_numbers(source, said, inner)
    elif not isinstance(value, float):
        at = value.at if isinstance(value, Word) else said.at
        written = quoted(value) if isinstance(value, str) else "this"
        raise source.error(f"In {_name(said)}, {written} is not a number.", at)


def rows_of(source: Source, said: Said, value: Value) -> Rows:
    """A matrix as lists; a vector or a number is one row. ``TextError`` where rows differ."""
    if not isinstance(value, Listed):
        return [[value]] if isinstance(value, float) else []
    if depth_of(value) == 1:
        return [[number for number in value if isinstance(number, float)]]
    if depth_of(value) > 2:
        raise source.error(f"{_name(said)} has lists within lists within lists.", value.at)
    rows: Rows = []
    for row in value:
        numbers = [n for n in row if isinstance(n, float)] if isinstance(row, Listed) else []
        if rows and len(numbers) != len(rows[0]) and isinstance(row, Listed):
            message = (
                f"Row {len(rows) + 1} of {_name(said)} has {count(len(numbers), 'number')}, "
                f"and row 1 has {len(rows[0])}."
            )
            raise source.error(message, row.at)
        rows.append(numbers)
    return rows


def turned(rows: Rows) -> Rows:
    return [[*column] for column in zip(*rows, strict=True)]


def count(n: int, one: str, many: str = "") -> str:
    """1 unit, 2 units; ``many`` where it is not ``one`` with an s."""
    return f"1 {one}" if n == 1 else f"{n} {many or one + 's'}"


def _name(said: Said) -> str:
    return quoted(said.name) if said.name else "this"
