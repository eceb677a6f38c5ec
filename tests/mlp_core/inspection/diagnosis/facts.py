"""What holds in a training, computed in plain NumPy and scikit-learn: no diagnosis is asked."""

import functools
import itertools
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, softmax
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mlp_core import DivergenceError, train
from mlp_core.starting_point import starting_point
from mlp_core.stuck import is_stuck
from mlp_core.validation_part import held_out
from tests.mlp_core.inspection.diagnosis.case import Case

VALUES = {
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "logistic": expit,
    "identity": lambda z: z,
}
SLOPES = {
    "relu": lambda z: (z > 0.0).astype(float),
    "tanh": lambda z: 1.0 - np.tanh(z) ** 2,
    "logistic": lambda z: expit(z) * expit(-z),
    "identity": np.ones_like,
}
STEEPEST = {"relu": 1.0, "tanh": 1.0, "logistic": 0.25, "identity": 1.0}
PREDICTIONS = {
    "softmax_cross_entropy": lambda z: softmax(z, axis=1),
    "logistic_cross_entropy": expit,
    "squared_error": lambda z: z,
    "relu_squared_error": VALUES["relu"],
    "tanh_squared_error": np.tanh,
}
# As far in its tail as |h| = 0.999 of tanh.
FLAT = 1.0 - 0.999**2


@dataclass(frozen=True, eq=False)
class Trained:
    """A run's epochs, its parameters before and after, and whether it diverged."""

    epochs: list
    start: tuple
    parameters: tuple
    diverged: bool

    @property
    def losses(self):
        return np.array([epoch.train_loss for epoch in self.epochs])

    @property
    def test_losses(self):
        return np.array([epoch.test_loss for epoch in self.epochs])

    @property
    def score(self):
        return self.epochs[-1].test_accuracy


def _train(config, dataset):
    epochs, diverged = [], False
    try:
        epochs.extend(train(config, dataset))
    except DivergenceError:
        diverged = True
    start, _ = starting_point(config, len(held_out(config, dataset)[0]))
    reached = epochs[-1].parameters if epochs else start
    return Trained(epochs, start, reached, diverged)


@functools.cache
def trained(case: Case) -> Trained:
    """The training of the case."""
    return _train(case.config, case.dataset)


@functools.cache
def instead(case: Case, **settings) -> Trained:
    """The training of the same with other settings."""
    config = replace(case.config, **settings)
    dataset = case.dataset
    if config.scaling != dataset.scaling:
        scale = StandardScaler().fit(dataset.X_train).transform
        train, test = scale(dataset.X_train), scale(dataset.X_test)
        dataset = replace(dataset, scaling="standard", X_train=train, X_test=test, plane=None)
    return _train(config, dataset)


def layers(case: Case, parameters, rows=None):
    """(z, h) of each hidden layer and the output z, for the training rows."""
    name = case.config.activation
    h = case.dataset.X_train if rows is None else rows
    hidden = []
    *inner, last = zip(*parameters, strict=True)
    for W, b in inner:
        z = h @ W.T + b
        h = VALUES[name](z)
        hidden.append((z, h))
    return hidden, h @ last[0].T + last[1]


def dead_share(case: Case, parameters=None):
    """Of each hidden layer, the share of units that are 0 on every training row."""
    hidden, _ = layers(case, parameters or trained(case).parameters)
    return [float((h == 0.0).all(axis=0).mean()) for _, h in hidden]


def saturated(case: Case):
    """Of each hidden layer, the share of units flat on 99 % of the training rows, and of values."""
    name = case.config.activation
    if name not in ("tanh", "logistic"):
        return []
    hidden, _ = layers(case, trained(case).parameters)
    flat = [SLOPES[name](z) < FLAT * STEEPEST[name] for z, _ in hidden]
    return [(float((f.mean(axis=0) >= 0.99).mean()), float(f.mean())) for f in flat]


def gradient_norms(case: Case, parameters):
    """‖∂L/∂W‖ of each layer, L the mean loss of the training rows."""
    data, name = case.dataset, case.config.activation
    hidden, output = layers(case, parameters)
    delta = _delta(case, output) / len(data.X_train)
    norms = []
    for k in range(len(hidden), -1, -1):
        below = hidden[k - 1][1] if k else data.X_train
        norms.append(float(np.linalg.norm(delta.T @ below)))
        if k:
            delta = (delta @ parameters[0][k]) * SLOPES[name](hidden[k - 1][0])
    return norms[::-1]


def _delta(case: Case, output):
    data, loss = case.dataset, case.config.loss
    y = data.labels(data.y_train, output.shape[1])
    error = PREDICTIONS[loss](output) - y
    return error * (output > 0.0) if loss == "relu_squared_error" else error


def answers(case: Case):
    """What is said of each training row: class numbers, or numbers in units of the targets' sd."""
    _, output = layers(case, trained(case).parameters)
    if case.dataset.is_regression:
        bent = PREDICTIONS[case.config.loss](output)
        return bent / np.std(case.dataset.y_train)
    return (output[:, 0] > 0).astype(int) if output.shape[1] == 1 else output.argmax(axis=1)


def stuck(case: Case):
    """Whether the run, which ended with a score, is no better than a baseline."""
    run = trained(case)
    return not run.diverged and is_stuck(run.score, case.dataset)


def reference(case: Case):
    """What a straight line and the nearest neighbours reach, the better of both."""
    data = case.dataset
    if data.is_regression:
        models = [LinearRegression(), KNeighborsRegressor()]
    else:
        models = [LogisticRegression(max_iter=2000), KNeighborsClassifier()]
    return max(
        make_pipeline(StandardScaler(), model)
        .fit(data.X_train, data.y_train)
        .score(data.X_test, data.y_test)
        for model in models
    )


@functools.cache
def learns_well(case: Case):
    """Whether the score is near that reference, and the run is not stuck."""
    run = trained(case)
    if run.diverged or stuck(case):
        return False
    return run.score >= reference(case) - (0.05 if case.dataset.is_regression else 0.03)


def n_trained(case: Case):
    return len(held_out(case.config, case.dataset)[0])


def n_parameters(case: Case):
    units = case.config.units
    return sum((n + 1) * m for n, m in itertools.pairwise(units))


def shared_rows(case: Case):
    """The share of the test rows that are training rows too, with the same target."""
    data = case.dataset
    known = {(x.tobytes(), y.tobytes()) for x, y in zip(data.X_train, data.y_train, strict=True)}
    rows = zip(data.X_test, data.y_test, strict=True)
    return float(np.mean([(x.tobytes(), y.tobytes()) in known for x, y in rows]))
