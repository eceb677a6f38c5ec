"""Files that know what their cells are, on the Data page: MNIST's own, .npz and Parquet."""

import gzip

import numpy as np
import pytest

from tests.mlp_core.data.table.typed import idx, npz, parquet, zipped
from tests.pages.data.test_own import columns, doubt, hand_in, texts, told
from tests.pages.shown import press, train_to_the_end

IMAGES = np.random.default_rng(0).integers(0, 256, (40, 4, 5), dtype=np.uint8)
LABELS = np.arange(40) % 4
NAMES = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
AS_THEY_ARE = idx(IMAGES), idx(LABELS)
PACKED = tuple(gzip.compress(data, mtime=0) for data in AS_THEY_ARE)


def files(data):
    return list(zip(NAMES, data, strict=True))


@pytest.mark.parametrize(
    "given",
    [
        files(AS_THEY_ARE),
        files(PACKED),
        files(PACKED)[::-1],
        files((AS_THEY_ARE[0], PACKED[1])),
        [("both.zip", zipped(images=PACKED[0], labels=AS_THEY_ARE[1]))],
    ],
    ids=["plain", "gzipped", "labels first", "one of them gzipped", "zipped together"],
)
def test_mnists_own_files_are_pictures_of_classes(open_app, given):
    app = hand_in(open_app("data"), *given)
    assert "without their" not in told(app)
    assert "Each has 4 × 5" in texts(app)
    assert "one of 4 classes" in texts(app)
    assert "**32** to learn from, **8** to be tested on" in texts(app)


def test_a_network_is_trained_on_mnists_own_files(open_app, open_train):
    app = hand_in(open_app("data"), *files(PACKED))
    press(app, "Train on it")
    assert not app.exception
    job = train_to_the_end(open_train(**(dict(app.query_params) | {"epochs": "2"})))
    data = job.dataset
    assert data.class_names == ("0", "1", "2", "3")
    # Every row is one of the pictures, with the label that is its own.
    rows = {tuple(image.ravel()): label for image, label in zip(IMAGES, LABELS, strict=True)}
    assert [rows[tuple(row)] for row in data.X_test_raw] == data.y_test.tolist()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (files(PACKED)[:1], "These are images without their labels"),
        (files(PACKED)[1:], "These are labels without their images"),
        (files((PACKED[0], idx(LABELS[:-1]))), "These two files are no table"),
        (files((PACKED[0], PACKED[0])), "These two files are no table"),
    ],
    ids=["images alone", "labels alone", "too few labels", "images twice"],
)
def test_files_that_lack_the_other_are_told(open_app, given, says):
    app = hand_in(open_app("data"), *given)
    assert says in told(app)
    # There is nothing to train on, or what was chosen before.
    here = app.selectbox(key="dataset").value == "digits"
    assert ("Train on it" in {button.label for button in app.button}) == here


def test_parquet_is_understood(open_app):
    cells = {"x": np.arange(30) / 4, "land": ["a", "b", "c"] * 10, "kind": ["p", "q"] * 15}
    app = hand_in(open_app("data"), ("t.parquet", parquet(cells)))
    assert list(columns(app)) == ["x", "land", "kind"]
    assert columns(app)["kind"]["is used"] == "to be learned"
    assert "**24** to learn from, **6** to be tested on" in texts(app)
    doubt(app, "target").set_value("land").run()
    assert "one of 3 classes" in texts(app)


@pytest.mark.parametrize("compressed", [False, True])
def test_npz_is_understood(open_app, compressed):
    data = npz(compressed, X=IMAGES, y=LABELS)
    app = hand_in(open_app("data"), ("mnist.npz", data))
    assert "Each has 4 × 5" in texts(app)
    assert "one of 4 classes" in texts(app)
    assert "Train on it" in {button.label for button in app.button}
