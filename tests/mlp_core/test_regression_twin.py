"""Regressions beside scikit-learn's MLPRegressor, and both engines on all losses of numbers."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor

from mlp_core import LOSSES, TrainConfig, train
from mlp_core.classifier_arguments import classifier_arguments, why_no_parity
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.practical_classifier import fit_practical
from mlp_core.sklearn_twin import parity
from mlp_core.starting_point import starting_point
from mlp_core.training_input import why_no_numbers
from mlp_core.validation_part import held_out
from tests.mlp_core.both_engines import assert_parameters_agree
from tests.mlp_core.numbers_data import made_up_numbers
from tests.mlp_core.runs import make_run

OF_NUMBERS = sorted(name for name in LOSSES if not why_no_numbers(name))
BASE = TrainConfig((4, 6, 1), 0.01, 5, 7, loss="squared_error", init_scale=0.3)
OPTIONS = {
    "plain": {},
    "one by one": {"batch_size": 1, "learning_rate": 0.003},
    "all in one, shuffled": {"batch_size": 2000, "shuffle": True},
    "relu in two layers": {"units": (4, 5, 3, 1), "activation": "relu"},
    "no hidden layer": {"units": (4, 1)},
    "momentum": {"momentum": 0.9},
    "Nesterov": {"momentum": 0.8, "nesterovs_momentum": True, "activation": "logistic"},
    "Adam": {"optimizer": "adam", "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-4},
    "penalty": {"alpha": 0.5, "init": "glorot"},
    "inverse scaling": {"schedule": "invscaling", "power_t": 0.2},
    "adaptive": {"schedule": "adaptive", "n_iter_no_change": 1, "tol": 0.05, "shuffle": True},
    "rows held out": {"early_stopping": True, "validation_fraction": 0.25},
}
# What it is told of in a fit of its own, until patience is over.
FITS = {
    "momentum": {"momentum": 0.9, "alpha": 0.3},
    "Adam": {"optimizer": "adam", "epsilon": 0.001, "init": "he"},
    "adaptive": {"schedule": "adaptive", "n_iter_no_change": 1, "tol": 0.05, "epochs": 40},
    "patience": {"n_iter_no_change": 2, "tol": 0.02, "epochs": 60, "learning_rate": 0.05},
    "rows held out": {
        **{"early_stopping": True, "validation_fraction": 0.3, "n_iter_no_change": 3},
        **{"epochs": 90, "learning_rate": 0.1},
    },
}


def data_for(config: TrainConfig, n_targets: int = 1):
    return made_up_numbers(n_targets, counts=config.loss == "poisson")


@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_every_weight_is_scikit_learns(loss, options):
    config = replace(BASE, loss=loss, **options)
    points = list(parity(config, data_for(config)))
    assert [point.epoch for point in points] == [1, 2, 3, 4, 5]
    assert max(point.max_difference for point in points) < 2e-14
    assert points[0].first_step_difference < 2e-15
    for point in points:
        assert point.our_accuracy == pytest.approx(point.sklearn_accuracy, rel=1e-12)


@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
def test_several_targets_too(loss):
    config = replace(BASE, units=(4, 6, 3), loss=loss, alpha=0.1, momentum=0.5)
    points = list(parity(config, data_for(config, 3)))
    assert max(point.max_difference for point in points) < 2e-14
    assert points[-1].our_accuracy == pytest.approx(points[-1].sklearn_accuracy, rel=1e-12)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer. Maximum iterations")
@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
@pytest.mark.parametrize("name", FITS)
def test_a_fit_of_its_own_comes_to_the_runs_epochs_and_parameters(name, loss, monkeypatch):
    config = replace(BASE, loss=loss, **FITS[name])
    data = data_for(config)
    epochs = list(train(config, data))
    call = classifier_call(make_run(config, [metrics.scores for metrics in epochs]), data)
    assert call.startswith("MLPRegressor(\n")
    assert ('loss="poisson"' in call) == (loss == "poisson")
    twin = eval(call, {"MLPRegressor": MLPRegressor})
    # What its seed would draw is ours instead.
    trained, held = held_out(config, data)
    (weights, biases), _ = starting_point(config, len(trained))
    layers = iter([(W.T.copy(), b.copy()) for W, b in zip(weights, biases, strict=True)])
    monkeypatch.setattr(MLPRegressor, "_init_coef", lambda *_: next(layers))
    monkeypatch.setattr(
        sys.modules[MLPRegressor.__module__],
        "train_test_split",
        lambda X, y, **_: (X[trained], X[held], y[trained], y[held]),
    )
    twin.fit(data.X_train, data.y_train)
    patience = epochs[-1].patience
    assert (twin.n_iter_, patience.stopped) == (len(epochs), "n_iter_no_change" in FITS[name])
    best = epochs[(patience.best_epoch if config.early_stopping else len(epochs)) - 1]
    for theirs, ours in zip(twin.coefs_, best.parameters[0], strict=True):
        np.testing.assert_allclose(theirs, ours.T, rtol=0, atol=1e-11)
    if config.early_stopping:
        assert patience.best_epoch < len(epochs)
        found = [epoch.validation_accuracy for epoch in epochs]
        assert found == pytest.approx(twin.validation_scores_, rel=1e-10)
    assert best.test_accuracy == pytest.approx(twin.score(data.X_test, data.y_test), rel=1e-9)


@pytest.mark.parametrize("n_targets", [1, 3])
@pytest.mark.parametrize("batch_size", [1, 7, 2000])
@pytest.mark.parametrize("loss", OF_NUMBERS)
def test_the_engines_agree_on_every_loss_of_numbers(loss, batch_size, n_targets):
    config = replace(BASE, units=(4, 6, n_targets), loss=loss, batch_size=batch_size, epochs=3)
    config = replace(config, learning_rate=0.005, alpha=0.01, early_stopping=True)
    data = data_for(config, n_targets)
    ours, theirs = (list(train(config, data, engine=name)) for name in ("numpy", "compiled"))
    for one, other in zip(ours, theirs, strict=True):
        assert_parameters_agree(one.parameters, other.parameters, 1e-12)
        for name in ("total_loss", "train_loss", "test_accuracy", "validation_accuracy"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-11)


@pytest.mark.parametrize("n_targets", [1, 2])
@pytest.mark.parametrize("loss", OF_NUMBERS)
def test_what_an_epoch_of_one_step_takes_off_is_the_gradient_of_the_reported_loss(loss, n_targets):
    config = replace(BASE, units=(4, 3, n_targets), loss=loss, batch_size=2000, epochs=1)
    data = data_for(config, n_targets)
    start = starting_point(config, len(data.X_train))[0]
    (after,) = train(config, data)

    def reported(layer: int, kind: int, place, shift: float) -> float:
        moved = [array.copy() for array in start[0]], [array.copy() for array in start[1]]
        moved[kind][layer][place] += shift
        # So small a rate leaves everything where it is when the epoch is evaluated.
        still = replace(config, learning_rate=1e-7)
        return next(train(still, data, parameters=moved)).total_loss / len(data.X_train)

    for layer, kind in ((0, 0), (0, 1), (1, 0), (1, 1)):
        for place in list(np.ndindex(start[kind][layer].shape))[:3]:
            step = 1e-6
            slope = (reported(layer, kind, place, step) - reported(layer, kind, place, -step)) / (
                2 * step
            )
            taken = (start[kind][layer] - after.parameters[kind][layer])[place]
            assert taken / config.learning_rate == pytest.approx(slope, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"loss": "huber"}, "MLPRegressor minimises squared error of linear outputs and Poisson"),
        ({"loss": "absolute_error"}, "MLPRegressor minimises squared error"),
        ({"loss": "tanh_squared_error"}, "MLPRegressor minimises squared error"),
        ({"activation": "elu"}, "MLPRegressor has no activation called elu"),
    ],
)
def test_where_it_cannot_the_reason_is_given(changes, reason):
    config, data = replace(BASE, **changes), made_up_numbers()
    assert why_no_parity(config, data).startswith(reason)
    with pytest.raises(ValueError, match=reason):
        next(parity(config, data))


def test_squared_error_is_not_what_it_minimises_for_classes(digits):
    config = TrainConfig((64, 5, 10), 0.01, 1, loss="squared_error")
    assert why_no_parity(config, digits).startswith("MLPClassifier minimises cross-entropy only")
    assert "loss" not in classifier_arguments(config)


def test_a_call_has_no_rows_of_its_own_to_validate_by():
    data = made_up_numbers()
    data = replace(data, X_validation=data.X_test, y_validation=data.y_test)
    config = replace(BASE, early_stopping=True, epochs=2)
    run = make_run(config, [metrics.scores for metrics in train(config, data)])
    with pytest.raises(ValueError, match="this run has a validation part for it"):
        classifier_call(run, data)


def test_the_practicals_arguments_on_numbers():
    data = made_up_numbers()
    found = fit_practical(data)
    assert -1.0 < found.test_accuracy < 1.0
    assert found.train_accuracy > 0.3
    far = fit_practical(replace(data, X_train=1e200 * data.X_train, y_train=1e200 * data.y_train))
    assert (far.train_accuracy, far.test_accuracy) == (None, None)
