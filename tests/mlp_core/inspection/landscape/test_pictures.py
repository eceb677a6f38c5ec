"""Lines, planes and walks of landscapes: what comes when, and that each number is that place's."""

import dataclasses
import itertools

import numpy as np
import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset, train
from mlp_core.inspection.landscape.effort import (
    BUDGET,
    LEAST_ROWS,
    SIDES,
    WALK_BYTES,
    effort_of,
    walk_points,
)
from mlp_core.inspection.landscape.flat import line_between, plane_of_walk, plane_through
from mlp_core.inspection.landscape.heights import grounds
from mlp_core.inspection.landscape.profile import Profile, profile
from mlp_core.inspection.landscape.relief import Relief, relief, window_around
from mlp_core.inspection.landscape.walk import check_same_landscape, walk_over
from tests.mlp_core.inspection.landscape.places import direct_loss, finest, network
from tests.mlp_core.numbers_data import made_up_numbers

CONFIG = TrainConfig((4, 3, 3), 0.1, 1, dataset="iris", scaling="standard")
IRIS = load_dataset("iris", scaling="standard")
POINTS = [network(CONFIG.units, seed) for seed in (1, 2, 3)]


def profile_of(start, end, config=CONFIG, dataset=IRIS, n=21):
    return [*profile(line_between(start, end), grounds(config, dataset, 1000), n)][-1]


def test_a_profile_has_the_loss_of_both_parts_at_each_place():
    config = dataclasses.replace(CONFIG, alpha=0.1)
    on, line = grounds(config, IRIS, 1000), line_between(*POINTS[:2])
    found = profile_of(*POINTS[:2], config)
    assert (found.places[0], found.places[-1]) == (-0.5, 1.5)
    assert {0.0, 1.0} <= set(found.places.tolist())
    for place, of_train, of_test, penalty in zip(*dataclasses.astuple(found), strict=True):
        there = line.at((place,))
        assert of_train == pytest.approx(direct_loss(config, on.train, there))
        assert of_test == pytest.approx(direct_loss(config, on.test, there))
        assert penalty == pytest.approx(0.05 * sum((W**2).sum() for W in there[0]))


def test_a_profile_comes_in_slices():
    items = list(profile(line_between(*POINTS[:2]), grounds(CONFIG, IRIS, 1000), 41))
    assert items[:-1] == [10, 20, 30, 40]
    assert isinstance(items[-1], Profile)


def test_a_hill_is_what_rises_above_both_ends():
    places = np.array([-0.5, 0.0, 0.5, 1.0, 1.5])
    zero = np.zeros(5)

    def hill(*losses):
        return Profile(places, np.array(losses), zero, zero).hill

    assert hill(9.0, 1.0, 3.0, 2.0, 9.0) == 1.0
    assert hill(9.0, 3.0, 2.0, 1.0, 9.0) == 0.0
    assert hill(9.0, 1.0, np.inf, 2.0, 9.0) == np.inf
    assert hill(np.nan, 1.0, 1.5, 2.0, np.inf) == 0.0
    assert Profile(places, np.array([np.nan, 3.0, 2.0, 1.0, 4.0]), zero, zero).lowest == 1.0
    assert Profile(places, np.array([np.nan, 3.0, np.inf, 1.0, 4.0]), zero, zero).beyond == 2


def test_along_a_line_of_a_linear_network_the_loss_is_a_parabola_with_its_lowest_place():
    dataset = made_up_numbers()
    units = (dataset.n_features, dataset.n_targets)
    config = TrainConfig(units, 0.1, 1, loss="squared_error")
    found = profile_of(network(units, 1), network(units, 2), config, dataset, 81)
    second = np.diff(found.train, 2)
    np.testing.assert_allclose(second, second[0], rtol=1e-7)
    a, b, _ = np.polyfit(found.places, found.train, 2)
    nearest = found.places[np.abs(found.places + b / (2 * a)).argmin()]
    assert found.lowest == nearest


def test_a_relief_has_the_loss_of_each_place_and_gets_finer():
    plane, on = plane_through(*POINTS), grounds(CONFIG, IRIS, 1000)
    places = [plane.project(point).place for point in POINTS]
    window = window_around(places)
    items = list(relief(plane, on, window, 21))
    pictures = [item for item in items if isinstance(item, Relief)]
    assert [picture.losses.shape for picture in pictures] == [(11, 11), (21, 21)]
    coarse, fine = pictures
    np.testing.assert_array_equal(coarse.losses, fine.losses[::2, ::2])
    np.testing.assert_array_equal(coarse.across, fine.across[::2])
    # A place is measured once, whatever the pictures it is in.
    assert [item for item in items if isinstance(item, int)] == list(range(20, 442, 20))
    for row, column in ((0, 0), (3, 17), (20, 4)):
        there = plane.at((fine.across[column], fine.up[row]))
        assert fine.losses[row, column] == pytest.approx(direct_loss(CONFIG, on.train, there))
    on_test = finest(relief(plane, on, window, 11, of="test"))
    there = plane.at((on_test.across[7], on_test.up[2]))
    assert on_test.losses[2, 7] == pytest.approx(direct_loss(CONFIG, on.test, there))
    for (left, bottom), (low, high) in zip(places, window, strict=False):
        assert window.across[0] < left < window.across[1]
        assert window.up[0] < bottom < window.up[1]
        assert low < high


def test_a_window_is_not_too_flat_to_be_seen():
    window = window_around([(0.0, 0.0), (10.0, 0.1)])
    assert window.across == (-3.0, 13.0)
    assert window.up == pytest.approx((0.05 - 1.6, 0.05 + 1.6))


@pytest.mark.filterwarnings("error")
def test_places_beyond_float64_are_counted():
    far = [network(CONFIG.units, seed, 1e160) for seed in (1, 2, 3)]
    config = dataclasses.replace(CONFIG, activation="relu", loss="squared_error")
    picture = finest(relief(plane_through(*far), grounds(config, IRIS, 99), ((0, 1e160),) * 2, 11))
    assert picture.beyond == 121
    near = finest(relief(plane_through(*POINTS), grounds(config, IRIS, 99), ((0, 1),) * 2, 11))
    assert near.beyond == 0


@pytest.mark.parametrize("side", [10, 12, 31, 1])
def test_sides_are_such_that_pictures_fit_into_one_another(side):
    with pytest.raises(ValueError, match="side must be"):
        next(relief(plane_through(*POINTS), grounds(CONFIG, IRIS, 9), ((0, 1), (0, 1)), side))


def test_a_walk_is_at_its_own_heights_and_the_plane_says_what_is_beneath(digits):
    config = TrainConfig((64, 5, 10), 0.002, 12)
    epochs = list(train(config, digits))
    walk = [(epoch.epoch, epoch.checkpoint.parameters) for epoch in epochs]
    plane, on = plane_of_walk([parameters for _, parameters in walk]), grounds(config, digits, 2000)
    found = list(walk_over(plane, on, walk))
    assert [point.epoch for point in found] == list(range(1, 13))
    for point, epoch, (_, parameters) in zip(found, epochs, walk, strict=True):
        assert point.height == pytest.approx(epoch.train_loss, rel=1e-10)
        assert (point.place, point.outside) == plane.project(parameters)
        assert point.beneath == pytest.approx(direct_loss(config, on.train, plane.at(point.place)))
    for point, epoch in zip(walk_over(plane, on, walk, "test"), epochs, strict=True):
        assert point.height == pytest.approx(epoch.test_loss, rel=1e-10)
    # The plane goes through the last epoch, and misses the others.
    assert found[-1].outside == 0.0
    assert found[-1].beneath == pytest.approx(found[-1].height, rel=1e-10)
    assert min(point.outside for point in found[:-1]) > 0.0


def test_runs_of_one_network_and_data_are_in_one_landscape():
    other = dataclasses.replace(QUESTION_2, seed=5, learning_rate=0.1, optimizer="adam", epochs=3)
    check_same_landscape(QUESTION_2, other)
    for change, words in (
        ({"units": (64, 20, 10)}, "layer sizes"),
        ({"activation": "relu"}, "activation"),
        ({"loss": "squared_error"}, "output unit and loss"),
        ({"split": {"method": "in_order"}}, "data and split"),
        ({"scaling": "standard"}, "scaling"),
    ):
        with pytest.raises(ValueError, match=f"got runs that differ in {words}$"):
            check_same_landscape(QUESTION_2, dataclasses.replace(QUESTION_2, **change))


def test_the_practical_is_measured_whole_and_on_the_finest_grid(digits):
    assert effort_of(QUESTION_2, digits) == (41, 1437)


@pytest.mark.parametrize("units", [(64, 3, 10), (64, 200, 100, 10), (64, 1000, 10), (64, 10)])
def test_a_large_network_is_measured_at_fewer_places_on_fewer_rows(units, digits):
    config = TrainConfig(units, 0.1, 1)
    side, rows = effort_of(config, digits)
    assert side in SIDES
    assert LEAST_ROWS <= rows <= 1437
    products = sum(2 * a * b for a, b in itertools.pairwise(units[1:]))
    if rows > LEAST_ROWS:
        assert side**2 * rows * products <= BUDGET
    assert 3 <= walk_points(config) <= 60


def test_walks_of_large_networks_have_fewer_points():
    assert walk_points(QUESTION_2) == 60
    large = TrainConfig((784, 500, 300, 10), 0.1, 1)
    n = 785 * 500 + 501 * 300 + 301 * 10
    assert walk_points(large) == WALK_BYTES // (8 * n) == 14
    assert walk_points(TrainConfig((1024, *[1024] * 5, 10), 0.1, 1)) == 3
