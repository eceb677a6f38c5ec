"""Sweeps as rows of the tables, and back."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Literal, get_args

from mlp_core._checks import look_up
from mlp_core.config import TrainConfig, config_from_dict, config_to_dict
from mlp_core.experiments.runs.limits import MAX_TIME, check_field
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.runs.storage.owners import this_process
from mlp_core.experiments.runs.storage.removal import Bounds, bytes_of_sweeps
from mlp_core.experiments.runs.storage.rows import fetch
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS, mended_name, mended_text
from mlp_core.experiments.sweeps.kept.record import sweep_from_dict, sweep_to_dict
from mlp_core.experiments.sweeps.kept.result_record import mended_reason
from mlp_core.experiments.sweeps.kept.rows import Row, read_results, results_of
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result

SweepState = Literal["running", "finished", "stopped", "failed", "interrupted"]
STATES = dict.fromkeys(get_args(SweepState))
# A reason may quote what is in a damaged row.
LONGEST_REASON = 300
COLUMNS = "sweeps.key, id, name, definition, state, reason, started, ended"


@dataclass(frozen=True)
class SweepSummary:
    """A kept sweep without its results, of which it has ``n_results``.

    Times are seconds since 1970; ``ended`` is None while it is running.
    """

    id: str
    name: str
    sweep: Sweep
    n_results: int
    state: SweepState
    reason: str
    started: float
    ended: float | None


@dataclass(frozen=True, eq=False)
class KeptSweep:
    """A sweep with its results, in the order of their ending; the rest as of ``SweepSummary``.

    ``n_damaged`` further results cannot be read: they are as good as not yet trained.
    """

    id: str
    name: str
    sweep: Sweep
    results: tuple[Result, ...]
    state: SweepState
    reason: str
    started: float
    ended: float | None
    n_damaged: int = 0


@dataclass(frozen=True)
class DamagedSweep:
    """A row of the file that makes no sweep: its key there, what can be read of it, and why."""

    key: int
    id: str
    name: str
    reason: str


def insert(db: sqlite3.Connection, sweep_id: str, name: str, sweep: Sweep, now: float) -> None:
    """A new row, of a sweep that is about to run."""
    base = _text(config_to_dict(sweep.base))
    db.execute(
        "INSERT INTO sweeps (id, name, base, definition, started, state, reason, owner, beat) "
        "VALUES (?, ?, ?, ?, ?, 'running', '', ?, ?)",
        (sweep_id, name, base, definition(sweep), now, this_process(), now),
    )


def find(db: sqlite3.Connection, sweep_id: str) -> tuple[int, str, bool] | None:
    """The key, the text of the base and whether it is deleted; None where there is no such row."""
    row = db.execute(
        "SELECT key, base, deleted_at IS NOT NULL FROM sweeps WHERE id = ?", (sweep_id,)
    ).fetchone()
    return None if row is None else (row[0], row[1], bool(row[2]))


def set_state(db: sqlite3.Connection, key: int, state: SweepState, reason: str, now: float) -> None:
    """How the sweep is; one that is running is taken to be run by this process."""
    ended, owner = (None, this_process()) if state == "running" else (now, None)
    db.execute(
        "UPDATE sweeps SET state = ?, reason = ?, ended = ?, owner = ?, beat = ? WHERE key = ?",
        (state, mended_reason(reason), ended, owner, now, key),
    )


def read_entries(
    db: sqlite3.Connection, sweep_id: str | None = None
) -> list[SweepSummary | DamagedSweep]:
    """All that are not deleted, the newest first, or that of this id."""
    rows = fetch(
        db,
        f"SELECT {COLUMNS}, (SELECT count(*) FROM sweep_results WHERE sweep = sweeps.key) "
        "FROM sweeps WHERE deleted_at IS NULL AND (? IS NULL OR id = ?) "
        "ORDER BY started DESC, key DESC",
        sweep_id,
        sweep_id,
    )
    return [_entry(*row) for row in rows]


def read_whole(db: sqlite3.Connection, sweep_id: str) -> Callable[[], KeptSweep] | None:
    """What makes the sweep of what has been read; None where there is none, or it is damaged.

    Making it takes ten times as long as reading, and needs the file no more.
    """
    found = find(db, sweep_id)
    entry = next(iter(read_entries(db, sweep_id)), None)
    if found is None or not isinstance(entry, SweepSummary):
        return None
    return partial(_whole, entry, found[1], *read_results(db, found[0]))


def enforce(db: sqlite3.Connection, bounds: Bounds, newest: int) -> list[str]:
    """Let go of sweeps until what is left is within bounds; names of those nobody had deleted.

    Those that ended first go first, deleted ones before all; those that run stay, and that of
    key ``newest``.
    """
    candidates = db.execute(
        "SELECT key, deleted_at IS NULL, name FROM sweeps WHERE state != 'running' AND key != ? "
        "ORDER BY deleted_at IS NULL, coalesce(ended, beat), key",
        (newest,),
    ).fetchall()
    evicted = []
    for key, is_shown, name in candidates:
        n_sweeps = db.execute("SELECT count(*) FROM sweeps").fetchone()[0]
        if n_sweeps <= bounds.runs and bytes_of_sweeps(db) <= bounds.bytes:
            break
        db.execute("DELETE FROM sweeps WHERE key = ?", (key,))
        if is_shown:
            evicted.append(name)
    return evicted


def definition(sweep: Sweep) -> str:
    """The text that a row has of ``sweep``."""
    return _text(sweep_to_dict(sweep))


def base_of(text: str) -> TrainConfig:
    """The configuration that results of a row are told by; ``ValueError`` for other texts."""
    return config_from_dict(parse_json(text, "the base"))


def _whole(entry: SweepSummary, base: str, rows: Sequence[Row], makers: Sequence[Row]) -> KeptSweep:
    try:
        results, n_damaged = results_of(rows, makers, base_of(base))
    except ValueError:  # nobody knows what the configurations differ from
        results, n_damaged = (), len(rows)
    named = {name: value for name, value in vars(entry).items() if name != "n_results"}
    return KeptSweep(**named, results=results, n_damaged=n_damaged)


def _entry(
    key: int, sweep_id: Any, name: Any, text: Any, state: Any, reason: Any, *rest: Any
) -> SweepSummary | DamagedSweep:
    try:
        started, ended, n_results = rest
        look_up(STATES, state, "the state of a sweep")
        return SweepSummary(
            check_field("id", sweep_id),
            mended_name(name, TEXT_LIMITS["name"]),
            _sweep(text),
            n_results,
            state,
            check_field("reason", reason),
            _time(started),
            None if ended is None else _time(ended),
        )
    except (AttributeError, TypeError, ValueError) as error:
        # As of another version of the app, or damaged.
        return DamagedSweep(key, _readable(sweep_id), _readable(name), str(error)[:LONGEST_REASON])


@lru_cache(maxsize=256)
def _sweep(text: str) -> Sweep:
    return sweep_from_dict(parse_json(text, "the definition"))


def _text(record: object) -> str:
    return json.dumps(record, ensure_ascii=False)


def _time(value: Any) -> float:
    if not 0.0 <= float(value) <= MAX_TIME:
        raise ValueError(f"a time of it must be seconds since 1970; got {value!r:.20}")
    return float(value)


def _readable(value: Any) -> str:
    """What can be read of a text that may be anything."""
    is_text = isinstance(value, str)
    return mended_text(value, TEXT_LIMITS["name"], paragraphs=False) if is_text else ""
