"""Which units of a large layer matter most, worked out by hand."""

import numpy as np

from mlp_core import constant_parameters, sgd_step
from mlp_core.teaching.origin.excerpt import most_influential


def step_of(x, weights, biases, y=(0.0, 1.0), loss="squared_error", activation="relu"):
    return sgd_step(x, y, weights, biases, 0.1, loss, activation)


def test_an_input_counts_by_its_size_and_all_that_weighs_it():
    # |x| Σ |W|: 3 · 0.4, 1 · (2 + 2), 0 · 9, 2 · 0.5 and 10 · 0.12.
    x = [3.0, -1.0, 0.0, 2.0, 10.0]
    W = np.array([[0.2, 2.0, 9.0, -0.5, 0.06], [0.2, -2.0, 0.0, 0.0, -0.06]])
    step = step_of(x, [W], [np.zeros(2)])
    assert [most_influential(step, 0, n) for n in (1, 2)] == [[1], [0, 1]]
    assert most_influential(step, 0, 3) == [0, 1, 4]
    assert most_influential(step, 0, 5) == [0, 1, 2, 3, 4]


def test_units_of_equal_influence_come_in_their_order():
    step = step_of([1.0, 2.0, -2.0, 2.0], [np.full((2, 4), 0.5)], [np.zeros(2)])
    assert most_influential(step, 0, 2) == [1, 2]


def test_a_hidden_unit_counts_by_its_activation_and_the_layer_above():
    # h = relu(1, -5, 2, 0.5); unit 2 is off, unit 3 weighed by nobody, unit 4 by 8.
    W1 = np.array([[1.0], [-5.0], [2.0], [0.5]])
    W2 = np.array([[1.0, 50.0, 0.0, 4.0], [-1.0, 50.0, 0.0, -4.0]])
    step = step_of([1.0], [W1, W2], [np.zeros(4), np.zeros(2)])
    assert [most_influential(step, 1, n) for n in (1, 2)] == [[3], [0, 3]]


def test_what_a_hidden_unit_does_two_layers_on_does_not_count():
    # Unit 1 moves layer 2 more, however little of it comes through to the output.
    W1, W3 = np.array([[1.0], [1.0]]), np.array([[1e-6, 5.0]] * 2)
    W2 = np.array([[9.0, 0.0], [0.0, 1.0]])
    step = step_of([1.0], [W1, W2, W3], [np.zeros(2)] * 3)
    assert most_influential(step, 1, 1) == [0]
    assert most_influential(step, 2, 1) == [1]


def test_an_output_counts_by_the_error_that_it_hands_back():
    # z - y = (0.5, -3, 1).
    biases = [np.array([0.5, -2.0, 1.0])]
    step = step_of([0.0], [np.zeros((3, 1))], biases, y=(0.0, 1.0, 0.0))
    assert [most_influential(step, 1, n) for n in (1, 2)] == [[1], [1, 2]]


def test_rounding_has_no_influence():
    # Unit 1 is 0.1 + 0.2 - 0.3: 6e-17 in place of 0, though it is weighed most.
    W1 = np.array([[0.1, 0.2, -0.3], [1e-9, 0.0, 0.0]])
    W2 = np.array([[1e12, 1.0]] * 2)
    step = step_of([1.0, 1.0, 1.0], [W1, W2], [np.zeros(2), np.zeros(2)])
    assert step.h[0][0] * 1e12 > step.h[0][1] > 0.0
    assert most_influential(step, 1, 1) == [1]
    equal = step_of([1, 0, 1, 0], *constant_parameters([4, 4, 3, 2], 0.1), activation="tanh")
    assert most_influential(equal, 1, 2) == [0, 1]


def test_rows_of_a_batch_add_up():
    # |x| Σ |W| of 3 and 0, 1 and 1, 0 and 4.
    x, W = [[3.0, 1.0, 0.0], [0.0, 1.0, 4.0]], np.ones((2, 3))
    step = step_of(x, [W], [np.zeros(2)], y=[[0.0, 1.0]] * 2)
    assert [most_influential(step, 0, n) for n in (1, 2)] == [[2], [0, 2]]
    # z - y = (3, 2) and (5, 4), over two rows.
    assert most_influential(step, 1, 1) == [0]
