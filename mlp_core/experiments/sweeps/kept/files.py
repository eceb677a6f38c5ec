"""A sweep as a file: a line that says what it is, and a line a result, as JSON.

Such a file is written while the sweep runs: what was killed in mid-line has a torn last line, and
all before it is whole. A later line may say the sweep anew, wider: results after it are told by
what differs from its base. A definition alone may have its JSON over many lines.
"""

import io
import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO, NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.sweeps.kept.possible import check_possible
from mlp_core.experiments.sweeps.kept.record import MOST_BYTES, document, sweep_of
from mlp_core.experiments.sweeps.kept.result_record import result_from_dict, result_to_dict
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result

# A result of the most epochs that there may be takes less.
MOST_OF_A_LINE = 4_000_000
# Of a file that somebody hands to a page: reading it takes some seconds.
MOST_OF_A_FILE, MOST_LINES = 100_000_000, 100_000
# Of a file with more of these nobody means the rest.
MOST_BAD = 100
# Each widened the one before.
MOST_SWEEPS = 50


class SweepFile(NamedTuple):
    """What a file holds; of each configuration the last result, in the order of the first.

    ``notes`` are sentences on what of it could not be read. ``n_whole`` is how many of its bytes
    are whole lines, after which more may be written; 0 of a definition over many lines.
    """

    sweep: Sweep
    results: tuple[Result, ...]
    notes: tuple[str, ...]
    n_whole: int


def definition_to_file(sweep: Sweep) -> str:
    """The definition alone, for a person to read and edit."""
    return json.dumps(document(sweep), indent=2, ensure_ascii=False) + "\n"


def sweep_to_file(sweep: Sweep, results: Iterable[Result]) -> Iterator[str]:
    """The lines of a file, each with its end."""
    yield sweep_line(sweep)
    for result in results:
        yield result_line(result, sweep.base)


def sweep_line(sweep: Sweep) -> str:
    """The line before the results of ``sweep``."""
    return _line(document(sweep))


def result_line(result: Result, base: TrainConfig) -> str:
    """The line of a result; ``base`` is that of the sweep said last before it."""
    return _line(result_to_dict(result, base))


def sweep_from_file(data: bytes) -> SweepFile:
    """What is in the bytes of a file, of whoever sent it.

    Raises ``ValueError`` with the reason where it is no file of a sweep, or too large for a page.
    """
    if len(data) > MOST_OF_A_FILE:
        raise ValueError(
            f"a file of a sweep has at most {MOST_OF_A_FILE:,} bytes here; got {len(data):,}"
        )
    return read_stream(io.BytesIO(data), MOST_LINES)


def read_stream(stream: IO[bytes], most: int | None = None) -> SweepFile:
    """The same of an open file, however large; of at most so many lines where that is said."""
    first = stream.readline(MOST_OF_A_LINE)
    try:
        record = parse_json(first)
    except ValueError:
        return _definition_alone(first, stream)
    reader = _Reader(sweep_of(record, "the file"), len(first))
    for number, line in enumerate(iter(partial(stream.readline, MOST_OF_A_LINE), b""), start=2):
        if most is not None and number > most:
            raise ValueError(f"a file of a sweep has at most {most:,} lines here; this has more")
        reader.take(number, line)
    check_possible(reader.sweep)
    return SweepFile(reader.sweep, tuple(reader.found.values()), reader.notes, reader.n_whole)


def _definition_alone(first: bytes, stream: IO[bytes]) -> SweepFile:
    text = first + stream.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ValueError(
            "the first line of the file is no sweep, and all of it is too much for one"
        )
    return SweepFile(check_possible(sweep_of(parse_json(text), "the file")), (), (), 0)


class _Reader:
    """Takes the lines after the first."""

    def __init__(self, sweep: Sweep, n_bytes: int) -> None:
        self.sweep, self.n_whole = sweep, n_bytes
        self.found: dict[TrainConfig, Result] = {}
        self._n_sweeps = 1
        self._bad: list[tuple[int, str]] = []
        self._is_torn = False

    @property
    def notes(self) -> tuple[str, ...]:
        found = []
        if self._bad:
            n = len(self._bad)
            some = "1 line cannot be read and is" if n == 1 else f"{n} lines cannot be read and are"
            number, why = self._bad[0]
            found.append(f"{some} left out. Line {number}: {why}.")
        if self._is_torn:
            found.append(
                "The last line is torn, as that of a program which was killed while it wrote. All "
                "before it is here."
            )
        return tuple(found)

    def take(self, number: int, line: bytes) -> None:
        """The next line, with its end where that is there."""
        try:
            self._read(line)
        except ValueError as error:
            if not line.endswith(b"\n") and len(line) < MOST_OF_A_LINE:
                self._is_torn = True
                return
            self._bad.append((number, str(error)))
            if len(self._bad) > MOST_BAD:
                raise ValueError(
                    f"this is no file of a sweep: more than {MOST_BAD} of its lines cannot be "
                    f"read. Line {self._bad[0][0]}: {self._bad[0][1]}"
                ) from None
        self.n_whole += len(line)

    def _read(self, line: bytes) -> None:
        record = parse_json(line, "the line")
        if isinstance(record, dict) and "sweep" in record:
            self._n_sweeps += 1
            if self._n_sweeps > MOST_SWEEPS:
                raise ValueError(f"a file says its sweep at most {MOST_SWEEPS} times")
            self.sweep = sweep_of(record, "the line")
            return
        result = result_from_dict(record, self.sweep.base)
        self.found[result.config] = result


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
