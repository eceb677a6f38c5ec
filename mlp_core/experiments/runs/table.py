"""A list of runs as rows of plain values: searched, filtered, sorted, and told apart."""

import math
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mlp_core.config import CONFIG_FIELDS, neutral_values
from mlp_core.experiments.runs.course import COURSE_FIELDS
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.layer_sizes import write_sizes
from mlp_core.score_kinds import ScoreKind, kind_of_run

# A run's figures by their columns; None before the first epoch.
RESULTS = (
    "test_accuracy",
    "best_test_accuracy",
    "train_accuracy",
    "test_loss",
    "train_loss",
    "total_loss",
    "epochs_done",
    "seconds",
)
# What can make a difference between two runs: their configurations, and what they did.
CAUSES = (*CONFIG_FIELDS, *COURSE_FIELDS)
Row = dict[str, Any]
# The least and the most that a column may hold, both included; None where it does not matter.
Range = tuple[float | None, float | None]
ANY: Range = (None, None)
NO_RANGE: Range = (math.inf, -math.inf)


def run_row(summary: RunSummary) -> Row:
    """A run by column: what is the person's, the figures of RESULTS, and CAUSES.

    ``units`` is a text such as 64-50-10. Losses and accuracies are those of the epoch whose
    parameters the run has come to, but for ``best_test_accuracy``; they are R² where ``scored_by``,
    a ``ScoreKind``, says so. ``searched`` is what ``find_rows`` looks for words in. It is made once
    a summary, and not to be changed.
    """
    made = vars(summary)
    if "row" not in made:  # beside the fields, as a cached property keeps its value
        made["row"] = _made_row(summary)
    row: Row = made["row"]
    return row


def _made_row(summary: RunSummary) -> Row:
    run, last, course = summary.run, summary.last, summary.course
    row: Row = {
        "id": run.id,
        "starred": run.starred,
        "name": run.name,
        "state": run.state,
        "tags": run.tags,
        "note": run.note,
        "group": run.group,
        "started": run.started,
        "scored_by": kind_of_run(run.config),
        **{name: getattr(course, name) for name in COURSE_FIELDS},
        **{name: getattr(run.config, name) for name in CONFIG_FIELDS},
        "units": write_sizes(run.config.units),
        **{name: getattr(summary.result, name, None) for name in RESULTS},
    }
    row["epochs_done"], row["seconds"] = (last.epoch, last.seconds) if last else (0, None)
    row["best_test_accuracy"] = None if summary.best is None else summary.best.test_accuracy
    row["searched"] = " ".join(
        [*run.tags, *(str(row[column]) for column in ("name", "note", "state", *CONFIG_FIELDS))]
    ).casefold()
    return row


def told_settings(rows: Iterable[Row]) -> list[str]:
    """The settings that every run has had, and of those that came later what any of these sets."""
    rows, neutral = list(rows), neutral_values()
    return [
        name
        for name in CONFIG_FIELDS
        if name not in neutral or any(row[name] != neutral[name] for row in rows)
    ]


def find_rows(
    rows: Iterable[Row],
    text: str = "",
    only: Mapping[str, Collection[Any]] | None = None,
    starred: bool = False,
    between: Mapping[str, Range] | None = None,
    scores: Mapping[ScoreKind, Range] | None = None,
) -> list[Row]:
    """The rows that have every word of ``text`` and, in each column of ``only``, one of its values.

    Words are looked for in name, note, tags, state and configuration, whatever their case. A
    column of ``only`` that accepts nothing is not looked at; of tags one is enough. In each
    column of ``between`` a row has a value of that range; one without a value is in none. Where
    ``scores`` asks for any range, the test score of a row is in the one for what it is scored by.
    """
    words = text.casefold().split()
    accepted = {column: set(values) for column, values in (only or {}).items() if values}
    ranges = {column: ends for column, ends in (between or {}).items() if ends != ANY}
    asked = {kind: ends for kind, ends in (scores or {}).items() if ends != ANY}
    return [
        row
        for row in rows
        if (row["starred"] or not starred)
        and all(_has(row[column], values) for column, values in accepted.items())
        and all(_is_within(row[column], ends) for column, ends in ranges.items())
        and (not asked or _is_within(row["test_accuracy"], asked.get(row["scored_by"], NO_RANGE)))
        and all(word in row["searched"] for word in words)
    ]


def sample_rows(rows: Sequence[Row], most: int) -> list[Row]:
    """At most ``most`` of the rows, each as likely as any other, in their order.

    Which ones depends on their ids alone: the sample stays as the rows are sorted otherwise,
    and changes little as some are added.
    """
    if len(rows) <= most:
        return list(rows)
    drawn = sorted(range(len(rows)), key=lambda i: zlib.crc32(rows[i]["id"].encode()))[:most]
    return [rows[i] for i in sorted(drawn)]


def sort_rows(rows: Iterable[Row], column: str, descending: bool = False) -> list[Row]:
    """The rows by one column, those without a value last; equal ones stay in their order."""
    rows = list(rows)
    known = [row for row in rows if row[column] is not None]
    known.sort(key=lambda row: row[column], reverse=descending)
    return known + [row for row in rows if row[column] is None]


def differing_columns(rows: Sequence[Row], columns: Iterable[str] = CONFIG_FIELDS) -> list[str]:
    """The columns in which the rows do not all have one value."""
    return [column for column in columns if len({row[column] for row in rows}) > 1]


def _has(value: Any, accepted: set[Any]) -> bool:
    if isinstance(value, tuple):
        return not accepted.isdisjoint(value)
    return value in accepted


def _is_within(value: float | None, ends: Range) -> bool:
    low, high = ends
    return value is not None and (
        (-math.inf if low is None else low) <= value <= (math.inf if high is None else high)
    )
