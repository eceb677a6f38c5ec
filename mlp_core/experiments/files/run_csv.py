"""Runs as a CSV table: a row an epoch with all that is known of its run, or a row a run.

Floats are written so that they read back the same.
"""

import csv
import dataclasses
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mlp_core.config import CONFIG_FIELDS
from mlp_core.epoch_scores import SCORE_FIELDS, EpochScores
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.table import CAUSES, RESULTS, Row
from mlp_core.layer_sizes import write_sizes
from mlp_core.score_kinds import kind_of_run

# A spreadsheet takes a cell that begins so for a formula, and a run may come from a stranger.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SCORES = [field.name for field in SCORE_FIELDS]
RUN_COLUMNS = [
    field.name for field in dataclasses.fields(Run) if field.name not in ("config", "scores")
]
# What the columns called accuracy hold: that, or R².
SCORED_BY = "scored_by"
# "epochs" of the run are those planned by now, of the configuration those planned at first.
ROW_COLUMNS = [
    "id",
    "name",
    "state",
    SCORED_BY,
    *RESULTS,
    *CAUSES,
    "started",
    "starred",
    "tags",
    "note",
]
COLUMNS = [*SCORES, SCORED_BY, *RUN_COLUMNS, *(f"config_{name}" for name in CONFIG_FIELDS)]


def runs_to_csv(runs: Iterable[Run]) -> str:
    """The table with its header; a run without epochs has one row, with empty scores.

    Units are joined by dashes, tags and pauses by commas, versions by semicolons. Texts that a
    spreadsheet would take for a formula get an apostrophe in front.
    """
    return _table(COLUMNS, itertools.chain.from_iterable(map(_run_lines, runs)))


def rows_to_csv(rows: Sequence[Row]) -> str:
    """Rows of ``runs.table`` as text: a line a run, with its figures and what it did.

    Rates are as 0.01 from 5, lists joined by commas; texts are harmless as above.
    """
    return _table(ROW_COLUMNS, ([_cell(name, row[name]) for name in ROW_COLUMNS] for row in rows))


def _table(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows(lines)
    return table.getvalue()


def _cell(name: str, value: Any) -> object:
    """A value as one cell, in which no spreadsheet sees a formula."""
    joined = _joined(name, value)
    is_formula = isinstance(joined, str) and joined.startswith(FORMULA_STARTS)
    return f"'{joined}" if is_formula else joined


def _joined(name: str, value: Any) -> object:
    if name == SCORED_BY:
        return value.name
    if name == "rate_changes":
        return ", ".join(f"{rate!r} from {epoch}" for epoch, rate in value)
    if name == "versions":
        return "; ".join(f"{package} {version}" for package, version in value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _run_lines(run: Run) -> Iterator[list[object]]:
    """A line an epoch, or one without scores."""
    record: dict[str, Any] = {SCORED_BY: kind_of_run(run.config)}
    record |= {name: getattr(run, name) for name in RUN_COLUMNS}
    record |= {"versions": run.versions.items()}
    config = {name: getattr(run.config, name) for name in CONFIG_FIELDS}
    config |= {"units": write_sizes(run.config.units)}
    of_run = [_cell(name, value) for name, value in (*record.items(), *config.items())]
    for score in run.scores or (None,):
        yield [*_score_cells(score), *of_run]


def _score_cells(score: EpochScores | None) -> list[object]:
    return [None if score is None else getattr(score, name) for name in SCORES]
