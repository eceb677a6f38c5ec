"""The nearest training rows: by scikit-learn, in every layer, and of a set too large for all."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from mlp_core import forward
from mlp_core.inspection.row import nearest as module
from mlp_core.inspection.row.nearest import nearest_training_rows
from tests.mlp_core.inspection.row.networks import trained


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_scikit_learn_finds_the_same(layer):
    config, data, network = trained("digits", units=(64, 12, 8, 10), epochs=3)
    for row in data.X_test[:5]:
        found = nearest_training_rows(config, data, network, row, 9, layer=layer)
        rows, point = data.X_train, row
        if layer:
            rows = forward(rows, *network, config.activation)[1][layer - 1]
            point = forward(row, *network, config.activation)[1][layer - 1]
        distances, numbers = NearestNeighbors(n_neighbors=9).fit(rows).kneighbors([point])
        assert found.rows.tolist() == numbers[0].tolist()
        np.testing.assert_allclose(found.distances, distances[0], rtol=1e-9)
        assert found.targets.tolist() == data.y_train[numbers[0]].tolist()
        assert found.n_compared == len(data.X_train)
        votes = [found.of_class(c) for c in range(10)]
        assert votes == np.bincount(data.y_train[numbers[0]], minlength=10).tolist()


def test_a_training_row_is_not_among_its_own():
    config, data, network = trained("iris", scaling="none")
    found = nearest_training_rows(config, data, network, data.X_train[7], 3, besides=7)
    assert 7 not in found.rows
    among = nearest_training_rows(config, data, network, data.X_train[7], 1)
    assert (among.rows[0], among.distances[0]) == (7, 0.0)


def test_of_a_large_set_some_are_gone_through(monkeypatch):
    config, data, network = trained("digits")
    monkeypatch.setattr(module, "MOST_WORK", 0)
    row = data.X_train[3]
    found = nearest_training_rows(config, data, network, row, 5, layer=1)
    assert found.n_compared == module.FEWEST
    assert (np.diff(found.distances) >= 0).all()
    again = nearest_training_rows(config, data, network, row, 5, layer=1)
    assert again.rows.tolist() == found.rows.tolist()
    hidden = forward(data.X_train[found.rows], *network, config.activation)[1][0]
    own = forward(row, *network, config.activation)[1][0]
    np.testing.assert_allclose(np.linalg.norm(hidden - own, axis=1), found.distances, atol=1e-12)


def test_there_is_no_other_layer():
    config, data, network = trained("iris")
    with pytest.raises(ValueError, match="layer must be 0, the inputs, to 1; got 2"):
        nearest_training_rows(config, data, network, data.X_train[0], 3, layer=2)
