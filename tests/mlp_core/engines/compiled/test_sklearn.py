"""Epochs with momentum, Adam and a penalty on the weights, against scikit-learn's."""

import itertools
import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from mlp_core import TrainConfig
from mlp_core.engines.compiled.layout import CHUNK_ROWS
from mlp_core.optimizers import Options
from tests.mlp_core.both_engines import RTOL, Case, assert_parameters_agree, drain, make_case
from tests.mlp_core.engines.compiled.steppers import rows_of, stepper

UNITS, RATE, EPOCHS = (6, 5, 4, 3), 0.02, 3
METHODS = {
    "sgd": (Options(), lambda params: SGDOptimizer(params, RATE, momentum=0.0, nesterov=False)),
    "momentum": (
        Options(momentum=0.8),
        lambda params: SGDOptimizer(params, RATE, momentum=0.8, nesterov=False),
    ),
    "nesterov": (
        Options(momentum=0.7),
        lambda params: SGDOptimizer(params, RATE, momentum=0.7, nesterov=True),
    ),
    "adam": (
        Options(beta_1=0.8, beta_2=0.95, epsilon=1e-4),
        lambda params: AdamOptimizer(params, RATE, beta_1=0.8, beta_2=0.95, epsilon=1e-4),
    ),
}


def scikit_learns(case: Case, make_optimizer, alpha: float, weights=None):
    """Its parameters and mean loss of the rows after each of EPOCHS."""
    rows, classes = case.dataset.X_train, case.dataset.y_train
    classifier = MLPClassifier(
        UNITS[1:-1],
        activation=case.config.activation,
        solver="sgd",
        alpha=alpha,
        batch_size=case.config.batch_size,
        shuffle=False,
    )
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        # Only a fit makes the parameters and the optimizer, which are then replaced.
        classifier.partial_fit(rows, classes, classes=np.arange(UNITS[-1]))
        theirs = [*classifier.coefs_, *classifier.intercepts_]
        for mine, their in zip(itertools.chain(*case.parameters), theirs, strict=True):
            their[...] = mine.T
        classifier._optimizer = make_optimizer(theirs)
        for _ in range(EPOCHS):
            classifier.partial_fit(rows, classes, sample_weight=weights)
            yield ([W.T for W in classifier.coefs_], classifier.intercepts_), classifier.loss_


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alpha", [0.0, 0.3])
@pytest.mark.parametrize("batch_size", [1, 7, CHUNK_ROWS + 20])
def test_epochs_are_scikit_learns(monkeypatch, method, alpha, batch_size):
    options, make_optimizer = METHODS[method]
    config = TrainConfig(UNITS, RATE, EPOCHS, batch_size, alpha=alpha, **options._asdict())
    n_rows = 2 * CHUNK_ROWS + 10 if batch_size > 7 else 40
    case = make_case(config, n_rows)
    monkeypatch.setattr(TrainConfig, "method", method)
    engine, in_order = case.engine("compiled"), np.arange(n_rows)
    for parameters, loss in scikit_learns(case, make_optimizer, alpha):
        _, total_loss = drain(engine.epoch(in_order, RATE))
        assert total_loss == pytest.approx(n_rows * loss, rel=RTOL)
        assert_parameters_agree(engine.checkpoint.parameters, parameters)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("batch_size", [1, 7, CHUNK_ROWS + 20])
@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_epochs_with_weights_of_rows_are_scikit_learns(method, batch_size, alpha):
    options, make_optimizer = METHODS[method]
    n_rows = 2 * CHUNK_ROWS + 10 if batch_size > 7 else 40
    case = make_case(TrainConfig(UNITS, RATE, EPOCHS, batch_size), n_rows)
    weights = np.random.default_rng(1).uniform(0.1, 3.0, size=n_rows)
    steps = stepper(case, method, options, alpha)
    for parameters, loss in scikit_learns(case, make_optimizer, alpha, weights):
        total, reached = steps.train(*rows_of(case), np.arange(n_rows), RATE, 0, n_rows, weights)
        assert (total, reached) == (pytest.approx(n_rows * loss, rel=RTOL), n_rows)
        assert_parameters_agree(steps.parameters, parameters)
