"""Our engine beside scikit-learn's MLPClassifier: the same weights after the same run."""

import dataclasses

import numpy as np
import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset, sklearn_twin
from mlp_core.sklearn_twin import PRACTICAL_ARGUMENTS, fit_practical, parity, why_no_parity
from mlp_core.training import starting_point, train
from tests.mlp_core.reference import load_reference
from tests.mlp_core.small_data import few_digits, one_number

SQUARED_ERROR = dataclasses.replace(QUESTION_2, loss="squared_error")


def test_question_2_stays_identical_for_100_epochs(digits):
    points = list(parity(QUESTION_2, digits))
    assert [point.epoch for point in points] == list(range(1, 101))
    assert max(point.max_difference for point in points) < 1e-12
    assert points[-1].our_accuracy == points[-1].sklearn_accuracy


# Every activation, 0 to 4 hidden layers, batches with and without a smaller last one, batches
# longer than a slice of partial_fit and longer than the data; rates at which rounding stays small.
@pytest.mark.parametrize(
    "config",
    [
        TrainConfig((64, 50, 10), 0.01, 4, batch_size=32, shuffle=True),
        TrainConfig((64, 20, 10), 0.001, 2, activation="relu"),
        TrainConfig((64, 20, 10), 0.001, 2, activation="logistic", shuffle=True),
        TrainConfig((64, 32, 16, 10), 0.01, 4, batch_size=7, activation="relu", shuffle=True),
        TrainConfig((64, 20, 20, 20, 20, 10), 0.01, 4, batch_size=32),
        TrainConfig((64, 10), 0.001, 2, shuffle=True),
        TrainConfig((64, 10), 0.01, 4, batch_size=150, shuffle=True),
        TrainConfig((64, 20, 10), 0.01, 4, batch_size=2000),
    ],
    ids=lambda config: f"{config.units}-{config.activation}-{config.batch_size}",
)
def test_short_runs_are_identical(config, digits):
    points = list(parity(config, digits))
    assert len(points) == config.epochs
    assert max(point.max_difference for point in points) < 1e-13
    assert points[-1].our_accuracy == points[-1].sklearn_accuracy


def test_scaled_data_too():
    config = TrainConfig((64, 20, 10), 0.1, 3, batch_size=32, scaling="standard")
    for point in parity(config, load_dataset(scaling="standard")):
        assert point.max_difference < 1e-13


def test_parity_compares_with_the_run_that_train_makes(digits):
    small = few_digits(digits, n_train=100)
    config = dataclasses.replace(QUESTION_2, epochs=3, shuffle=True)
    ours = [metrics.test_accuracy for metrics in train(config, small)]
    assert [point.our_accuracy for point in parity(config, small)] == ours


def test_parity_starts_from_the_parameters_it_is_given(digits):
    small = few_digits(digits, n_train=100)
    config = dataclasses.replace(QUESTION_2, epochs=2)
    parameters, _ = starting_point(dataclasses.replace(config, seed=5), 100)
    before = [array.copy() for array in (*parameters[0], *parameters[1])]
    given = list(parity(config, small, parameters=parameters))
    seeded = list(parity(dataclasses.replace(config, seed=5), small))
    assert given == seeded
    for array, copy in zip((*parameters[0], *parameters[1]), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("kind", ["weights", "biases"])
@pytest.mark.parametrize("layer", [0, 1])
def test_a_difference_in_any_parameter_is_seen(digits, monkeypatch, kind, layer):
    def train_astray(*arguments, **options):
        for metrics in train(*arguments, **options):
            weights, biases = ([array.copy() for array in arrays] for arrays in metrics.parameters)
            (weights if kind == "weights" else biases)[layer].flat[-1] += 0.25
            yield dataclasses.replace(metrics, parameters=(weights, biases))

    monkeypatch.setattr(sklearn_twin, "train", train_astray)
    config = dataclasses.replace(QUESTION_2, epochs=1)
    point = next(parity(config, few_digits(digits, n_train=100)))
    assert point.max_difference == pytest.approx(0.25, abs=1e-12)


def test_both_engines_can_be_interrupted(digits):
    # 100 rows are 100 steps of ours and one slice for partial_fit.
    calls = []
    config = dataclasses.replace(QUESTION_2, epochs=1)
    list(parity(config, few_digits(digits, n_train=100), after_step=lambda: calls.append(None)))
    assert len(calls) == 100 + 1


def test_the_practicals_classifier(digits):
    figures = load_reference("question2")["sklearn_in_the_practical"]
    arguments = {**PRACTICAL_ARGUMENTS, "hidden_layer_sizes": [50]}
    assert arguments == figures["arguments"]
    scores = fit_practical(digits)
    assert scores.train_accuracy == figures["train_accuracy"] == 0.9993041057759221
    assert scores.test_accuracy == figures["test_accuracy"] == 0.9722222222222222
    assert 1 < scores.epochs <= PRACTICAL_ARGUMENTS["max_iter"]


def test_the_practicals_classifier_may_run_out_of_epochs(digits, monkeypatch):
    # Then scikit-learn warns; here that is no news, and a warning would fail this test.
    monkeypatch.setitem(PRACTICAL_ARGUMENTS, "max_iter", 2)
    assert fit_practical(few_digits(digits, n_train=100)).epochs == 2


def test_parity_has_its_reasons(digits):
    assert why_no_parity(QUESTION_2, digits) is None
    reason = why_no_parity(SQUARED_ERROR, digits)
    assert reason == "MLPClassifier minimises cross-entropy only, and this run another loss."
    with pytest.raises(ValueError, match=reason):
        next(parity(SQUARED_ERROR, digits))


def test_two_classes_have_another_output():
    two_classes = dataclasses.replace(one_number([0.0, 1.0], [0.0]), class_names=("no", "yes"))
    config = TrainConfig((1, 2), 0.1, 1)
    with pytest.raises(ValueError, match="one logistic output, not two softmax outputs"):
        next(parity(config, two_classes))


def test_a_network_that_does_not_fit_the_data(digits):
    with pytest.raises(ValueError, match="units must begin with 64 features"):
        next(parity(TrainConfig((4, 10), 0.1, 1), digits))
