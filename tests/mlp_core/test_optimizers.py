"""Optimizers: one table, one formula of plain SGD, and updates that change nothing in place."""

import dataclasses
import hashlib

import numpy as np
import pytest

from mlp_core import QUESTION_2, one_hot, seeded_parameters, sgd_step, train, update_weights
from mlp_core.optimizers import OPTIMIZERS, OptimizerState, get_optimizer
from mlp_core.passes import backward_pass, forward_pass
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stateful import STATEFUL

UNITS = (4, 3, 2)
PARAMETERS, GRADIENTS = seeded_parameters(UNITS, 1), seeded_parameters(UNITS, 2)


def sha(parameters):
    return hashlib.sha256(as_bytes(parameters)).hexdigest()


def test_the_preset_trains_the_bits_of_the_practicals_loop(digits):
    small = few_digits(digits, 300)
    start = seeded_parameters(QUESTION_2.units, QUESTION_2.seed)
    weights, biases = start
    for metrics in train(dataclasses.replace(QUESTION_2, epochs=3), small, engine="numpy"):
        for x, y in zip(small.X_train, one_hot(small.y_train, 10), strict=True):
            output, hiddens = forward_pass(x, weights, biases, "tanh")
            grads = backward_pass(x, y, output, hiddens, weights, "softmax_cross_entropy", "tanh")
            weights = [W - 0.001 * grad_W for W, grad_W in zip(weights, grads[0], strict=True)]
            biases = [b - 0.001 * grad_b for b, grad_b in zip(biases, grads[1], strict=True)]
        assert sha(metrics.parameters) == sha((weights, biases)) != sha(start)


def test_a_step_and_an_update_are_those_of_the_table():
    x, y = np.array([1.0, 0.5, -1.0, 2.0]), np.array([0.0, 1.0])
    step = sgd_step(x, y, *PARAMETERS, 0.3)
    gradients = step.grad_weights, step.grad_biases
    updated, state = get_optimizer("sgd").update(PARAMETERS, gradients, OptimizerState(), 0.3)
    assert as_bytes(updated) == as_bytes((step.updated_weights, step.updated_biases))
    assert as_bytes(updated) == as_bytes(update_weights(*PARAMETERS, *gradients, 0.3))
    assert (state.steps, state.arrays) == (0, {})


@pytest.mark.parametrize("optimizer", [*OPTIMIZERS.values(), *STATEFUL.values()])
def test_an_update_leaves_what_it_is_given_alone(optimizer):
    state = optimizer.start(PARAMETERS)
    given = [PARAMETERS, GRADIENTS, *state.arrays.values()]
    before = [as_bytes(arrays) for arrays in given]
    first, after = optimizer.update(PARAMETERS, GRADIENTS, state, 0.1)
    assert as_bytes(first) != before[0]
    assert [as_bytes(arrays) for arrays in given] == before
    # The same again from the same, and what comes out is a state of it.
    again, _ = optimizer.update(PARAMETERS, GRADIENTS, state, 0.1)
    assert as_bytes(again) == as_bytes(first)
    assert set(optimizer.check(after, first).arrays) == set(optimizer.remembers)


def test_a_state_begins_with_zeros_in_the_shapes_of_the_parameters():
    start = STATEFUL["two moments"].start(PARAMETERS)
    assert start.steps == 0
    for arrays in start.arrays.values():
        for of_state, of_parameters in zip(arrays, PARAMETERS, strict=True):
            assert [a.shape for a in of_state] == [a.shape for a in of_parameters]
            assert not any(a.any() for a in of_state)


def test_an_optimizer_that_there_is_not():
    with pytest.raises(
        ValueError, match="optimizer must be one of sgd, momentum, nesterov, adam; got 'adagrad'"
    ):
        get_optimizer("adagrad")
