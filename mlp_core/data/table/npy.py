"""Arrays in NumPy's formats, read with distrust: nothing is unpickled, nothing claimed believed."""

import math
import zipfile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from mlp_core.archives import open_member
from mlp_core.data.table.bounds import Bounds, UnreadableError, megabytes
from mlp_core.quoting import one_line

MAGIC = b"\x93NUMPY"
MAX_HEADER = 10_000
# Numbers, truth values, times and texts; no Python objects, no records.
KINDS = "biufUSM"
END = ".npy"


def read_npy(stream: IO[bytes], name: str, limit: int) -> NDArray[Any]:
    """The array of a stream in .npy format, of at most ``limit`` bytes.

    Raises ``UnreadableError`` where it claims more, holds less than it claims, or holds what is
    no number, text or time.
    """
    try:
        version = np.lib.format.read_magic(stream)
        header = {(1, 0): np.lib.format.read_array_header_1_0}.get(
            version, np.lib.format.read_array_header_2_0
        )
        shape, fortran_order, dtype = header(stream, max_header_size=MAX_HEADER)
    except Exception as error:  # NumPy's readers raise whatever they stumble over
        raise UnreadableError(f"{name} is damaged: it does not begin as an array does.") from error
    if dtype.kind not in KINDS:
        raise UnreadableError(
            f"{name} holds Python objects or records, which are not read here: they could run "
            "code. Save plain numbers."
        )
    if min(shape, default=1) < 1 or not dtype.itemsize:
        raise UnreadableError(f"{name} is empty: its shape is {shape}.")
    n_bytes = dtype.itemsize * math.prod(shape)
    if n_bytes > limit:
        raise UnreadableError(
            f"{name} says that it has {megabytes(n_bytes)}; {megabytes(limit)} are the most that "
            "are read here."
        )
    try:
        data = stream.read(n_bytes)
    except Exception as error:  # a damaged archive, found while it is unpacked
        raise UnreadableError(f"{name} is damaged: it cannot be unpacked.") from error
    if len(data) != n_bytes:
        raise UnreadableError(f"{name} is cut short: {len(data):,} of {n_bytes:,} bytes.")
    array: NDArray[Any] = np.frombuffer(data, dtype).reshape(
        shape, order="F" if fortran_order else "C"
    )
    return array


def read_npz(archive: zipfile.ZipFile, bounds: Bounds) -> dict[str, NDArray[Any]]:
    """The arrays of an archive by their names; ``UnreadableError`` where they are too large."""
    members = [info for info in archive.infolist() if info.filename.endswith(END)]
    bounds.check_unpacked(sum(info.file_size for info in members))
    arrays, left = {}, bounds.unpacked
    for info in members:
        name = one_line(info.filename.removesuffix(END))
        with open_member(archive, info) as stream:
            array = read_npy(stream, name, left)
        left -= array.nbytes
        arrays[name] = array
    return arrays
