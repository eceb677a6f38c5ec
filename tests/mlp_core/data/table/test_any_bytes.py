"""Files that nobody meant: whatever the bytes, a table comes back that says what is wrong.

2,000 of them: good files that were damaged, and bytes drawn at random. Nothing is raised, little
memory is taken, and no record of a text is lost without being counted.
"""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_core.data.table.bounds import SHARED
from mlp_core.data.table.findings import class_balance, correlations, leaks
from mlp_core.data.table.reading import UNREADABLE, read_table
from tests.mlp_core.data.table.files import FILES
from tests.mlp_core.data.table.typed import idx, npy, npz, parquet, zipped

TYPED = [
    npz(X=np.arange(20.0).reshape(10, 2), y=np.arange(10) % 2),
    npz(True, x_train=np.zeros((6, 2, 2), "u1"), y_train=np.arange(6) % 2),
    npy(np.arange(12.0).reshape(4, 3)),
    idx(np.zeros((5, 2, 2))),
    idx(np.arange(5)),
    zipped(a__csv=FILES["titanic"].data),
    parquet({"a": [1, None, 3, 4, 5], "b": list("xyxyx"), "c": [[1]] * 5, "d": [True] * 5}),
    parquet({"a": [1.5, 2.5, None, 1, 2], "b": list("xyxyx")}, compression="gzip"),
]
TEXTS = [file.data for file in FILES.values() if len(file.data) < 3000]
# What is likely to be taken for something.
PIECES = [
    b"\n", b"\r", b",", b";", b"\t", b'"', b"'", b" ", b"#", b"-", b"?", b"NA", b"nan", b"inf",
    b"1e999", b"9" * 400, b"1,234", b"1.234,5", b"31.02.2020", b"1/2/3", b"9999-99-99", b"TRUE",
    b"\xff", b"\0", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xd9\xa3", b"(", b"%", b"\xe2\x82\xac",
    b"a", b"b", b"1", b"2.5", b"PK", b"PAR1", b"\x1f\x8b", b"{", b"<", b"1_0", b"=1+1",
]  # fmt: skip
# Bytes: what reading a file of some kB may take; pyarrow's own is not seen here.
MEMORY = 8_000_000
LONGEST = 6_000


@st.composite
def damaged(draw, originals):
    """A good file with pieces put in, taken out, doubled, or changed."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data)))
        way = draw(st.integers(0, 4))
        if way == 0:
            data[place:place] = draw(st.sampled_from(PIECES))
        elif way == 1:
            del data[place : place + draw(st.integers(1, 30))]
        elif way == 2:
            data[place:place] = data[max(0, place - 40) : place]
        elif way == 3 and place < len(data):
            data[place] = draw(st.integers(0, 255))
        else:
            del data[place:]
    return bytes(data[:LONGEST])


def look_at_all_of_it(data):
    """Reads a file and everything that a page would show of it."""
    table = read_table(data, "a file", SHARED)
    assert UNREADABLE not in table.problems
    assert all(isinstance(p, str) and p.strip() for p in (*table.problems, *table.notes))
    assert all(len(row) == len(table.columns) for row in table.preview())
    assert all(doubt.taken in doubt.options.values() for doubt in table.doubts)
    assert len(correlations(table)) + len(leaks(table)) + len(class_balance(table)) >= 0
    for column in table.columns:
        assert column.n_rows == table.n_rows
        assert 0 <= column.missing <= table.n_rows
        low, high = column.range or (0.0, 0.0)
        assert low <= high
        assert column.most_frequent[1] + column.missing <= table.n_rows
        assert bool(column.distinct) == (column.missing < table.n_rows)
    count_records(table)
    if table.blocking:
        assert table.blocking == table.problems[0]
        with pytest.raises(ValueError, match=re.escape(table.blocking)):
            table.dataset()
        return
    dataset = table.dataset()
    assert np.isfinite(dataset.X_train).all()
    known = int(table.target.known.sum())
    assert len(dataset.X_train) + len(dataset.X_test) == known


def count_records(table):
    """Rows, and what became of all other records, are all the records there are."""
    tally = table.raw.tally
    if tally:
        others = ("blank", "comments", "titles", "header", "units", "long")
        assert tally["records"] == table.n_rows + sum(tally[kind] for kind in others)
        said = " ".join((*table.problems, *table.notes))
        for kind, words in (
            ("long", "more cells than"),
            ("short", "too few cells"),
            ("comments", "begin with #"),
            ("titles", "above the table"),
            ("blank", "without anything"),
        ):
            assert bool(tally[kind]) == (words in said)


def memory_of(data):
    """The most that is taken while a file is read, in bytes."""
    tracemalloc.start()
    try:
        read_table(data, "a file", SHARED)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@settings(max_examples=800, deadline=None, derandomize=True, database=None)
@given(damaged(TEXTS))
def test_damaged_texts(data):
    look_at_all_of_it(data)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(damaged(TYPED))
def test_damaged_arrays_and_archives(data):
    look_at_all_of_it(data)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=120).map(b"".join))
def test_texts_of_what_is_likely_to_be_misread(data):
    look_at_all_of_it(data)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=600))
def test_bytes_at_random(data):
    look_at_all_of_it(data)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(damaged([*TYPED, *TEXTS]))
def test_memory_of_damaged_files(data):
    assert memory_of(data) < MEMORY


CELLS = st.sampled_from(["", "a", "b", "1", "2.5", "-3", "NA", "x y", "c,d", "e\nf", 'g"h', "007"])


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=30))
def test_cells_come_back_as_they_were_written(rows):
    # By the standard library's writer, every cell in quotes: nothing is left to be guessed.
    written = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    data = "\r\n".join(['"first","second","third"', *written, ""]).encode()
    table = read_table(data)
    kept = [row for row in rows if any(row)]
    missing = {"", "NA"}
    if table.raw.tally.get("units"):
        kept = kept[1:]
    assert table.preview(100) == [
        tuple("" if cell in missing else cell for cell in row) for row in kept
    ]
