"""The live picture of a boundary: what its data says, held against the network that is shown."""

import base64
import io
import json

import numpy as np
import pyarrow
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from mlp_core import predict
from mlp_core.inspection.lattice import lattice_over
from tests.pages.shown import train_to_the_end
from tests.patience import PATIENCE_SECONDS

SETTINGS = {"epochs": "20", "hidden_layers": "1", "units1": "6", "learning_rate": "0.05"}


def charts_with(app, name: str) -> list[dict]:
    """The data sets of each chart that has one called ``name``, by name, as columns."""
    found = []
    for chart in (element.proto for element in app.get("vega_lite_chart")):
        sets = {
            one.name: pyarrow.ipc.open_stream(one.data.data).read_all().to_pydict()
            for one in chart.datasets
        }
        if name in sets:
            found.append(sets | {"spec": json.loads(chart.spec)})
    return found


def pixels(url: str) -> np.ndarray:
    """The red, green and blue of a picture, the lowest row first."""
    with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) as image:
        return np.asarray(image.convert("RGB"))[::-1].astype(int)


@pytest.mark.parametrize("dataset", ["circles", "blobs"])
def test_the_plane_is_in_the_colours_of_the_classes(open_train, dataset):
    app = open_train(dataset=dataset, **SETTINGS)
    job = train_to_the_end(app)
    (chart,) = charts_with(app, "field")
    scale = chart["spec"]["layer"][2]["encoding"]["color"]["scale"]
    assert scale["domain"] == [*job.dataset.class_names]
    colours = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in scale["range"]])
    shown = pixels(chart["field"]["url"][0])
    assert shown.shape == (100, 100, 3)
    lattice = lattice_over(job.dataset.plane, 100)
    named = predict(lattice.rows, *job.snapshot.progress.parameters).reshape(100, 100)
    # Faint as a place may be, the colour it has a trace of is that of its class.
    trace = 255.0 - shown
    sure = trace.sum(axis=2) > 40
    hues = 255.0 - colours
    hues /= np.linalg.norm(hues, axis=1, keepdims=True)
    assert sure.mean() > 0.2
    np.testing.assert_array_equal((trace[sure] @ hues.T).argmax(axis=1), named[sure])


def test_each_point_is_drawn_and_each_wrong_one_crossed(open_train):
    app = open_train(dataset="circles", **SETTINGS)
    job = train_to_the_end(app)
    (chart,) = charts_with(app, "field")
    data, points, wrong = job.dataset, chart["points"], chart["wrong"]
    drawn = np.array([points["x"], points["y"]]).T
    np.testing.assert_allclose(drawn, np.concatenate([data.plane.train, data.plane.test]))
    truth = np.concatenate([data.y_train, data.y_test])
    assert points["name"] == [data.class_names[k] for k in truth]
    assert points["part"] == ["training"] * len(data.y_train) + ["test"] * len(data.y_test)
    named = predict(np.concatenate([data.X_train, data.X_test]), *job.snapshot.progress.parameters)
    amiss = np.flatnonzero(named != truth)
    assert 0 < len(amiss) < len(truth)
    assert wrong["x"] == [points["x"][i] for i in amiss]
    assert wrong["taken"] == [data.class_names[named[i]] for i in amiss]
    assert f"Crossed: taken for another class, {len(amiss)} of 300." in captions(app)


def captions(app) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_units_are_drawn_layer_by_layer_with_the_weights_between(open_train):
    app = open_train(dataset="circles", **SETTINGS | {"units1": "10"})
    job = train_to_the_end(app)
    (chart,) = charts_with(app, "units")
    units, ways = chart["units"], chart["weights"]
    # Of ten hidden units eight are shown at once.
    assert [units["layer"].count(layer) for layer in range(3)] == [2, 8, 2]
    assert units["left"][:2] == ["x1", "x2"]
    assert units["right"][-2:] == [*job.dataset.class_names]
    first, second = job.snapshot.progress.parameters[0]
    expected = [*first[:8].T.ravel(), *second[:, :8].T.ravel()]
    assert ways["weight"] == pytest.approx(expected)
    assert ways["source"][:8] == ["x1"] * 8
    assert ways["target"][:3] == ["unit 1 of layer 1", "unit 2 of layer 1", "unit 3 of layer 1"]
    assert all(pixels(url).shape == (40, 40, 3) for url in units["url"])


def test_rows_that_are_no_points_have_no_picture(open_train):
    app = open_train(epochs="1", units1="4")
    train_to_the_end(app)
    assert charts_with(app, "field") == charts_with(app, "units") == []


def test_a_link_may_ask_for_more_points_than_at_first(open_train):
    # 300 at first, which is no even step of its slider, is none of the link's steps either.
    app = open_train(dataset="moons", data_n_rows="2000", **SETTINGS)
    assert "1,600 points to learn from" in "".join(text.value for text in app.markdown)


@pytest.mark.parametrize(("moves", "expected"), [(False, (267, 134)), (True, (146, 67))])
def test_fewer_points_are_drawn_while_it_moves(moves, expected):
    def script(moves):
        from mlp_core import TrainConfig, load_dataset, train
        from pages.train import boundary

        config = TrainConfig((2, 2, 2), dataset="moons", epochs=1, learning_rate=0.1)
        data = load_dataset("moons", n_rows=2000)
        *_, last = train(config, data)
        boundary.show(data, config, last.parameters, moves)

    app = AppTest.from_function(script, args=(moves,), default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    (chart,) = charts_with(app, "field")
    parts = chart["points"]["part"]
    assert (parts.count("training"), parts.count("test")) == expected


def test_what_moves_is_painted(open_train):
    app = open_train(dataset="circles", **SETTINGS)
    train_to_the_end(app)
    for name in ("field", "units"):
        (chart,) = charts_with(app, name)
        assert chart["spec"]["usermeta"] == {"embedOptions": {"renderer": "canvas"}}
