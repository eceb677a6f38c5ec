"""Pictures of a network over time, against its own numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, predict
from mlp_core.inspection.film import Film
from mlp_core.inspection.lattice import lattice_over
from mlp_core.inspection.stills import FIELD_CELLS, GAP, Colours, stills
from tests.every_set import NAMES, small_config
from tests.mlp_core.both_engines import made_up_data

pytestmark = pytest.mark.usefixtures("kernels")
ORANGE, PAGE, BLUE, GREEN = (213, 94, 0), (250, 250, 240), (0, 114, 178), (0, 158, 115)
COLOURS = Colours(ORANGE, PAGE, BLUE, (BLUE, ORANGE, GREEN))


def made(name, **settings):
    config = small_config(name, epochs=3, **settings)
    data = config.source.load(config.scaling)
    film = Film.of(config, data)
    moments = [film.parameters(epoch) for epoch in range(4)]
    return config, data, moments, stills(config, data, iter(moments), COLOURS)


def test_the_first_layer_of_digits_is_a_picture_a_unit():
    _, _, moments, found = made("digits", units=(64, 7, 10))
    assert (found.kind, found.says[-9:]) == ("cells", "negative.")
    height, width = found.shape
    limit = np.quantile([np.abs(W[0]).max() for W, _ in moments], 0.9)
    for frame, (weights, _) in zip(found.frames, moments, strict=True):
        image = frame.reshape(height, width)
        columns = (width + 1) // 9
        for unit in range(7):
            top, left = unit // columns * 9, unit % columns * 9
            shown = image[top : top + 8, left : left + 8].astype(float) - 127
            expected = np.clip(weights[0][unit].reshape(8, 8) / limit, -1, 1) * 127
            assert np.abs(shown - expected).max() <= 0.5
        assert (image[8] == GAP).all()
    assert tuple(found.palette[254]) == BLUE
    assert tuple(found.palette[0]) == ORANGE
    assert tuple(found.palette[127]) == tuple(found.palette[GAP]) == PAGE


def test_large_pictures_are_made_smaller_and_not_all_are_drawn():
    data = replace(made_up_data(30 * 20, 2, 20), image_shape=(30, 20), value_range=(0.0, 1.0))
    config = TrainConfig((600, 100, 2), 0.01, 1, dataset="digits")
    weights = [np.arange(100.0)[:, None] * np.ones(600), np.zeros((2, 100))]
    parameters = weights, [np.zeros(100), np.zeros(2)]
    found = stills(config, data, [parameters], COLOURS)
    # Blocks of 3 × 3: pictures of 10 × 7.
    assert found.frames.shape[1] <= 1.4 * 4000
    n = 4000 // 70
    assert found.says.endswith(f"Shown are units 1 to {n} of 100.")
    columns = math.ceil(math.sqrt(n * 1.6))
    image = found.frames[0].reshape(found.shape)
    assert image[0, 0] == 127
    last = n - 1
    corner = image[last // columns * 11, last % columns * 8]
    assert corner == 254


@pytest.mark.parametrize("name", ["moons", "blobs"])
def test_a_plane_is_in_the_colours_of_its_classes(name):
    config, data, moments, found = made(name)
    assert (found.kind, found.shape) == ("cells", (FIELD_CELLS, FIELD_CELLS))
    lattice = lattice_over(data.plane, FIELD_CELLS)
    for frame, parameters in zip(found.frames, moments, strict=True):
        named = predict(lattice.rows, *parameters, config.activation)
        classes = named.reshape(lattice.shape)[::-1].ravel() % 3
        assert (frame // (256 // 3) == classes).all()
    assert ((found.points >= 0) & (found.points <= 1)).all()
    for k, colour in enumerate(COLOURS.classes):
        deepest = np.array(PAGE) + 0.6 * (np.array(colour) - np.array(PAGE))
        assert np.abs(found.palette[85 * k + 84] - deepest).max() <= 0.5
    ends = lattice.ends[0]
    x = ends[0] + found.points[:, 0] * (ends[1] - ends[0])
    assert set(x.round(9)) <= set(data.plane.train[:, 0].round(9))


def test_a_table_is_units_and_lines():
    _, _, moments, found = made("diabetes", units=(10, 9, 3, 1))
    assert found.kind == "lines"
    shown = (8, 8, 3, 1)
    assert len(found.lines) == 8 * 8 + 8 * 3 + 3
    assert len(found.knots) == 8 + 3 + 1
    assert "8 units at most" in found.says
    at = len(found.lines) - 3
    last = np.array([W[2][0] for W, _ in moments])
    limit = np.quantile(np.abs(last).max(axis=1), 0.9)
    expected = np.clip(last / limit, -1, 1) * 127 + 127
    assert np.abs(found.frames[:, at : at + 3] - expected).max() <= 0.5
    # From the first hidden unit down, to the output in the middle.
    assert found.lines[at:, 0, 0] == pytest.approx([2 / 3] * 3)
    assert found.lines[at:, 1].tolist() == [[1.0, 0.5]] * 3
    assert np.unique(found.lines[: 8 * 8, 0, 1]).size == shown[0]


def test_a_line_is_what_is_predicted_along_it():
    _, data, _, found = made("sine")
    assert (found.kind, found.shape) == ("curves", (1, 80))
    assert found.frames.shape == (4, 80)
    assert ((found.points > 0) & (found.points < 1)).all()
    # Targets that are higher are drawn higher.
    order = np.argsort(data.y_train.ravel()[:: max(1, math.ceil(len(data.y_train) / 150))])
    assert (np.diff(found.points[order, 1]) >= 0).all()


def test_what_diverges_does_not_hide_what_came_before():
    _, data, moments, _ = made("digits")
    config = small_config("digits")
    wild = [[W * 1e200 for W in moments[0][0]], moments[0][1]]
    found = stills(config, data, [*moments * 5, wild], COLOURS)
    assert len(np.unique(found.frames[1])) > 20
    assert {*np.unique(found.frames[-1])} <= {0, 127, 254, GAP}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("california", "mnist", "fashion")])
def test_every_set_has_a_picture_that_moves(name):
    _, _, _, found = made(name)
    assert len(found.frames) == 4
    assert found.palette.shape == (256, 3)
    assert len({frame.tobytes() for frame in found.frames}) > 1
    assert found.frames.shape[1] <= 6_000
