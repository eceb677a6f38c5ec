"""Both engines see the same divergence: in the same epoch, with the same size of z.

The worked examples are networks of one number, so that what overflows can be told by hand.
"""

import dataclasses

import numpy as np
import pytest

from mlp_core import DivergenceError, TrainConfig, constant_parameters, train
from mlp_core.training import train_in_slices
from tests.mlp_core.both_engines import drain, made_up_data, make_case
from tests.mlp_core.small_data import few_digits, one_number

SQUARED = TrainConfig((1, 1), 1.0, 5, loss="squared_error", init_scale=0.0)


@pytest.fixture(params=["compiled", "numpy"])
def engine(request):
    return request.param


def ending(config, dataset, engine, parameters=None):
    """(epochs that came to an end, epoch and largest |z| of the divergence, None where none)."""
    n_epochs = 0
    try:
        for _ in train(config, dataset, parameters=parameters, engine=engine):
            n_epochs += 1
    except DivergenceError as error:
        return n_epochs, error.epoch, error.largest_z
    return n_epochs, None, None


# As in test_divergence: rows that are all alike, and |e| = 4ⁿ after n batches. A batch of m rows
# sums up to ½ m 16ⁿ, and the evaluation of all 100 to ½ 100 · 16ⁿ, beyond float64 from n = 255 on.
@pytest.mark.parametrize(
    ("batch_size", "epoch", "n"),
    [
        (1, 3, 256),  # row 57 of the epoch
        (2, 6, 256),  # batch 7 of the epoch
        (16, 37, 256),  # batch 5 of the epoch
        (7, 17, 255),  # the evaluation after 17 · 15 batches
        (100, 255, 255),  # the evaluation after 255 batches
    ],
)
def test_a_later_batch_or_its_evaluation(engine, batch_size, epoch, n):
    config = dataclasses.replace(SQUARED, batch_size=batch_size, epochs=300)
    ends = ending(config, one_number([2.0] * 100, [2.0]), engine)
    assert ends == (epoch - 1, epoch, pytest.approx(4.0**n, rel=1e-9))


@pytest.mark.parametrize("spoiled_row", [0, 255, 256, 599])
def test_a_batch_in_several_chunks(engine, spoiled_row):
    # One row of 600 has a loss beyond float64: in the first chunk, at its ends, in the last.
    rows = [1.0] * 600
    rows[spoiled_row] = 1e160
    config = dataclasses.replace(SQUARED, batch_size=600)
    parameters = constant_parameters((1, 1), 1.0)
    assert ending(config, one_number(rows, [1.0]), engine, parameters) == (0, 1, 1e160)


def test_the_batch_that_failed_is_the_one_that_is_measured(engine):
    # 1e160 comes with the second batch only; the third would have had 1e170.
    rows = [1.0] * 4 + [1.0, 1e160, 1.0, 1.0] + [1e170] * 4
    config = dataclasses.replace(SQUARED, learning_rate=1e-5, batch_size=4)
    ends = ending(config, one_number(rows, [1.0]), engine, constant_parameters((1, 1), 1.0))
    assert ends == (0, 1, pytest.approx(1e160, rel=1e-3))


@pytest.mark.parametrize("batch_size", [1, 4, 300])
def test_a_batch_is_measured_in_its_shuffled_order(engine, batch_size):
    rows = [1.0] * 40
    rows[17] = 1e160
    config = dataclasses.replace(SQUARED, learning_rate=1e-5, batch_size=batch_size, shuffle=True)
    ends = ending(config, one_number(rows, [1.0]), engine, constant_parameters((1, 1), 1.0))
    assert ends == (0, 1, pytest.approx(1e160, rel=1e-3))


@pytest.mark.parametrize("batch_size", [1, 5])
@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_parameters_that_are_not_finite(engine, bad, activation, batch_size):
    # Rows without zeros: NumPy makes 0 · ∞ a NaN where the compiled engine skips an empty pixel.
    config = TrainConfig((4, 3, 2), 0.1, 1, batch_size, activation=activation)
    dataset = made_up_data(4, 2, n_train=20, share_of_zeros=0.0)
    for layer in (0, 1):
        weights, biases = make_case(config, n_train=1).parameters
        weights[layer][0, 0] = bad
        assert ending(config, dataset, engine, (weights, biases))[:2] == (0, 1)


def test_an_infinite_weight_of_an_empty_pixel(engine):
    # Nothing reads the weight, or NumPy makes it a NaN: the epoch must not pass either way.
    config = TrainConfig((2, 2), 0.1, 1)
    dataset = made_up_data(2, 2, n_train=20)
    dataset.X_train[:, 0] = 0.0
    weights = [np.array([[np.inf, 0.1], [0.1, 0.1]])]
    assert ending(config, dataset, engine, (weights, [np.zeros(2)]))[:2] == (0, 1)


def test_a_gradient_that_overflows_in_the_last_step(engine):
    # z = 0 and the loss ½, then W = 1 · 1e300 · 1e10 is not finite and nobody reads it again.
    config = dataclasses.replace(SQUARED, learning_rate=1.0)
    case = make_case(config, n_train=1, init_scale=0.0)
    case = case._replace(dataset=one_number([1e300], [0.0]))
    with pytest.raises(DivergenceError) as caught:
        drain(case.engine(engine).epoch(case.order, 1e10))
    assert caught.value.largest_z == np.inf


# x = 1, h = relu(-1) = 0, z2 = b2 = 1e150: the loss is finite, and the dead unit's gradient is
# 1e150 · 1e200 times a derivative of 0, which is a NaN.
@pytest.mark.parametrize("batch_size", [1, 4])
def test_a_gradient_that_overflows_at_a_dead_unit(engine, batch_size):
    config = TrainConfig((1, 1, 1), 0.1, 1, batch_size, activation="relu", loss="squared_error")
    parameters = [np.array([[-1.0]]), np.array([[1e200]])], [np.zeros(1), np.array([1e150])]
    assert ending(config, one_number([1.0] * 8, [1.0]), engine, parameters)[:2] == (0, 1)


def test_a_deep_relu_network_whose_gradients_overflow(digits):
    config = TrainConfig(
        (64, 10, 19, 17, 17, 10), 0.3, 3, 4, activation="relu", seed=221, init_scale=1.0
    )
    dataset = few_digits(digits, n_train=150)
    compiled, numpy = (ending(config, dataset, name) for name in ("compiled", "numpy"))
    assert compiled[:2] == numpy[:2]


# Four losses of a finite 8e307 and less, whose sum is not: no loss of a batch is beyond float64.
def test_a_sum_that_overflows_though_no_loss_does():
    config = dataclasses.replace(SQUARED, learning_rate=0.05, epochs=2)
    parameters = [np.array([[1.3e154]])], [np.zeros(1)]
    dataset = one_number([1.0] * 4, [1.0])
    compiled, numpy = (ending(config, dataset, name, parameters) for name in ("compiled", "numpy"))
    assert compiled[:2] == numpy[:2] == (0, 1)
    assert compiled[2] == pytest.approx(numpy[2], rel=1e-12)


def test_the_error_names_the_rate_of_its_epoch(engine):
    rates = [0.001, 0.5]
    slices = train_in_slices(
        dataclasses.replace(SQUARED, learning_rate=0.001),
        one_number([1.0, 1e160], [1.0]),
        parameters=constant_parameters((1, 1), 0.0),
        engine=engine,
        rate_of_epoch=lambda epoch: rates[epoch - 1],
    )
    with pytest.raises(DivergenceError) as caught:
        for _ in slices:
            pass
    assert caught.value.learning_rate == rates[caught.value.epoch - 1]
