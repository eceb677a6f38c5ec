"""What stands between the cells of a text, and around those that have it in them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mlp_core.data.table.dates import NAMED, YEAR_FIRST, YEAR_LAST
from mlp_core.data.table.missing import MARKERS
from mlp_core.data.table.numbers import plain_number
from mlp_core.data.table.raw import Doubt

SEPARATORS = {
    "\t": "a tab",
    ";": "a semicolon",
    ",": "a comma",
    "|": "a bar",
    " ": "blanks",
}
# So many records of the beginning are looked at, and no more letters of it than that.
SAMPLE_RECORDS = 200
SAMPLE_LETTERS = 200_000
# Excel's own way to name it, in a first line.
NAMED_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
# Blanks are what separates only where little else can be meant.
FEWEST_NUMBERS = 0.5
# A second separator that does nearly as well is worth a question.
CLOSE = 0.85


@dataclass(frozen=True)
class Dialect:
    """How records are written: what separates cells, and what stands around them, if anything."""

    separator: str
    quote: str = '"'

    def read(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """Records of such lines, cell by cell; ``csv.Error`` where a cell is too long."""
        return csv.reader(
            lines,
            delimiter=self.separator,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            skipinitialspace=True,
        )


def dialect_of(sample: str, chosen: str = "") -> tuple[Dialect, Doubt | None]:
    """How the text that begins with ``sample`` is written, and the question if it is not clear."""
    quote = _quote(sample)
    named = NAMED_SEPARATOR.match(sample)
    if chosen or (named and named[1] in SEPARATORS):
        return Dialect(chosen or (named[1] if named else ""), quote), None
    scores = {mark: _score(sample, Dialect(mark, quote)) for mark in SEPARATORS}
    best = max(scores, key=lambda mark: scores[mark])
    if not scores[best]:
        return Dialect(",", quote), None
    rivals = [m for m in scores if m not in (best, " ") and scores[m] > CLOSE * scores[best]]
    if not rivals:
        return Dialect(best, quote), None
    return Dialect(best, quote), Doubt(
        f"Cells are separated by {SEPARATORS[best]}; {SEPARATORS[rivals[0]]} would fit, too.",
        "separator",
        {name: mark for mark, name in SEPARATORS.items()},
        best,
    )


def _quote(sample: str) -> str:
    """What stands around cells: double quotes, unless only single ones do."""
    single = re.findall(r"(?:^|[,;\t|]) *'[^'\n]*'(?= *(?:[,;\t|]|$))", sample, re.MULTILINE)
    return "'" if len(single) > 1 and '"' not in sample else '"'


def records_of(sample: str, dialect: Dialect) -> list[list[str]]:
    """The first records of a text that have anything in them, comments left out."""
    lines = (line for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", sample) if line)
    try:
        found = list(islice(dialect.read(lines), SAMPLE_RECORDS))
    except csv.Error:
        return []
    return [r for r in found if any(r) and not r[0].startswith("#")]


def _score(sample: str, dialect: Dialect) -> float:
    """How well records fall into columns by a separator: 0 where they do not."""
    records = records_of(sample, dialect)
    if dialect.separator == " ":
        records = [r[:-1] if r[-1] == "" else r for r in records]
    if not records:
        return 0.0
    width, times = Counter(map(len, records)).most_common(1)[0]
    if width < 2:
        # A few lines of one cell may stand above a table; if most are such, it is none.
        return 0.0
    # A first line may lack the name of the names of rows.
    alike = max(times, sum(len(r) == width for r in records[1:]) + 1) / len(records)
    cells = [cell.strip() for r in records if len(r) == width for cell in r]
    others = [mark for mark in SEPARATORS if mark not in (dialect.separator, " ")]
    share = sum(_whole(cell, others) for cell in cells) / len(cells)
    if dialect.separator == " ":
        numbers = sum(map(plain_number, cells)) / len(cells)
        return 0.5 * alike * share if numbers >= FEWEST_NUMBERS and alike > 0.9 else 0.0
    return alike * share * (1.0 + min(width, 50) / 1000)


def _whole(cell: str, others: Sequence[str]) -> bool:
    """Whether a cell is one thing: a number, a date, or a text without another separator."""
    if not any(mark in cell for mark in others) or cell.lower() in MARKERS or plain_number(cell):
        return True
    return len(cell) <= 40 and any(p.fullmatch(cell) for p in (YEAR_FIRST, YEAR_LAST, NAMED))
