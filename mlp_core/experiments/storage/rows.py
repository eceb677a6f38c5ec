"""Runs and epochs as rows of the tables, and back."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any

from mlp_core.config import TrainConfig
from mlp_core.epoch_metrics import SCORE_FIELDS, EpochScores
from mlp_core.experiments.course import Course, Rates, make_course
from mlp_core.experiments.run import Run

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
    epoch is kept. ``rates`` are as ``rates_of`` finds them in all scores.
    """

    run: Run
    last: EpochScores | None
    best: EpochScores | None
    rates: Rates = ()

    @property
    def course(self) -> Course:
        """What the run did that its configuration does not say."""
        last = self.last
        # Of a summary made without rates the last epoch's is known.
        rates = self.rates or (((last.epoch, last.learning_rate),) if last else ())
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


def write_scores(db: sqlite3.Connection, key: int, scores: Iterable[EpochScores]) -> None:
    """Add epochs to a run, in the place of any that have their number."""
    db.executemany(
        f"INSERT OR REPLACE INTO epochs (run, {', '.join(SCORES)}) "
        f"VALUES ({_marks(1 + len(SCORES))})",
        [(key, *(getattr(score, name) for name in SCORES)) for score in scores],
    )
    db.execute(
        "UPDATE runs SET last_epoch = (SELECT max(epoch) FROM epochs WHERE run = key), "
        "best_epoch = (SELECT epoch FROM epochs WHERE run = key "
        "ORDER BY test_accuracy DESC, epoch LIMIT 1) WHERE key = ?",
        (key,),
    )
    db.execute("DELETE FROM rates WHERE run = ?", (key,))
    db.execute("INSERT INTO rates SELECT * FROM rate_changes WHERE run = ?", (key,))


def edit_run(db: sqlite3.Connection, run_id: str, changes: dict[str, Any]) -> None:
    """Change what is the person's."""
    for name, value in changes.items():
        db.execute(f"UPDATE runs SET {COLUMNS[name]} = ? WHERE id = ?", (_value(value), run_id))


def read_name(db: sqlite3.Connection, run_id: str) -> str:
    """What the run is called by now."""
    name: str = db.execute("SELECT name FROM runs WHERE id = ?", (run_id,)).fetchone()[0]
    return name


def read_epoch(db: sqlite3.Connection, key: int, epoch: int) -> EpochScores | None:
    row = db.execute(
        f"SELECT {', '.join(SCORES)} FROM epochs WHERE run = ? AND epoch = ?", (key, epoch)
    ).fetchone()
    return None if row is None else EpochScores(*row)


def read_scores(db: sqlite3.Connection, run_id: str) -> tuple[EpochScores, ...]:
    rows = db.execute(
        f"SELECT {', '.join(f'epochs.{name}' for name in SCORES)} FROM epochs "
        "JOIN runs ON run = key WHERE id = ? ORDER BY epoch",
        (run_id,),
    )
    return tuple(EpochScores(*row) for row in rows)


def read_summaries(
    db: sqlite3.Connection, run_id: str | None = None
) -> tuple[list[RunSummary], list[str]]:
    """Runs that are not deleted, the newest first, and the ids of rows that make no run.

    ``run_id`` asks for one alone. Every run takes two look-ups in its epochs, however many.
    """
    scores = [f"{table}.{name}" for table in ("last", "best") for name in SCORES]
    rows = db.execute(
        f"SELECT key, {', '.join(f'runs.{column}' for column in COLUMNS.values())}, "
        f"{', '.join(scores)} FROM runs "
        "LEFT JOIN epochs AS last ON last.run = key AND last.epoch = last_epoch "
        "LEFT JOIN epochs AS best ON best.run = key AND best.epoch = best_epoch "
        f"WHERE deleted_at IS NULL {'' if run_id is None else 'AND id = ?'} "
        "ORDER BY started DESC, key DESC",
        () if run_id is None else (run_id,),
    )
    rates = _read_rates(db, run_id)
    summaries, unreadable = [], []
    for key, *row in rows:
        try:
            summaries.append(_summary(tuple(row), tuple(rates.get(key, ()))))
        except (TypeError, ValueError):  # as of another version of the app, or damaged
            unreadable.append(str(row[0]))
    return summaries, unreadable


def _read_rates(db: sqlite3.Connection, run_id: str | None) -> dict[int, list[tuple[int, float]]]:
    """The rates of each run by its key, with the epochs that they held from."""
    found = defaultdict(list)
    rows = db.execute(
        "SELECT run, epoch, learning_rate FROM rates "
        f"{'' if run_id is None else 'JOIN runs ON run = key WHERE id = ? '}ORDER BY run, epoch",
        () if run_id is None else (run_id,),
    )
    for key, epoch, rate in rows:
        found[key].append((epoch, rate))
    return found


# A list of runs is read over and over, and most of them never change again.
@lru_cache(maxsize=8192)
def _summary(row: tuple[Any, ...], rates: Rates) -> RunSummary:
    own, last, best = row[: len(COLUMNS)], row[len(COLUMNS) : -len(SCORES)], row[-len(SCORES) :]
    named = dict(zip(COLUMNS, own, strict=True))
    named |= {
        "config": TrainConfig(**json.loads(named["config"])),
        "versions": dict(json.loads(named["versions"])),
        "tags": tuple(json.loads(named["tags"])),
        "starred": bool(named["starred"]),
        "pauses": tuple(json.loads(named["pauses"])),
    }
    return RunSummary(Run(**named), _scores(last), _scores(best), rates)


def _scores(row: Sequence[Any]) -> EpochScores | None:
    return None if row[0] is None else EpochScores(*row)


def _value(value: Any) -> Any:
    """What SQLite keeps of the field of a run: plain values as they are, others as JSON."""
    if isinstance(value, TrainConfig):
        return json.dumps(asdict(value))
    return json.dumps(value) if isinstance(value, dict | tuple | list) else value


def _marks(n: int) -> str:
    return ", ".join("?" * n)
