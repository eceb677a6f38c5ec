"""Epochs against a hand-written loop, and runs: orders, seeds, metrics, refusals."""

import dataclasses
import itertools

import numpy as np
import pytest

from mlp_core import (
    ACTIVATIONS,
    LOSSES,
    EpochScores,
    TrainConfig,
    compute_loss,
    forward,
    init_parameters,
    load_dataset,
    one_hot,
    train,
    train_epoch,
)
from mlp_core.training import starting_point
from tests.mlp_core.networks import make_problem, mildness
from tests.mlp_core.reference import assert_layers_close, assert_layers_equal
from tests.mlp_core.small_data import few_digits

CONFIG = TrainConfig(units=(64, 5, 10), learning_rate=0.01, epochs=3, batch_size=7)


@pytest.fixture
def small(digits):
    return few_digits(digits, n_train=30)


def epoch_by_hand(inputs, labels, weights, biases, learning_rate, batch_size):
    """The practical's loop for one hidden tanh layer: W @ x, np.outer, a mean over each batch."""
    (W1, W2), (b1, b2) = weights, biases
    total_loss = 0.0
    for batch in np.split(np.arange(len(inputs)), range(batch_size, len(inputs), batch_size)):
        sums = [np.zeros_like(a) for a in (W1, b1, W2, b2)]
        for x, y in zip(inputs[batch], labels[batch], strict=True):
            h = np.tanh(W1 @ x + b1)
            p = np.exp(W2 @ h + b2)
            p /= p.sum()
            total_loss -= y @ np.log(p)
            grad_z2 = p - y
            grad_z1 = (W2.T @ grad_z2) * (1 - h**2)
            row = (np.outer(grad_z1, x), grad_z1, np.outer(grad_z2, h), grad_z2)
            sums = [total + g for total, g in zip(sums, row, strict=True)]
        W1, b1, W2, b2 = (
            a - learning_rate * total / len(batch)
            for a, total in zip((W1, b1, W2, b2), sums, strict=True)
        )
    return [W1, W2], [b1, b2], total_loss


# 75 rows: one by one; 32, 32 and 11; all at once; fewer than a batch.
@pytest.mark.parametrize("batch_size", [1, 32, 75, 100])
def test_an_epoch_is_the_loop_written_by_hand(batch_size):
    p = make_problem((5, 4, 3), n_rows=75)
    arguments = (p.x, p.y, p.weights, p.biases, 0.1, batch_size)
    weights, biases, total_loss = train_epoch(*arguments)
    expected_weights, expected_biases, expected_loss = epoch_by_hand(*arguments)
    assert_layers_close(weights, expected_weights, atol=1e-12)
    assert_layers_close(biases, expected_biases, atol=1e-12)
    assert total_loss == pytest.approx(expected_loss, rel=1e-12)


@pytest.mark.parametrize(("batch_size", "total"), [(1, 0.5), (2, 1.0)])
def test_total_loss_adds_up_losses_before_the_updates(batch_size, total):
    # z = w + b = 0, y = 1: loss ½, ∂L/∂z = -1, and a rate of ½ makes w = b = ½, so z = 1.
    # Row by row the second row, alike, has loss 0 by then; as one batch both have ½.
    parameters = [np.zeros((1, 1))], [np.zeros(1)]
    weights, biases, total_loss = train_epoch(
        [[1.0], [1.0]], [[1.0], [1.0]], *parameters, 0.5, batch_size, "squared_error"
    )
    assert total_loss == total
    assert (weights[0][0, 0], biases[0][0]) == (0.5, 0.5)


def test_an_epoch_leaves_the_starting_parameters_alone():
    p = make_problem((5, 4, 3), n_rows=10)
    before = [a.copy() for a in (*p.weights, *p.biases)]
    train_epoch(p.x, p.y, p.weights, p.biases, 0.1)
    assert_layers_equal([*p.weights, *p.biases], before)


def test_a_shuffled_run_visits_the_rows_in_orders_of_its_seed(small):
    config = dataclasses.replace(CONFIG, shuffle=True, seed=3)
    rng = np.random.default_rng(3)
    weights, biases = init_parameters(config.units, rng, 0.1)
    labels = one_hot(small.y_train, 10)
    for metrics in train(config, small, engine="numpy"):
        order = rng.permutation(30)
        weights, biases, total_loss = train_epoch(
            small.X_train[order], labels[order], weights, biases, 0.01, batch_size=7
        )
        assert metrics.total_loss == total_loss
        assert_layers_equal(metrics.parameters[0], weights)


def test_orders():
    shuffled = dataclasses.replace(CONFIG, shuffle=True)
    orders = first_orders(shuffled)
    for order in orders:
        np.testing.assert_array_equal(np.sort(order), np.arange(50))
    for one, other in itertools.combinations(orders, 2):
        assert (one != other).any()
    assert_layers_equal(first_orders(shuffled), orders)
    other_seed = dataclasses.replace(shuffled, seed=1)
    assert (first_orders(other_seed)[0] != orders[0]).any()
    assert_layers_equal(first_orders(CONFIG), [np.arange(50)] * 5)


def first_orders(config):
    """The orders of the first five epochs: more than the configuration plans."""
    return list(itertools.islice(starting_point(config, 50)[1], 5))


def test_shuffling_does_not_change_the_starting_parameters():
    shuffled = dataclasses.replace(CONFIG, shuffle=True)
    (weights, biases), _ = starting_point(CONFIG, 50)
    (shuffled_weights, shuffled_biases), _ = starting_point(shuffled, 50)
    assert_layers_equal([*weights, *biases], [*shuffled_weights, *shuffled_biases])


@pytest.mark.parametrize("shuffle", [False, True])
def test_a_configuration_makes_one_run(small, shuffle):
    config = dataclasses.replace(CONFIG, shuffle=shuffle)
    one, other = list(train(config, small)), list(train(config, small))
    assert [m.total_loss for m in one] == [m.total_loss for m in other]
    assert_layers_equal(one[-1].parameters[0], other[-1].parameters[0])
    assert_layers_equal(one[-1].parameters[1], other[-1].parameters[1])
    another_seed = list(train(dataclasses.replace(config, seed=1), small))
    assert another_seed[0].total_loss != one[0].total_loss


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_metrics_are_of_the_parameters_an_epoch_ends_with(small, loss, activation, engine):
    rate = CONFIG.learning_rate * mildness(loss) ** 4
    config = dataclasses.replace(CONFIG, loss=loss, activation=activation, learning_rate=rate)
    epochs = list(train(config, small, engine=engine))
    assert [metrics.epoch for metrics in epochs] == [1, 2, 3]
    for m in epochs:
        output, _ = forward(small.X_train, *m.parameters, activation)
        train_loss = compute_loss(output, one_hot(small.y_train, 10), loss)
        assert m.train_loss == pytest.approx(train_loss, rel=1e-12)
        assert m.train_accuracy == (output.argmax(axis=1) == small.y_train).mean()
        output, _ = forward(small.X_test, *m.parameters, activation)
        test_loss = compute_loss(output, one_hot(small.y_test, 10), loss)
        assert m.test_loss == pytest.approx(test_loss, rel=1e-12)
        assert m.test_accuracy == (output.argmax(axis=1) == small.y_test).mean()
    seconds = [m.seconds for m in epochs]
    assert seconds[0] > 0.0
    assert sorted(seconds) == seconds


def test_scores_are_the_metrics_without_parameters(small):
    metrics = next(train(CONFIG, small))
    assert type(metrics.scores) is EpochScores
    assert not hasattr(metrics.scores, "parameters")
    for name, value in dataclasses.asdict(metrics.scores).items():
        assert value == getattr(metrics, name)


def test_parameters_replace_those_of_the_seed(small):
    parameters = init_parameters(CONFIG.units, np.random.default_rng(99))
    weights, biases, _ = train_epoch(
        small.X_train, one_hot(small.y_train, 10), *parameters, 0.01, batch_size=7
    )
    for engine in ("compiled", "numpy"):
        metrics = next(train(CONFIG, small, parameters=parameters, engine=engine))
        assert_layers_close(metrics.parameters[0], weights, atol=1e-12)
        assert_layers_close(metrics.parameters[1], biases, atol=1e-12)


@pytest.mark.parametrize("units", [(63, 5, 10), (64, 5, 9)])
def test_a_network_that_does_not_fit_the_data(small, units):
    config = dataclasses.replace(CONFIG, units=units)
    message = r"units must begin with 64 features and end with 10 classes; got \("
    with pytest.raises(ValueError, match=message):
        next(train(config, small))


def test_a_scaling_that_is_not_the_data_sets(small):
    message = r"scaled as the configuration says \(none\); got min_max"
    with pytest.raises(ValueError, match=message):
        next(train(CONFIG, load_dataset(scaling="min_max")))
