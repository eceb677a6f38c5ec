"""A sweep from a shell: ``python -m mlp_core.experiments.sweeps sweep.json``."""

import argparse
import dataclasses
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from mlp_core.config import QUESTION_2
from mlp_core.data.source import NO_TABLES, Tables
from mlp_core.data.table.opened import Opened
from mlp_core.data.table.reading import read_table
from mlp_core.experiments.runs.storage.database import meaning
from mlp_core.experiments.sweeps.executors import PROCESSES, THREADS
from mlp_core.experiments.sweeps.kept.files import SweepFile, definition_to_file, read_stream
from mlp_core.experiments.sweeps.kept.progress import plain
from mlp_core.experiments.sweeps.kept.shell import sweep_in_shell
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep

COMMAND = "python -m mlp_core.experiments.sweeps"
LINES, ENDING = ".jsonl", ".results.jsonl"
# What the process returns for a command or a definition that is none.
WRONG = 2
EXAMPLE = Sweep(
    dataclasses.replace(QUESTION_2, epochs=10, split={"validation_size": 0.2}),
    (
        Axis("learning_rate", Ranged(0.0001, 0.1, 7, "log")),
        Axis("units", Listed(((64, 10), (64, 20, 10), (64, 50, 10)))),
    ),
)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command of these words; what the process returns."""
    words = sys.argv[1:] if words is None else words
    asked = _parser().parse_args(words)
    if asked.example:
        sys.stdout.write(definition_to_file(EXAMPLE))
        return 0
    try:
        if asked.definition is None:
            raise ValueError("name the file of a sweep; --example prints one to begin with")
        sweep = _read(asked.definition).sweep
        ended = sweep_in_shell(
            sweep,
            asked.results or _results_of(asked.definition),
            asked.dask or (PROCESSES if asked.processes else THREADS),
            _tables(asked.data),
            sys.stderr,
            f"{COMMAND} {shlex.join(words)}",
        )
    except ValueError as error:
        sys.stderr.write(plain(f"{str(error).rstrip('.')}."))
        return WRONG
    for sentence in ended.sentences:
        (sys.stderr if ended.status else sys.stdout).write(plain(sentence))
    return ended.status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description="Trains a sweep, and appends its results to a file as they end. The same "
        "command goes on with what was interrupted or killed: nothing is trained twice. The page "
        "Sweep opens the file.",
        epilog="Returns 0 where all runs have ended, 3 where some could not be trained, 1 where "
        "the sweep could not go on, 2 for a command or a definition that is none.",
    )
    parser.add_argument("definition", nargs="?", type=Path, help="the sweep, as JSON")
    parser.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help=f"where results are appended; by default beside the definition, as *{ENDING}",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--processes", action="store_true", help="train in processes, not threads")
    where.add_argument(
        "--dask", metavar="ADDRESS", help="train on a Dask cluster, such as tcp://127.0.0.1:8786"
    )
    parser.add_argument(
        "--data", type=Path, metavar="FILE", help="the table of your own that the sweep is on"
    )
    parser.add_argument("--example", action="store_true", help="print a definition to begin with")
    return parser


def _read(path: Path) -> SweepFile:
    try:
        with path.open("rb") as stream:
            return read_stream(stream)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {meaning(error)}") from None
    except ValueError as error:
        raise ValueError(f"{path} is no sweep: {error}") from None


def _results_of(definition: Path) -> Path:
    """A file of results is gone on with itself."""
    if definition.suffix == LINES:
        return definition
    return definition.with_name(definition.stem + ENDING)


def _tables(path: Path | None) -> Tables:
    if path is None:
        return NO_TABLES
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {meaning(error)}") from None
    table = read_table(data, path.name)
    return {table.sha256: Opened(table, data)}


if __name__ == "__main__":
    sys.exit(main())
