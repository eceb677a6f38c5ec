"""One run as files, a database and links held it before settings had names in links.

Written by the app as it was then, and never to be written anew: people have such files.
"""

import io
import zipfile

import numpy as np

from mlp_core import EpochScores, TrainConfig

CONFIG = TrainConfig(
    units=(64, 3, 2, 10),
    learning_rate=0.0003,
    epochs=7,
    batch_size=32,
    seed=5,
    activation="relu",
    loss="squared_error",
    shuffle=True,
    init_scale=0.25,
    dataset="digits",
    scaling="standard",
)
SCORES = EpochScores(1, 0.001, 3021.7, 1.9, 1.95, 1 / 3, 0.125, 0.1 + 0.2)
RECORD = (
    '{"units": [64, 3, 2, 10], "learning_rate": 0.0003, "epochs": 7, "batch_size": 32, "seed": 5, '
    '"activation": "relu", "loss": "squared_error", "shuffle": true, "init_scale": 0.25, '
    '"dataset": "digits", "scaling": "standard"}'
)
LINK = "64-3-2-10~0.0003~7~32~5~relu~squared_error~1~0.25~digits~standard"
LINK_OF_TWO = f"64-50-10~0.001~100~1~0~tanh~softmax_cross_entropy~0~0.1~digits~none~-~{LINK}"
ADDRESS = {
    "hidden_layers": "2",
    "units1": "3",
    "units2": "2",
    "learning_rate": "0.0003",
    "epochs": "7",
    "batch_size": "32",
    "activation": "relu",
    "loss": "squared_error",
    "scaling": "standard",
    "shuffle": "true",
    "seed": "5",
    "init_scale": "0.25",
}
JSON = (
    '{"format": "mlp-explorer-run", "version": 1, "run": {"id": "a1b2c3", "name": "first try", '
    f'"config": {RECORD}, "epochs": 7, "fingerprint": "0123abcd", "engine": "compiled", '
    '"versions": {"python": "3.11.7", "numpy": "2.4.6"}, "started": 1700000000.1234567, '
    '"ended": 1700000001.7654321, "state": "finished", "reason": "", "scores": [{"epoch": 1, '
    '"learning_rate": 0.001, "total_loss": 3021.7, "train_loss": 1.9, "test_loss": 1.95, '
    '"train_accuracy": 0.3333333333333333, "test_accuracy": 0.125, "seconds": '
    '0.30000000000000004}], "note": "n", "tags": ["x"], "starred": false, "group": "", '
    '"pauses": [1]}}'
)
DATABASE = f"""
PRAGMA application_id = 1296846968;
PRAGMA user_version = 4;
CREATE TABLE runs (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, config TEXT NOT NULL,
    epochs INTEGER NOT NULL, fingerprint TEXT NOT NULL, engine TEXT NOT NULL,
    versions TEXT NOT NULL, started REAL NOT NULL, ended REAL, state TEXT NOT NULL,
    reason TEXT NOT NULL, note TEXT NOT NULL, tags TEXT NOT NULL, starred INTEGER NOT NULL,
    run_group TEXT NOT NULL, last_epoch INTEGER, best_epoch INTEGER, owner TEXT,
    beat REAL NOT NULL, deleted_at REAL, pauses TEXT NOT NULL DEFAULT '[]', job TEXT,
    named INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_start ON runs (started);
CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE, epoch INTEGER NOT NULL,
    learning_rate REAL NOT NULL, total_loss REAL NOT NULL, train_loss REAL NOT NULL,
    test_loss REAL NOT NULL, train_accuracy REAL NOT NULL, test_accuracy REAL NOT NULL,
    seconds REAL NOT NULL, PRIMARY KEY (run, epoch)
) WITHOUT ROWID;
CREATE TABLE parameters (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE, epoch INTEGER NOT NULL,
    arrays BLOB NOT NULL, PRIMARY KEY (run, epoch)
);
CREATE TABLE rates (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE, epoch INTEGER NOT NULL,
    learning_rate REAL NOT NULL, PRIMARY KEY (run, epoch)
) WITHOUT ROWID;
CREATE VIEW rate_changes AS SELECT run, epoch, learning_rate FROM (
    SELECT run, epoch, learning_rate,
    lag(learning_rate) OVER (PARTITION BY run ORDER BY epoch) AS before FROM epochs
) WHERE before IS NOT learning_rate;
INSERT INTO runs VALUES (1, 'a1b2c3', 'first try', '{RECORD}', 7, '0123abcd', 'compiled',
    '{{"python": "3.11.7", "numpy": "2.4.6"}}', 1700000000.1234567, 1700000001.7654321,
    'finished', '', 'n', '["x"]', 0, '', 1, 1, NULL, 1700000001.7654321, NULL, '[1]', NULL, 0);
INSERT INTO epochs VALUES (1, 1, 0.001, 3021.7, 1.9, 1.95, 0.3333333333333333, 0.125,
    0.30000000000000004);
INSERT INTO rates VALUES (1, 1, 0.001);
"""


def run_file() -> bytes:
    """The run with parameters that are all 0.5, as its file was written."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.json", JSON)
        for name, array in _arrays().items():
            archive.writestr(f"{name}.npy", array)
    return content.getvalue()


def stored_parameters() -> bytes:
    """The same parameters as they were written into the database."""
    return b"".join(_arrays().values())


def _arrays() -> dict[str, bytes]:
    found = {}
    for k, (n_in, n_out) in enumerate([(64, 3), (3, 2), (2, 10)], start=1):
        for name, shape in ((f"W{k}", (n_out, n_in)), (f"b{k}", (n_out,))):
            array = io.BytesIO()
            np.save(array, np.full(shape, 0.5), allow_pickle=False)
            found[name] = array.getvalue()
    return found
