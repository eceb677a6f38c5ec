"""The MLPClassifier call as text: it is a call, and it trains as the run did."""

import dataclasses
import sys

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier
from sklearn.utils.class_weight import compute_sample_weight

from mlp_core import QUESTION_2, TrainConfig, load_dataset, train
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.training import starting_point
from mlp_core.validation_part import held_out
from tests.mlp_core.runs import SCORE, make_run, trained_run
from tests.mlp_core.small_data import few_digits

BASE = TrainConfig((64, 6, 10), 0.05, 8, 16, scaling="min_max", seed=3)
# What MLPClassifier is told of beside the practical's settings, and patience to its end.
FITS = {
    "momentum": {"momentum": 0.9, "alpha": 0.3, "init": "glorot"},
    "Nesterov": {"momentum": 0.8, "nesterovs_momentum": True, "schedule": "invscaling"},
    "another exponent": {"schedule": "invscaling", "power_t": 0.1, "init": "he"},
    "Adam": {"optimizer": "adam", "beta_1": 0.8, "beta_2": 0.9, "epsilon": 0.01},
    "classes balanced": {"class_weight": "balanced", "alpha": 0.1},
    "rows held out": {"early_stopping": True, "validation_fraction": 0.3, "epochs": 40},
    "patience": {
        **{"n_iter_no_change": 1, "epochs": 90, "learning_rate": 0.5, "schedule": "adaptive"},
        **{"early_stopping": True, "validation_fraction": 0.4, "tol": 0.02},
    },
    "the tolerance that everybody has": {"n_iter_no_change": 3, "epochs": 99, "alpha": 20.0},
}


@pytest.fixture
def small(digits):
    return few_digits(digits, 60)


@pytest.fixture(scope="module")
def scaled():
    return few_digits(load_dataset("digits", "min_max"), 150)


def test_the_call_of_a_run(digits):
    scores = trained_run(dataclasses.replace(QUESTION_2, epochs=2))[0].scores
    call = classifier_call(make_run(QUESTION_2, scores), digits)
    assert call.startswith("MLPClassifier(\n    hidden_layer_sizes=(50,),\n")
    classifier = eval(call, {"MLPClassifier": MLPClassifier})
    assert classifier.max_iter == 2
    assert (classifier.learning_rate_init, classifier.batch_size) == (0.001, 1)


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig((64, 6, 5, 10), 0.003, 3, activation="relu"),
        TrainConfig((64, 5, 10), 0.03, 3, batch_size=16, activation="logistic"),
        TrainConfig((64, 10), 0.003, 3, batch_size=500),
    ],
)
def test_from_the_same_parameters_it_trains_the_same_numbers(config, small):
    run, checkpoint = trained_run(config, dataset=small)
    classifier = eval(classifier_call(run, small), {"MLPClassifier": MLPClassifier})
    # A fit makes the arrays; without momentum nothing else of it stays.
    classifier.set_params(batch_size=1)
    classifier.partial_fit(small.X_train[:1], small.y_train[:1], classes=range(10))
    classifier.set_params(batch_size=min(config.batch_size, 60))
    start, _ = starting_point(config, 60)
    for theirs, ours in zip(classifier.coefs_, start[0], strict=True):
        theirs[...] = ours.T
    for theirs, ours in zip(classifier.intercepts_, start[1], strict=True):
        theirs[...] = ours
    for _ in range(classifier.max_iter):
        classifier.partial_fit(small.X_train, small.y_train)
    for theirs, ours in zip(classifier.coefs_, checkpoint.parameters[0], strict=True):
        np.testing.assert_allclose(theirs, ours.T, rtol=0, atol=1e-12)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer. Maximum iterations")
def test_it_fits_all_epochs_of_a_shuffled_run(small):
    run, _ = trained_run(TrainConfig((64, 10), 1e-5, 3, 500, shuffle=True), dataset=small)
    classifier = eval(classifier_call(run, small), {"MLPClassifier": MLPClassifier})
    assert classifier.fit(small.X_train, small.y_train).n_iter_ == 3
    assert classifier.shuffle


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer. Maximum iterations")
@pytest.mark.parametrize("name", FITS)
def test_from_the_runs_start_a_fit_comes_to_its_epochs_and_parameters(name, scaled, monkeypatch):
    config = dataclasses.replace(BASE, **FITS[name])
    epochs = list(train(config, scaled))
    call = classifier_call(make_run(config, [metrics.scores for metrics in epochs]), scaled)
    classifier = eval(call, {"MLPClassifier": MLPClassifier})
    # What its seed would draw is ours instead.
    trained, held = held_out(config, scaled)
    (weights, biases), _ = starting_point(config, len(trained))
    layers = iter([(W.T.copy(), b.copy()) for W, b in zip(weights, biases, strict=True)])
    monkeypatch.setattr(MLPClassifier, "_init_coef", lambda *_: next(layers))
    monkeypatch.setattr(
        sys.modules[MLPClassifier.__module__],
        "train_test_split",
        lambda X, y, **_: (X[trained], X[held], y[trained], y[held]),
    )
    given = {}
    if config.class_weight == "balanced":
        (line,) = call.splitlines()[-1:]
        assert line.startswith("# with fit(X_train, y_train, sample_weight=compute_sample_weight(")
        weight = line[line.index("compute") : -1]
        scope = {"compute_sample_weight": compute_sample_weight, "y_train": scaled.y_train}
        given = {"sample_weight": eval(weight, scope)}
    classifier.fit(scaled.X_train, scaled.y_train, **given)
    patience = epochs[-1].patience
    best = patience.best_epoch if config.early_stopping else len(epochs)
    assert (classifier.n_iter_, patience.stopped) == (len(epochs), "n_iter_no_change" in FITS[name])
    for theirs, ours in zip(classifier.coefs_, epochs[best - 1].parameters[0], strict=True):
        np.testing.assert_allclose(theirs, ours.T, rtol=0, atol=1e-12)
    if config.early_stopping:
        assert best < len(epochs)
        assert classifier.validation_scores_ == [m.validation_accuracy for m in epochs]


def test_a_fit_that_patience_has_ended_may_have_all_epochs_planned(scaled):
    config = dataclasses.replace(BASE, n_iter_no_change=2, tol=9.0, epochs=30)
    run = make_run(config, [metrics.scores for metrics in train(config, scaled)])
    assert len(run.scores) == 4
    call = classifier_call(run, scaled)
    assert "    max_iter=30,\n    tol=9.0,\n    n_iter_no_change=2,\n" in call


def test_a_run_that_went_on_when_patience_was_over(scaled):
    config = dataclasses.replace(BASE, n_iter_no_change=2, tol=9.0, epochs=7)
    run, _ = trained_run(config, dataset=scaled)
    # Patience has changed nothing there, and would end a fit.
    call = classifier_call(run, scaled)
    assert "    max_iter=7,\n    tol=0,\n    n_iter_no_change=7,  # all epochs, however" in call
    adaptive = dataclasses.replace(config, schedule="adaptive", learning_rate=1e-6)
    run, _ = trained_run(adaptive, dataset=scaled)
    with pytest.raises(ValueError, match="over after epoch 4, and the run went on; MLPClassifier"):
        classifier_call(run, scaled)


def test_a_run_that_was_extended_beyond_what_can_be_planned_has_all_its_epochs(small):
    scores = [dataclasses.replace(SCORE, epoch=epoch) for epoch in range(1, 502)]
    call = classifier_call(make_run(QUESTION_2, scores), small)
    assert "max_iter=501,  # its configuration says 100\n" in call


def test_where_there_is_no_such_call_the_reason_is_given(small, digits):
    squared = dataclasses.replace(QUESTION_2, loss="squared_error")
    with pytest.raises(ValueError, match="MLPClassifier minimises cross-entropy only"):
        classifier_call(make_run(squared), small)
    weighted = TrainConfig((64, 10), 0.001, 1, 8, early_stopping=True, class_weight="balanced")
    run, _ = trained_run(weighted, dataset=few_digits(digits, 150))
    with pytest.raises(ValueError, match="MLPClassifier weighs the rows that it holds out"):
        classifier_call(run, few_digits(digits, 150))
    run, _ = trained_run(TrainConfig((64, 10), 0.001, 2), [0.001, 0.002], small)
    with pytest.raises(ValueError, match="one MLPClassifier has one rate"):
        classifier_call(run, small)
    with pytest.raises(ValueError, match="this one has none"):
        classifier_call(make_run(QUESTION_2, ()), small)
