"""Whole runs with every option against MLPClassifier's own fit: epochs, rates, stopping, the best.

It begins from our parameters, and holds out the rows that we do; all else it does by itself.
"""

import itertools
import warnings
from dataclasses import replace

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, _multilayer_perceptron

from mlp_core import ACTIVATIONS, TrainConfig, load_dataset, train
from mlp_core.class_weights import row_weights
from mlp_core.classifier_arguments import classifier_arguments
from mlp_core.starting_point import starting_point
from mlp_core.validation_part import held_out
from tests.mlp_core.both_engines import assert_parameters_agree
from tests.mlp_core.small_data import few_digits

EPOCHS = 20
KNOWN_THERE = sorted(name for name, f in ACTIVATIONS.items() if f.sklearn)


def random_config(seed: int) -> TrainConfig:
    """Any options that MLPClassifier has, at rates that are far from chaos."""
    rng = np.random.default_rng(seed)

    def one_of(*values):
        return values[rng.integers(len(values))]

    optimizer = one_of("sgd", "sgd", "adam")
    config = TrainConfig(
        units=(64, *one_of((), (5,), (6, 4)), 10),
        learning_rate=one_of(1e-3, 3e-3) * (1.0 if optimizer == "adam" else 3.0),
        epochs=EPOCHS,
        batch_size=int(one_of(1, 7, 32, 200)),
        seed=seed,
        activation=str(one_of(*KNOWN_THERE)),
        scaling="min_max",
        init=one_of("normal", "glorot", "he"),
        optimizer=optimizer,
        momentum=one_of(0.0, 0.5, 0.9),
        nesterovs_momentum=bool(rng.integers(2)),
        beta_1=one_of(0.9, 0.8),
        beta_2=one_of(0.999, 0.99),
        epsilon=one_of(1e-8, 1e-3),
        alpha=one_of(0.0, 1e-4, 0.1),
        schedule=one_of("constant", "invscaling", "adaptive"),
        power_t=one_of(0.5, 0.1),
        early_stopping=bool(rng.integers(2)),
        validation_fraction=0.3,
        n_iter_no_change=int(one_of(1, 3, 10_000)),
        tol=one_of(0.0, 1e-3, 0.05),
        class_weight=one_of("none", "balanced"),
    )
    # It would weigh the rows that it holds out, too.
    return replace(config, class_weight="none") if config.early_stopping else config


def fitted(config: TrainConfig, dataset, monkeypatch) -> MLPClassifier:
    """What scikit-learn makes of it, from our start and on our parts of the training rows."""
    parts = held_out(config, dataset)
    start, _ = starting_point(config, len(parts[0]))
    weights = iter([*start[0]])
    biases = iter([*start[1]])

    def ours(self, fan_in, fan_out, dtype):
        return next(weights).T.copy(), next(biases).copy()

    def split(X, y, **options):
        return *(X[rows] for rows in parts), *(y[rows] for rows in parts)

    monkeypatch.setattr(MLPClassifier, "_init_coef", ours)
    monkeypatch.setattr(_multilayer_perceptron, "train_test_split", split)
    n_rows = len(parts[0])
    sizes = {"batch_size": min(config.batch_size, n_rows), "n_iter_no_change": np.inf}
    arguments = sizes | classifier_arguments(config)
    classifier = MLPClassifier(**arguments | {"batch_size": sizes["batch_size"], "shuffle": False})
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        given = {"sample_weight": row_weights(config, dataset)}
        return classifier.fit(dataset.X_train, dataset.y_train, **given)


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
@pytest.mark.parametrize("seed", range(40))
def test_a_run_is_scikit_learns(monkeypatch, engine, seed):
    config = random_config(seed)
    dataset = few_digits(load_dataset("digits", config.scaling), 150)
    theirs = fitted(config, dataset, monkeypatch)
    epochs = list(train(config, dataset, engine=engine))
    patience, n_rows = epochs[-1].patience, len(held_out(config, dataset)[0])
    assert len(epochs) == theirs.n_iter_
    assert [epoch.total_loss / n_rows for epoch in epochs] == pytest.approx(
        theirs.loss_curve_, rel=1e-9
    )
    best = epochs[patience.best_epoch - 1] if config.early_stopping else epochs[-1]
    assert_parameters_agree(best.parameters, ([W.T for W in theirs.coefs_], theirs.intercepts_))
    if config.early_stopping:
        found = [epoch.validation_accuracy for epoch in epochs]
        assert found == pytest.approx(theirs.validation_scores_, abs=1e-12)
        assert patience.best == pytest.approx(theirs.best_validation_score_, abs=1e-12)
    else:
        assert -patience.best == pytest.approx(theirs.best_loss_, rel=1e-9)
    if config.optimizer == "sgd":
        rate = patience.rate(config.learning_rate)
        # At its end scikit-learn has the rate that would come next.
        assert rate == pytest.approx(theirs._optimizer.learning_rate, rel=1e-12)


def test_the_configurations_cover_every_option():
    configs = [random_config(seed) for seed in range(40)]
    for name in ("optimizer", "momentum", "nesterovs_momentum", "schedule", "early_stopping"):
        assert len({getattr(config, name) for config in configs}) > 1
    # And what depends on others is not idle everywhere.
    assert any(c.class_weight == "balanced" and c.batch_size > 1 for c in configs)
    assert any(c.class_weight == "balanced" and c.schedule == "adaptive" for c in configs)
    assert any(c.schedule == "adaptive" and c.n_iter_no_change < 9 for c in configs)
    assert any(c.early_stopping and c.n_iter_no_change < 9 for c in configs)


def test_runs_end_early_and_rates_are_divided(monkeypatch):
    dataset = few_digits(load_dataset("digits", "min_max"), 150)
    base = replace(random_config(0), optimizer="sgd", n_iter_no_change=1, tol=0.05, init="glorot")
    base = replace(base, early_stopping=False, schedule="constant", activation="tanh", epochs=50)
    stopped = list(train(base, dataset))
    assert len(stopped) < 50
    adaptive = list(train(replace(base, schedule="adaptive"), dataset))
    rates = [rate for rate, _ in itertools.groupby(epoch.learning_rate for epoch in adaptive)]
    assert len(rates) > 3
    assert len(adaptive) > len(stopped)
