"""What is made of a row, what is asked of it, and what speaks for it: by hand, and as predicted."""

import dataclasses
import math

import numpy as np
import pytest

from mlp_core import DATASETS, forward, predict, softmax
from mlp_core.inspection.predicted import predicted_numbers
from mlp_core.inspection.row.contributions import contributions
from mlp_core.inspection.row.question import question
from mlp_core.inspection.row.reading import read
from tests import every_set
from tests.mlp_core.inspection.row.networks import (
    BY_HAND,
    config_of,
    plane,
    random_network,
    trained,
)

HERE = [name for name in every_set.NAMES if DATASETS[name].remote is None]


def test_by_hand():
    # h = (3, 1), z = (2·3 − 1 + 0.5, −3 + 3) = (5.5, 0).
    reading = read(config_of((2, 2, 2)), plane(), BY_HAND, [3.0, 1.0])
    assert reading.output.tolist() == [5.5, 0.0]
    assert [h.tolist() for h in reading.hiddens] == [[3.0, 1.0]]
    assert (reading.named, reading.runner_up) == (0, 1)
    np.testing.assert_allclose(reading.shares, softmax([5.5, 0.0]))
    asked = question(plane(), "softmax_cross_entropy", 2, 0, 1)
    assert asked.tolist() == [1.0, -1.0]
    found = contributions(BY_HAND, reading, asked)
    # (2 + 1)·3, (−1 − 3)·1, and 0.5 − 0.
    assert found.terms.tolist() == [9.0, -4.0]
    assert (found.bias, found.total) == (0.5, 5.5)
    assert found.strongest(1).tolist() == [0]
    assert found.without([0]) == -4.0
    against = contributions(BY_HAND, reading, question(plane(), "softmax_cross_entropy", 2, 1, 0))
    assert (against.terms.tolist(), against.total) == ([-9.0, 4.0], -5.5)


def test_a_unit_that_adds_nothing_is_none_of_the_strongest():
    reading = read(config_of((2, 2, 2)), plane(), BY_HAND, [0.0, 1.0])
    found = contributions(BY_HAND, reading, [1.0, 0.0])
    assert found.strongest(5).tolist() == [1]


def test_one_logistic_output_speaks_for_class_1_and_against_class_0():
    config = config_of((2, 1), loss="logistic_cross_entropy")
    network = [np.array([[2.0, -3.0]])], [np.array([1.0])]
    reading = read(config, plane(), network, [1.0, 2.0])
    assert reading.scores.tolist() == [0.0, -3.0]
    assert (reading.named, reading.runner_up) == (0, 1)
    np.testing.assert_allclose(reading.shares, [1 / (1 + math.exp(-3)), 1 / (1 + math.exp(3))])
    one, zero = (question(plane(), config.loss, 1, a, 1 - a) for a in (1, 0))
    assert (one.tolist(), zero.tolist()) == ([1.0], [-1.0])
    # Without a hidden layer it is the inputs that speak.
    assert contributions(network, reading, zero).terms.tolist() == [-2.0, 6.0]
    assert contributions(network, reading, zero).total == 3.0
    assert question(plane(), config.loss, 1, 1).tolist() == [1.0]
    assert question(plane(), config.loss, 1, 0).tolist() == [0.0]


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu"])
@pytest.mark.parametrize("seed", range(5))
def test_what_speaks_adds_up_to_the_difference_of_two_outputs(activation, seed):
    config = config_of((2, 30, 20, 10, 7), activation)
    network = random_network(config.units, seed)
    row = np.random.default_rng(seed).normal(size=2)
    data = plane(class_names=tuple("abcdefg"))
    reading = read(config, data, network, row)
    z = forward(row, *network, activation)[0]
    for a, b in ((0, 1), (6, 2)):
        found = contributions(network, reading, question(data, config.loss, 7, a, b))
        assert found.total == pytest.approx(z[a] - z[b], rel=1e-12, abs=1e-13)
        some = found.strongest(3)
        rest = found.without(some)
        assert found.terms[some].sum() + rest + found.bias == pytest.approx(found.total, abs=1e-13)


@pytest.mark.parametrize("name", HERE)
def test_every_set_is_read_as_it_is_predicted(name):
    config, data, parameters = trained(name)
    reading = read(config, data, parameters, data.X_test)
    if data.is_regression:
        numbers = predicted_numbers(parameters, data, config).predicted
        np.testing.assert_allclose(reading.numbers, numbers)
        assert reading.answer is None
        one = read(config, data, parameters, data.X_test[0])
        np.testing.assert_allclose(one.numbers, numbers[0])
        with pytest.raises(ValueError, match="these are numbers"):
            assert one.named
    else:
        classes = predict(data.X_test, *parameters, config.activation, loss=config.loss)
        assert reading.answer.tolist() == classes.tolist()
        assert reading.scores.argmax(axis=1).tolist() == classes.tolist()
        assert read(config, data, parameters, data.X_test[3]).named == classes[3]


def test_errors_are_sentences():
    config, data = config_of((2, 2, 2)), plane()
    with pytest.raises(ValueError, match=r"row must have 2 values; got shape \(3,\)"):
        read(config, data, BY_HAND, [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="it has diverged"):
        read(config, data, ([BY_HAND[0][0] * np.nan, BY_HAND[0][1]], BY_HAND[1]), [1.0, 2.0])
    with pytest.raises(ValueError, match="favoured must be below 2"):
        question(data, config.loss, 2, 2)
    with pytest.raises(ValueError, match="against must be another class than 1; got 1"):
        question(data, config.loss, 2, 1, 1)
    numbers = dataclasses.replace(
        data, class_names=(), target_names=("y",), y_train=np.zeros(4), y_test=np.zeros(1)
    )
    assert question(numbers, "squared_error", 1, 0).tolist() == [1.0]
    with pytest.raises(ValueError, match="against must be another class"):
        question(numbers, "squared_error", 1, 0, 0)
    reading = read(config, data, BY_HAND, [1.0, 2.0])
    with pytest.raises(ValueError, match=r"asked must have shape \(2,\); got \(3,\)"):
        contributions(BY_HAND, reading, [1.0, 0.0, 0.0])
