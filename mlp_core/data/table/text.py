"""A table that is written as text: CSV and its relatives, or what a spreadsheet hands over.

The standard library's reader splits lines into cells, one record at a time, so that bounds hold
while there is still more to come, and no record is lost without being counted.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

import pyarrow as pa

from mlp_core.data.table.bounds import Bounds, UnreadableError
from mlp_core.data.table.choices import NO, YES, Choices
from mlp_core.data.table.encoding import codec_of, encoding_doubt, encoding_of, open_text
from mlp_core.data.table.header import has_header, has_units, is_comment, is_title, names_of
from mlp_core.data.table.numbers import evidence
from mlp_core.data.table.raw import Doubt, Raw, Way
from mlp_core.data.table.separator import (
    NAMED_SEPARATOR,
    SAMPLE_LETTERS,
    SAMPLE_RECORDS,
    Dialect,
    dialect_of,
)
from mlp_core.data.table.tally import Columns, Tally
from mlp_core.number_text import count

# A last line that a quotation mark left open swallows: nobody else writes it.
END = "\ue000end\ue000"
# A first line that names the separator is shorter.
LONGEST_NAMING = 100


class OpenQuoteError(Exception):
    """A quotation mark was opened and not closed."""


def read_text(data: bytes, bounds: Bounds, choices: Choices) -> Raw:
    """The cells of a text; ``UnreadableError`` where there are none, or too many."""
    encoding = choices.encoding or encoding_of(data)
    with open_text(data, encoding) as stream:
        sample = stream.read(SAMPLE_LETTERS)
    if not sample.strip():
        raise UnreadableError("The file is empty: there is nothing in it but blanks.")
    dialect, asked = dialect_of(sample, choices.separator)
    doubts = [d for d in (encoding_doubt(data, encoding, choices.encoding), asked) if d]
    try:
        raw = _read(data, encoding, dialect, bounds, choices, doubts)
    except (OpenQuoteError, csv.Error):
        raw = _without_quotes(data, encoding, dialect, bounds, choices, doubts)
    return raw


def _without_quotes(
    data: bytes,
    encoding: str,
    dialect: Dialect,
    bounds: Bounds,
    choices: Choices,
    doubts: list[Doubt],
) -> Raw:
    """The same with quotation marks as letters: one of them would swallow all that follows."""
    try:
        plain = Dialect(dialect.separator, "")
        raw = _read(data, encoding, plain, bounds, choices, doubts)
    except csv.Error as error:
        raise UnreadableError(
            f"A cell has more than {count(csv.field_size_limit())} letters: this is no table."
        ) from error
    problem = "A quotation mark is opened and never closed: all were read as plain letters."
    return replace(raw, problems=(problem, *raw.problems))


def _read(
    data: bytes,
    encoding: str,
    dialect: Dialect,
    bounds: Bounds,
    choices: Choices,
    doubts: Sequence[Doubt],
) -> Raw:
    tally, asked = Tally(), list(doubts)
    with open_text(data, encoding) as stream:
        named = bool(NAMED_SEPARATOR.fullmatch(stream.readline(LONGEST_NAMING)))
    with open_text(data, encoding) as stream:
        records = _records(stream, dialect, tally)
        head = list(islice(records, SAMPLE_RECORDS))
        width, skipped = _width(head, tally)
        bounds.check_shape(0, width)
        head = head[skipped:]
        header = _header(head, width, choices, tally, asked)
        columns = Columns(width, bounds)
        for record in chain(head, records):
            row = record if len(record) == width > 1 else _fitted(record, width, tally)
            if row:
                columns.add(row)
    names, unnamed, twice = names_of(header, width)
    notes = list(tally.notes())
    if header is None:
        notes.insert(0, "The columns have no names in the file.")
    if twice:
        notes.append(f"{twice} of the names came twice and are numbered.")
    seen = evidence(cell.strip() for row in head for cell in row)
    cells = columns.cells() or tuple(pa.array([], pa.string()) for _ in names)
    return Raw(
        names=names,
        cells=cells,
        notes=tuple(notes),
        problems=tuple(tally.problems()),
        doubts=tuple(asked),
        unnamed=unnamed,
        decimal=seen.mark,
        separator=dialect.separator,
        tally=vars(tally),
        way=Way(
            format="text",
            encoding=codec_of(encoding),
            quote=dialect.quote,
            first=skipped + tally.header + tally.units,
            named=named,
        ),
    )


def _records(stream: Iterator[str], dialect: Dialect, tally: Tally) -> Iterator[list[str]]:
    """Records with anything in them, counted; ``OpenQuoteError`` where the last does not end."""
    for record in dialect.read(_lines_of(stream, tally)):
        if record and END in record[-1]:
            if record != [END]:
                raise OpenQuoteError
            return
        tally.records += 1
        if any(record):
            yield record
        else:
            tally.blank += 1


def _lines_of(stream: Iterator[str], tally: Tally) -> Iterator[str]:
    for number, line in enumerate(stream):
        if number == 0 and NAMED_SEPARATOR.fullmatch(line):
            continue
        tally.unknown_letters += "\ufffd" in line
        yield line
    yield END


def _width(head: Sequence[Sequence[str]], tally: Tally) -> tuple[int, int]:
    """How many columns there are, and how many of the first records stand above the table."""
    if not head:
        raise UnreadableError(
            "The file is empty: there is nothing in it but blanks and separators."
        )
    times = Counter(map(len, head))
    width = max(times, key=lambda n: (times[n], n))
    skipped = 0
    for record in head:
        if is_comment(record, width):
            tally.comments += 1
        elif is_title(record, width):
            tally.titles += 1
        else:
            break
        skipped += 1
    if skipped == len(head):
        raise UnreadableError("The file has no table: only remarks or headings.")
    ends = all(not r[-1].strip() for r in head[skipped + 1 :] if len(r) == width)
    if len(head[skipped]) == width - 1 and ends and width > 1 and len(head) > skipped + 1:
        width -= 1
    return width, skipped


def _header(
    head: list[list[str]], width: int, choices: Choices, tally: Tally, doubts: list[Doubt]
) -> list[str] | None:
    """The names, if there are any; they and their units are taken off ``head``."""
    first = head[0] if len(head[0]) != width - 1 else ["", *head[0]]
    found, sure = has_header(first, head[1:])
    if choices.header or not sure:
        doubts.append(
            Doubt(
                f"The first line {'names' if found else 'does not name'} the columns.",
                "header",
                {"the first line has the names": YES, "the first line is a row": NO},
                choices.header or (YES if found else NO),
            )
        )
    if choices.header == NO or not (found or choices.header):
        return None
    tally.header = 1
    del head[0]
    if head and (choices.units != NO) and (choices.units or has_units(head[0], head[1:])):
        doubts.append(
            Doubt(
                "The line below the names says what the columns are counted in.",
                "units",
                {"leave it out": YES, "it is a row": NO},
                YES,
            )
        )
        tally.units = 1
        del head[0]
    return first[:width]


def _fitted(record: list[str], width: int, tally: Tally) -> list[str] | None:
    """A record of another length as a row; None where it is none."""
    if is_comment(record, width):
        tally.comments += 1
        return None
    if len(record) == width:
        return record
    if len(record) < width:
        tally.short += 1
        return [*record, *[""] * (width - len(record))]
    if any(cell.strip() for cell in record[width:]):
        tally.long += 1
        return None
    tally.trailing += 1
    return record[:width]
