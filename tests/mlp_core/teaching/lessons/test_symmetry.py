"""Why units learn nothing of their own: said where it holds, and nowhere else."""

import numpy as np
import pytest

from mlp_core import (
    ACTIVATIONS,
    LOSSES,
    SGDStep,
    constant_parameters,
    seeded_parameters,
    sgd_step,
)
from mlp_core.teaching.lessons.symmetry import Standstill, equal_units, standstill

X, Y, UNITS = [1, 0, 1, 0], [0, 1, 0], [4, 4, 3, 3]


def step_from(parameters, loss="softmax_cross_entropy", activation="tanh", **more) -> SGDStep:
    return sgd_step(X, Y, *parameters, 0.1, loss, activation, **more)


def following(step: SGDStep) -> SGDStep:
    parameters = step.updated_weights, step.updated_biases
    bounds = step.updated_bounds
    return step_from(parameters, step.loss_name, step.activation, parameter_bounds=bounds)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_equal_units_of_a_layer_stay_equal_for_ever(loss, activation):
    step = step_from(constant_parameters(UNITS, 0.1), loss, activation)
    for _ in range(10):
        assert equal_units(step, 1) == [(1, 2, 3, 4)]
        assert equal_units(step, 2) == [(1, 2, 3)]
        step = following(step)


def test_random_units_are_not_equal():
    step = step_from(seeded_parameters(UNITS, 0))
    assert equal_units(step, 1) == equal_units(step, 2) == []
    assert standstill(step) is None


def test_units_that_differ_on_one_side_alone_are_not_equal():
    weights, biases = constant_parameters(UNITS, 0.1)
    weights[0][1, 2] = 0.2
    weights[2][0, 2] = 0.3
    step = step_from((weights, biases))
    assert equal_units(step, 1) == [(1, 3, 4)]
    assert equal_units(step, 2) == [(1, 2)]
    biases[0][3] = 0.0
    assert equal_units(step_from((weights, biases)), 1) == [(1, 3)]


def test_units_that_rounding_alone_has_parted_are_equal():
    weights, biases = constant_parameters(UNITS, 0.1)
    weights[0][1, 2] = weights[2][0, 2] = np.nextafter(0.1, 1.0)
    assert equal_units(step_from((weights, biases)), 1) == [(1, 3, 4)]
    bounds = [np.full_like(W, 1e-16) for W in weights], [np.full_like(b, 1e-16) for b in biases]
    step = step_from((weights, biases), parameter_bounds=bounds)
    assert equal_units(step, 1) == [(1, 2, 3, 4)]
    assert standstill(step) == Standstill(2, "equal rows", lasts=False)


@pytest.mark.parametrize(
    ("activation", "value"),
    [(activation, value) for activation in ACTIVATIONS for value in (0.1, 0.3)] + [("tanh", -0.7)],
)
def test_in_the_first_step_equal_rows_hand_nothing_back(activation, value):
    step = step_from(constant_parameters(UNITS, value), activation=activation)
    assert standstill(step) == Standstill(2, "equal rows", lasts=False)
    assert standstill(following(step)) is None


def test_squared_error_has_no_sum_of_zero():
    assert standstill(step_from(constant_parameters(UNITS, 0.1), "squared_error")) is None


@pytest.mark.parametrize(("y", "reason"), [([0.25, 0.75, 0.5], "equal rows"), ([0.25] * 3, None)])
def test_equal_rows_hand_their_sum_back(y, reason):
    # z = (½, ½, ½): z - y adds up to 0 for the first y, and to ¾ for the second.
    weights = [np.full((2, 1), 0.5), np.full((3, 2), 0.125)]
    biases = [np.zeros(2), np.full(3, 0.5 - 0.25 * np.tanh(0.5))]
    found = standstill(sgd_step([1.0], y, weights, biases, 0.1, "squared_error"))
    assert (found.reason if found else None) == reason


def test_weights_of_zero_hand_nothing_back():
    tanh = standstill(step_from(constant_parameters(UNITS, 0.0)))
    assert tanh == Standstill(2, "zero weights", lasts=True)
    logistic = step_from(constant_parameters(UNITS, 0.0), activation="logistic")
    assert standstill(logistic) == Standstill(2, "zero weights", lasts=False)
    # Then layer 2 is reached, but W2 is still 0.
    assert standstill(following(logistic)) == Standstill(1, "zero weights", lasts=False)


@pytest.mark.parametrize(("activation", "value"), [("relu", -0.1), ("tanh", 5.0)])
def test_units_that_are_off_or_saturated_let_nothing_through(activation, value):
    step = step_from(constant_parameters(UNITS, value), "squared_error", activation)
    assert standstill(step) == Standstill(2, "flat units", lasts=True)
    assert standstill(following(step)) == Standstill(2, "flat units", lasts=True)


def test_where_there_is_no_error_there_is_nothing_to_explain():
    parameters = constant_parameters(UNITS, 0.1)
    output = step_from(parameters, "squared_error").output
    assert standstill(sgd_step(X, output, *parameters, 0.1, "squared_error")) is None
