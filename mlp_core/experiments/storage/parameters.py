"""Parameters as bytes in a table, and which epochs' are kept in a budget of bytes."""

import io
import itertools
import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from mlp_core._checks import check_shapes
from mlp_core.epoch_metrics import Parameters


def to_bytes(parameters: Parameters) -> bytes:
    """W1, b1, W2, … as files of ``numpy.save``, one behind the other; never a pickle."""
    buffer = io.BytesIO()
    for layer in zip(*parameters, strict=True):
        for array in layer:
            np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def from_bytes(stored: bytes, units: Sequence[int]) -> Parameters:
    """The inverse of ``to_bytes``: new arrays, of a network of these layer sizes.

    Raises ``ValueError`` for bytes that are no such thing.
    """
    buffer, arrays = io.BytesIO(stored), []
    while buffer.tell() < len(stored):
        arrays.append(np.load(buffer, allow_pickle=False))
    check_shapes(units, arrays[::2], arrays[1::2])
    return arrays[::2], arrays[1::2]


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
    rows = db.execute("SELECT epoch FROM parameters WHERE run = ?", (key,))
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
    query = "SELECT epoch FROM parameters JOIN runs ON run = key WHERE id = ? ORDER BY epoch"
    return tuple(epoch for (epoch,) in db.execute(query, (run_id,)))


def read_parameters(
    db: sqlite3.Connection, run_id: str, epoch: int | None
) -> tuple[bytes, Sequence[int]] | None:
    """The parameters of an epoch, or the latest, as bytes with the layer sizes."""
    found = db.execute(
        "SELECT arrays, config FROM parameters JOIN runs ON run = key "
        "WHERE id = ? AND epoch = coalesce(?, epoch) ORDER BY epoch DESC LIMIT 1",
        (run_id, epoch),
    ).fetchone()
    return None if found is None else (found[0], json.loads(found[1])["units"])
