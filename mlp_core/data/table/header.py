"""The first lines of a text: what stands above a table, the names of its columns, their units."""

from collections import Counter
from collections.abc import Sequence

from mlp_core.data.table.dates import YEAR_FIRST, YEAR_LAST
from mlp_core.data.table.missing import MARKERS
from mlp_core.data.table.numbers import plain_number
from mlp_core.quoting import one_line

Record = Sequence[str]
# A column is one of numbers where so many of its cells are; a few may be missing or mistaken.
NUMBERS = 0.8
# Fewer numbers in a row may be values that happen to follow each other.
SHORTEST_RUN = 3
COMMENT = "#"


def is_comment(record: Record, width: int) -> bool:
    """Whether a record is a remark; one that has all cells begins with a # by chance."""
    return record[0].startswith(COMMENT) and (len(record) != width or width == 1)


def is_title(record: Record, width: int) -> bool:
    """Whether a record above the table is a heading of it: one text alone, where there is more.

    scikit-learn's own files begin with how many rows and features there are, and the classes.
    """
    filled = [cell for cell in record if cell.strip()]
    if len(filled) > 2 and filled[0].isdigit() and filled[1] == str(width - 1):
        return not any(map(plain_number, filled[2:]))
    alone = len(filled) == 1 and width > 1 and (len(record) < width or width > 2)
    return alone and not plain_number(filled[0].strip())


def has_header(first: Record, body: Sequence[Record]) -> tuple[bool, bool]:
    """Whether ``first`` names the columns of the records below it, and whether that is sure.

    A column of numbers under a text speaks for it, a number above numbers against it. Where these
    do not tell, a text that comes again below is no name.
    """
    cells = [cell.strip() for cell in first]
    if not any(cells):
        return False, True
    if not body:
        return not any(map(_is_value, cells)), True
    in_run = _run(cells, body)
    votes: Counter[bool] = Counter()
    again = False
    for k, cell in enumerate(cells):
        below = [r[k].strip() for r in body if k < len(r) and r[k].strip().lower() not in MARKERS]
        if not below or cell.lower() in MARKERS:
            continue
        if k in in_run:
            votes[True] += 1
        elif sum(map(_is_value, below)) >= NUMBERS * len(below):
            votes[not _is_value(cell)] += 1
        else:
            again = again or cell in below or _is_value(cell)
    if votes[True] != votes[False]:
        return votes[True] > votes[False], len(votes) == 1
    named = [cell for cell in cells if cell]
    return not again and len(set(named)) == len(named) and not votes, again


def has_units(first: Record, body: Sequence[Record]) -> bool:
    """Whether ``first``, right below the names, says what the columns of numbers are counted in."""
    numeric = []
    for k, cell in enumerate(first):
        below = [r[k].strip() for r in body if k < len(r) and r[k].strip().lower() not in MARKERS]
        if below and sum(map(_is_value, below)) >= NUMBERS * len(below):
            numeric.append(cell.strip())
        elif cell.strip() in below:
            return False
    units = [cell for cell in numeric if cell.lower() not in MARKERS or cell in ("-", "")]
    return (
        len(units) == len(numeric) > 0
        and any(cell not in ("", "-") for cell in units)
        and not any(map(_is_value, units))
        and len(body) > 1
        and (len(numeric) > 1 or units[0][0] in "[(")
    )


def names_of(header: Record | None, width: int) -> tuple[tuple[str, ...], frozenset[str], int]:
    """The names of the columns, those of them that are made up, and how many came twice.

    A name that comes again has its number behind it: size, size (2).
    """
    given = [one_line(cell) for cell in header or []]
    given += [""] * (width - len(given))
    names: dict[str, None] = {}
    unnamed, twice = set(), 0
    taken = set(given)
    # Where to look on for a number that is free: 20,000 columns may all have one name.
    numbers: dict[str, int] = {}
    for k, name in enumerate(given, start=1):
        unique = name or _free(f"column {k}", taken, numbers)
        if unique in names:
            unique = _free(name, taken, numbers)
            twice += 1
        taken.add(unique)
        names[unique] = None
        if not name:
            unnamed.add(unique)
    return tuple(names), frozenset(unnamed), twice


def _free(name: str, taken: set[str], numbers: dict[str, int]) -> str:
    """``name``, or with the first number behind it that is free; ``numbers`` are the last ones."""
    free = name
    while free in taken:
        numbers[name] = numbers.get(name, 1) + 1
        free = f"{name} ({numbers[name]})"
    return free


def _is_value(cell: str) -> bool:
    """Whether a cell is a number or a date: those are seldom names."""
    return plain_number(cell) or any(p.fullmatch(cell) for p in (YEAR_FIRST, YEAR_LAST))


def _run(cells: Sequence[str], body: Sequence[Record]) -> set[int]:
    """Places of whole numbers one after another: years, or columns that were only counted.

    Above nothing but whole numbers they may be values themselves.
    """
    places = [k for k, cell in enumerate(cells) if cell.isascii() and cell.isdigit()]
    numbers = [int(cells[k][:18]) for k in places]
    counted = list(range(numbers[0], numbers[0] + len(numbers))) if numbers else []
    if len(numbers) < SHORTEST_RUN or numbers != counted:
        return set()
    if all(cell.strip().isdigit() for record in body for cell in record):
        return set()
    return set(places)
