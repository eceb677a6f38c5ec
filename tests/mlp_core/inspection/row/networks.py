"""Networks for the tests of a row: random ones of every kind, and one by hand."""

import itertools

import numpy as np

from mlp_core import Dataset, TrainConfig, train
from tests import every_set

# Two inputs, two ReLUs, two classes: h = (x1, x2) where they are above 0.
BY_HAND = (
    [np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[2.0, -1.0], [-1.0, 3.0]])],
    [np.array([0.0, 0.0]), np.array([0.5, 0.0])],
)


def plane(**changes):
    """Four points in the plane, of two classes, not scaled."""
    rows = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 4.0]])
    fields = {
        "name": "four",
        "scaling": "none",
        "X_train": rows,
        "X_test": rows[:1],
        "y_train": np.array([0, 0, 1, 1]),
        "y_test": np.array([0]),
        "X_test_raw": rows[:1],
        "class_names": ("a", "b"),
    }
    return Dataset(**(fields | changes))


def config_of(units, activation="relu", loss="softmax_cross_entropy", **settings):
    return TrainConfig(units, 0.1, 1, activation=activation, loss=loss, **settings)


def random_network(units, seed=0):
    rng = np.random.default_rng(seed)
    pairs = list(itertools.pairwise(units))
    return (
        [rng.normal(size=(n_out, n_in)) / np.sqrt(n_in) for n_in, n_out in pairs],
        [rng.normal(size=n_out) * 0.3 for _, n_out in pairs],
    )


def trained(name="digits", **settings):
    """A configuration, its data, and the parameters that it comes to."""
    config = every_set.small_config(name, **settings)
    data = config.source.load(config.scaling)
    *_, last = train(config, data)
    return config, data, last.checkpoint.parameters
