"""scikit-learn's published comparison of stochastic learning strategies, by our classifier.

Its gallery has seven strategies on four data sets, each trained with ``random_state=0`` on inputs
scaled to 0..1, and prints score and loss of the training rows.
"""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.datasets import load_digits, load_iris, make_circles, make_moons
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler

from mlp_core import FastMLPClassifier

SGD = {"solver": "sgd", "learning_rate_init": 0.2}
PLAIN, MOMENTUM = {"momentum": 0.0}, {"momentum": 0.9, "nesterovs_momentum": False}
NESTEROV = {"momentum": 0.9, "nesterovs_momentum": True}
CONSTANT, INVSCALING = {"learning_rate": "constant"}, {"learning_rate": "invscaling"}
STRATEGIES = {
    "constant": SGD | CONSTANT | PLAIN,
    "constant, momentum": SGD | CONSTANT | MOMENTUM,
    "constant, Nesterov": SGD | CONSTANT | NESTEROV,
    "inverse scaling": SGD | INVSCALING | PLAIN,
    "inverse scaling, momentum": SGD | INVSCALING | MOMENTUM,
    "inverse scaling, Nesterov": SGD | INVSCALING | NESTEROV,
    "adam": {"solver": "adam", "learning_rate_init": 0.01},
}
# Epochs run, then training score and loss to the digits that are published.
PUBLISHED = {
    ("iris", "constant"): (400, "0.980000", "0.096950"),
    ("iris", "constant, momentum"): (139, "0.980000", "0.049530"),
    ("iris", "constant, Nesterov"): (143, "0.980000", "0.049540"),
    ("iris", "inverse scaling"): (289, "0.360000", "0.978444"),
    ("iris", "inverse scaling, momentum"): (400, "0.860000", "0.504185"),
    ("iris", "inverse scaling, Nesterov"): (400, "0.860000", "0.503452"),
    ("iris", "adam"): (176, "0.980000", "0.045311"),
    ("digits", "constant"): (15, "0.956038", "0.243802"),
    ("digits", "constant, momentum"): (15, "0.992766", "0.041297"),
    ("digits", "constant, Nesterov"): (15, "0.993879", "0.042898"),
    ("digits", "inverse scaling"): (15, "0.638843", "1.855465"),
    ("digits", "inverse scaling, momentum"): (15, "0.909293", "0.318387"),
    ("digits", "inverse scaling, Nesterov"): (15, "0.912632", "0.290584"),
    ("digits", "adam"): (15, "0.991653", "0.045934"),
}
DATA = {
    "iris": (lambda: load_iris(return_X_y=True), 400),
    "digits": (lambda: load_digits(return_X_y=True), 15),
    "circles": (lambda: make_circles(noise=0.2, factor=0.5, random_state=1), 400),
    "moons": (lambda: make_moons(noise=0.3, random_state=0), 400),
}


def trained(estimator, data, strategy):
    """The estimator and the rows that it was fitted to."""
    load, max_iter = DATA[data]
    X, y = load()
    X = MinMaxScaler().fit_transform(X)
    model = estimator(random_state=0, max_iter=max_iter, **STRATEGIES[strategy])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(X, y), X, y


@pytest.mark.parametrize(("data", "strategy"), PUBLISHED)
def test_published_figures(data, strategy):
    model, X, y = trained(FastMLPClassifier, data, strategy)
    figures = model.n_iter_, f"{model.score(X, y):.6f}", f"{model.loss_:.6f}"
    assert figures == PUBLISHED[data, strategy]


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("data", ["circles", "moons"])
def test_the_two_made_up_data_sets(data, strategy):
    ours, X, _ = trained(FastMLPClassifier, data, strategy)
    theirs, _, _ = trained(MLPClassifier, data, strategy)
    assert ours.n_iter_ == theirs.n_iter_
    assert_allclose(ours.loss_curve_, theirs.loss_curve_, rtol=0, atol=5e-7)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
