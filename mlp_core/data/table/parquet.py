"""Parquet files, read with distrust: few bytes can claim, and unpack to, a great many rows."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mlp_core.data.table.bounds import Bounds, UnreadableError
from mlp_core.data.table.header import names_of
from mlp_core.data.table.raw import Numbers, Raw, Texts, Way, trimmed
from mlp_core.number_text import count
from mlp_core.quoting import one_line

# Footers that are larger are not of a table of the size that is read here.
FOOTER_STRINGS, FOOTER_ITEMS = 10_000_000, 1_000_000
# So many cells come at a time: what they take is looked at before there are more.
CELLS_A_PIECE = 100_000
# pandas keeps the names of rows under this one.
INDEX = "__index_level_"


def read_parquet(data: bytes, bounds: Bounds) -> Raw:
    """The columns of a Parquet file; ``UnreadableError`` where it is damaged or too large."""
    try:
        return _read(data, bounds)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("The Parquet file is damaged or cut short.") from error


def _read(data: bytes, bounds: Bounds) -> Raw:
    schema = _open(data).schema_arrow
    names = list(schema.names)
    kept = [k for k, field in enumerate(schema) if _is_plain(field.type)]
    kept = [k for k in kept if names.count(names[k]) == 1 and not names[k].startswith(INDEX)]
    file = _open(data, [names[k] for k in kept if _is_text(schema.field(k).type)])
    about = file.metadata
    bounds.check_shape(about.num_rows, len(kept))
    sizes = [about.row_group(k).total_byte_size for k in range(about.num_row_groups)]
    bounds.check_unpacked(sum(sizes))
    if not kept:
        raise UnreadableError("The Parquet file has no columns of numbers, texts or dates.")
    columns = _columns(file, [names[k] for k in kept], bounds)
    unique, unnamed, _ = names_of([names[k] for k in kept], len(kept))
    notes = []
    left = [one_line(name, 30) for k, name in enumerate(names) if k not in kept]
    if left:
        notes.append(
            f"{count(len(left))} columns that are no numbers, texts or dates, or have no name of "
            f"their own, left out: {', '.join(left[:10])}."
        )
    cells = tuple(_cells(column, bounds) for column in columns)
    way = Way("parquet", places=tuple(kept))
    return Raw(unique, cells, notes=tuple(notes), unnamed=unnamed, way=way)


def _open(data: bytes, dictionaries: list[str] | None = None) -> Any:
    return pq.ParquetFile(
        pa.BufferReader(data),
        read_dictionary=dictionaries,
        thrift_string_size_limit=FOOTER_STRINGS,
        thrift_container_size_limit=FOOTER_ITEMS,
    )


def _columns(file: Any, names: list[str], bounds: Bounds) -> list[Any]:
    """All rows, piece by piece: what the file says of itself need not be true."""
    pieces, n_rows, n_bytes = [], 0, 0
    size = max(1, CELLS_A_PIECE // len(names))
    for batch in file.iter_batches(size, columns=names, use_threads=False):
        n_rows, n_bytes = n_rows + len(batch), n_bytes + batch.nbytes
        bounds.check_shape(n_rows, len(names))
        bounds.check_unpacked(n_bytes)
        pieces.append(batch)
    if not pieces:
        return [pa.array([], pa.string()) for _ in names]
    table = pa.Table.from_batches(pieces).unify_dictionaries()
    return [table.column(name) for name in names]


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: Any) -> bool:
    """Whether a column has one number, truth value, text or date a row."""
    if pa.types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    times = (pa.types.is_date, pa.types.is_timestamp)
    return _is_text(kind) or any(test(kind) for test in (*tests, *times))


def _cells(column: Any, bounds: Bounds) -> Numbers | Texts:
    """A column as cells: numbers as they are, all else as text."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    if pa.types.is_dictionary(whole.type):
        lengths = pc.binary_length(pc.cast(whole.dictionary, pa.string())).take(whole.indices)
        bounds.check_unpacked(pc.sum(lengths).as_py() or 0)
        whole = whole.dictionary_decode()
    kind = whole.type
    if pa.types.is_timestamp(kind):
        whole = pc.cast(whole, pa.timestamp("us"), safe=False)
    if pa.types.is_integer(kind) and not whole.null_count:
        return whole.to_numpy(zero_copy_only=False)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        floats = pc.cast(whole, pa.float64(), safe=False)
        numbers: Numbers = floats.to_numpy(zero_copy_only=False)
        return numbers
    return trimmed(pc.cast(whole, pa.string()))
