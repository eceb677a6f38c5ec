"""Rows of one's own: what can be one, which data they belong to, and their file."""

import json
import sys

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.inspection.own.file import MOST_BYTES, from_file, to_file
from mlp_core.inspection.own.rows import MOST_ROWS, check_row, identity, values_of, with_row
from mlp_core.inspection.own.values import values_tested

DIGITS, IRIS, DIABETES = (load_dataset(name) for name in ("digits", "iris", "diabetes"))


def some(data, n=3):
    meant = data.y_test[:n].tolist()
    return tuple(
        check_row(data, values, answer)
        for values, answer in zip(values_tested(data)[:n].tolist(), meant, strict=True)
    )


@pytest.mark.parametrize("data", [DIGITS, IRIS, DIABETES], ids=lambda data: data.name)
def test_rows_come_back_from_their_file(data):
    rows = some(data)
    assert from_file(data, to_file(data, rows)) == rows
    np.testing.assert_array_equal(values_of(rows), values_tested(data)[:3])
    # By hand: a class is written by its name.
    said = json.loads(to_file(data, rows))
    if not data.is_regression:
        assert [row["meant"] for row in said["rows"]] == [
            data.class_names[k] for k in data.y_test[:3]
        ]


def test_rows_belong_to_the_data_whatever_split_and_scaling():
    same = [
        load_dataset("iris", scaling, split_seed=s) for scaling, s in (("none", 1), ("standard", 2))
    ]
    assert len({identity(data) for data in same}) == 1
    assert len({identity(data) for data in (DIGITS, IRIS, DIABETES, load_dataset("moons"))}) == 4
    # Of points the coordinates are set, whatever the network is handed of them.
    assert identity(load_dataset("moons")) == identity(load_dataset("moons", features=("x1",)))


@pytest.mark.parametrize(
    ("data", "values", "meant"),
    [
        (IRIS, [1, 2, 3], 0),
        (IRIS, [1, 2, 3, float("nan")], 0),
        (IRIS, "text", 0),
        (IRIS, [1, 2, 3, 4], 3),
        (IRIS, [1, 2, 3, 4], -1),
        (IRIS, [1, 2, 3, 4], 1.0),
        (IRIS, [1, 2, 3, 4], "setosa"),
        (DIABETES, [0.0] * 10, float("inf")),
        (DIABETES, [0.0] * 10, [1.0, 2.0]),
        (DIABETES, [0.0] * 10, "tall"),
    ],
)
def test_what_is_no_row_is_refused(data, values, meant):
    with pytest.raises(ValueError, match="got"):
        check_row(data, values, meant)


def test_there_is_an_end_to_them():
    rows = some(IRIS, 1) * MOST_ROWS
    with pytest.raises(ValueError, match="200 rows of your own are the most"):
        with_row(rows, rows[0])
    assert with_row(rows[:-1], rows[0]) == rows


def changed(**fields) -> bytes:
    return json.dumps(json.loads(to_file(IRIS, some(IRIS))) | fields).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"kind": NaN}', "not JSON"),
        (b'{"kind": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[]", "no rows of one's own"),
        (b"{}", "no rows of one's own"),
        (changed(version=2), "version 1"),
        (changed(data="wine"), "other data: data is 'wine' there, and 'iris' here"),
        (changed(answers=["a"]), "other data"),
        (changed(values=4), "other data"),
        (changed(rows={}), "a list of at most 200"),
        (changed(rows=[0] * 201), "a list of at most 200"),
        (changed(rows=[0]), "row 1 of the file cannot be read: values"),
        (changed(rows=[{"values": "1234", "meant": "setosa"}]), "row 1"),
        (changed(rows=[{"values": [1, 2, 3, "4"], "meant": "setosa"}]), "row 1"),
        (changed(rows=[{"values": [1, 2, 3, 1e400], "meant": "setosa"}]), "row 1|not JSON"),
        (changed(rows=[{"values": [1, 2, 3, 4], "meant": "tulip"}]), "'tulip', which is no class"),
        (changed(rows=[{"values": [1, 2, 3, 4], "meant": ["setosa"]}]), "no class here"),
        (changed(rows=[{"values": [1, 2, 3, 4]}]), "no class here"),
        (b" " * (MOST_BYTES + 1), "may have"),
    ],
    ids=range(21),
)
def test_another_file_is_refused_with_a_sentence(data, why):
    with pytest.raises(ValueError, match=why):
        from_file(IRIS, data)


def test_the_largest_file_may_come_back():
    wide = some(DIGITS, 1) * MOST_ROWS
    assert len(to_file(DIGITS, wide)) < MOST_BYTES
    assert from_file(DIGITS, to_file(DIGITS, wide)) == wide


def test_lists_within_lists_are_told_where_python_writes_them_no_more():
    """json reads some that are so deep, by the room that the calls around it leave."""
    deep = []
    for _ in range(2 * sys.getrecursionlimit()):
        deep = [deep]
    with pytest.raises(ValueError, match="list of too many levels"):
        check_row(IRIS, [1.0] * 4, deep)
