"""The four functions: hand-worked passes, batches against single rows, and refusals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import (
    ACTIVATIONS,
    backward,
    compute_loss,
    constant_parameters,
    forward,
    init_parameters,
    predict,
    seeded_parameters,
    update_weights,
)
from tests.mlp_core.networks import Problem, make_problem, problems
from tests.mlp_core.reference import assert_layers_close, assert_layers_equal

WEIGHTS = [np.array([[1.0, -2.0], [3.0, 0.5]]), np.array([[2.0, -1.0]])]
BIASES = [np.array([0.5, -1.0]), np.array([4.0])]


def test_forward_by_hand():
    # z1 = (1·2 - 2·1 + 0.5, 3·2 + 0.5·1 - 1) = (0.5, 5.5) = h1;  z2 = 2·0.5 - 5.5 + 4 = -0.5,
    # linear: the last layer has no activation, or relu would have made it 0.
    output, hiddens = forward([2.0, 1.0], WEIGHTS, BIASES, "relu")
    assert_layers_equal(hiddens, [np.array([0.5, 5.5])])
    np.testing.assert_array_equal(output, [-0.5])


def test_backward_by_hand():
    # y = 1.5: ∂L/∂z2 = -0.5 - 1.5 = -2, ∂L/∂W2 = -2 h1, ∂L/∂h1 = -2 W2 = (-4, 2) = ∂L/∂z1
    # (both units active), ∂L/∂W1 = ∂L/∂z1 xᵀ with x = (2, 1).
    x, y = [2.0, 1.0], [1.5]
    output, hiddens = forward(x, WEIGHTS, BIASES, "relu")
    grads = backward(x, y, output, hiddens, WEIGHTS, "squared_error", "relu")
    assert_layers_equal(grads[0], [np.array([[-8.0, -4.0], [4.0, 2.0]]), np.array([[-1.0, -11.0]])])
    assert_layers_equal(grads[1], [np.array([-4.0, 2.0]), np.array([-2.0])])


def test_a_relu_unit_that_is_off_passes_no_gradient():
    # x = (-1, 1): z1 = (-1 - 2 + 0.5, -3 + 0.5 - 1) < 0, so h1 = 0 and z2 = b2 = 4.
    output, hiddens = forward([-1.0, 1.0], WEIGHTS, BIASES, "relu")
    grads = backward([-1.0, 1.0], [0.0], output, hiddens, WEIGHTS, "squared_error", "relu")
    assert_layers_equal(grads[0], [np.zeros((2, 2)), np.zeros((1, 2))])
    assert_layers_equal(grads[1], [np.zeros(2), np.array([4.0])])


def test_an_activation_a_layer_by_hand():
    # z1 = (-2, 3), relu: h1 = (0, 3); z2 = 2·0 - 3 + 4 = 1, identity: h2 = 1; z3 = 5·1 - 2 = 3.
    # y = 1: ∂L/∂z3 = 2, ∂L/∂z2 = 10 · 1, ∂L/∂h1 = (20, -10), ∂L/∂z1 = (0, -10).
    weights = [np.array([[-2.0], [3.0]]), np.array([[2.0, -1.0]]), np.array([[5.0]])]
    biases, names = [np.zeros(2), np.array([4.0]), np.array([-2.0])], ["relu", "identity"]
    output, hiddens = forward([1.0], weights, biases, names)
    assert_layers_equal(
        [output, *hiddens], [np.array([3.0]), np.array([0.0, 3.0]), np.array([1.0])]
    )
    _, grad_biases = backward([1.0], [1.0], output, hiddens, weights, "squared_error", names)
    assert_layers_equal(grad_biases, [np.array([0.0, -10.0]), np.array([10.0]), np.array([2.0])])
    np.testing.assert_array_equal(predict([1.0], weights, biases, names), 0)


def test_a_slope_in_terms_of_z_has_what_forward_made(monkeypatch):
    def derivative(z):
        return 1.0 - np.tanh(z) ** 2

    in_z = replace(ACTIVATIONS["tanh"], derivative=derivative, slope_of="z")
    monkeypatch.setitem(ACTIVATIONS, "tanh_in_z", in_z)
    p = make_problem((3, 4, 3, 2), n_rows=5)
    output, hiddens = forward(p.x, p.weights, p.biases, "tanh_in_z")
    given = p.x, p.y, output, hiddens, p.weights
    of_h = backward(*given, activation="tanh")
    for names in ("tanh_in_z", ["tanh_in_z", "tanh"], ["tanh", "tanh_in_z"]):
        of_z = backward(*given, activation=names)
        assert_layers_close([*of_z[0], *of_z[1]], [*of_h[0], *of_h[1]], atol=1e-15)
    alone = backward(p.x, p.y, output, list(hiddens), p.weights, activation="tanh")
    assert_layers_equal([*alone[0], *alone[1]], [*of_h[0], *of_h[1]])
    with pytest.raises(ValueError, match=r"must be the list that forward returned, .* of h alone"):
        backward(p.x, p.y, output, list(hiddens), p.weights, activation="tanh_in_z")
    hiddens.z.pop()
    with pytest.raises(ValueError, match="z1 to z2 are needed; got 1 arrays"):
        backward(*given, activation="tanh_in_z")


def test_forward_keeps_nan():
    output, _ = forward([np.nan, 1.0], WEIGHTS, BIASES, "relu")
    assert np.isnan(output).all()


def test_update_by_hand():
    # 1 - 0.5 · 4 = -1 and 3 - 0.5 · (-2) = 4.
    parameters = [np.array([[1.0]])], [np.array([3.0])]
    gradients = [np.array([[4.0]])], [np.array([-2.0])]
    updated = update_weights(*parameters, *gradients, 0.5)
    assert_layers_equal(updated[0], [np.array([[-1.0]])])
    assert_layers_equal(updated[1], [np.array([4.0])])


@given(problems(min_rows=1))
def test_a_batch_is_its_rows_one_by_one(problem: Problem):
    p = problem
    output, hiddens = forward(p.x, p.weights, p.biases, p.activation)
    loss = compute_loss(output, p.y, p.loss)
    grads = backward(p.x, p.y, output, hiddens, p.weights, p.loss, p.activation)
    losses, sums = [], [np.zeros_like(a) for a in (*p.weights, *p.biases)]
    for i, (x, y) in enumerate(zip(p.x, p.y, strict=True)):
        row_output, row_hiddens = forward(x, p.weights, p.biases, p.activation)
        np.testing.assert_allclose(output[i], row_output, rtol=1e-12, atol=1e-12)
        assert_layers_close([h[i] for h in hiddens], row_hiddens, atol=1e-12)
        losses.append(compute_loss(row_output, y, p.loss))
        row_grads = backward(x, y, row_output, row_hiddens, p.weights, p.loss, p.activation)
        sums = [total + g for total, g in zip(sums, [*row_grads[0], *row_grads[1]], strict=True)]
    assert loss == pytest.approx(np.mean(losses), rel=1e-12, abs=1e-12)
    scale = max(1.0, *(np.abs(total).max() for total in sums))
    assert_layers_close([*grads[0], *grads[1]], [t / len(p.x) for t in sums], atol=1e-12 * scale)


@given(problems(), st.floats(1e-3, 1.0))
def test_nothing_is_changed_in_place(problem: Problem, learning_rate: float):
    p = problem
    arrays = [p.x, p.y, *p.weights, *p.biases]
    before = [array.copy() for array in arrays]
    output, hiddens = forward(p.x, p.weights, p.biases, p.activation)
    passed_on = [array.copy() for array in (output, *hiddens)]
    compute_loss(output, p.y, p.loss)
    grads = backward(p.x, p.y, output, hiddens, p.weights, p.loss, p.activation)
    new_weights, new_biases = update_weights(p.weights, p.biases, *grads, learning_rate)
    assert_layers_equal(arrays, before)
    assert_layers_equal([output, *hiddens], passed_on)
    for new, old in zip([*new_weights, *new_biases], [*p.weights, *p.biases], strict=True):
        assert not np.shares_memory(new, old)


@given(problems())
def test_gradients_have_the_shapes_of_what_they_differentiate(problem: Problem):
    p = problem
    output, hiddens = forward(p.x, p.weights, p.biases, p.activation)
    grads = backward(p.x, p.y, output, hiddens, p.weights, p.loss, p.activation)
    assert [g.shape for g in grads[0]] == [W.shape for W in p.weights]
    assert [g.shape for g in grads[1]] == [b.shape for b in p.biases]


def test_predict_is_the_class_with_the_largest_output():
    weights, biases = [np.eye(3)], [np.zeros(3)]
    rows = np.array([[0.1, 0.7, 0.2], [5.0, -1.0, 4.0], [-3.0, -2.0, -1.0]])
    predicted = predict(rows, weights, biases)
    assert predicted.dtype.kind == "i"
    np.testing.assert_array_equal(predicted, [1, 0, 2])


def test_predict_uses_the_activation_it_is_given():
    # h1 = (-1, 1) by W1, then z2 = (h1[1], 0, ...): relu makes the first output 0 and not -1.
    weights = [np.array([[-1.0]]), np.array([[1.0], [0.0]])]
    biases = [np.zeros(1), np.array([0.0, -0.5])]
    np.testing.assert_array_equal(predict([[1.0]], weights, biases, "tanh"), [1])
    np.testing.assert_array_equal(predict([[1.0]], weights, biases, "relu"), [0])


def test_initial_parameters_are_drawn_layer_by_layer():
    weights, biases = init_parameters([3, 2, 1], np.random.default_rng(7), scale=0.5)
    rng = np.random.default_rng(7)
    for W, b in zip(weights, biases, strict=True):
        np.testing.assert_array_equal(W, 0.5 * rng.standard_normal(W.shape))
        np.testing.assert_array_equal(b, 0.5 * rng.standard_normal(b.shape))
    assert [W.shape for W in weights] == [(2, 3), (1, 2)]


def test_a_seed_makes_one_network():
    rng = np.random.default_rng(7)
    expected, made = init_parameters([3, 2, 1], rng, 0.5), seeded_parameters([3, 2, 1], 7, 0.5)
    assert_layers_equal([*made[0], *made[1]], [*expected[0], *expected[1]])


def test_constant_parameters():
    weights, biases = constant_parameters([3, 2, 1], 0.1)
    assert_layers_equal(weights, [np.full((2, 3), 0.1), np.full((1, 2), 0.1)])
    assert_layers_equal(biases, [np.full(2, 0.1), np.full(1, 0.1)])


@pytest.mark.parametrize("units", [[], [3], [3, 0, 2], [3, -1]])
def test_units_that_make_no_network(units):
    with pytest.raises(ValueError, match="at least two layers of 1 or more units; got"):
        init_parameters(units, np.random.default_rng(0))
    with pytest.raises(ValueError, match="at least two layers of 1 or more units; got"):
        constant_parameters(units, 0.1)


def test_forward_refuses_layers_that_do_not_chain():
    p = make_problem((3, 4, 2), n_rows=None)
    with pytest.raises(ValueError, match=r"layer 1 takes 3 inputs \(W1\); got 2"):
        forward(p.x[:2], p.weights, p.biases)
    with pytest.raises(ValueError, match="W2 must have 4 columns, a column a unit; got 3"):
        forward(p.x, [p.weights[0], p.weights[1][:, :3]], p.biases)
    with pytest.raises(ValueError, match=r"b2 must have shape \(2,\), as W2 has rows; got \(1,\)"):
        forward(p.x, p.weights, [p.biases[0], p.biases[1][:1]])
    with pytest.raises(ValueError, match="got 2 weight matrices and 1 bias vectors"):
        forward(p.x, p.weights, p.biases[:1])


def test_targets_of_another_shape_are_refused():
    # Broadcasting (2,) against (5, 2) would give a plausible number.
    p = make_problem((3, 4, 2), n_rows=5)
    output, hiddens = forward(p.x, p.weights, p.biases)
    message = r"y must have the output's shape \(5, 2\); got \(2,\)"
    with pytest.raises(ValueError, match=message):
        compute_loss(output, p.y[0])
    with pytest.raises(ValueError, match=message):
        backward(p.x, p.y[0], output, hiddens, p.weights)


def test_unknown_names_are_refused():
    p = make_problem((3, 4, 2), n_rows=None)
    output, hiddens = forward(p.x, p.weights, p.biases)
    with pytest.raises(ValueError, match=r"activation must be one of .*; got 'swish'"):
        forward(p.x, p.weights, p.biases, "swish")
    with pytest.raises(ValueError, match=r"activation must be one of .*; got 'swish'"):
        backward(p.x, p.y, output, hiddens, p.weights, activation="swish")
    with pytest.raises(ValueError, match=r"loss must be one of .*; got 'hinge'"):
        compute_loss(output, p.y, "hinge")
    with pytest.raises(ValueError, match=r"loss must be one of .*; got 'hinge'"):
        backward(p.x, p.y, output, hiddens, p.weights, "hinge")
