"""The gradient on the input: against differences, against a step's own, and at kinks."""

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES, SCALINGS, forward, load_dataset, sgd_step
from mlp_core.inspection.row.gradient import UnitAtKink, in_units, input_gradient
from tests.mlp_core.inspection.row.networks import BY_HAND, random_network

STEP = 1e-6


def differences(network, activation, row, asked):
    """Central differences of Σ c z by each input."""

    def value(x):
        return float(asked @ forward(x, *network, activation)[0])

    steps = np.eye(len(row)) * STEP
    return np.array([(value(row + s) - value(row - s)) / (2 * STEP) for s in steps])


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("units", [(6, 3), (6, 8, 3), (6, 8, 5, 3)])
def test_against_differences_for_every_activation(units, activation):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        network, row, asked = random_network(units, seed), rng.normal(size=6), rng.normal(size=3)
        found = input_gradient(network, activation, row, asked)
        expected = differences(network, activation, row, asked)
        np.testing.assert_allclose(found.gradient, expected, rtol=1e-6, atol=1e-8)
        assert found.value == pytest.approx(float(asked @ forward(row, *network, activation)[0]))
        assert not found.at_kinks


def test_against_differences_with_an_activation_a_layer():
    names = ("gelu", "leaky_relu", "tanh", "elu")
    network, row = random_network((4, 6, 6, 6, 6, 2)), np.array([0.3, -1.0, 2.0, 0.1])
    found = input_gradient(network, names, row, [1.0, -1.0]).gradient
    expected = differences(network, names, row, np.array([1.0, -1.0]))
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_it_is_the_gradient_that_a_step_of_training_has(loss, activation):
    network = random_network((5, 7, 3), seed=3)
    row = np.random.default_rng(1).normal(size=5)
    y = np.array([0.0, 1.0, 0.0])
    step = sgd_step(row, y, *network, 0.1, loss, activation)
    asked = LOSSES[loss].gradient(step.output, y)
    found = input_gradient(network, activation, row, asked)
    np.testing.assert_allclose(found.gradient, step.grad_x, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_in_units_it_is_the_gradient_by_what_people_have(scaling):
    data = load_dataset("wine", scaling=scaling)
    network, asked = random_network((13, 6, 3)), np.array([1.0, 0.0, -1.0])
    raw = data.X_test_raw[2]

    def value(x):
        return float(asked @ forward(data.scaled([x])[0], *network, "tanh")[0])

    sizes = 1e-5 * np.maximum(np.abs(raw), 1e-3)
    steps = np.diag(sizes)
    expected = [
        (value(raw + s) - value(raw - s)) / (2 * h) for s, h in zip(steps, sizes, strict=True)
    ]
    found = input_gradient(network, "tanh", data.X_test[2], asked).gradient
    np.testing.assert_allclose(in_units(data, found), expected, rtol=1e-4, atol=1e-7)


def test_at_a_kink_it_says_so_and_takes_the_slope_below_it():
    # The first ReLU is exactly at 0: W2 (2, −1; …) · (0, 1) · W1.
    found = input_gradient(BY_HAND, "relu", [0.0, 1.0], [1.0, 0.0])
    assert found.at_kinks == (UnitAtKink(0, 0),)
    assert found.gradient.tolist() == [0.0, -1.0]
    assert input_gradient(BY_HAND, "tanh", [0.0, 1.0], [1.0, 0.0]).at_kinks == ()
    beside = input_gradient(BY_HAND, "relu", [1e-9, 1.0], [1.0, 0.0])
    assert (beside.at_kinks, beside.gradient.tolist()) == ((), [2.0, -1.0])


def test_nothing_comes_through_dead_units():
    assert input_gradient(BY_HAND, "relu", [-1.0, -2.0], [1.0, 0.0]).silent
    assert not input_gradient(BY_HAND, "relu", [-1.0, 2.0], [1.0, 0.0]).silent


def test_shapes_are_checked():
    with pytest.raises(ValueError, match=r"row must have shape \(2,\); got \(3,\)"):
        input_gradient(BY_HAND, "relu", [1.0, 2.0, 3.0], [1.0, 0.0])
    with pytest.raises(ValueError, match=r"asked must have shape \(2,\); got \(1,\)"):
        input_gradient(BY_HAND, "relu", [1.0, 2.0], [1.0])
