"""All runs of a file in a list: read anew only where they changed, and each damaged one told.

A file may be edited, torn or written by another version of the app. One bad row must not hide
the others, and it is listed, too, so that somebody can let go of it.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.course import Rates
from mlp_core.experiments.runs.fingerprint import fingerprint_here
from mlp_core.experiments.runs.limits import check_run, check_scores
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.rows import COLUMNS, SCORES, RunSummary, fetch
from mlp_core.experiments.runs.text_limits import (
    MAX_TAG,
    MAX_TAGS,
    TEXT_LIMITS,
    mended_name,
    mended_text,
)
from mlp_core.training_input import check_ends

# A reason may quote what is in a damaged row.
LONGEST_REASON = 300
# The epochs of a run that a summary has, as their columns begin.
TOLD = ("last", "best", "kept")
SELECT = (
    f"SELECT key, {', '.join(f'runs.{column}' for column in COLUMNS.values())}, "
    f"{', '.join(f'{which}_epoch' for which in TOLD)}, "
    f"{', '.join(f'{which}.{name}' for which in TOLD for name in SCORES)} FROM runs "
    + "".join(
        f"LEFT JOIN epochs AS {which} ON {which}.run = key AND {which}.epoch = {which}_epoch "
        for which in TOLD
    )
    + "WHERE deleted_at IS NULL"
)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class DamagedRun:
    """A row of the file that makes no run: its key there, what can be read of it, and why."""

    key: int
    id: str
    name: str
    reason: str


Entry = RunSummary | DamagedRun


class Listing:
    """The runs of a file that are not deleted, as they were when they were last looked at."""

    def __init__(self) -> None:
        self._version: tuple[int, int] | None = None
        self._entries: list[Entry] = []
        self.n_damaged = 0
        # By key what was read, and what it makes: most runs never change again.
        self._known: dict[int, tuple[Row, Rates, Entry]] = {}

    def read(self, db: sqlite3.Connection) -> list[Entry]:
        """All of them, the newest first: the same objects for runs that have not changed."""
        # Of changes by others and by this connection.
        version = (db.execute("PRAGMA data_version").fetchone()[0], db.total_changes)
        if version != self._version:
            self._entries = self._read(db)
            self.n_damaged = sum(isinstance(entry, DamagedRun) for entry in self._entries)
            self._version = version
        return self._entries

    def _read(self, db: sqlite3.Connection) -> list[Entry]:
        rates = _read_rates(db)
        before, self._known = self._known, {}
        for row in fetch(db, f"{SELECT} ORDER BY started DESC, key DESC"):
            key, own_rates = row[0], tuple(rates.get(row[0], ()))
            known = before.get(key)
            if known is None or known[0] != row or known[1] != own_rates:
                known = row, own_rates, _entry(row, own_rates)
            self._known[key] = known
        return [entry for _, _, entry in self._known.values()]


def read_one(db: sqlite3.Connection, run_id: str) -> Entry | None:
    """The run of this id; None where there is none, or it is deleted."""
    rows = fetch(db, f"{SELECT} AND id = ?", run_id)
    return _entry(rows[0], tuple(_read_rates(db, rows[0][0])[rows[0][0]])) if rows else None


def _read_rates(
    db: sqlite3.Connection, key: int | None = None
) -> dict[int, list[tuple[int, float]]]:
    """The rates of each run by its key, with the epochs that they held from."""
    found = defaultdict(list)
    where, values = ("", ()) if key is None else ("WHERE run = ? ", (key,))
    query = f"SELECT run, epoch, learning_rate FROM rates {where}ORDER BY run, epoch"
    for run, epoch, rate in fetch(db, query, *values):
        found[run].append((epoch, rate))
    return found


def _entry(row: Row, rates: Rates) -> Entry:
    try:
        return _summary(row, rates)
    except (TypeError, ValueError) as error:  # as of another version of the app, or damaged
        named = dict(zip(COLUMNS, row[1:], strict=False))
        run_id, name = (_readable(named[field], TEXT_LIMITS[field]) for field in ("id", "name"))
        return DamagedRun(row[0], run_id, name, str(error)[:LONGEST_REASON])


def _summary(row: Row, rates: Rates) -> RunSummary:
    """The run of a row; ``ValueError`` or ``TypeError`` where it makes none."""
    own, rest = row[1 : 1 + len(COLUMNS)], row[1 + len(COLUMNS) :]
    epochs, told = rest[: len(TOLD)], rest[len(TOLD) :]
    last, best, kept = (
        _scores(epoch, told[i * len(SCORES) :][: len(SCORES)]) for i, epoch in enumerate(epochs)
    )
    named = dict(zip(COLUMNS, own, strict=True))
    if named["starred"] not in (0, 1):
        raise ValueError("starred must be 0 or 1")
    run = check_run(
        Run(
            **named
            | {
                "config": parse_json(named["config"], "the configuration"),
                "versions": _parsed(named["versions"], "what was noted of versions"),
                "pauses": _parsed(named["pauses"], "what was noted of pauses"),
                "starred": bool(named["starred"]),
                **_mended(named),
            }
        )
    )
    _check_units(run)
    for epoch, rate in rates:
        if not (isinstance(epoch, int) and isinstance(rate, float)):
            raise ValueError("the learning rates of its epochs are damaged")
    return RunSummary(run, last, best, rates, kept)


def _mended(named: dict[str, Any]) -> dict[str, Any]:
    """What is a person's, brought within limits that did not hold when it was written."""
    tags = _parsed(named["tags"], "what was noted of tags")
    texts = [*(named[field] for field in ("name", "note", "group")), *tags]
    if not isinstance(tags, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("its name, note, tags or group are no texts")
    mended = (mended_name(tag, MAX_TAG) for tag in tags)
    return {
        "name": mended_name(named["name"], TEXT_LIMITS["name"]),
        "note": mended_text(named["note"], TEXT_LIMITS["note"]),
        "tags": tuple(dict.fromkeys(mended))[:MAX_TAGS],
        "group": mended_text(named["group"], TEXT_LIMITS["group"], paragraphs=False),
    }


def _scores(epoch: object, row: Sequence[Any]) -> EpochScores | None:
    """The scores of the epoch that a run says is its last or best."""
    if epoch is None:
        return None
    if row[0] is None:
        raise ValueError(f"its epoch {epoch!r:.20} is missing")
    return check_scores([EpochScores(*row)])[0]


def _check_units(run: Run) -> None:
    """Raise ``ValueError`` for a network that cannot have been trained on the run's data."""
    config = run.config
    facts = config.source.facts
    if facts is None:
        return
    try:
        check_ends(config, facts)
    except ValueError as reason:
        # What is called so today may be other data than it was trained on.
        if run.fingerprint == fingerprint_here(config.source, config.scaling):
            raise ValueError(f"its network does not fit its data: {reason}") from reason


# Many runs share these. What is made of them is new: nobody changes what is kept here.
_parsed = lru_cache(maxsize=1024)(parse_json)


def _readable(value: object, limit: int) -> str:
    """What can be read of a text that may be anything."""
    return mended_text(value, limit, paragraphs=False) if isinstance(value, str) else ""
