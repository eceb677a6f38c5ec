"""No file takes more than the bounds it is read with, whatever it says of itself."""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib

import numpy as np
import pyarrow as pa
import pytest

from mlp_core.data.table import text
from mlp_core.data.table.bounds import LOCAL, MEGABYTE, SHARED, Bounds, megabytes
from mlp_core.data.table.reading import UNREADABLE, read_table
from tests.mlp_core.data.table.files import PLAIN
from tests.mlp_core.data.table.typed import idx, npz, parquet, zipped

# 200 kB, 1 MB unpacked, and so on: small, so that the tests are quick.
SMALL = Bounds(200_000, MEGABYTE, 1000, 50, 20_000)
# What reading may take beside: NumPy's and pyarrow's buffers, copies of what is within bounds.
MEMORY = 12 * MEGABYTE


def wide(n: int) -> bytes:
    return b",".join(b"c%d" % k for k in range(n)) + b"\n" + b",".join([b"1"] * n) + b"\n"


def long(n: int) -> bytes:
    return b"a,b\n" + b"1,x\n" * n


def claiming(shape: str) -> bytes:
    """An .npz file of a few bytes whose header says that it has a great many."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header = header.ljust(117) + b"\n"
    member = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + bytes(80)
    return zipped(X__npy=member)


def lying(size: int) -> bytes:
    """An archive whose member says that it is small, and unpacks to ``size`` bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(size))
    data = stream.getvalue()
    honest = struct.pack("<I", size)
    assert data.count(honest) == 2
    return data.replace(honest, struct.pack("<I", 10))


def repeated(n: int) -> bytes:
    """A Parquet file of few bytes and many rows: one value, and how often it comes."""
    values = pa.array(np.zeros(n, dtype=np.int32))
    return parquet({"a": values, "b": values}, compression="zstd")


def long_texts(n: int) -> bytes:
    """A Parquet file whose texts are one and the same long one."""
    texts = pa.DictionaryArray.from_arrays(np.zeros(n, np.int32), ["x" * 100_000])
    return parquet({"a": texts, "b": pa.array(range(n))}, compression="zstd")


TOO_MUCH = {
    "bytes": (b"a,b\n" + bytes(300_000), "The file has 0.3 MB or more"),
    "columns": (wide(51), "51 columns or more"),
    "far too many columns": (wide(20_000), "20,000 columns or more"),
    "rows": (long(1001), "rows or more"),
    "cells": (wide(50) + wide(50).splitlines(keepends=True)[1] * 500,
              "cells or more"),
    "a gzipped bomb": (gzip.compress(bytes(50_000_000)), "packed in the file"),
    "a thousand gzipped files": (gzip.compress(b"a,b\n") * 1000, "more than 100 others"),
    "a gzipped bomb in a zip": (zipped(a__gz=gzip.compress(bytes(50_000_000))), "packed in the"),
    "a zipped bomb": (zipped(a__csv=bytes(50_000_000)), "packed in the file"),
    "an .npz bomb": (npz(True, X=np.zeros((1000, 5000))), "packed in the file"),
    "an archive that lies": (lying(50_000_000), "damaged"),
    "745 GiB in a header": (claiming("(100000000000,)"), "says that it has 762,939.5 MB"),
    "a header below nothing": (claiming("(-5, 2)"), "is empty"),
    "a header beyond all numbers": (claiming(f"({10**30}, {10**30})"), "says that it has"),
    "arrays of too many columns": (npz(X=np.zeros((10, 51)), y=np.arange(10) % 2), "columns or"),
    "images of too many pixels": (idx(np.zeros((3, 9, 9))), "81 columns or more"),
    "Parquet of many rows": (repeated(20_000_000), "20,000,000 rows or more"),
    "Parquet of long texts": (long_texts(900), "packed in the file"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_too_much_is_said_in_little_memory(data, sentence):
    pool = pa.default_memory_pool()
    before = pool.bytes_allocated()
    tracemalloc.start()
    try:
        table = read_table(data, "a file", SMALL)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sentence in table.problems[0]
    assert table.problems[0] != UNREADABLE
    assert table.n_rows == 0
    assert peak < MEMORY
    assert pool.bytes_allocated() - before < MEMORY


def test_what_is_just_within_bounds_is_read():
    exact = Bounds(len(PLAIN), 0, 12, 3, 36)
    assert read_table(PLAIN, "", exact).problems == ()
    for name in ("n_bytes", "rows", "columns", "cells"):
        smaller = Bounds(**{**vars(exact), name: getattr(exact, name) - 1})
        assert "are the most that are read here" in read_table(PLAIN, "", smaller).problems[0]
    packed = gzip.compress(PLAIN)
    assert read_table(packed, "", Bounds(200, len(PLAIN), 12, 3, 36)).problems == ()
    assert read_table(packed, "", Bounds(200, len(PLAIN) - 1, 12, 3, 36)).problems != ()


def test_reading_stops_at_the_bound(monkeypatch):
    # A text of a million rows is left after little more than the thousand that there may be.
    seen = []

    def counted(stream, tally):
        for number, line in enumerate(stream):
            seen.append(number)
            yield line

    monkeypatch.setattr(text, "_lines_of", counted)
    bounds = Bounds(5 * MEGABYTE, 0, 1000, 50, 20_000)
    assert "rows or more" in read_table(long(1_000_000), "", bounds).problems[0]
    assert len(seen) < 1_100


def test_too_many_inputs_are_refused():
    text = "c,x,y\n" + "".join(f"v{k % 60},{k},{k % 2}\n" for k in range(180))
    table = read_table(text.encode(), "", SMALL)
    with pytest.raises(ValueError, match="61 columns or more; 50 columns are the most"):
        table.dataset()


def test_a_machine_of_ones_own_takes_mnist_and_a_large_text():
    assert LOCAL.n_bytes >= 100 * MEGABYTE
    assert LOCAL.cells >= 70_000 * 785
    LOCAL.check_shape(70_000, 785)
    LOCAL.check_shape(1_000_000, 20)
    for name, bound in vars(SHARED).items():
        assert bound < getattr(LOCAL, name)


def test_a_limit_is_said_as_the_place_for_a_file_counts_it():
    # Streamlit's MB are 2²⁰ bytes.
    assert "at most 200 MB (800 MB unpacked)" in LOCAL.words
    assert LOCAL.n_bytes == 200 * 2**20
    assert megabytes(2**20 * 3 // 2) == "1.5 MB"


def test_what_a_table_takes_is_told():
    # 12 rows of three texts, the place of each in 4 bytes, and of two numbers, in 8.
    table = read_table(PLAIN)
    letters = sum(len(cell) for row in table.preview(12) for cell in row)
    assert 0 <= table.n_bytes - (letters + 12 * (3 * 4 + 2 * 8)) < 100
    assert read_table(b"").n_bytes == 0


def test_bounds_are_said():
    assert SHARED.words == (
        "at most 2 MB (8 MB unpacked), 20,000 rows, 1,000 columns and 500,000 cells"
    )


def test_a_quote_that_is_never_closed_takes_no_more_than_the_file():
    data = b'a,b\n1,"' + b"2,x\n" * 40_000
    tracemalloc.start()
    try:
        table = read_table(data, "", Bounds(MEGABYTE, 0, 100_000, 9, 10**6))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "never closed" in table.problems[1]
    # The first row has a comma in what would have been quotes.
    assert table.n_rows == 39_999
    assert peak < 40 * MEGABYTE


def test_checksums_are_looked_at():
    data = bytearray(zipped(a__csv=PLAIN))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        crc = struct.pack("<I", zlib.crc32(archive.read("a.csv")))
    data = bytes(data).replace(crc, b"\0\0\0\0")
    assert read_table(data).problems == ("The archive is damaged or cut short.",)
