"""Runs as a CSV table: a row an epoch with all that is known of its run, or a row a run.

Floats are written so that they read back the same.
"""

import csv
import dataclasses
import io
from collections.abc import Iterable, Sequence
from typing import Any

from mlp_core.config_json import CONFIG_FIELDS
from mlp_core.epoch_metrics import SCORE_FIELDS, EpochScores
from mlp_core.experiments.run import Run
from mlp_core.experiments.run_list import RESULTS, SETTINGS, Row

# A spreadsheet takes a cell that begins so for a formula, and a run may come from a stranger.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SCORES = [field.name for field in SCORE_FIELDS]
RUN_COLUMNS = [
    field.name for field in dataclasses.fields(Run) if field.name not in ("config", "scores")
]
# "epochs" of the run are those planned by now, of the configuration those planned at first.
ROW_COLUMNS = ["id", "name", "state", *RESULTS, *SETTINGS, "started", "starred", "tags", "note"]
COLUMNS = [*SCORES, *RUN_COLUMNS, *(f"config_{name}" for name in CONFIG_FIELDS)]


def runs_to_csv(runs: Iterable[Run]) -> str:
    """The table with its header; a run without epochs has one row, with empty scores.

    Units are joined by dashes, tags and pauses by commas, versions by semicolons. Texts that a
    spreadsheet would take for a formula get an apostrophe in front.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for run in runs:
        of_run = _run_cells(run)
        for score in run.scores or (None,):
            writer.writerow([*_score_cells(score), *of_run])
    return table.getvalue()


def rows_to_csv(rows: Sequence[Row]) -> str:
    """Rows of ``run_list`` as a table: a line a run, with its figures and what it did.

    Rates are as 0.01 from 5, lists joined by commas; texts are harmless as above.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(ROW_COLUMNS)
    for row in rows:
        writer.writerow([_harmless(_joined(name, row[name])) for name in ROW_COLUMNS])
    return table.getvalue()


def _joined(name: str, value: Any) -> object:
    """A value of a row as one cell."""
    if name == "rate_changes":
        return ", ".join(f"{rate!r} from {epoch}" for epoch, rate in value)
    if name == "versions":
        return "; ".join(f"{package} {version}" for package, version in value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _score_cells(score: EpochScores | None) -> list[object]:
    return [None if score is None else getattr(score, name) for name in SCORES]


def _run_cells(run: Run) -> list[object]:
    record = {name: getattr(run, name) for name in RUN_COLUMNS}
    record["tags"] = ", ".join(run.tags)
    record["pauses"] = ", ".join(map(str, run.pauses))
    record["versions"] = "; ".join(f"{name} {version}" for name, version in run.versions.items())
    config = {name: getattr(run.config, name) for name in CONFIG_FIELDS}
    config["units"] = "-".join(map(str, run.config.units))
    return [_harmless(value) for value in (*record.values(), *config.values())]


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
