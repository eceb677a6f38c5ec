"""scikit-learn's published figures for plain SGD, reproduced through our four functions.

The example "Compare Stochastic learning strategies for MLPClassifier" of scikit-learn's
gallery trains 64-100-10 (relu) on all 1797 digits, scaled to 0..1, with a constant learning
rate of 0.2, for 15 epochs: "Training set score: 0.956038, Training set loss: 0.243802".
Here the engine does that from the same random draws. The classifier's L2 penalty, which
plain SGD lacks, is added by this test.
"""

import itertools
import warnings
from typing import NamedTuple

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils import shuffle

from mlp_core import (
    accuracy,
    backward,
    compute_loss,
    forward,
    one_hot,
    predict,
    update_weights,
)

UNITS = (64, 100, 10)
LEARNING_RATE = 0.2
EPOCHS = 15
BATCH_SIZE = 200
ALPHA = 1e-4


class Fit(NamedTuple):
    score: float
    loss: float
    weights: list[np.ndarray]
    biases: list[np.ndarray]


@pytest.fixture(scope="module")
def data():
    X, y = load_digits(return_X_y=True)
    return MinMaxScaler().fit_transform(X), y


@pytest.fixture(scope="module")
def ours(data) -> Fit:
    X, y = data
    labels = one_hot(y, 10)
    rng = np.random.RandomState(0)
    weights, biases = glorot_uniform(rng)
    order = np.arange(len(X))
    for _ in range(EPOCHS):
        order = shuffle(order, random_state=rng)
        total_loss = 0.0
        for first in range(0, len(X), BATCH_SIZE):
            rows = order[first : first + BATCH_SIZE]
            output, hiddens = forward(X[rows], weights, biases, "relu")
            # The penalty ½ α ‖W‖² / n of a batch of n rows, and its gradient α W / n.
            penalty = 0.5 * ALPHA * sum((W**2).sum() for W in weights) / len(rows)
            total_loss += (compute_loss(output, labels[rows]) + penalty) * len(rows)
            gradients = backward(X[rows], labels[rows], output, hiddens, weights, activation="relu")
            grad_weights = [
                grad_W + ALPHA * W / len(rows)
                for grad_W, W in zip(gradients[0], weights, strict=True)
            ]
            weights, biases = update_weights(
                weights, biases, grad_weights, gradients[1], LEARNING_RATE
            )
    # The loss scikit-learn reports: the last epoch's mean over rows, each before its update.
    return Fit(
        accuracy(y, predict(X, weights, biases, "relu")), total_loss / len(X), weights, biases
    )


@pytest.fixture(scope="module")
def theirs(data) -> Fit:
    classifier = MLPClassifier(
        hidden_layer_sizes=UNITS[1:-1],
        activation="relu",
        solver="sgd",
        learning_rate="constant",
        momentum=0,
        learning_rate_init=LEARNING_RATE,
        alpha=ALPHA,
        batch_size=BATCH_SIZE,
        max_iter=EPOCHS,
        random_state=0,
    )
    # 15 epochs are too few to converge, which the published example ignores as well.
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        classifier.fit(*data)
    weights = [coef.T for coef in classifier.coefs_]
    return Fit(classifier.score(*data), classifier.loss_, weights, classifier.intercepts_)


def glorot_uniform(rng: np.random.RandomState) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """MLPClassifier's starting parameters: U(-r, r), r = √(6 / (n_in + n_out)), coefs first."""
    weights, biases = [], []
    for n_in, n_out in itertools.pairwise(UNITS):
        r = np.sqrt(6.0 / (n_in + n_out))
        weights.append(rng.uniform(-r, r, (n_in, n_out)).T)
        biases.append(rng.uniform(-r, r, n_out))
    return weights, biases


def test_the_published_score(ours):
    assert f"{ours.score:.6f}" == "0.956038"


def test_the_published_loss(ours):
    assert f"{ours.loss:.6f}" == "0.243802"


def test_the_classifier_itself_agrees(ours, theirs):
    assert ours.score == theirs.score
    assert ours.loss == pytest.approx(theirs.loss, rel=1e-12)
    pairs = zip([*ours.weights, *ours.biases], [*theirs.weights, *theirs.biases], strict=True)
    for our, their in pairs:
        np.testing.assert_allclose(our, their, rtol=0.0, atol=1e-12)
