"""Arrays, Parquet and MNIST's own files: the same rows come out that were put in."""

import datetime
import gzip
import re

import numpy as np
import pyarrow as pa
import pytest

from mlp_core.data.rows import Columns, Picture
from mlp_core.data.table.reading import UNREADABLE, join, read_table
from tests.mlp_core.data.table.files import PLAIN
from tests.mlp_core.data.table.typed import idx, npy, npz, parquet, zipped

ROWS = np.arange(20.0).reshape(10, 2) / 4
CLASSES = np.arange(10) % 2
IMAGES = np.arange(10 * 3 * 4).reshape(10, 3, 4) * 2
DAY = datetime.date(2020, 2, 20)


def all_rows(dataset):
    """Inputs and targets of both parts, in the order of the first input."""
    rows = np.concatenate([dataset.X_train, dataset.X_test])
    targets = np.concatenate([dataset.y_train, dataset.y_test])
    order = np.lexsort(rows.T[::-1])
    return rows[order], targets[order]


ARRAYS = {
    "X and y": {"X": ROWS, "y": CLASSES},
    "data and target": {"data": ROWS, "target": CLASSES},
    "two parts": {
        "x_train": ROWS[:7],
        "y_train": CLASSES[:7],
        "x_test": ROWS[7:],
        "y_test": CLASSES[7:],
    },
    "parts in front": {
        "test_images": ROWS[7:],
        "test_labels": CLASSES[7:],
        "train_images": ROWS[:7],
        "train_labels": CLASSES[:7],
    },
    "labels of which one is 1": {"X": ROWS, "y": np.eye(2)[CLASSES]},
    "a column of targets": {"X": ROWS, "y": CLASSES[:, np.newaxis]},
    "of floats, as Fortran has them": {
        "X": np.asfortranarray(ROWS),
        "y": CLASSES.astype(float),
    },
    "the largest byte first": {"X": ROWS.astype(">f8"), "y": CLASSES.astype(">i4")},
    "one matrix": {"table": np.column_stack([ROWS, CLASSES])},
    "columns": {"a": ROWS[:, 0], "b": ROWS[:, 1], "c": CLASSES},
    "beside what is not used": {"X": ROWS, "y": CLASSES, "weights": np.ones(3)},
}


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("arrays", ARRAYS.values(), ids=ARRAYS.keys())
def test_arrays_are_inputs_and_targets(arrays, compressed):
    table = read_table(npz(compressed, **arrays), "arrays.npz")
    assert table.problems == ()
    dataset = table.dataset()
    rows, targets = all_rows(dataset)
    np.testing.assert_array_equal(rows, ROWS)
    np.testing.assert_array_equal(targets, CLASSES)
    assert dataset.class_names == ("0", "1")


def test_an_array_alone_is_a_table():
    table = read_table(npy(np.column_stack([ROWS, CLASSES])), "array.npy")
    rows, targets = all_rows(table.dataset())
    np.testing.assert_array_equal(rows, ROWS)
    np.testing.assert_array_equal(targets, CLASSES)


def test_parts_are_told():
    table = read_table(npz(**ARRAYS["two parts"]), "arrays.npz")
    assert table.notes == (
        "The parts of the file (train: 7 rows, test: 3 rows) were put together, and are split "
        "anew.",
    )
    np.testing.assert_array_equal(table.columns[0].numbers, ROWS[:, 0])


def test_numbers_to_be_learned_and_names():
    names = np.array(["length", "width"])
    table = read_table(npz(X=ROWS, y=ROWS**2 + 0.1, feature_names=names), "arrays.npz")
    dataset = table.dataset()
    assert dataset.feature_names == ("length", "width")
    assert dataset.target_names == ("target 1", "target 2")
    rows, targets = all_rows(dataset)
    np.testing.assert_array_equal(targets, rows**2 + 0.1)


def test_classes_that_have_names():
    table = read_table(npz(X=ROWS, y=CLASSES, target_names=np.array(["cat", "ant"])), "a.npz")
    dataset = table.dataset()
    # In the order of names, as everywhere; which row is what stays.
    assert dataset.class_names == ("ant", "cat")
    np.testing.assert_array_equal(all_rows(dataset)[1], 1 - CLASSES)
    other_order = read_table(
        npz(X=ROWS, y=CLASSES.astype(">i4"), target_names=np.array(["cat", "ant"])), "a.npz"
    )
    np.testing.assert_array_equal(all_rows(other_order.dataset())[1], 1 - CLASSES)
    texts = np.array(["cat", "ant"])[CLASSES]
    dataset = read_table(npz(X=ROWS, y=texts), "a.npz").dataset()
    assert dataset.class_names == ("ant", "cat")


def test_pictures_stay_pictures():
    images = IMAGES.astype(np.uint8)
    table = read_table(npz(X=images, y=CLASSES), "a.npz")
    dataset = table.dataset()
    assert dataset.row == Picture((3, 4), 0.0, 255.0)
    # Among them pixels that never change, which a table would leave out.
    images[:, 0, 0] = 7
    assert read_table(npz(X=images, y=CLASSES), "a.npz").dataset().row == dataset.row
    in_colour = np.stack([images] * 3, axis=3)
    assert isinstance(read_table(npz(X=in_colour, y=CLASSES), "a").dataset().row, Columns)
    assert read_table(npz(X=images[..., None], y=CLASSES), "a").dataset().row == dataset.row


def test_what_is_missing_or_infinite_in_arrays():
    rows = ROWS.copy()
    rows[3, 0], rows[5, 1] = np.nan, np.inf
    table = read_table(npz(X=rows, y=CLASSES), "a.npz")
    assert table.problems == ("1 numbers are infinite: missing, then.",)
    assert [c.missing for c in table.columns] == [1, 1, 0]
    assert np.isfinite(table.dataset().X_train).all()


NO_ARRAYS = {
    "objects": (npz(X=np.array([{}, []], dtype=object), y=CLASSES[:2]), "could run code"),
    "records": (npy(np.zeros(3, dtype=[("a", "f8")])), "could run code"),
    "complex numbers": (npy(np.zeros((5, 2), complex)), "could run code"),
    "arrays of other lengths": (npz(a=ROWS, b=CLASSES[:3]), "as many rows each"),
    "nothing": (npz(), "0 files"),
    "no rows": (npz(X=np.zeros((0, 3)), y=np.zeros(0)), "is empty"),
    "no dimensions": (npy(np.float64(3)), "as many rows each"),
    "cut short": (npy(ROWS)[:-8], "cut short"),
    "a header of rubbish": (b"\x93NUMPY\x01\x00\x76\x00{'descr': rubbish" + bytes(200), "damaged"),
    "a cut archive": (npz(X=ROWS, y=CLASSES)[:-30], "damaged"),
    "pictures alone": (npz(images=IMAGES), "labels are missing"),
}


@pytest.mark.parametrize(("data", "sentence"), NO_ARRAYS.values(), ids=NO_ARRAYS.keys())
def test_what_are_no_arrays_of_a_table_is_said(data, sentence):
    table = read_table(data, "a.npz")
    assert sentence in table.problems[0]
    assert table.problems[0] != UNREADABLE
    with pytest.raises(ValueError, match=re.escape(table.blocking)):
        table.dataset()


def column(values, kind=None):
    return pa.array(values, kind)


PARQUET = {
    "whole": (column([3, None, 5, 6, 7]), "number", [3, np.nan, 5, 6, 7]),
    "small": (column([3, 1, 5, 6, 7], pa.int8()), "number", [3, 1, 5, 6, 7]),
    "float": (column([0.5, None, 2.5, np.inf, 1]), "number", [0.5, np.nan, 2.5, np.nan, 1]),
    "decimal": (column(["1.25", "2.5", None, "3", "4"]).cast(pa.decimal128(8, 2)), "number",
                [1.25, 2.5, np.nan, 3, 4]),
    "bool": (column([True, False, None, True, True]), "truth", [1, 0, np.nan, 1, 1]),
    "date": (column([DAY, None, DAY.replace(day=21), DAY, DAY]), "date",
             [18312, np.nan, 18313, 18312, 18312]),
    "time": (column([0, 43_200_000, None, 86_400_000, 1], pa.timestamp("ms", "Europe/Berlin")),
             "date", [0, 0.5, np.nan, 1, 1 / 86_400_000]),
    "text": (column(["a", " b", None, "a", "b "]), "category", None),
    "large text": (column(["a", " b", None, "a", "b "], pa.large_string()), "category", None),
    "category": (column(["a", "b", None, "a", "b"]).dictionary_encode(), "category", None),
    "numbers in a dictionary": (column([3, 1, 3, 1, 2]).dictionary_encode(), "number",
                                [3, 1, 3, 1, 2]),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "kind", "numbers"), PARQUET.values(), ids=PARQUET.keys())
def test_parquet_columns_keep_their_kinds(cells, kind, numbers):
    found = read_table(parquet({"x": cells, "y": list("pqpqp")}), "a.parquet").column("x")
    assert found.kind == kind
    if numbers is None:
        assert found.levels.names == ("a", "b")
        assert found.levels.codes.tolist() == [0, 1, -1, 0, 1]
    else:
        np.testing.assert_allclose(found.floats(), numbers, rtol=1e-12)


def test_classes_of_parquet_are_written_as_they_are():
    for values, names in (([0, 1, 0, None, 1], ("0", "1")), ([0.0, 1.0, 0.0, 1.5, 1.5], None)):
        table = read_table(parquet({"x": range(5), "y": values}), "a.parquet")
        dataset = table.dataset("y", goal="classes")
        assert dataset.class_names == (names or ("0", "1", "1.5"))


def test_columns_that_hold_more_than_a_value_are_left_out_and_said():
    nested = {"x": range(5), "list": [[1]] * 5, "struct": [{"a": 1}] * 5, "y": list("pqpqp")}
    table = read_table(parquet(nested), "a.parquet")
    assert [c.name for c in table.columns] == ["x", "y"]
    assert "2 columns" in table.notes[0]
    assert "list, struct" in table.notes[0]
    assert table.dataset().X_train.shape == (4, 1)


@pytest.mark.parametrize("data", [parquet({"a": range(50)})[:200], b"PAR1" + bytes(50) + b"PAR1"])
def test_damaged_parquet_is_said(data):
    assert read_table(data, "a").problems == ("The Parquet file is damaged or cut short.",)
    nested = parquet({"list": [[1]] * 5})
    assert "no columns of numbers" in read_table(nested, "a").problems[0]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_mnists_files_are_two_that_belong_together(pack):
    images = read_table(pack(idx(IMAGES)), "train-images-idx3-ubyte")
    labels = read_table(pack(idx(CLASSES)), "train-labels-idx1-ubyte")
    assert "images without their labels" in images.problems[0]
    assert "labels without their images" in labels.problems[0]
    dataset = join(images, labels).dataset()
    assert dataset.row == Picture((3, 4), 0.0, 255.0)
    assert dataset.class_names == ("0", "1")
    rows, targets = all_rows(dataset)
    np.testing.assert_array_equal(rows, IMAGES.reshape(10, 12))
    np.testing.assert_array_equal(targets, CLASSES)


def test_images_and_labels_are_not_confused():
    images, labels = read_table(idx(IMAGES)), read_table(idx(CLASSES))
    other = read_table(idx(CLASSES[:5]))
    with pytest.raises(ValueError, match="got 10 images and 5 labels"):
        join(images, other)
    with pytest.raises(ValueError, match="images and labels are needed, in this order"):
        join(labels, images)
    with pytest.raises(ValueError, match="must be a Table"):
        join(images, None)
    assert len({images.sha256, labels.sha256, join(images, labels).sha256}) == 3


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, 10)])
def test_a_file_of_mnists_is_as_long_as_it_says(cut):
    assert "begins as one of MNIST's" in read_table(idx(IMAGES)[cut]).problems[0]


def test_archives_of_one_table():
    for data in (
        zipped(train__csv=PLAIN),
        zipped(train__csv__gz=gzip.compress(PLAIN)),
    ):
        assert read_table(data, "a.zip").n_rows == 12
    both = zipped(labels__gz=gzip.compress(idx(CLASSES)), images__gz=gzip.compress(idx(IMAGES)))
    np.testing.assert_array_equal(
        all_rows(read_table(both, "mnist.zip").dataset())[0], IMAGES.reshape(10, 12)
    )


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"a__csv": PLAIN, "b__csv": PLAIN, "c__csv": PLAIN}, "3 files (a.csv, b.csv, c.csv)"),
        ({"a__csv": PLAIN, "b__csv": PLAIN}, "two files, which are no images with their labels"),
        ({"a__zip": zipped(b__csv=PLAIN)}, "an archive within the archive"),
    ],
)
def test_archives_of_more_are_said(members, sentence):
    assert sentence in read_table(zipped(**members), "a.zip").problems[0]
