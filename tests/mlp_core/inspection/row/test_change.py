"""The smallest step to another answer: by hand, by a fine walk, and within what inputs can be."""

import numpy as np
import pytest

from mlp_core import forward, load_dataset
from mlp_core.inspection.row.change import _times, limits, smallest_change
from mlp_core.inspection.row.gradient import input_gradient
from mlp_core.inspection.row.question import question
from mlp_core.inspection.row.reading import read
from tests.mlp_core.inspection.row.networks import BY_HAND, config_of, plane, trained

CONFIG = config_of((2, 2, 2))


def other_than(named):
    return lambda reading: reading.answer != named


def test_by_hand():
    # z0 − z1 = 3 x1 − 4 x2 + 0.5 is 0 along (−3, 4) from (3, 1) at t = 5.5 / 25.
    found = smallest_change(CONFIG, plane(), BY_HAND, [3.0, 1.0], [-3.0, 4.0], other_than(0))
    t = 5.5 / 25
    np.testing.assert_allclose(found.after.row, [3 - 3 * t, 1 + 4 * t], rtol=1e-9)
    assert found.after.named == 1
    assert found.length == pytest.approx(5.5 / 5)
    assert (found.n_changed, found.at_end.tolist()) == (2, [False, False])
    # A longer direction is the same way.
    again = smallest_change(CONFIG, plane(), BY_HAND, [3.0, 1.0], [-3e9, 4e9], other_than(0))
    np.testing.assert_allclose(again.step, found.step, rtol=1e-9)


def test_an_input_at_its_end_stays_there_and_the_others_go_on():
    # x2 cannot pass 4: from (4, 3.9) along (−1, 100) it is there at once, and x1 goes on to where
    # 3 x1 − 15.5 is 0.
    row, data = [5.2, 3.9], plane()
    found = smallest_change(CONFIG, data, BY_HAND, row, [-1.0, 100.0], other_than(0))
    assert found is not None
    np.testing.assert_allclose(found.after.row, [15.5 / 3, 4.0], rtol=1e-9)
    assert found.at_end.tolist() == [False, True]


def test_no_way_and_no_answer_on_the_way():
    for row, direction in (
        ([3.0, 1.0], [0.0, 0.0]),
        ([4.0, 0.0], [1.0, -1.0]),
        ([3.0, 1.0], [1.0, -1.0]),
        ([3.0, 1.0], [1e-320, 0.0]),
    ):
        found = smallest_change(CONFIG, plane(), BY_HAND, row, direction, other_than(0))
        assert found is None


def test_limits_are_those_of_pixels_or_of_the_training_rows_or_the_row_itself():
    digits = load_dataset("digits", scaling="min_max")
    low, high = limits(digits, digits.X_test[0])
    np.testing.assert_allclose(digits.unscaled([low, high]), [[0.0] * 64, [16.0] * 64], atol=1e-12)
    wine = load_dataset("wine", scaling="standard")
    beyond = wine.X_train[0].copy()
    beyond[3] = 99.0
    low, high = limits(wine, beyond)
    assert high[3] == 99.0
    np.testing.assert_array_equal(np.delete(high, 3), np.delete(wine.X_train.max(axis=0), 3))
    np.testing.assert_array_equal(low, wine.X_train.min(axis=0))


@pytest.mark.parametrize("scaling", ["none", "standard"])
def test_digits_are_changed_within_their_pixels_and_no_further_than_needed(scaling):
    config, data, network = trained("digits", scaling=scaling, epochs=8, units=(64, 20, 10))
    for row in data.X_test[:12]:
        reading = read(config, data, network, row)
        asked = question(data, config.loss, 10, reading.runner_up, reading.named)
        gradient = input_gradient(network, config.activation, row, asked).gradient
        reached = other_than(reading.named)
        found = smallest_change(config, data, network, row, gradient, reached)
        raw = data.unscaled([found.after.row])[0]
        assert raw.min() > -1e-9
        assert raw.max() < 16 + 1e-9
        assert found.after.named != reading.named
        # A walk of its own along the same way, much finer, meets no other answer before.
        low, high = limits(data, row)
        slope = gradient / np.abs(gradient).max()
        moved = found.step != 0.0
        reach = 1.05 * (found.step[moved] / slope[moved]).max()
        walk = np.linspace(0, reach, 20_001)[:, None] * slope
        rows = np.clip(row + walk, low, high)
        output = forward(rows, *network, config.activation)[0]
        first = rows[(output.argmax(axis=1) != reading.named).argmax()]
        assert found.length == pytest.approx(np.linalg.norm(first - row), rel=1e-3)
        assert found.length <= np.linalg.norm(first - row) + 1e-9


def test_a_number_is_moved_to_where_it_is_asked_to_be():
    config, data, network = trained("diabetes", epochs=20)
    row = data.X_test[0]
    before = read(config, data, network, row).numbers[0]
    gradient = input_gradient(network, config.activation, row, [1.0]).gradient
    wanted = before + 5.0
    found = smallest_change(
        config, data, network, row, gradient, lambda reading: reading.numbers[:, 0] >= wanted
    )
    assert found.after.numbers[0] == pytest.approx(wanted, rel=1e-6)


def test_a_row_that_is_there_already_stays():
    found = smallest_change(CONFIG, plane(), BY_HAND, [3.0, 1.0], [-3.0, 4.0], other_than(1))
    assert found.length < 1e-9


def test_the_places_are_even_along_the_way():
    # The first input is at its end already, the second comes to it after 1, the third after 8.
    direction, ends = np.array([1.0, 1.0, 0.5]), np.array([0.0, 1.0, 8.0])
    places = np.minimum(_times(direction, ends)[:, np.newaxis], ends) * direction
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    length = np.sqrt(1.25) + 0.5 * 7
    assert np.median(steps) == pytest.approx(length / len(places))
    # One of them goes round the corner.
    assert np.isclose(steps, length / len(places)).sum() >= len(steps) - 1
