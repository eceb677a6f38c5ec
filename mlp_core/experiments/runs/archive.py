"""Reading a zip archive that anybody may have made, in little memory and without surprises.

A .npz file is a zip archive of .npy files. Whatever an archive or a header claims is compared
with what is expected before anything of that size is allocated, and nothing is unpickled.
"""

import math
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import numpy as np

from mlp_core._checks import Array
from mlp_core.archives import open_member, readable

# The header of a .npy file names dtype, order and shape; NumPy's own take 128 bytes.
MAX_HEADER = 1024
NPY_VERSION = (1, 0)


def check_members(archive: zipfile.ZipFile, expected: Sequence[str]) -> None:
    """Raise ``ValueError`` unless the archive holds these members and no others."""
    names = archive.namelist()
    missing = [name for name in expected if name not in names]
    unknown = [name for name in names if name not in expected]
    if missing:
        raise ValueError(f"the archive lacks {', '.join(missing)}")
    if unknown:
        raise ValueError(f"the archive holds what is not known here: {unknown[0]!r:.50}")


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The bytes of a member; ``ValueError`` where it has more than ``limit`` of them."""
    with _member(archive, name, limit) as member:
        return _content(member, name, limit)


def read_array(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> Array:
    """The finite float64 numbers of a member in .npy format; ``ValueError`` unless of ``shape``."""
    n_bytes = 8 * math.prod(shape)
    with _member(archive, name, n_bytes + MAX_HEADER) as member:
        fortran_order = check_header(member, name, shape)
        data = _content(member, name, n_bytes)
    return np.array(numbers(data, name, shape, fortran_order), order="C")


def check_header(stream: IO[bytes], name: str, shape: tuple[int, ...]) -> bool:
    """Whether the .npy file that begins here has its columns one behind the other.

    Raises ``ValueError`` unless it says that it holds float64 numbers of this shape.
    """
    found, fortran_order, dtype = _header(stream, name)
    if dtype.hasobject:
        raise ValueError(f"{name} holds Python objects, which could run code; it needs numbers")
    if dtype != np.float64:
        raise ValueError(f"{name} must hold float64 numbers; it holds {str(dtype)[:50]}")
    if found != shape:
        raise ValueError(f"{name} must have shape {shape}; it says {str(found)[:50]}")
    return fortran_order


def numbers(data: bytes, name: str, shape: tuple[int, ...], fortran_order: bool) -> Array:
    """What follows the header, a view of ``data``; ``ValueError`` unless finite and all there."""
    n_bytes = 8 * math.prod(shape)
    if len(data) != n_bytes:
        raise ValueError(f"{name} must hold {n_bytes:,} bytes of numbers; it holds {len(data):,}")
    array = np.frombuffer(data).reshape(shape, order="F" if fortran_order else "C")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers; it holds NaN or infinity")
    return array


@contextmanager
def _member(archive: zipfile.ZipFile, name: str, limit: int) -> Iterator[IO[bytes]]:
    size = archive.getinfo(name).file_size
    if size > limit:
        raise ValueError(f"{name} must have at most {limit:,} bytes unpacked; it has {size:,}")
    with open_member(archive, archive.getinfo(name)) as member:
        yield member


def _header(member: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    with readable(name):
        if np.lib.format.read_magic(member) != NPY_VERSION:
            raise ValueError("another version")
        return np.lib.format.read_array_header_1_0(member, max_header_size=MAX_HEADER)


def _content(member: IO[bytes], name: str, limit: int) -> bytes:
    """What there is up to ``limit`` bytes and one more; the checksum is compared at the end."""
    # read() without a size would unpack without bounds, whatever the table of contents says.
    with readable(name):
        return member.read(limit + 1)
