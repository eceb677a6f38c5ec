"""The tables of a file of runs, and the steps from each of their versions to the next.

A file says what it is: SQLite's ``application_id`` is APPLICATION_ID, and ``user_version`` the
number of MIGRATIONS that it has had.
"""

import sqlite3

APPLICATION_ID = int.from_bytes(b"MLPx", "big")

FIRST = (
    # owner is the process that trains a run, and beat when it last wrote. A run that was
    # deleted has a deleted_at until it is purged. Seconds are since 1970.
    """CREATE TABLE runs (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        config TEXT NOT NULL,
        epochs INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        engine TEXT NOT NULL,
        versions TEXT NOT NULL,
        started REAL NOT NULL,
        ended REAL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        tags TEXT NOT NULL,
        starred INTEGER NOT NULL,
        run_group TEXT NOT NULL,
        last_epoch INTEGER,
        best_epoch INTEGER,
        owner TEXT,
        beat REAL NOT NULL,
        deleted_at REAL
    )""",
    "CREATE INDEX runs_by_state ON runs (state)",
    "CREATE INDEX runs_by_start ON runs (started)",
    """CREATE TABLE epochs (
        run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        learning_rate REAL NOT NULL,
        total_loss REAL NOT NULL,
        train_loss REAL NOT NULL,
        test_loss REAL NOT NULL,
        train_accuracy REAL NOT NULL,
        test_accuracy REAL NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (run, epoch)
    ) WITHOUT ROWID""",
    # W1, b1, W2, … of one epoch: files as of numpy.save, one behind the other.
    """CREATE TABLE parameters (
        run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        arrays BLOB NOT NULL,
        PRIMARY KEY (run, epoch)
    )""",
)
# What runs did on the way: when they rested, and which rate held from which epoch on. Those
# rates are epochs' own, drawn out of them so that a list of runs need not read every epoch.
COURSES = (
    "ALTER TABLE runs ADD COLUMN pauses TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE rates (
        run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        learning_rate REAL NOT NULL,
        PRIMARY KEY (run, epoch)
    ) WITHOUT ROWID""",
    """CREATE VIEW rate_changes AS SELECT run, epoch, learning_rate FROM (
        SELECT run, epoch, learning_rate,
        lag(learning_rate) OVER (PARTITION BY run ORDER BY epoch) AS before FROM epochs
    ) WHERE before IS NOT learning_rate""",
    "INSERT INTO rates (run, epoch, learning_rate) SELECT * FROM rate_changes",
)
# The job that trains a run or did last: another one may not write into it unasked.
CLAIMS = ("ALTER TABLE runs ADD COLUMN job TEXT",)
# Whether a person has given the run its name.
NAMES = ("ALTER TABLE runs ADD COLUMN named INTEGER NOT NULL DEFAULT 0",)
# What the optimizer remembered after an epoch: arrays by name, as parameters, and its steps. Plain
# SGD remembers nothing, as all did until then.
STATES = (
    "ALTER TABLE parameters ADD COLUMN steps INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE states (
        run INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        name TEXT NOT NULL,
        arrays BLOB NOT NULL,
        PRIMARY KEY (run, epoch, name),
        FOREIGN KEY (run, epoch) REFERENCES parameters (run, epoch) ON DELETE CASCADE
    )""",
)
# Schedules make an epoch's rate of a base rate, which a person may change: what changed by the
# schedule alone is no change. And what held-out rows came to.
SCHEDULES = (
    "ALTER TABLE epochs ADD COLUMN base_rate REAL NOT NULL DEFAULT 0",
    "UPDATE epochs SET base_rate = learning_rate",
    "ALTER TABLE epochs ADD COLUMN validation_loss REAL",
    "ALTER TABLE epochs ADD COLUMN validation_accuracy REAL",
    "DROP VIEW rate_changes",
    """CREATE VIEW rate_changes AS SELECT run, epoch, base_rate AS learning_rate FROM (
        SELECT run, epoch, base_rate,
        lag(base_rate) OVER (PARTITION BY run ORDER BY epoch) AS before FROM epochs
    ) WHERE before IS NOT base_rate""",
)
# The epoch whose parameters early stopping kept, by the rows held out; no run had any until then.
RESULTS = ("ALTER TABLE runs ADD COLUMN kept_epoch INTEGER",)
# Sweeps, as experiments.sweeps.kept writes them: what each is of, and what its runs came to. The
# configuration of a result is what differs from the sweep's base, in canonical JSON; its figures
# are float64 numbers, score after score as its maker's row names them, compressed.
SWEEPS = (
    """CREATE TABLE sweeps (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        base TEXT NOT NULL,
        definition TEXT NOT NULL,
        started REAL NOT NULL,
        ended REAL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        owner TEXT,
        beat REAL NOT NULL,
        deleted_at REAL
    )""",
    """CREATE TABLE sweep_makers (
        key INTEGER PRIMARY KEY,
        engine TEXT NOT NULL,
        cpu TEXT NOT NULL,
        versions TEXT NOT NULL,
        scores TEXT NOT NULL,
        UNIQUE (engine, cpu, versions, scores)
    )""",
    """CREATE TABLE sweep_results (
        key INTEGER PRIMARY KEY,
        sweep INTEGER NOT NULL REFERENCES sweeps (key) ON DELETE CASCADE,
        config TEXT NOT NULL,
        maker INTEGER NOT NULL REFERENCES sweep_makers (key),
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        figures BLOB NOT NULL,
        UNIQUE (sweep, config)
    )""",
)
# Of files that people have: never edit one, add another.
MIGRATIONS = (FIRST, COURSES, CLAIMS, NAMES, STATES, SCHEDULES, RESULTS, SWEEPS)


def check_version(db: sqlite3.Connection) -> None:
    """Raise ``ValueError`` unless the file is empty, or one of runs and not too new; reads only."""
    version = _pragma(db, "user_version")
    if version > len(MIGRATIONS):
        raise ValueError(
            f"it was written by a newer version of this app (its format is {version}, "
            f"and this app knows formats up to {len(MIGRATIONS)})"
        )
    n_tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if n_tables and _pragma(db, "application_id") != APPLICATION_ID:
        raise ValueError("it is the database of another program")


def migrate(db: sqlite3.Connection) -> None:
    """Bring the tables to the latest version, within the caller's transaction."""
    check_version(db)
    for statements in MIGRATIONS[_pragma(db, "user_version") :]:
        for statement in statements:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    value: int = db.execute(f"PRAGMA {name}").fetchone()[0]
    return value
