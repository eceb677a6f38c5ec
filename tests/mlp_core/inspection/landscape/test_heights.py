"""Heights of the loss, each held against a forward pass of those very parameters."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES, TrainConfig, load_dataset, train
from mlp_core.engines.numpy_engine import batches, objective_of
from mlp_core.inspection.landscape.flat import line_between, plane_through
from mlp_core.inspection.landscape.heights import Heights, grounds
from mlp_core.passes import forward_pass
from mlp_core.starting_point import starting_point
from tests.every_set import NAMES, small_config
from tests.mlp_core.inspection.landscape.places import direct_loss, network

EVERYTHING = 10**9
PLACES = [(0.0, 0.0), (1.0, 0.0), (-0.7, 2.0), (13.0, -40.0)]


def held_against(config, dataset, scale=0.5):
    """Heights at some places, and the same by the functions of the practical."""
    plane = plane_through(*(network(config.units, seed, scale) for seed in (1, 2, 3)))
    on = grounds(config, dataset, EVERYTHING)
    for of, part in (("train", on.train), ("test", on.test)):
        heights = Heights(plane, on, of)
        for place in PLACES:
            yield heights.at(place), direct_loss(config, part, plane.at(place))
        yield on.height(plane.origin, of), direct_loss(config, part, plane.origin)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (5,), (5, 4), (3, 4, 2)])
def test_a_height_is_the_loss_of_those_parameters(activation, hidden):
    config = TrainConfig((4, *hidden, 3), 0.1, 1, activation=activation, dataset="iris")
    dataset = load_dataset("iris", scaling="standard")
    for found, expected in held_against(config, dataset):
        assert found == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("loss", LOSSES)
def test_of_every_loss(loss):
    config = TrainConfig((4, 5, 3), 0.1, 1, loss=loss, dataset="iris")
    for found, expected in held_against(config, load_dataset("iris", scaling="standard"), 0.02):
        assert found == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("name", NAMES)
def test_of_every_data_set(name, server):
    server.fetch_all()
    config = small_config(name)
    dataset = config.source.load(config.scaling)
    for found, expected in held_against(config, dataset):
        assert found == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"optimizer": "adam", "batch_size": 32, "shuffle": True},
        {"early_stopping": True, "batch_size": 20},
        {"class_weight": "balanced", "batch_size": 50},
        {"alpha": 0.5, "batch_size": 7},
    ],
)
def test_at_an_epoch_it_is_the_loss_that_the_run_itself_measured(settings, digits):
    config = TrainConfig((64, 8, 10), 0.002, 3, **settings)
    epochs = list(train(config, digits))
    on = grounds(config, digits, EVERYTHING)
    start = starting_point(config, len(on.train.rows), 0)[0]
    line = line_between(start, epochs[-1].checkpoint.parameters)
    train_heights, test_heights = (Heights(line, on, of) for of in ("train", "test"))
    assert train_heights.at((1.0,)) == pytest.approx(epochs[-1].train_loss, rel=1e-10)
    assert test_heights.at((1.0,)) == pytest.approx(epochs[-1].test_loss, rel=1e-10)
    for epoch in epochs:
        assert on.height(epoch.checkpoint.parameters) == pytest.approx(epoch.train_loss, rel=1e-10)


def test_of_a_line_with_squared_error_it_is_the_parabola_of_calculus():
    # L(t) = ½ mean ‖r + t d‖² with residuals r and the change d of the output along the line.
    dataset = load_dataset("diabetes", scaling="standard")
    config = TrainConfig((10, 1), 0.1, 1, loss="squared_error", dataset="diabetes")
    start, end = network((10, 1), 1), network((10, 1), 2)
    on = grounds(config, dataset, EVERYTHING)
    heights = Heights(line_between(start, end), on)
    X, y = on.train.rows, on.train.labels
    at_start, at_end = (X @ p[0][0].T + p[1][0] for p in (start, end))
    r, d = at_start - y, at_end - at_start
    for t in np.linspace(-3, 4, 29):
        expected = ((r * r).sum() / 2 + t * (r * d).sum() + t * t * (d * d).sum() / 2) / len(X)
        assert heights.at((t,)) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("batch_size", [1, 32, 300, 2000])
def test_the_penalty_is_what_the_steps_of_an_epoch_add_to_the_mean_loss(batch_size, digits):
    config = TrainConfig((64, 4, 10), 0.01, 1, batch_size=batch_size, alpha=0.3)
    parameters = network(config.units)
    on, objective = grounds(config, digits, EVERYTHING), objective_of(config)
    total = 0.0
    for x, y, _, n in batches(on.train.rows, on.train.labels, batch_size):
        output, _ = forward_pass(x, *parameters, objective.activations)
        total += n * float(objective.value(output, y, parameters[0]))
    expected = total / len(on.train.rows) - on.height(parameters)
    assert on.penalty(parameters) == pytest.approx(expected, rel=1e-7)
    plane = plane_through(*(network(config.units, seed) for seed in (0, 1, 2)))
    heights = Heights(plane, on, "penalised")
    assert heights.at((0.0, 0.0)) == pytest.approx(total / len(on.train.rows), rel=1e-9)
    there = plane.at((0.3, -2.0))
    added = heights.at((0.3, -2.0)) - Heights(plane, on).at((0.3, -2.0))
    assert added == pytest.approx(on.penalty(there))
    assert on.height(there, "penalised") == pytest.approx(on.height(there) + on.penalty(there))
    without = grounds(replace(config, alpha=0.0), digits, EVERYTHING)
    assert without.penalty(parameters) == 0.0


@pytest.mark.filterwarnings("error")
def test_what_is_beyond_float64_is_no_number_and_spoils_no_other_place(digits):
    config = TrainConfig((64, 4, 10), 0.01, 1, activation="relu")
    start, far = network(config.units), network(config.units, 1, 1e200)
    line = line_between(start, far)
    heights = Heights(line, grounds(config, digits, EVERYTHING))
    assert not np.isfinite(heights.at((1.0,)))
    assert heights.at((0.0,)) == pytest.approx(grounds(config, digits, EVERYTHING).height(start))
    one = TrainConfig((64, 10), 0.01, 1, loss="squared_error")
    way = line_between(network(one.units), network(one.units, 1, 1e308 / 64))
    beyond = Heights(way, grounds(one, digits, EVERYTHING))
    assert not np.isfinite(beyond.at((1.0,)))
    assert np.isfinite(beyond.at((0.0,)))


def test_of_many_rows_a_few_are_drawn_always_the_same(digits):
    config = TrainConfig((64, 4, 10), 0.01, 1)
    on, again = grounds(config, digits, 100), grounds(config, digits, 100)
    assert (len(on.train.rows), on.train.of) == (100, 1437)
    assert (len(on.test.rows), on.test.of) == (100, 360)
    assert not on.train.is_whole
    np.testing.assert_array_equal(on.train.rows, again.train.rows)
    known = {
        row.tobytes(): digit for row, digit in zip(digits.X_train, digits.y_train, strict=True)
    }
    for row, label in zip(on.train.rows, on.train.labels, strict=True):
        assert label.argmax() == known[row.tobytes()]
    assert grounds(config, digits, 1437).train.is_whole


def test_rows_held_out_are_not_measured_on(digits):
    config = TrainConfig((64, 4, 10), 0.01, 1, early_stopping=True, validation_fraction=0.2)
    assert grounds(config, digits, EVERYTHING).train.of == 1437 - 288


def test_no_rows_are_no_ground(digits):
    with pytest.raises(ValueError, match="most must be 1 or more; got 0"):
        grounds(TrainConfig((64, 4, 10), 0.01, 1), digits, 0)
    with pytest.raises(ValueError, match="height must be one of train, test, penalised; got 'all'"):
        grounds(TrainConfig((64, 4, 10), 0.01, 1), digits, 9).ground("all")
