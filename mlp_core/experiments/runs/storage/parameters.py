"""Checkpoints as bytes in tables, and which epochs' are kept in a budget of bytes."""

import io
import itertools
import math
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from mlp_core._checks import Array, Parameters, check_learning_rate, check_whole
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig, config_from_dict
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.archive import check_header, numbers
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.runs.run import MAX_EPOCHS
from mlp_core.experiments.runs.storage.rows import fetch
from mlp_core.optimizers import OptimizerState, get_optimizer

# A damaged row may have anything in the place of an epoch, which would be its latest.
IS_EPOCH = f"typeof(parameters.epoch) = 'integer' AND parameters.epoch BETWEEN 1 AND {MAX_EPOCHS}"


def to_bytes(parameters: Parameters) -> bytes:
    """W1, b1, W2, … as files of ``numpy.save``, one behind the other; never a pickle."""
    buffer = io.BytesIO()
    for layer in zip(*parameters, strict=True):
        for array in layer:
            np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def from_bytes(stored: bytes, units: Sequence[int]) -> Parameters:
    """The inverse of ``to_bytes``: new arrays, of a network of these layer sizes.

    Raises ``ValueError`` for bytes that are no such thing, or not of finite numbers.
    """
    buffer = io.BytesIO(stored)
    weights, biases = [], []
    try:
        for n_in, n_out in itertools.pairwise(units):
            weights.append(_array(buffer, (n_out, n_in)))
            biases.append(_array(buffer, (n_out,)))
    except Exception as error:  # NumPy stumbles over what is no header in many ways
        raise ValueError(f"parameters are damaged: {error}") from error
    if buffer.tell() < len(stored):
        raise ValueError("parameters of a larger network than the run's are stored")
    return weights, biases


def _array(buffer: io.BytesIO, shape: tuple[int, ...]) -> Array:
    """The next array, compared with what it must be before anything of its size is made."""
    fortran_order = check_header(buffer, "an array", shape)
    data = buffer.read(8 * math.prod(shape))
    return numbers(data, "an array", shape, fortran_order).copy(order="K")


def kept_epochs(
    epochs: Collection[int], bytes_each: int, budget: int, best: int | None = None
) -> set[int]:
    """Those of ``epochs`` whose checkpoints are kept: as many as ``budget`` bytes allow.

    The first, the last and the ``best`` always are; of the others the multiples of a power of two
    that grows with the last, so that what was not kept once is never missed later.
    """
    first, last = min(epochs), max(epochs)
    step = 1
    while step <= last and (last // step + 2) * bytes_each > budget:
        step *= 2
    return {epoch for epoch in epochs if epoch % step == 0 or epoch in (first, last, best)}


def best_epoch(config: TrainConfig, scores: Iterable[EpochScores]) -> int | None:
    """The epoch that early stopping keeps: the first of those with the best validation score.

    None without early stopping, whether or not there is a validation part.
    """
    if not config.early_stopping:
        return None
    held = {
        of_epoch.epoch: of_epoch.validation_accuracy
        for of_epoch in scores
        if of_epoch.validation_accuracy is not None
    }
    return max(held, key=held.__getitem__, default=None)


def thinned(
    checkpoints: Mapping[int, Checkpoint], budget: int, best: int | None = None
) -> dict[int, Checkpoint]:
    """Those of a run's checkpoints, by their epochs, that are kept; the ``best`` among them."""
    if not checkpoints:
        return {}
    kept = kept_epochs(checkpoints, next(iter(checkpoints.values())).n_bytes, budget, best)
    return {epoch: checkpoints[epoch] for epoch in kept}


def write_checkpoints(
    db: sqlite3.Connection, key: int, checkpoints: Mapping[int, Checkpoint], budget: int
) -> None:
    """Add checkpoints, one at least, to a run, and drop what then exceeds the budget."""
    rows = db.execute(f"SELECT epoch FROM parameters WHERE run = ? AND {IS_EPOCH}", (key,))
    present = {epoch for (epoch,) in rows}
    bytes_each = next(iter(checkpoints.values())).n_bytes
    kept = kept_epochs(present | checkpoints.keys(), bytes_each, budget, _best_epoch(db, key))
    db.executemany(
        "DELETE FROM parameters WHERE run = ? AND epoch = ?",
        [(key, epoch) for epoch in present - kept],
    )
    for epoch in kept & checkpoints.keys():
        parameters, state = checkpoints[epoch].parameters, checkpoints[epoch].state
        # What was there of the epoch goes with its row.
        db.execute(
            "INSERT OR REPLACE INTO parameters (run, epoch, arrays, steps) VALUES (?, ?, ?, ?)",
            (key, epoch, to_bytes(parameters), state.steps),
        )
        db.executemany(
            "INSERT INTO states (run, epoch, name, arrays) VALUES (?, ?, ?, ?)",
            [(key, epoch, name, to_bytes(arrays)) for name, arrays in state.arrays.items()],
        )


def _best_epoch(db: sqlite3.Connection, key: int) -> int | None:
    """``best_epoch`` of all epochs of a run that are written."""
    found = db.execute("SELECT kept_epoch FROM runs WHERE key = ?", (key,)).fetchone()
    return None if found is None else found[0]


def read_epochs(db: sqlite3.Connection, run_id: str) -> tuple[int, ...]:
    """The epochs of a run whose parameters are kept, in their order."""
    query = (
        "SELECT epoch FROM parameters JOIN runs ON run = key "
        f"WHERE id = ? AND {IS_EPOCH} ORDER BY epoch"
    )
    return tuple(epoch for (epoch,) in db.execute(query, (run_id,)))


def read_checkpoint(db: sqlite3.Connection, run_id: str, epoch: int | None) -> Checkpoint | None:
    """The checkpoint of an epoch, or the latest; ``ValueError`` where it is damaged."""
    query = (
        "SELECT key, parameters.epoch, arrays, steps, config, learning_rate "
        "FROM parameters JOIN runs ON parameters.run = key "
        "LEFT JOIN epochs ON epochs.run = key AND epochs.epoch = parameters.epoch "
        f"WHERE id = ? AND parameters.epoch = coalesce(?, parameters.epoch) AND {IS_EPOCH} "
        "ORDER BY parameters.epoch DESC LIMIT 1"
    )
    for key, found, arrays, steps, config_text, rate in fetch(db, query, run_id, epoch):
        config = config_from_dict(parse_json(config_text))
        return Checkpoint(
            parameters=_parameters(arrays, config),
            state=_read_state(db, key, found, steps, config),
            epoch=found,
            learning_rate=config.learning_rate if rate is None else check_learning_rate(rate),
        )
    return None


def _read_state(
    db: sqlite3.Connection, key: int, epoch: int, steps: object, config: TrainConfig
) -> OptimizerState:
    """All that the run's optimizer remembers."""
    query = "SELECT name, arrays FROM states WHERE run = ? AND epoch = ?"
    kept = dict(fetch(db, query, key, epoch))
    names = get_optimizer(config.method).remembers
    arrays = {name: _parameters(kept.get(name), config) for name in names}
    return OptimizerState(arrays, check_whole("steps", steps, low=0))


def _parameters(stored: object, config: TrainConfig) -> Parameters:
    if not isinstance(stored, bytes):
        raise ValueError("parameters must be stored as bytes")
    return from_bytes(stored, config.units)
