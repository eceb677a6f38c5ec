"""Files that know what their cells are: arrays, Parquet, MNIST's own, and archives of them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

UNSIGNED_BYTES = 8


def npz(compressed: bool = False, **arrays: Any) -> bytes:
    """An .npz file of these arrays."""
    stream = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(stream, **arrays)
    return stream.getvalue()


def npy(array: Any) -> bytes:
    """An .npy file."""
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def parquet(columns: Mapping[str, Any] | pa.Table, **options: Any) -> bytes:
    """A Parquet file of these columns."""
    stream = io.BytesIO()
    table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def idx(array: np.ndarray) -> bytes:
    """A file as MNIST has them: two zeros, the type, how many dimensions, and how large each."""
    beginning = bytes([0, 0, UNSIGNED_BYTES, array.ndim])
    return beginning + np.array(array.shape, ">u4").tobytes() + array.astype(np.uint8).tobytes()


def zipped(**members: bytes) -> bytes:
    """A zip archive; two underscores in a name are a point."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()
