"""Parameters as bytes in a table, and which epochs' are kept in a budget of bytes."""

import io
import itertools
import math
import sqlite3
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from mlp_core._checks import Array
from mlp_core.config_json import config_from_dict
from mlp_core.epoch_metrics import Parameters
from mlp_core.experiments.runs.archive import check_header, numbers
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.runs.run import MAX_EPOCHS
from mlp_core.experiments.runs.storage.rows import fetch

# A damaged row may have anything in the place of an epoch, which would be its latest.
IS_EPOCH = f"typeof(epoch) = 'integer' AND epoch BETWEEN 1 AND {MAX_EPOCHS}"


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


def n_bytes(units: Sequence[int]) -> int:
    """The bytes that the numbers of a network take, without what is written around them."""
    return 8 * sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(units))


def kept_epochs(epochs: Collection[int], bytes_each: int, budget: int) -> set[int]:
    """Those of ``epochs`` whose parameters are kept: as many as ``budget`` bytes allow.

    The first and the last always are; of the others the multiples of a power of two that
    grows with the last, so that what was not kept once is never missed later.
    """
    first, last = min(epochs), max(epochs)
    step = 1
    while step <= last and (last // step + 2) * bytes_each > budget:
        step *= 2
    return {epoch for epoch in epochs if epoch % step == 0 or epoch in (first, last)}


def write_parameters(
    db: sqlite3.Connection,
    key: int,
    parameters: Mapping[int, Parameters],
    bytes_each: int,
    budget: int,
) -> None:
    """Add the parameters of some epochs to a run, and drop what then exceeds the budget."""
    rows = db.execute(f"SELECT epoch FROM parameters WHERE run = ? AND {IS_EPOCH}", (key,))
    present = {epoch for (epoch,) in rows}
    kept = kept_epochs(present | parameters.keys(), bytes_each, budget)
    db.executemany(
        "DELETE FROM parameters WHERE run = ? AND epoch = ?",
        [(key, epoch) for epoch in present - kept],
    )
    db.executemany(
        "INSERT OR REPLACE INTO parameters (run, epoch, arrays) VALUES (?, ?, ?)",
        [(key, epoch, to_bytes(parameters[epoch])) for epoch in kept & parameters.keys()],
    )


def read_epochs(db: sqlite3.Connection, run_id: str) -> tuple[int, ...]:
    """The epochs of a run whose parameters are kept, in their order."""
    query = (
        "SELECT epoch FROM parameters JOIN runs ON run = key "
        f"WHERE id = ? AND {IS_EPOCH} ORDER BY epoch"
    )
    return tuple(epoch for (epoch,) in db.execute(query, (run_id,)))


def read_parameters(db: sqlite3.Connection, run_id: str, epoch: int | None) -> Parameters | None:
    """The parameters of an epoch, or the latest; ``ValueError`` where they are damaged."""
    query = (
        "SELECT arrays, config FROM parameters JOIN runs ON run = key "
        f"WHERE id = ? AND epoch = coalesce(?, epoch) AND {IS_EPOCH} ORDER BY epoch DESC LIMIT 1"
    )
    for arrays, config in fetch(db, query, run_id, epoch):
        if not isinstance(arrays, bytes):
            raise ValueError("parameters must be stored as bytes")
        return from_bytes(arrays, config_from_dict(parse_json(config)).units)
    return None
