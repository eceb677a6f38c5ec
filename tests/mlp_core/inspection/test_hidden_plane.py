"""Rows as a layer has them, in the plane: held against forward passes and hand-made spreads."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, forward, load_dataset, predict
from mlp_core.inspection.film import Film
from mlp_core.inspection.hidden_plane import (
    GRID,
    layer_values,
    neighbours_kept,
    on_grid,
    pictures,
    rows_shown,
    view_of,
)
from tests.every_set import small_config

CONFIG = TrainConfig((4, 6, 2, 1, 3), 0.05, 8, batch_size=10, dataset="iris", scaling="standard")
IRIS = load_dataset("iris", scaling="standard")


@pytest.fixture(scope="module")
def film():
    return Film.of(CONFIG, IRIS)


def of_layer(film, layer, part="train"):
    shown = rows_shown(IRIS, part)
    return shown, list(pictures(film, shown, layer, film.sample(5)))


def test_values_are_those_of_the_forward_pass(film):
    parameters = film.parameters(3)
    output, hiddens = forward(IRIS.X_test, *parameters, CONFIG.activation)
    for layer, expected in enumerate((IRIS.X_test, *hiddens, output)):
        found = layer_values(CONFIG, parameters, IRIS.X_test, layer)
        np.testing.assert_allclose(found, expected)
    for layer in (-1, 5):
        with pytest.raises(ValueError, match="layer must be from 0, the inputs, to 4, the output"):
            layer_values(CONFIG, parameters, IRIS.X_test, layer)


def test_a_wide_layer_is_seen_along_the_directions_of_the_last_epoch(film):
    shown, found = of_layer(film, 1)
    end = layer_values(CONFIG, film.parameters(film.last), shown.rows, 1)
    middle = end.mean(axis=0)
    _, sizes, directions = np.linalg.svd(end - middle, full_matrices=False)
    seen = sizes[:2] ** 2
    assert found[-1].share == pytest.approx(seen.sum() / (sizes**2).sum())
    for picture in found:
        assert picture.epoch in film.sample(5)
        values = layer_values(CONFIG, film.parameters(picture.epoch), shown.rows, 1)
        expected = (values - middle) @ directions[:2].T
        # The sign of a direction is nobody's, but it is one for all epochs.
        signs = np.sign((found[-1].places * ((end - middle) @ directions[:2].T)).sum(axis=0))
        np.testing.assert_allclose(picture.places, expected * signs, atol=1e-10)
        spread = values.var(axis=0).sum()
        assert picture.share == pytest.approx(expected.var(axis=0).sum() / spread)


def test_the_rows_have_the_classes_that_the_network_names(film):
    shown, found = of_layer(film, 1, "test")
    for picture in found:
        expected = predict(shown.rows, *film.parameters(picture.epoch), CONFIG.activation)
        np.testing.assert_array_equal(picture.named, expected)


def test_two_units_are_shown_as_they_are_and_one_beside_its_classes(film):
    shown, found = of_layer(film, 2)
    for picture in found:
        values = layer_values(CONFIG, film.parameters(picture.epoch), shown.rows, 2)
        np.testing.assert_array_equal(picture.places, values)
        assert picture.share == 1.0
    shown, found = of_layer(film, 3)
    for picture in found:
        values = layer_values(CONFIG, film.parameters(picture.epoch), shown.rows, 3)
        np.testing.assert_array_equal(picture.places[:, 0], values[:, 0])
        np.testing.assert_array_equal(np.rint(picture.places[:, 1]), shown.targets)
        np.testing.assert_array_equal(picture.places[:, 1], found[0].places[:, 1])


def test_numbers_lie_as_high_as_they_are_and_name_no_class():
    config = replace(small_config("diabetes"), units=(10, 1, 1), scaling="standard")
    dataset = config.source.load(config.scaling)
    film, shown = Film.of(config, dataset), rows_shown(dataset, "train")
    for picture in pictures(film, shown, 1, (0, 2)):
        np.testing.assert_array_equal(picture.places[:, 1], shown.targets)
        assert set(picture.named) == {-1}


def test_of_many_rows_some_are_drawn_always_the_same(digits):
    one, other = rows_shown(digits, "train", 100), rows_shown(digits, "train", 100)
    np.testing.assert_array_equal(one.numbers, other.numbers)
    np.testing.assert_array_equal(one.rows, digits.X_train[one.numbers])
    np.testing.assert_array_equal(one.targets, digits.y_train[one.numbers])
    assert (len(one.numbers), one.of) == (100, 1437)
    assert rows_shown(digits, "test").numbers.tolist() == [*range(360)]


@pytest.mark.filterwarnings("error")
def test_a_dead_layer_is_one_place(digits):
    config = TrainConfig((64, 5, 10), 0.1, 1, activation="relu")
    dead = [np.zeros((5, 64)), np.ones((10, 5))], [np.full(5, -1.0), np.zeros(10)]
    shown = rows_shown(digits, "test")
    values = layer_values(config, dead, shown.rows, 1)
    view = view_of(values, shown, False)
    assert not view.places(values).any()
    assert view.share(values) == 1.0
    assert np.isfinite(neighbours_kept(values[:30])).all()


def test_values_beyond_float64_are_told(digits):
    config = TrainConfig((64, 5, 10), 0.1, 1, activation="relu")
    far = [np.full((5, 64), 1e308), np.ones((10, 5))], [np.zeros(5), np.zeros(10)]
    with pytest.raises(ValueError, match="must be finite numbers; got some beyond"):
        layer_values(config, far, digits.X_test, 1)


def test_near_rows_stay_near_and_equal_values_have_equal_places():
    rng = np.random.default_rng(0)
    middles = 30.0 * np.eye(4)
    values = np.concatenate([middle + rng.normal(size=(25, 4)) for middle in middles])
    groups = np.repeat(np.arange(4), 25)
    places = neighbours_kept(values)
    np.testing.assert_array_equal(places, neighbours_kept(values.copy()))
    distances = np.linalg.norm(places[:, np.newaxis] - places, axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (groups[distances.argmin(axis=1)] == groups).all()
    with pytest.raises(ValueError, match="t-SNE needs 5 rows or more; got 4"):
        neighbours_kept(values[:4])


def test_pictures_share_one_grid():
    one, other = np.array([[0.0, 0.0], [2.0, 1.0]]), np.array([[4.0, 1.0], [2.0, 0.0]])
    ends, grids = on_grid([one, other], equal=False)
    assert ends[0] == pytest.approx((-0.16, 4.16))
    assert ends[1] == pytest.approx((-0.04, 1.04))
    for places, grid in zip((one, other), grids, strict=True):
        back = np.reshape(grid, (2, 2)) / GRID
        low, high = np.transpose(ends)
        np.testing.assert_allclose(low + back * (high - low), places, atol=1e-3)
    (left, right), (bottom, top) = on_grid([one, other], equal=True)[0]
    assert right - left == pytest.approx(top - bottom)
    assert min(*grids[0], *grids[1]) > 0
    assert max(*grids[0], *grids[1]) < GRID
    # One place has a picture, too.
    assert np.isfinite(on_grid([one[:1]], equal=True)[1][0]).all()


def test_without_a_hidden_layer_there_are_inputs_and_outputs():
    config = replace(CONFIG, units=(4, 3))
    film, shown = Film.of(config, IRIS), rows_shown(IRIS, "test")
    for layer, values in ((0, IRIS.X_test), (1, None)):
        (picture,) = pictures(film, shown, layer, [film.last])
        assert picture.places.shape == (len(IRIS.X_test), 2)
        if values is not None:
            assert 0.5 < picture.share < 1.0
