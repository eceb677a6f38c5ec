"""Runs that grow beyond float64: an error with epoch and size, and no NumPy warning.

Warnings are errors in this suite, so an overflow that warned would fail these tests.
"""

import pickle

import numpy as np
import pytest

from mlp_core import DivergenceError, TrainConfig, train, train_epoch
from mlp_core.divergence import largest_pre_activation
from tests.mlp_core.small_data import one_number

# z = 2w + b from w = b = 0, y = 1. The error e = z - y starts at -1, and a step at rate 1
# takes 2e off w and e off b, so 5e off z: e becomes -4e. After n steps |e| = 4ⁿ, and e² = 16ⁿ
# overflows from n = 256 on: 16²⁵⁶ = 2¹⁰²⁴ is just above the largest float64. With 100 rows an
# epoch that is the 57th row of epoch 3, where |z| = 4²⁵⁶ - 1 = 1.3e154.
GROWING = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)
GROWN = 4.0**256


@pytest.fixture
def growing_data():
    return one_number([2.0] * 100, [2.0])


@pytest.fixture(params=["compiled", "numpy"])
def engine(request):
    return request.param


def test_a_run_that_grows_fourfold_a_step(growing_data, engine):
    epochs = []
    with pytest.raises(DivergenceError) as caught:
        epochs.extend(train(GROWING, growing_data, engine=engine))
    # extend keeps what came before the error: two whole epochs, all numbers finite.
    assert [metrics.epoch for metrics in epochs] == [1, 2]
    assert epochs[1].train_loss == pytest.approx(16.0**200 / 2, rel=1e-12)
    assert caught.value.epoch == 3
    assert caught.value.learning_rate == 1.0
    assert caught.value.largest_z == pytest.approx(GROWN, rel=1e-12)


def test_the_message_says_where_how_far_and_what_to_do(growing_data):
    with pytest.raises(DivergenceError) as caught:
        list(train(GROWING, growing_data))
    assert str(caught.value) == (
        "The loss stopped being a finite number in epoch 3: the pre-activations had grown to "
        "|z| = 1.3e+154. Lower the learning rate (it is 1)."
    )


def test_an_epoch_alone_does_not_know_its_number(growing_data):
    parameters = [np.array([[1e200]])], [np.zeros(1)]
    with pytest.raises(DivergenceError, match=r"finite number: the pre-activations") as caught:
        train_epoch(growing_data.X_train, np.ones((100, 1)), *parameters, 0.5, 1, "squared_error")
    assert caught.value.epoch is None
    assert caught.value.largest_z == 2e200


def test_a_deep_relu_network_at_the_highest_rate(digits, engine):
    config = TrainConfig((64, 50, 50, 50, 50, 10), 1.0, 5, activation="relu")
    with pytest.raises(DivergenceError, match=r"in epoch 1: .*\(it is 1\)") as caught:
        next(train(config, digits, engine=engine))
    assert caught.value.epoch == 1
    assert 1e100 < caught.value.largest_z < np.inf


def test_parameters_that_overflow_in_the_last_step():
    # z = 0, so the loss is a finite ½ · 1e20; ∂L/∂W = -1e10 · 1e300 is not.
    parameters = [np.zeros((1, 1))], [np.zeros(1)]
    with pytest.raises(DivergenceError) as caught:
        train_epoch([[1e300]], [[1e10]], *parameters, 0.1, 1, "squared_error")
    # W = inf makes z = inf in the only unit there is: no finite |z| to report.
    assert caught.value.largest_z == np.inf


def test_a_loss_that_is_infinite_on_test_rows_only(engine):
    # 1e200 squared is above float64 and in no training row.
    config = TrainConfig((1, 1), 0.1, 2, loss="squared_error")
    with pytest.raises(DivergenceError) as caught:
        next(train(config, one_number([1.0], [1e200]), engine=engine))
    assert caught.value.epoch == 1
    assert caught.value.largest_z > 1e190


def test_the_largest_pre_activation_of_any_layer():
    # z1 = (-7, 2), h1 = relu(z1) = (0, 2), z2 = 3 · 2 = 6: the largest |z| is 7.
    weights = [np.array([[-7.0], [2.0]]), np.array([[1.0, 3.0]])]
    biases = [np.zeros(2), np.zeros(1)]
    assert largest_pre_activation(np.array([1.0]), weights, biases, "relu") == 7.0


def test_what_is_not_finite_does_not_count_as_largest():
    # z1 = (1e308 · 10, 5) = (inf, 5): the largest that is still a number is 5.
    weights, biases = [np.array([[1e308], [0.5]])], [np.zeros(2)]
    assert largest_pre_activation(np.array([10.0]), weights, biases, "tanh") == 5.0


def test_the_largest_number_there_is_counts():
    largest = np.finfo(float).max
    assert (
        largest_pre_activation(np.array([1.0]), [np.array([[largest]])], [np.zeros(1)], "tanh")
        == largest
    )


def test_the_error_travels_between_processes():
    error = pickle.loads(pickle.dumps(DivergenceError(1e300, 0.5, 4)))
    assert (error.largest_z, error.learning_rate, error.epoch) == (1e300, 0.5, 4)
    assert str(error) == str(DivergenceError(1e300, 0.5, 4))


@pytest.mark.parametrize("rate", ["0.123456789", "0.00001", "1"])
def test_the_learning_rate_is_said_as_it_was_set(rate):
    assert f"(it is {rate})" in str(DivergenceError(1.0, float(rate)))


def test_only_what_comes_before_an_activation_is_a_pre_activation():
    # z is 0 in both layers; h, which is ½, is none.
    nothing = [np.zeros((1, 1))] * 2, [np.zeros(1)] * 2
    assert largest_pre_activation(np.zeros(1), *nothing, "logistic") == 0.0
