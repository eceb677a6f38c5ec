"""Our engine beside scikit-learn's MLPClassifier: the same weights after the same run."""

import dataclasses
import os

import numpy as np
import pytest

from mlp_core import QUESTION_2, EpochMetrics, TrainConfig, load_dataset, sklearn_twin
from mlp_core.classifier_arguments import why_no_parity
from mlp_core.sklearn_twin import ParityPoint, parity, parity_in_slices
from mlp_core.training import starting_point, train, train_in_slices
from tests.mlp_core.small_data import few_digits, one_number

# The practical's own number takes half a minute: all of it where somebody works on the engine, and
# a fifth where every change is tested (CI is set there).
LONG_EPOCHS = 20 if os.environ.get("CI") else QUESTION_2.epochs
SQUARED_ERROR = dataclasses.replace(QUESTION_2, loss="squared_error")


def test_question_2_stays_identical_for_100_epochs(digits):
    points = list(parity(dataclasses.replace(QUESTION_2, epochs=LONG_EPOCHS), digits))
    assert [point.epoch for point in points] == list(range(1, LONG_EPOCHS + 1))
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


def test_a_first_update_that_differs_is_told_from_what_has_grown_since(digits, monkeypatch):
    first_step = sklearn_twin._first_step

    def astray(*arguments):
        weights, biases = first_step(*arguments)
        return [W + 0.25 for W in weights], biases

    config, small = dataclasses.replace(QUESTION_2, epochs=2), few_digits(digits, n_train=100)
    assert all(point.first_step_difference < 1e-15 for point in parity(config, small))
    monkeypatch.setattr(sklearn_twin, "_first_step", astray)
    assert [p.first_step_difference for p in parity(config, small)] == pytest.approx([0.25, 0.25])


@pytest.mark.parametrize("kind", ["weights", "biases"])
@pytest.mark.parametrize("layer", [0, 1])
def test_a_difference_in_any_parameter_is_seen(digits, monkeypatch, kind, layer):
    def train_astray(*arguments, **options):
        for item in train_in_slices(*arguments, **options):
            if not isinstance(item, EpochMetrics):
                yield item
                continue
            weights, biases = ([array.copy() for array in arrays] for arrays in item.parameters)
            (weights if kind == "weights" else biases)[layer].flat[-1] += 0.25
            checkpoint = dataclasses.replace(item.checkpoint, parameters=(weights, biases))
            yield dataclasses.replace(item, checkpoint=checkpoint)

    monkeypatch.setattr(sklearn_twin, "train_in_slices", train_astray)
    config = dataclasses.replace(QUESTION_2, epochs=1)
    point = next(parity(config, few_digits(digits, n_train=100)))
    assert point.max_difference == pytest.approx(0.25, abs=1e-12)


@pytest.mark.parametrize("batch_size", [1, 30])
def test_a_change_of_the_learning_rate_on_the_way(digits, batch_size):
    small = few_digits(digits, n_train=100)
    config = TrainConfig((64, 20, 10), 0.001, 2, batch_size, shuffle=True)
    # More epochs than the configuration has, and a rate that comes back.
    rates = [0.002, 0.002, 0.004, 0.0005, 0.002]
    points = list(parity(config, small, rates=rates))
    assert [point.epoch for point in points] == [1, 2, 3, 4, 5]
    assert max(point.max_difference for point in points) < 1e-12
    slices = train_in_slices(config, small, rate_of_epoch=lambda epoch: rates[epoch - 1])
    ours = (item.test_accuracy for item in slices if isinstance(item, EpochMetrics))
    assert [point.our_accuracy for point in points] == [next(ours) for _ in rates]
    # The configuration's own rate would have been another run.
    others = list(parity(config, small))
    assert [other.max_difference for other in others] != [p.max_difference for p in points[:2]]


def test_rates_that_are_all_the_configurations_are_its_run(digits):
    small = few_digits(digits, n_train=100)
    config = dataclasses.replace(QUESTION_2, epochs=3, shuffle=True)
    rates = [config.learning_rate] * 3
    assert list(parity(config, small, rates=rates)) == list(parity(config, small))


def test_the_first_step_is_taken_at_the_first_rate(digits, monkeypatch):
    rates_asked = []
    first_step = sklearn_twin._first_step

    def watched(config, start, X, *rest):
        rates_asked.append((len(X), config.learning_rate))
        return first_step(config, start, X, *rest)

    monkeypatch.setattr(sklearn_twin, "_first_step", watched)
    config = dataclasses.replace(QUESTION_2, epochs=2, batch_size=30)
    points = list(parity(config, few_digits(digits, n_train=100), rates=[0.25, 0.125]))
    assert rates_asked == [(30, 0.25)]
    assert 0.0 <= points[0].first_step_difference < 1e-12


@pytest.mark.parametrize("batch_size", [1, 30, 150])
def test_both_engines_can_be_interrupted(digits, batch_size):
    config = TrainConfig((64, 5, 10), 0.001, 2, batch_size)
    items = list(parity_in_slices(config, few_digits(digits, n_train=250)))
    points = [item for item in items if isinstance(item, ParityPoint)]
    assert points == list(parity(config, few_digits(digits, n_train=250)))
    rows = [item for item in items if not isinstance(item, ParityPoint)]
    # In both epochs: ours in one go, two evaluations, and partial_fit in whole batches.
    theirs = {1: [100, 100, 50], 30: [90, 90, 70], 150: [150, 100]}[batch_size]
    assert rows == [250, 0, 0, *theirs] * 2


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


@pytest.mark.parametrize(
    "options",
    [
        {"init": "glorot"},
        {"init": "he", "momentum": 0.8, "nesterovs_momentum": True, "alpha": 0.1},
        {"optimizer": "adam", "beta_1": 0.8, "epsilon": 1e-4},
        {"schedule": "invscaling", "power_t": 0.3, "momentum": 0.5},
        {"schedule": "adaptive", "n_iter_no_change": 1, "tol": 0.5},
        {"early_stopping": True, "validation_fraction": 0.3, "n_iter_no_change": 2},
    ],
)
def test_every_option_is_handed_over(digits, options):
    config = TrainConfig((64, 8, 10), 0.003, 6, batch_size=7, shuffle=True, **options)
    small = few_digits(digits, n_train=100)
    assert why_no_parity(config, small) is None
    points = list(parity(config, small))
    assert len(points) == 6
    assert 0.0 < max(point.max_difference for point in points) < 1e-12
    # And what the option does is more than that.
    plain = TrainConfig((64, 8, 10), 0.003, 6, batch_size=7, shuffle=True)
    ours = [list(train(one, small))[-1].parameters[0][0] for one in (config, plain)]
    assert np.abs(ours[0] - ours[1]).max() > 1e-6
