"""Which values matter most to a network, against finite differences and a set made for it."""

import numpy as np
import pytest

from mlp_core import Dataset, TrainConfig, forward, init_parameters, load_dataset
from mlp_core.inspection.own.influence import MOST_ROWS, influences
from tests.every_set import NAMES, small_config


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu"])
def test_it_is_the_mean_slope_times_the_deviation(activation):
    data = load_dataset("iris", "standard")
    config = TrainConfig((4, 5, 3), 0.1, 1, activation=activation, dataset="iris")
    parameters = init_parameters([4, 5, 3], rng=np.random.default_rng(1))
    found = influences(parameters, config, data)
    h, rows = 1e-6, data.X_test
    for j in range(4):
        moved = np.eye(4)[j] * h
        high, low = (forward(rows + s * moved, *parameters, activation)[0] for s in (1, -1))
        slope = np.abs((high - low) / (2 * h)).mean()
        assert found[j] == pytest.approx(slope * data.X_train[:, j].std(), rel=1e-5)


def test_an_input_that_nothing_hangs_on_has_none():
    rows = np.random.default_rng(0).normal(size=(MOST_ROWS + 50, 3))
    classes = (rows[:, 0] > 0).astype(int)
    data = Dataset("made", "none", rows, rows, classes, classes, rows, ("a", "b"))
    parameters = ([np.array([[2.0, 0.0, -1.0]])], [np.zeros(1)])
    config = TrainConfig((3, 1), 0.1, 1, loss="logistic_cross_entropy")
    found = influences(parameters, config, data)
    np.testing.assert_allclose(found, np.array([2.0, 0.0, 1.0]) * rows.std(axis=0))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("server")
def test_every_set_has_them(name):
    config = small_config(name)
    data = load_dataset(name, config.scaling, **config.data_parameters)
    found = influences(init_parameters(config.units, rng=np.random.default_rng(0)), config, data)
    assert found.shape == (data.n_features,)
    assert (found >= 0).all()
