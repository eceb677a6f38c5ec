"""Predicted numbers: against the network worked through here, in the units that people know."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, load_dataset, predict, seeded_parameters
from mlp_core.data.dataset import TargetScale
from mlp_core.inspection.predicted import Numbers, predict_part, predicted_numbers

CONFIG = TrainConfig((1, 3, 1), 0.01, 1, loss="squared_error", dataset="sine")


@pytest.fixture(scope="module")
def sine():
    return load_dataset("sine")


def network(rows, parameters):
    (W1, W2), (b1, b2) = parameters
    return np.tanh(rows @ W1.T + b1) @ W2.T + b2


@pytest.mark.parametrize("part", ["train", "test"])
def test_numbers_are_what_the_network_makes_of_the_rows(sine, part):
    parameters = seeded_parameters(CONFIG.units, 1, 1.0)
    rows, truth = getattr(sine, f"X_{part}"), getattr(sine, f"y_{part}")
    expected = network(rows, parameters)
    found = predict_part(parameters, sine, CONFIG, part)
    np.testing.assert_allclose(found, expected[:, 0], rtol=1e-12)
    numbers = predicted_numbers(parameters, sine, CONFIG, part)
    np.testing.assert_allclose(numbers.predicted, expected, rtol=1e-12)
    np.testing.assert_array_equal(numbers.truth[:, 0], truth)
    np.testing.assert_allclose(numbers.residuals[:, 0], truth - expected[:, 0], atol=1e-12)


def test_numbers_are_in_the_units_that_people_know(sine):
    parameters = seeded_parameters(CONFIG.units, 1, 1.0)
    scaled = replace(sine, target_scale=TargetScale(np.array([150.0]), np.array([20.0])))
    numbers = predicted_numbers(parameters, scaled, CONFIG)
    expected = 150 + 20 * network(sine.X_test, parameters)
    np.testing.assert_allclose(numbers.predicted, expected, rtol=1e-12)
    np.testing.assert_allclose(numbers.truth[:, 0], 150 + 20 * sine.y_test, rtol=1e-12)
    # Scores are of the data set's own scale.
    np.testing.assert_allclose(
        predict_part(parameters, scaled, CONFIG), network(sine.X_test, parameters)[:, 0]
    )


def test_several_targets_keep_their_columns(sine):
    both = replace(
        sine,
        y_train=np.stack([sine.y_train, -sine.y_train], axis=1),
        y_test=np.stack([sine.y_test, -sine.y_test], axis=1),
        target_names=("up", "down"),
    )
    config = replace(CONFIG, units=(1, 3, 2))
    parameters = seeded_parameters(config.units, 2, 1.0)
    found = predict_part(parameters, both, config)
    np.testing.assert_allclose(found, network(sine.X_test, parameters), rtol=1e-12)
    np.testing.assert_array_equal(predicted_numbers(parameters, both, config).truth, both.y_test)


def test_classes_are_those_of_predict():
    wine = load_dataset("wine")
    config = TrainConfig((13, 3), 0.01, 1, dataset="wine")
    parameters = seeded_parameters(config.units, 0, 0.1)
    expected = predict(wine.X_test, *parameters, config.activation)
    np.testing.assert_array_equal(predict_part(parameters, wine, config), expected)
    with pytest.raises(ValueError, match="numbers are of a regression; got classes of wine"):
        predicted_numbers(parameters, wine, config)


def test_the_worst_by_hand():
    truth, predicted = np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 5.0, 1.0, 6.0]])
    numbers = Numbers(truth[:, np.newaxis], predicted[:, np.newaxis])
    assert numbers.worst(0, 3).tolist() == [1, 2, 3]
    assert numbers.worst(0, 99).tolist() == [1, 2, 3, 0]
