"""How far weights moved, by hand."""

import math

import numpy as np
import pytest

from mlp_core.inspection.weight_change import weight_changes


def network(*weights):
    return [np.array(W, dtype=float) for W in weights], [np.zeros(len(W)) for W in weights]


def test_each_layer_by_its_own_size():
    before = network([[3.0, 4.0]], [[0.0], [0.0]], [[1.0, 1.0]])
    after = network([[3.0, 6.5]], [[1.0], [0.0]], [[1.0, 1.0]])
    assert weight_changes(before, after) == [pytest.approx(0.5), math.inf, 0.0]


def test_others_are_refused():
    with pytest.raises(ValueError, match="must be of one shape; got"):
        weight_changes(network([[1.0, 2.0]]), network([[1.0]]))
