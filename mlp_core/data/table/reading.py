"""The door: the bytes of a file, whatever it is, as a table that says what it understood."""

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO

import numpy as np

from mlp_core._checks import check_type
from mlp_core.archives import open_archive, open_member
from mlp_core.data.table.arrays import read_arrays
from mlp_core.data.table.bounds import LOCAL, Bounds, UnreadableError
from mlp_core.data.table.choices import Choices
from mlp_core.data.table.idx import is_idx, joined, read_idx
from mlp_core.data.table.npy import END, MAGIC, read_npy, read_npz
from mlp_core.data.table.parquet import read_parquet
from mlp_core.data.table.raw import GZIPPED, Raw
from mlp_core.data.table.refused import why_refused
from mlp_core.data.table.table import Table
from mlp_core.data.table.text import read_text
from mlp_core.number_text import count
from mlp_core.quoting import one_line

Reader = Callable[[bytes, Bounds, Choices], Raw]
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK", b"PAR1"
# gzip's own framing, for zlib.
GZIP_WINDOW = 16 + zlib.MAX_WBITS
# One gzipped file may follow another; each costs a copy of what comes after it.
MOST_MEMBERS = 100
PIECE = 1 << 20
UNREADABLE = "The file cannot be read: it is damaged, or of a kind that nobody thought of here."


def read_table(
    data: bytes, name: str = "", bounds: Bounds = LOCAL, choices: Choices | None = None
) -> Table:
    """The table in the bytes of a file: CSV, TSV, pasted text, .npz, Parquet, or MNIST's own.

    ``name`` is what the file is called. ``choices`` answer what would else be found in the file.
    Whatever the bytes are, there is a table: ``table.problems`` says what is wrong with it. Raises
    ``ValueError`` only where ``data`` are no bytes and the others not what they are to be.
    """
    check_type("data", data, bytes)
    check_type("name", name, str)
    check_type("bounds", bounds, Bounds)
    choices = check_type("choices", Choices() if choices is None else choices, Choices)
    raw = _raw(data, bounds, choices)
    return Table.of(name, hashlib.sha256(data).hexdigest(), raw, choices, bounds)


def join(images: Table, labels: Table) -> Table:
    """Two of MNIST's own files as one table; ``ValueError`` where they do not fit together."""
    for what, table in (("images", images), ("labels", labels)):
        check_type(what, table, Table)
    both = f"{images.sha256} {labels.sha256}"
    return Table.of(
        images.name,
        hashlib.sha256(both.encode()).hexdigest(),
        joined(images.raw, labels.raw),
        images.choices,
        images.bounds,
    )


def _raw(data: bytes, bounds: Bounds, choices: Choices) -> Raw:
    try:
        bounds.check_bytes(len(data))
        return _finite(_read_unpacked(data, bounds, choices))
    except UnreadableError as error:
        return Raw((), (), lacks=str(error))
    except Exception:  # what libraries stumble over can be anything, and a visit is not lost by it
        return Raw((), (), lacks=UNREADABLE)


def _read_unpacked(data: bytes, bounds: Bounds, choices: Choices) -> Raw:
    """What is in a file that may be gzipped."""
    raw = _read(_unpacked(data, bounds), bounds, choices)
    return raw.unpacked(GZIPPED) if data.startswith(GZIP) else raw


def _read(data: bytes, bounds: Bounds, choices: Choices) -> Raw:
    if data.startswith(PARQUET):
        return read_parquet(data, bounds)
    if data.startswith(ZIP):
        return _of_archive(data, bounds, choices)
    if data.startswith(MAGIC):
        return read_arrays({"array": read_npy(BytesIO(data), "The array", bounds.unpacked)}, bounds)
    if is_idx(data):
        return read_idx(data, bounds)
    refused = why_refused(data)
    if refused:
        raise UnreadableError(refused)
    return read_text(data, bounds, choices)


def _unpacked(data: bytes, bounds: Bounds) -> bytes:
    """What is in a gzipped file, unpacked piece by piece while it is within the bounds."""
    if not data.startswith(GZIP):
        return data
    pieces: list[bytes] = []
    size = members = 0
    while data:
        members += 1
        if members > MOST_MEMBERS:
            raise UnreadableError(
                f"The gzipped file is made of more than {MOST_MEMBERS} others: pack it as one."
            )
        unpacker = zlib.decompressobj(GZIP_WINDOW)
        try:
            piece = unpacker.decompress(data, PIECE)
            while piece:
                size += len(piece)
                bounds.check_unpacked(size)
                pieces.append(piece)
                piece = unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        except zlib.error as error:
            raise UnreadableError("The gzipped file is damaged: it cannot be unpacked.") from error
        if not unpacker.eof:
            raise UnreadableError("The gzipped file is cut short: its end is missing.")
        # Zeros may fill it up to a size that somebody likes.
        data = unpacker.unused_data.lstrip(b"\0")
    return b"".join(pieces)


def _of_archive(data: bytes, bounds: Bounds, choices: Choices) -> Raw:
    """An .npz file, a single file that was zipped, or images and labels of MNIST."""
    if b"[Content_Types].xml" in data[:4000] or b"mimetypeapplication/vnd.oasis" in data[:200]:
        raise UnreadableError("This is a workbook of a spreadsheet: save its sheet as CSV.")
    try:
        with open_archive(data) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            members = [i for i in members if not i.filename.startswith("__MACOSX/")]
            if members and all(info.filename.endswith(END) for info in members):
                return read_arrays(read_npz(archive, bounds), bounds)
            bounds.check_unpacked(sum(info.file_size for info in members))
            if len(members) > 2 or not members:
                names = ", ".join(one_line(info.filename, 30) for info in members[:5])
                raise UnreadableError(
                    f"The archive has {count(len(members))} files ({names}): bring the one that "
                    "has the table."
                )
            contents = []
            for info in members:
                with open_member(archive, info) as stream:
                    contents.append(stream.read(info.file_size))
    except UnreadableError:
        raise
    except Exception as error:  # zipfile raises whatever it stumbles over
        raise UnreadableError("The archive is damaged or cut short.") from error
    raw = _of_members(contents, bounds, choices)
    return raw.unpacked(members[0].filename) if len(members) == 1 else raw


def _of_members(contents: Sequence[bytes], bounds: Bounds, choices: Choices) -> Raw:
    if any(_unpacked(content, bounds).startswith(ZIP) for content in contents):
        raise UnreadableError("There is an archive within the archive: bring the one inside.")
    raws = [_read_unpacked(content, bounds, choices) for content in contents]
    if len(raws) == 1:
        return raws[0]
    images, labels = sorted(raws, key=lambda raw: -len(raw.names))
    try:
        return joined(images, labels)
    except ValueError as error:
        raise UnreadableError(
            "The archive has two files, which are no images with their labels: bring the one that "
            "has the table."
        ) from error


def _finite(raw: Raw) -> Raw:
    """Infinite numbers of typed files as missing ones, with the sentence that says so."""
    cells, n = [], 0
    for column in raw.cells:
        if isinstance(column, np.ndarray) and column.dtype.kind == "f":
            infinite = np.isinf(column)
            n += int(infinite.sum())
            column = np.where(infinite, np.nan, column) if infinite.any() else column
        cells.append(column)
    if not n:
        return raw
    problem = f"{count(n)} numbers are infinite: missing, then."
    return replace(raw, cells=tuple(cells), problems=(*raw.problems, problem))
