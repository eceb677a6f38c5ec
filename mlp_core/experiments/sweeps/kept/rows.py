"""Results as rows of the tables, and back: thousands at once, a damaged one hides no other."""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from mlp_core._checks import Array
from mlp_core.config import TrainConfig, varied
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.runs.run import MAX_EPOCHS
from mlp_core.experiments.runs.storage.rows import fetch
from mlp_core.experiments.sweeps.kept.figures import check_figures
from mlp_core.experiments.sweeps.kept.record import changes
from mlp_core.experiments.sweeps.kept.result_record import (
    check_maker,
    checked_result,
    mended_maker,
    mended_reason,
)
from mlp_core.experiments.sweeps.result import NAMES, Maker, Result

# The numbers of one score lie together, and many of them are equal: there is little to squeeze.
LEVEL = 1
NUMBER_BYTES = 8
Row = tuple[Any, ...]
# What reading a row raises that another version of the app wrote, or that was edited or torn.
DAMAGE = (AttributeError, KeyError, TypeError, ValueError, zlib.error)


def write_results(
    db: sqlite3.Connection, sweep: int, base: TrainConfig, results: Iterable[Result]
) -> None:
    """Add results to the sweep of this key, in the place of others of the same configuration."""
    makers: dict[Maker, int] = {}
    rows = []
    for result in results:
        if result.maker not in makers:
            makers[result.maker] = _maker_key(db, result.maker)
        config = json.dumps(changes(result.config, base), separators=(",", ":"))
        figures = packed(check_figures(result.figures))
        reason = mended_reason(result.reason)
        rows.append((sweep, config, makers[result.maker], result.state, reason, figures))
    db.executemany(
        "INSERT INTO sweep_results (sweep, config, maker, state, reason, figures) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sweep, config) DO UPDATE SET "
        "maker = excluded.maker, state = excluded.state, reason = excluded.reason, "
        "figures = excluded.figures",
        rows,
    )


def read_results(db: sqlite3.Connection, sweep: int) -> tuple[list[Row], list[Row]]:
    """The rows of the results of a sweep, in the order of their ending, and those of the makers."""
    results = fetch(
        db,
        "SELECT config, maker, state, reason, figures FROM sweep_results WHERE sweep = ? "
        "ORDER BY key",
        sweep,
    )
    return results, fetch(db, "SELECT key, engine, cpu, versions, scores FROM sweep_makers")


def results_of(
    rows: Iterable[Row], makers: Iterable[Row], base: TrainConfig
) -> tuple[tuple[Result, ...], int]:
    """What the rows hold, and how many of them are damaged."""
    known = _makers(makers)
    found, n_damaged = [], 0
    for text, key, state, reason, data in rows:
        try:
            maker, names = known[key]
            config = varied(base, parse_json(text, "the configuration"))
            figures = check_figures(unpacked(data, names))
            found.append(checked_result(config, figures, state, reason, maker))
        except DAMAGE:
            n_damaged += 1
    return tuple(found), n_damaged


def packed(figures: Array) -> bytes:
    """Score after score, little-endian."""
    return zlib.compress(figures.T.astype("<f8").tobytes(), LEVEL)


def unpacked(data: bytes, names: list[str]) -> Array:
    """The figures of these scores; what is lacking is not a number.

    Raises ``ValueError`` or ``zlib.error`` for other bytes.
    """
    unpacker = zlib.decompressobj()
    numbers = unpacker.decompress(data, MAX_EPOCHS * NUMBER_BYTES * max(len(names), len(NAMES)))
    if not unpacker.eof:
        raise ValueError("figures are cut short, or too many")
    columns = np.frombuffer(numbers, "<f8").reshape(len(names), -1).astype(float)
    if (*names,) == NAMES:
        return columns.T.copy()
    nothing = np.full(columns.shape[1], np.nan)
    given = dict(zip(names, columns, strict=True))
    return np.array([given.get(name, nothing) for name in NAMES]).T.copy()


def _makers(rows: Iterable[Row]) -> dict[int, tuple[Maker, list[str]]]:
    """Each that is none of the damaged ones, and the scores of its figures, by their keys."""
    found = {}
    for key, *texts, scores in rows:
        with contextlib.suppress(*DAMAGE):
            found[key] = check_maker(Maker(*texts)), scores.split(",")
    return found


def _maker_key(db: sqlite3.Connection, maker: Maker) -> int:
    values = (*mended_maker(maker), ",".join(NAMES))
    db.execute(
        "INSERT OR IGNORE INTO sweep_makers (engine, cpu, versions, scores) VALUES (?, ?, ?, ?)",
        values,
    )
    key: int = db.execute(
        "SELECT key FROM sweep_makers WHERE (engine, cpu, versions, scores) = (?, ?, ?, ?)", values
    ).fetchone()[0]
    return key
