"""Running error bounds, held against arithmetic of 60 digits: never too small, nor useless."""

from decimal import Decimal, DecimalException

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES, constant_parameters, seeded_parameters, sgd_step
from mlp_core.bounded import is_rounding
from tests.mlp_core.exact_step import exact_step
from tests.mlp_core.networks import Problem, problems

GIVEN = ("x", "y", "W", "b")
# What the exact numbers are off themselves.
SLACK = Decimal("1e-40")


def step_of(p: Problem, learning_rate: float = 0.1, **bounds):
    return sgd_step(p.x, p.y, p.weights, p.biases, learning_rate, p.loss, p.activation, **bounds)


def compared(step):
    """Name, computed, exact and bound of every single number that was computed."""
    exact = exact_step(
        np.atleast_2d(step.x),
        np.atleast_2d(step.y),
        step.weights,
        step.biases,
        step.learning_rate,
        step.loss_name,
        step.activation,
    )
    for name, values in step.values().items():
        if name.rstrip("0123456789") in GIVEN:
            continue
        flat = np.asarray(exact[name], dtype=object).ravel()
        numbers, bounds = np.ravel(values), np.ravel(step.bounds[name])
        assert np.shape(step.bounds[name]) == np.shape(values), name
        for computed, right, bound in zip(numbers, flat, bounds, strict=True):
            yield name, float(computed), right, float(bound)


def assert_bounds_hold(step):
    for name, computed, right, bound in compared(step):
        assert abs(Decimal(computed) - right) <= Decimal(bound) + SLACK, (
            name,
            computed,
            right,
            bound,
        )


scales = st.sampled_from([1e-12, 1e-3, 0.1, 1.0, 3.0, 10.0, 100.0])


@given(problems(), scales, scales)
@settings(max_examples=25, deadline=None)
def test_no_number_is_off_by_more_than_its_bound(p, scale, x_scale):
    p = Problem(x_scale * p.x, p.y, [scale * W for W in p.weights], p.biases, p.loss, p.activation)
    try:
        assert_bounds_hold(step_of(p))
    except DecimalException:
        # An exponential beyond the exponents of the oracle's decimals.
        reject()


@given(st.sampled_from(sorted(LOSSES)), st.sampled_from(sorted(ACTIVATIONS)), st.data())
@settings(max_examples=25, deadline=None)
def test_the_bounds_hold_for_round_numbers_that_cancel(loss, activation, data):
    # Tenths and equal weights, where sums cancel in mathematics and leave rounding in float64.
    tenths = st.integers(-20, 20).map(lambda n: n / 10)
    n_in, n_hidden, n_out = (data.draw(st.integers(2, 3)) for _ in range(3))

    def draw(*shape):
        equal = data.draw(st.booleans())
        numbers = [data.draw(tenths) for _ in range(1 if equal else int(np.prod(shape)))]
        return np.resize(numbers, shape)

    weights = [draw(n_hidden, n_in), draw(n_hidden, n_hidden), draw(n_out, n_hidden)]
    biases = [draw(n_hidden), draw(n_hidden), draw(n_out)]
    y = np.eye(n_out)[data.draw(st.integers(0, n_out - 1))]
    assert_bounds_hold(sgd_step(draw(n_in), y, weights, biases, 0.1, loss, activation))


@given(problems())
@settings(max_examples=40, deadline=None)
def test_no_real_number_of_a_random_network_is_called_rounding(p):
    step = step_of(p)
    for name, computed, right, bound in compared(step):
        if is_rounding(computed, bound):
            # Too small for what it was computed from: not one digit of it is right.
            assert abs(right) <= 2 * Decimal(bound), name
            assert bound <= 1e-13, (name, computed, bound)


@given(problems())
@settings(max_examples=30, deadline=None)
def test_numbers_of_a_usual_size_are_never_called_rounding(p):
    step = step_of(Problem(p.x, p.y, [0.3 * W for W in p.weights], p.biases, p.loss, p.activation))
    for name, computed, right, bound in compared(step):
        if right and abs(right) > Decimal("1e-13"):
            assert not is_rounding(computed, bound), (name, computed, bound)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("value", [0.1, 0.3, 0.7, -0.1])
def test_equal_parameters_hand_back_rounding_and_nothing_else(activation, value):
    parameters = constant_parameters([4, 4, 3, 3], value)
    step = sgd_step([1, 0, 1, 0], [0, 1, 0], *parameters, 0.1, activation=activation)
    for name in ("grad_h2", "grad_z2", "grad_b2", "grad_h1", "grad_z1", "grad_b1"):
        dead = activation == "relu" and value < 0 and "h2" not in name
        assert (step.rounding(name) | (step.values()[name] == 0.0)).all(), name
        assert dead or step.rounding(name).any(), name
    for name in ("z3", "probabilities", "grad_z3", "grad_b3", "loss", "updated_W1", "loss_after"):
        assert not np.any(step.rounding(name)), name


def test_a_zero_that_is_exact_is_no_rounding():
    step = sgd_step([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)
    assert not step.rounding("x").any()
    assert not step.rounding("grad_W1")[:, [1, 3]].any()
    assert step.rounding("grad_W1")[:, [0, 2]].all()
    zeros = sgd_step([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.0), 0.1)
    assert not any(np.any(zeros.rounding(name)) for name in zeros.values() if "3" not in name)


def test_a_saturated_unit_hands_back_rounding():
    # 1 - tanh(18.2)² is 6.2e-16: float64 has no digit of it right.
    step = sgd_step([1.0], [0.0], [[[18.2]], [[1.0]]], [[0.0], [0.0]], 0.1, "squared_error")
    assert step.rounding("grad_z1").all()
    assert step.rounding("grad_W1").all()
    assert not step.rounding("grad_h1").any()


def test_what_an_earlier_step_left_is_handed_on():
    # The hidden weights are zero in mathematics; the first update leaves 1e-18 in their place.
    weights, biases = constant_parameters([4, 4, 3, 3], 0.1)
    first = sgd_step([1, 0, 1, 0], [0, 1, 0], [0 * weights[0], *weights[1:]], biases, 0.1)
    left = first.updated_weights[0]
    assert left.any()
    assert (first.rounding("updated_W1") | (left == 0.0)).all()
    bounds = first.updated_bounds
    after = first.updated_weights, first.updated_biases
    second = sgd_step(first.x, first.y, *after, 0.1, parameter_bounds=bounds)
    assert second.rounding("W1")[left != 0.0].all()
    assert not np.any(second.rounding("grad_h2"))
    alone = sgd_step(first.x, first.y, *after, 0.1)
    assert not alone.rounding("W1").any()
    # What the steps add up, without what they make of each other's errors.
    for name in (0, 1):
        layers = zip(
            second.updated_bounds[name], bounds[name], alone.updated_bounds[name], strict=True
        )
        for now, before, added in layers:
            np.testing.assert_array_equal(now, before + added)


def test_many_steps_do_not_make_rounding_of_real_numbers():
    # A digit's network in small: inputs up to 16, so that a step amplifies every error.
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 17, size=20).astype(float), np.eye(3)[1]
    parameters, bounds = seeded_parameters([20, 8, 3], 0), None
    for _ in range(50):
        step = sgd_step(x, y, *parameters, 0.01, parameter_bounds=bounds)
        for name in ("W1", "W2", "grad_z2", "grad_W2", "updated_W1", "loss"):
            assert not np.any(step.rounding(name)), name
        parameters, bounds = (step.updated_weights, step.updated_biases), step.updated_bounds


def test_bounds_of_another_network_are_refused():
    weights, biases = constant_parameters([4, 3], 0.1)
    for bounds in (([np.zeros((3, 3))], [np.zeros(3)]), ([np.zeros((3, 4))], [])):
        with pytest.raises(ValueError, match=r"must have shape|are needed"):
            sgd_step([1, 0, 1, 0], [0, 1, 0], weights, biases, 0.1, parameter_bounds=bounds)


@pytest.mark.parametrize("bounds", [True, 0.1, "ab c", [[np.zeros((3, 4))]], range(3)])
def test_what_are_no_bounds_of_two_kinds_is_refused(bounds):
    weights, biases = constant_parameters([4, 3], 0.1)
    with pytest.raises(ValueError, match="of weights and of biases, a list each; got"):
        sgd_step([1, 0, 1, 0], [0, 1, 0], weights, biases, 0.1, parameter_bounds=bounds)


def test_the_change_of_the_loss_has_the_error_of_both_losses():
    for seed in range(5):
        parameters = seeded_parameters([4, 4, 3, 3], seed)
        step = sgd_step([1, 0, 1, 0], [0, 1, 0], *parameters, 1e-9)
        exact = exact_step(
            [[1, 0, 1, 0]], [[0, 1, 0]], *parameters, 1e-9, step.loss_name, step.activation
        )
        bound = step.bounds["loss_change"]
        assert bound >= step.bounds["loss"] + step.bounds["loss_after"]
        right = exact["loss_after"] - exact["loss"]
        assert abs(Decimal(step.loss_change) - right) <= Decimal(float(bound))
