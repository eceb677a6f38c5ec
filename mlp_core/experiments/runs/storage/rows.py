"""Runs and epochs as rows of the tables, and back."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from mlp_core.config import TrainConfig, config_to_dict
from mlp_core.epoch_scores import SCORE_FIELDS, EpochScores
from mlp_core.experiments.runs.course import Course, Rates, make_course
from mlp_core.experiments.runs.limits import check_scores
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS, mended_name

SCORES = [field.name for field in SCORE_FIELDS]
# The fields of a run that are its own, by column; scores have a table.
COLUMNS = {
    field.name: "run_group" if field.name == "group" else field.name
    for field in fields(Run)
    if field.name != "scores"
}
# What training changes. The rest was fixed at the start, or belongs to the person.
CHANGING = (
    *("epochs", "engine", "versions", "ended", "state", "reason", "pauses"),
    *("owner", "job", "beat"),
)


@dataclass(frozen=True)
class RunSummary:
    """A run without its scores, but for the last epoch's and those of the best one.

    The best is the first of those with the highest test accuracy. Both are None where no
    epoch is kept. ``rates`` are as ``rates_of`` finds them in all scores. ``kept`` are those of
    the epoch whose parameters early stopping has kept, None without it.
    """

    run: Run
    last: EpochScores | None
    best: EpochScores | None
    rates: Rates = ()
    kept: EpochScores | None = None

    @property
    def result(self) -> EpochScores | None:
        """Those of the epoch whose parameters the run has come to."""
        return self.kept or self.last

    @cached_property
    def course(self) -> Course:
        """What the run did that its configuration does not say."""
        last = self.last
        # Of a summary made without rates the last epoch's is known.
        rates = self.rates or (((last.epoch, last.base_rate),) if last else ())
        return make_course(self.run, rates, last.epoch if last else 0)


def write_run(
    db: sqlite3.Connection, run: Run, owner: str | None, job: str | None, now: float
) -> int:
    """Make the row of ``run``, or bring what training changes up to date; its key.

    ``owner`` is the process that trains it and ``job`` whose it is there, None for nobody.
    """
    values = {column: _value(getattr(run, name)) for name, column in COLUMNS.items()}
    values |= {"owner": owner, "job": job, "beat": now}
    changes = ", ".join(f"{column} = excluded.{column}" for column in CHANGING)
    db.execute(
        f"INSERT INTO runs ({', '.join(values)}) VALUES ({_marks(len(values))}) "
        f"ON CONFLICT (id) DO UPDATE SET {changes}",
        list(values.values()),
    )
    key: int = db.execute("SELECT key FROM runs WHERE id = ?", (run.id,)).fetchone()[0]
    return key


def write_scores(
    db: sqlite3.Connection, key: int, scores: Iterable[EpochScores], keeps_best: bool
) -> None:
    """Add epochs to a run, in the place of any that have their number.

    It ``keeps_best`` where it has early stopping: others may have a validation part, too.
    """
    db.executemany(
        f"INSERT OR REPLACE INTO epochs (run, {', '.join(SCORES)}) "
        f"VALUES ({_marks(1 + len(SCORES))})",
        [(key, *(getattr(score, name) for name in SCORES)) for score in scores],
    )
    db.execute(
        "UPDATE runs SET last_epoch = (SELECT max(epoch) FROM epochs WHERE run = key), "
        "best_epoch = (SELECT epoch FROM epochs WHERE run = key "
        "ORDER BY test_accuracy DESC, epoch LIMIT 1), "
        "kept_epoch = (SELECT epoch FROM epochs WHERE ? AND run = key AND validation_accuracy "
        "IS NOT NULL ORDER BY validation_accuracy DESC, epoch LIMIT 1) WHERE key = ?",
        (keeps_best, key),
    )
    db.execute("DELETE FROM rates WHERE run = ?", (key,))
    db.execute("INSERT INTO rates SELECT * FROM rate_changes WHERE run = ?", (key,))


def edit_run(db: sqlite3.Connection, run_id: str, changes: dict[str, Any]) -> None:
    """Change what is the person's."""
    if "name" in changes:
        db.execute("UPDATE runs SET named = 1 WHERE id = ?", (run_id,))
    for name, value in changes.items():
        db.execute(f"UPDATE runs SET {COLUMNS[name]} = ? WHERE id = ?", (_value(value), run_id))


def read_name(db: sqlite3.Connection, run_id: str) -> str:
    """What the run is called by now."""
    ((name,),) = fetch(db, "SELECT name FROM runs WHERE id = ?", run_id)
    return mended_name(str(name), TEXT_LIMITS["name"])


def read_epoch(db: sqlite3.Connection, key: int, epoch: int) -> EpochScores | None:
    row = db.execute(
        f"SELECT {', '.join(SCORES)} FROM epochs WHERE run = ? AND epoch = ?", (key, epoch)
    ).fetchone()
    return None if row is None else EpochScores(*row)


def read_scores(db: sqlite3.Connection, run_id: str) -> tuple[EpochScores, ...]:
    """All epochs of a run; ``ValueError`` where one of them is damaged."""
    query = (
        f"SELECT {', '.join(f'epochs.{name}' for name in SCORES)} FROM epochs "
        "JOIN runs ON run = key WHERE id = ? ORDER BY epoch"
    )
    return check_scores([EpochScores(*row) for row in fetch(db, query, run_id)])


def fetch(db: sqlite3.Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query; bytes of a text that are not UTF-8 become halves of characters."""
    try:
        return db.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        # Python alone, not SQLite, minds text that cannot be decoded, and it names no code.
        if getattr(error, "sqlite_errorcode", None) is not None:
            raise
    try:
        db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        return db.execute(query, values).fetchall()
    finally:
        db.text_factory = str


def _value(value: Any) -> Any:
    """What SQLite keeps of the field of a run: plain values as they are, others as JSON."""
    if isinstance(value, TrainConfig):
        return json.dumps(config_to_dict(value))
    return json.dumps(value) if isinstance(value, dict | tuple | list) else value


def _marks(n: int) -> str:
    return ", ".join("?" * n)
