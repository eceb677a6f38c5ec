"""Two classes with a single logistic output: trained, told apart at ½, and as scikit-learn does."""

import dataclasses

import numpy as np
import pytest

from mlp_core import Dataset, TrainConfig, accuracy, compute_loss, forward, predict, train
from mlp_core.classifier_arguments import why_no_parity
from mlp_core.sklearn_twin import parity
from mlp_core.stuck import is_stuck

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 3))
Y = (X[:, 0] + 0.5 * X[:, 1] > 0.2).astype(int)


def data_of(classes, names):
    parts = X[:90], X[90:], classes[:90], classes[90:], X[90:]
    return Dataset("drawn", "none", *parts, class_names=names)


DATA = data_of(Y, ("no", "yes"))
CONFIG = TrainConfig(
    (3, 4, 1), 0.1, 5, batch_size=8, loss="logistic_cross_entropy", scaling=DATA.scaling
)


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
@pytest.mark.parametrize("loss", ["logistic_cross_entropy", "logistic_squared_error"])
def test_one_output_learns_to_tell_two_classes_apart(engine, loss):
    config = dataclasses.replace(CONFIG, loss=loss, epochs=20, learning_rate=0.5)
    *_, last = train(config, DATA, engine=engine)
    predicted = predict(DATA.X_test, *last.parameters, loss=loss)
    assert last.test_accuracy == accuracy(DATA.y_test, predicted) > 0.85
    output, _ = forward(DATA.X_test, *last.parameters)
    np.testing.assert_array_equal(predicted, 1.0 / (1.0 + np.exp(-output[:, 0])) > 0.5)
    assert last.test_loss == pytest.approx(compute_loss(output, DATA.y_test[:, None], loss))
    assert not is_stuck(last.test_accuracy, DATA)


def test_it_is_scikit_learns_network():
    assert why_no_parity(CONFIG, DATA) is None
    for point in parity(CONFIG, DATA):
        assert point.max_difference < 1e-12
        assert point.our_accuracy == point.sklearn_accuracy


def test_where_there_is_no_such_twin():
    two = dataclasses.replace(CONFIG, units=(3, 4, 2))
    assert "one logistic output" in why_no_parity(two, DATA)
    three = data_of(np.arange(120) % 3, ("a", "b", "c"))
    several = dataclasses.replace(CONFIG, units=(3, 4, 3))
    assert "not logistic ones" in why_no_parity(several, three)


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "squared_error", "tanh_squared_error"])
def test_another_loss_needs_an_output_a_class(loss):
    with pytest.raises(ValueError, match="2 classes, or with 1 under a logistic loss"):
        next(train(dataclasses.replace(CONFIG, loss=loss), DATA))


def test_a_probability_of_a_half_is_no_yes():
    assert predict([1.0], [[[0.0]]], [[0.0]], loss="logistic_squared_error") == 0
    assert predict([1.0], [[[1e-9]]], [[0.0]], loss="logistic_squared_error") == 1
    # Without the loss a single output is always the largest.
    assert predict([1.0], [[[1.0]]], [[0.0]]) == 0
