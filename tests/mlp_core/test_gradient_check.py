"""The gradient check: right gradients pass, wrong ones are found, by name."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_core import (
    ACTIVATIONS,
    check_gradients,
    compute_loss,
    constant_parameters,
    forward,
    init_parameters,
    one_hot,
    parameter_names,
    seeded_parameters,
)
from mlp_core.gradient_check import GradientCheck
from mlp_core.network import backward
from mlp_core.objective import Objective
from tests.mlp_core.networks import Problem, make_problem, problems


def check_of(problem: Problem) -> GradientCheck:
    p = problem
    return check_gradients(p.x, p.y, p.weights, p.biases, p.loss, p.activation)


def disagreeing(check: GradientCheck) -> list[str]:
    """The names of the parameters that do not pass."""
    assert check.passed == bool(check.agrees.all())
    return [name for name, agrees in zip(check.names, check.agrees, strict=True) if not agrees]


def slope_at(problem: Problem, index: int) -> float:
    """The central difference of the loss at parameter ``index`` in the order of the names."""
    p, step, losses = problem, 1e-5, []
    for shift in (step, -step):
        weights, biases = [W.copy() for W in p.weights], [b.copy() for b in p.biases]
        start = 0
        for W, b in zip(weights, biases, strict=True):
            for array in (W, b):
                if start <= index < start + array.size:
                    array.flat[index - start] += shift
                start += array.size
        output, _ = forward(p.x, weights, biases, p.activation)
        losses.append(compute_loss(output, p.y, p.loss))
    return (losses[0] - losses[1]) / (2 * step)


@settings(max_examples=250)
@given(problems(), st.data())
def test_backpropagation_is_right_for_random_networks(problem: Problem, data: st.DataObject):
    check = check_of(problem)
    assert disagreeing(check) == []
    assert check.max_central_error < 1e-6
    assert check.max_complex_error < 1e-6
    n_parameters = sum(a.size for a in (*problem.weights, *problem.biases))
    assert len(check.names) == len(check.analytic) == n_parameters
    scale = max(1.0, np.abs(check.analytic).max())
    for index in data.draw(st.lists(st.integers(0, n_parameters - 1), min_size=1, max_size=3)):
        if not check.at_kink[index]:
            slope = slope_at(problem, index)
            assert check.analytic[index] == pytest.approx(slope, rel=1e-6, abs=1e-7 * scale)


@given(problems(), st.data())
@settings(max_examples=40, deadline=None)
def test_backpropagation_is_right_with_an_activation_a_layer(p: Problem, data: st.DataObject):
    n_hidden = len(p.weights) - 1
    names = st.lists(st.sampled_from(sorted(ACTIVATIONS)), min_size=n_hidden, max_size=n_hidden)
    assert check_of(replace(p, activation=data.draw(names))).passed


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_at_zero_the_complex_step_decides_where_a_slope_has_a_kink(activation):
    # All z are 0, where the slope of elu has none: a difference across it is 2e-5 off.
    f, parameters = ACTIVATIONS[activation], constant_parameters([2, 2, 1], 0.0)
    parameters[0][1][:] = 1.0
    check = check_gradients([1.0, 2.0], [3.0], *parameters, "squared_error", activation)
    assert check.passed
    assert check.at_kink.any() == (f.seam is not None)


def test_the_numbers_stand_in_the_order_of_the_names():
    p = make_problem((3, 4, 2), n_rows=2)
    check = check_of(p)
    assert check.names == parameter_names(p.weights, p.biases)
    output, hiddens = forward(p.x, p.weights, p.biases)
    grad_weights, _ = backward(p.x, p.y, output, hiddens, p.weights)
    assert check.analytic[check.names.index("W2[1,3]")] == grad_weights[1][0, 2]


def test_a_wrong_gradient_is_found_by_name(monkeypatch):
    right = Objective.gradients

    def wrong_gradients(*arguments):
        grad_weights, grad_biases = right(*arguments)
        grad_weights[1][0, 2] *= 1.01
        return grad_weights, grad_biases

    monkeypatch.setattr(Objective, "gradients", wrong_gradients)
    check = check_of(make_problem((3, 4, 2), n_rows=2))
    assert not check.passed
    assert disagreeing(check) == ["W2[1,3]"]
    # Off by 0.01 g, relative to the larger of the two, 1.01 g.
    assert check.max_central_error == pytest.approx(0.01 / 1.01, rel=1e-3)
    assert check.max_complex_error == pytest.approx(0.01 / 1.01, rel=1e-9)


def test_gradients_handed_in_are_checked_in_place_of_backwards():
    # The one that is far off must not blur the measure for the one that is nearly right.
    p = make_problem((3, 4, 2), n_rows=2)
    output, hiddens = forward(p.x, p.weights, p.biases)
    gradients = backward(p.x, p.y, output, hiddens, p.weights)
    gradients[0][1][0, 2] *= 1.01
    gradients[1][0][3] += 1e9
    check = check_gradients(p.x, p.y, p.weights, p.biases, gradients=gradients)
    assert disagreeing(check) == ["b1[4]", "W2[1,3]"]


def test_a_kink_of_relu_is_marked_and_left_to_the_complex_step():
    # With all parameters 0, every hidden z is 0, relu's kink: W1 and b1 move it to either
    # side. The parameters of the output layer move no hidden unit.
    parameters = constant_parameters([2, 3, 2], 0.0)
    check = check_gradients([1.0, 2.0], [0.0, 1.0], *parameters, activation="relu")
    kinks = [name for name, kink in zip(check.names, check.at_kink, strict=True) if kink]
    assert kinks == [name for name in check.names if name[1] == "1"]
    assert disagreeing(check) == []


def test_a_gradient_wrong_at_a_kink_is_still_found(monkeypatch):
    right = Objective.gradients

    def wrong_gradients(*arguments):
        grad_weights, grad_biases = right(*arguments)
        grad_biases[0][0] += 0.5
        return grad_weights, grad_biases

    monkeypatch.setattr(Objective, "gradients", wrong_gradients)
    parameters = constant_parameters([2, 3, 2], 0.0)
    check = check_gradients([1.0, 2.0], [0.0, 1.0], *parameters, activation="relu")
    assert disagreeing(check) == ["b1[1]"]
    # The central differences away from kinks have nothing to say against it.
    assert check.max_central_error < check.tolerance


@pytest.mark.parametrize("activation", ["tanh", "logistic"])
def test_smooth_activations_have_no_kinks(activation):
    parameters = constant_parameters([2, 3, 2], 0.0)
    check = check_gradients([1.0, 2.0], [0.0, 1.0], *parameters, activation=activation)
    assert not check.at_kink.any()


@pytest.mark.parametrize("central_error", [0.0, np.nan])
@pytest.mark.parametrize("complex_error", [0.0, np.nan])
def test_nan_is_never_agreement(central_error, complex_error):
    check = GradientCheck(
        names=["W1[1,1]"],
        analytic=np.zeros(1),
        central=np.zeros(1),
        complex_step=np.zeros(1),
        central_error=np.array([central_error]),
        complex_error=np.array([complex_error]),
        at_kink=np.array([False]),
    )
    assert check.passed == (central_error == 0.0 and complex_error == 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_raw_pixels_pass(digits, seed):
    # A pixel of 16 asks for a step 16 times shorter, whose rounding error is 16 times larger.
    parameters = init_parameters((64, 5, 10), np.random.default_rng(seed))
    labels = one_hot(digits.y_train, digits.n_classes)
    assert disagreeing(check_gradients(digits.X_train[seed], labels[seed], *parameters)) == []


@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic"])
@pytest.mark.parametrize("size", [10.0, 100.0, 1000.0])
def test_large_inputs_pass(activation, size):
    p = make_problem((6, 5, 4, 3), n_rows=3, activation=activation)
    weights = [0.1 * W for W in p.weights]
    check = check_gradients(size * p.x, p.y, weights, p.biases, activation=activation)
    assert disagreeing(check) == []


def test_the_parameters_handed_in_stay_as_they_are():
    p = make_problem((3, 4, 2), n_rows=2)
    before = [array.copy() for array in (*p.weights, *p.biases)]
    check_of(p)
    for array, copy in zip((*p.weights, *p.biases), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": [np.nan, 1.0]}, "x must hold finite numbers; got nan"),
        ({"y": [0.5, 0.6]}, r"add up to 1.*got \(0\.5, 0\.6\)"),
        ({"biases": []}, "got 1 weight matrices and 0 bias vectors"),
        ({"loss": "hinge"}, "loss must be one of"),
        ({"activation": "swish"}, "activation must be one of"),
    ],
)
def test_refusals_are_those_of_a_step(arguments, message):
    valid = {"x": [1.0, 2.0], "y": [0.0, 1.0], "weights": [np.eye(2)], "biases": [np.zeros(2)]}
    with pytest.raises(ValueError, match=message):
        check_gradients(**(valid | arguments))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_two_roundings_do_not_agree(activation):
    # In Question 1 with cross-entropy nothing reaches the hidden layers: all is rounding there.
    x = [1, 0, 1, 0]
    check = check_gradients(
        x, [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), activation=activation
    )
    hidden = [name for name in check.names if name[1] in "12"]
    moving = {name for name in hidden if name[1] == "2" or name[:2] == "b1" or name[-2] in "13"}
    zero = {name for name, both in zip(check.names, check.both_zero, strict=True) if both}
    assert zero == moving
    assert check.analytic[check.both_zero].any()
    assert not check.central_error[check.both_zero].any()
    assert not check.complex_error[check.both_zero].any()
    assert check.passed


def test_a_wrong_gradient_is_no_zero_for_being_small():
    x, y = [1, 0, 1, 0], [0, 1, 0]
    parameters = seeded_parameters([4, 4, 3, 3], 0)
    right = check_gradients(x, y, *parameters)
    assert not right.both_zero.any()
    zeros = [np.zeros_like(W) for W in parameters[0]], [np.zeros_like(b) for b in parameters[1]]
    check = check_gradients(x, y, *parameters, gradients=zeros)
    assert not check.both_zero.any()
    assert not check.passed


def test_a_wrong_gradient_where_zero_is_right_is_found():
    parameters = constant_parameters([4, 4, 3, 3], 0.1)
    wrong = (
        [np.full_like(W, 1e-3) for W in parameters[0]],
        [np.full_like(b, 1e-3) for b in parameters[1]],
    )
    check = check_gradients([1, 0, 1, 0], [0, 1, 0], *parameters, gradients=wrong)
    assert not check.both_zero.any()
    assert not check.agrees.any()


def test_a_real_gradient_below_what_a_difference_resolves_is_no_zero():
    # ∂L/∂W1 is 1e-13, by the complex step to all digits; a gradient of 0 is wrong all the same.
    parameters = [np.ones((1, 1)), np.full((1, 1), 1e-13)], [np.zeros(1), np.ones(1)]
    zeros = [np.zeros((1, 1))] * 2, [np.zeros(1)] * 2
    check = check_gradients([1.0], [0.0], *parameters, "squared_error", "relu", gradients=zeros)
    assert check.complex_step[0] == pytest.approx(1e-13)
    assert not check.both_zero.any()
