"""SGDStep: a record of the four functions, and what it refuses to make a step of."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given

from mlp_core import (
    DivergenceError,
    backward,
    compute_loss,
    forward,
    sgd_step,
    softmax,
    update_weights,
)
from tests.mlp_core.networks import Problem, make_problem, problems
from tests.mlp_core.reference import assert_layers_close, assert_layers_equal


def step_of(problem: Problem, learning_rate: float = 0.1):
    p = problem
    return sgd_step(p.x, p.y, p.weights, p.biases, learning_rate, p.loss, p.activation)


@given(problems())
def test_a_step_is_the_four_functions_once_each(problem: Problem):
    p, step = problem, step_of(problem)
    output, hiddens = forward(p.x, p.weights, p.biases, p.activation)
    grads = backward(p.x, p.y, output, hiddens, p.weights, p.loss, p.activation)
    updated = update_weights(p.weights, p.biases, *grads, 0.1)
    assert_layers_equal([step.output, *step.h], [output, *hiddens])
    assert step.loss == compute_loss(output, p.y, p.loss)
    assert_layers_equal([*step.grad_weights, *step.grad_biases], [*grads[0], *grads[1]])
    assert_layers_equal([*step.updated_weights, *step.updated_biases], [*updated[0], *updated[1]])
    output_after, _ = forward(p.x, *updated, p.activation)
    assert step.loss_after == compute_loss(output_after, p.y, p.loss)


@given(problems())
def test_the_intermediates_obey_the_equations(problem: Problem):
    p, step = problem, step_of(problem)
    layer_inputs = [p.x, *step.h]
    for k, (W, b) in enumerate(zip(p.weights, p.biases, strict=True)):
        np.testing.assert_allclose(step.z[k], layer_inputs[k] @ W.T + b, rtol=1e-12, atol=1e-12)
    for k, grad_h in enumerate(step.grad_h):
        expected = step.grad_z[k + 1] @ p.weights[k + 1]
        np.testing.assert_allclose(grad_h, expected, rtol=1e-12, atol=1e-12)
    for grad_z, grad_b in zip(step.grad_z, step.grad_biases, strict=True):
        assert_layers_close([np.atleast_2d(grad_z).sum(axis=0)], [grad_b], atol=1e-10)
    rows = 1 if p.x.ndim == 1 else len(p.x)
    assert step.loss_terms.shape == step.output.shape
    assert step.loss_terms.sum() / rows == pytest.approx(step.loss, rel=1e-12)


def test_changes_are_what_the_update_takes_off():
    p = make_problem((3, 4, 2), n_rows=None)
    step = step_of(p)
    changes = zip(step.weights, step.weight_changes, strict=True)
    assert_layers_equal([W - change for W, change in changes], step.updated_weights)
    changes = zip(step.biases, step.bias_changes, strict=True)
    assert_layers_equal([b - change for b, change in changes], step.updated_biases)


def test_a_step_knows_its_network():
    p = make_problem((3, 4, 2), n_rows=5, loss="squared_error", activation="relu")
    step = step_of(p)
    assert step.units == (3, 4, 2)
    assert (step.loss_name, step.activation, step.learning_rate) == ("squared_error", "relu", 0.1)


def test_only_a_classifier_has_probabilities():
    entropy = step_of(make_problem((3, 4, 2), n_rows=2))
    np.testing.assert_array_equal(entropy.probabilities, softmax(entropy.output))
    assert step_of(make_problem((3, 4, 2), n_rows=2, loss="squared_error")).probabilities is None


def test_values_are_named_in_the_order_of_their_computation():
    step = step_of(make_problem((3, 4, 2), n_rows=None))
    values = step.values()
    assert " ".join(values) == (
        "x y W1 b1 W2 b2 z1 h1 z2 probabilities loss_terms loss "
        "grad_z2 grad_W2 grad_b2 grad_h1 grad_z1 grad_W1 grad_b1 grad_x "
        "change_W1 change_b1 change_W2 change_b2 "
        "updated_W1 updated_b1 updated_W2 updated_b2 loss_after"
    )
    assert values["grad_W2"] is step.grad_weights[1]
    assert values["grad_h1"] is step.grad_h[0]
    assert values["updated_b1"] is step.updated_biases[0]
    assert values["loss_after"] == step.loss_after


def test_a_small_step_downhill_lowers_the_loss():
    step = step_of(make_problem((3, 4, 2), n_rows=5), learning_rate=1e-3)
    assert step.loss_after < step.loss


def test_a_step_is_frozen():
    step = step_of(make_problem((3, 2), n_rows=None))
    with pytest.raises(dataclasses.FrozenInstanceError):
        step.loss = 0.0


def test_lists_and_whole_numbers_are_taken():
    # z = 2·3 + 1 = 7, ∂L/∂z = 7 - 5 = 2: w' = 2 - 0.1 · 2 · 3 = 1.4, b' = 1 - 0.1 · 2 = 0.8.
    step = sgd_step([3], [5], [[[2]]], [[1]], 0.1, "squared_error")
    assert step.updated_weights[0][0, 0] == pytest.approx(1.4, rel=1e-15)
    assert step.updated_biases[0][0] == pytest.approx(0.8, rel=1e-15)


@pytest.mark.parametrize("learning_rate", [0.0, -0.1, np.inf, np.nan])
def test_learning_rates_that_are_none(learning_rate):
    with pytest.raises(ValueError, match="learning_rate must be a finite number above 0; got"):
        step_of(make_problem((3, 2), n_rows=None), learning_rate)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": [np.nan, 1.0]}, "x must hold finite numbers; got nan"),
        ({"y": [np.inf]}, "y must hold finite numbers; got inf"),
        ({"x": ["one", "two"]}, "x must hold numbers only; got"),
        ({"x": [1.0]}, r"layer 1 takes 2 inputs \(W1\); got 1"),
        ({"y": [1.0, 0.0]}, r"y must have the output's shape \(1,\); got \(2,\)"),
        ({"weights": [[[1.0, np.inf]]]}, "W1 must hold finite numbers; got inf"),
        ({"weights": []}, "got 0 weight matrices and 1 bias vectors"),
        ({"weights": [[1.0, 2.0]]}, r"W1 must have shape \(n_out, n_in\)"),
        ({"biases": [[np.nan]]}, "b1 must hold finite numbers; got nan"),
        ({"biases": [[1.0, 2.0]]}, r"b1 must have shape \(1,\), as W1 has rows; got \(2,\)"),
        (
            {"weights": [np.ones((1, 2)), np.ones((1, 2))], "biases": [[0.0], [0.0]]},
            "W2 must have 1 columns, a column a unit; got 2",
        ),
        ({"loss": "hinge"}, "loss must be one of .*; got 'hinge'"),
        ({"activation": "swish"}, "activation must be one of .*; got 'swish'"),
        ({"loss": "softmax_cross_entropy", "y": [0.5]}, r"add up to 1.*got \(0\.5\)"),
    ],
)
def test_refusals_say_what_came(arguments, message):
    valid = {
        "x": [1.0, 2.0],
        "y": [1.0],
        "weights": [[[1.0, 2.0]]],
        "biases": [[0.5]],
        "learning_rate": 0.1,
        "loss": "squared_error",
    }
    with pytest.raises(ValueError, match=message):
        sgd_step(**(valid | arguments))


def test_a_step_too_large_for_float64_is_a_divergence():
    # z = 1e160, so that ½ z² = 5e319 is above the largest float64, 1.8e308.
    with pytest.raises(DivergenceError, match=r"before any update.*z\| = 1e\+160. Make weights"):
        sgd_step([1e160], [0.0], [[[1.0]]], [[0.0]], 0.1, "squared_error")
