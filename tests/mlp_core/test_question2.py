"""The practical's Question 2: whole trainings on digits, against other software's figures."""

import numpy as np
import pytest

from mlp_core import (
    QUESTION_2,
    TrainConfig,
    accuracy,
    confusion_matrix,
    init_parameters,
    predict,
    train,
)
from tests.mlp_core.reference import load_reference

FIGURES = load_reference("question2")


@pytest.fixture(scope="module", params=["default", "deeper"])
def figures(request):
    return FIGURES[request.param]


@pytest.fixture(scope="module")
def epochs(figures, digits):
    """The metrics of every epoch; one run serves all tests of this module."""
    config = TrainConfig(
        units=tuple(figures["units"]),
        learning_rate=figures["learning_rate"],
        epochs=figures["epochs"],
    )
    rng = np.random.RandomState(figures["init_seed"])
    return list(train(config, digits, parameters=init_parameters(figures["units"], rng)))


def test_total_losses(epochs, figures):
    totals = [metrics.total_loss for metrics in epochs]
    np.testing.assert_allclose(totals, figures["total_loss"], rtol=1e-9, atol=0.0)


def test_accuracies(epochs, figures):
    assert epochs[-1].train_accuracy == figures["train_accuracy"]
    assert epochs[-1].test_accuracy == figures["test_accuracy"]


def test_predictions_of_the_final_parameters(epochs, figures, digits):
    predicted = predict(digits.X_test, *epochs[-1].parameters)
    assert accuracy(digits.y_test, predicted) == figures["test_accuracy"]
    counts = confusion_matrix(digits.y_test, predicted, 10)
    np.testing.assert_array_equal(counts, figures["test_confusion_matrix"])


def test_trained_weights(epochs, figures):
    row_sum = epochs[-1].parameters[0][0][0].sum()
    assert row_sum == pytest.approx(figures["first_weight_row_sum"], rel=1e-9, abs=1e-9)


def test_the_preset_is_the_practicals_configuration():
    practical = FIGURES["default"]
    assert QUESTION_2.units == tuple(practical["units"])
    assert QUESTION_2.learning_rate == practical["learning_rate"]
    assert QUESTION_2.epochs == practical["epochs"]
    # One row at a time, in order, on raw pixels, from 0.1 · N(0, 1).
    assert (QUESTION_2.batch_size, QUESTION_2.shuffle) == (1, False)
    assert (QUESTION_2.dataset, QUESTION_2.scaling) == ("digits", "none")
    assert (QUESTION_2.activation, QUESTION_2.loss) == ("tanh", "softmax_cross_entropy")
    assert QUESTION_2.init_scale == 0.1
