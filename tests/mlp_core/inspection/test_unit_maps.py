"""Maps of units, each place held against a forward pass of that place alone."""

import numpy as np
import pytest

from mlp_core import forward, softmax
from mlp_core.inspection.unit_maps import connections, unit_maps
from tests.mlp_core.inspection.planes import lattice_of, network, places, with_columns


@pytest.mark.parametrize("activation", ["tanh", ("relu", "logistic")])
def test_a_map_is_what_its_unit_gives_at_each_place(activation):
    lattice, parameters = lattice_of(9, with_columns), network(5, 4, 3, 2)
    layers = unit_maps(parameters, activation, "softmax_cross_entropy", lattice)
    assert [len(layer) for layer in layers] == [5, 4, 3, 2]
    for place, point in places(lattice):
        x = with_columns(np.array([point]))[0]
        output, (h1, h2) = forward(x, *parameters, activation)
        for layer, expected in zip(layers, (x, h1, h2, softmax(output)), strict=True):
            found = [unit.values[place] for unit in layer]
            np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_units_of_a_layer_are_on_one_scale_and_inputs_on_their_own():
    lattice = lattice_of(6, with_columns)
    inputs, hidden, _ = unit_maps(network(5, 4, 2), "relu", "squared_error", lattice)
    for unit in (*inputs, *hidden):
        assert (unit.low, unit.high) == (unit.values.min(), unit.values.max())
    assert [unit.reach for unit in inputs] == [np.abs(unit.values).max() for unit in inputs]
    assert {unit.reach for unit in hidden} == {max(unit.high for unit in hidden)}


@pytest.mark.filterwarnings("error")
def test_a_layer_of_zeros_and_one_beyond_all_numbers_have_a_scale():
    dead = [np.zeros((3, 2)), np.full((1, 3), 1e308)], [np.zeros(3), np.zeros(1)]
    _, hidden, _ = unit_maps(dead, "relu", "squared_error", lattice_of(4))
    assert {unit.reach for unit in hidden} == {1.0}
    far = [np.full((1, 2), 1e308)], [np.zeros(1)]
    _, (output,) = unit_maps(far, "relu", "squared_error", lattice_of(4, lambda p: 100 * abs(p)))
    assert output.reach == 1.0


def test_over_a_line_a_map_has_a_value_a_place():
    lattice = lattice_of(50, points=np.array([[0.0], [1.0], [2.0], [3.0]]))
    layers = unit_maps(network(1, 3, 1), "tanh", "squared_error", lattice)
    assert [[unit.values.shape for unit in layer] for layer in layers] == [
        [(50,)] * n for n in (1, 3, 1)
    ]


def test_connections_are_the_weights_that_lead_on():
    parameters = network(2, 3, 4, 1)
    shown = [range(2), range(1, 3), range(0, 4, 3), range(1)]
    found = connections(parameters, shown)
    assert len(found) == 2 * 2 + 2 * 2 + 2
    for layer, unit, to, weight, share in found:
        W = parameters[0][layer]
        assert weight == W[to, unit]
        assert share == pytest.approx(abs(weight) / np.abs(W).max())
        assert unit in shown[layer]
        assert to in shown[layer + 1]


def test_weights_that_are_all_0_have_no_share():
    parameters = [np.zeros((1, 2))], [np.zeros(1)]
    assert [c.share for c in connections(parameters, [range(2), range(1)])] == [0.0, 0.0]
