"""Runs as one CSV table: a row an epoch, and in every row all that is known of its run.

Floats are written so that they read back the same.
"""

import csv
import dataclasses
import io
from collections.abc import Iterable

from mlp_core.config_json import CONFIG_FIELDS
from mlp_core.epoch_metrics import SCORE_FIELDS, EpochScores
from mlp_core.experiments.run import Run

# A spreadsheet takes a cell that begins so for a formula, and a run may come from a stranger.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SCORES = [field.name for field in SCORE_FIELDS]
RUN_COLUMNS = [
    field.name for field in dataclasses.fields(Run) if field.name not in ("config", "scores")
]
# "epochs" of the run are those planned by now, of the configuration those planned at first.
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
