"""Updates over flat arrays, against ``optimizers``. They run as plain Python here: the kernels'
own tests compile them."""

import numpy as np
import pytest

from mlp_core import seeded_parameters
from mlp_core.engines.compiled.layout import N_NUMBERS, OPTIONS, make_layout, pack, unpack
from mlp_core.engines.compiled.updates import LEARN_LOOPS, UPDATE_LOOPS
from mlp_core.optimizers import OPTIMIZERS, Options
from tests.mlp_core.both_engines import as_bytes

SIZES, RATE = (4, 3, 2), 0.1
TOLD = Options(momentum=0.8, beta_1=0.7, beta_2=0.95, epsilon=1e-3)


class Flat:
    """What a loop is given of an optimizer at its start, on these parameters."""

    def __init__(self, name, parameters, units) -> None:
        self.names, self.units = OPTIMIZERS[name].remembers, units
        self.P, self.steps = pack(parameters), np.zeros(1, dtype=np.int64)
        self.M = np.zeros(len(self.names) * len(self.P))
        self.layout = make_layout(units, [(0, 0)] * (len(units) - 2)).ravel()
        self.options = np.array([getattr(TOLD, option) for option in OPTIONS])

    @property
    def network(self):
        return self.layout, len(self.units) - 1

    def optimizer(self, decay):
        return self.M, np.empty(N_NUMBERS), self.steps, RATE, decay, self.options

    def assert_is(self, parameters, state, equal) -> None:
        equal(unpack(self.P, self.units), parameters)
        assert self.steps[0] == state.steps
        rows = self.M.reshape(len(self.names), len(self.P))
        for row, name in zip(rows, self.names, strict=True):
            equal(unpack(row, self.units), state.arrays[name])


def same_bits(one, other) -> None:
    assert as_bytes(one) == as_bytes(other)


@pytest.mark.parametrize("name", UPDATE_LOOPS)
@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_each_is_the_update_of_its_name(name, decay):
    optimizer, parameters = OPTIMIZERS[name], seeded_parameters(SIZES, 1)
    gradients = seeded_parameters(SIZES, 2)
    state, flat = optimizer.start(parameters), Flat(name, parameters, SIZES)
    for _ in range(3):
        weights = [grad + decay * W for grad, W in zip(gradients[0], parameters[0], strict=True)]
        with_penalty = weights, gradients[1]
        parameters, state = optimizer.update(parameters, with_penalty, state, RATE, TOLD)
        UPDATE_LOOPS[name](pack(gradients), flat.P, *flat.network, *flat.optimizer(decay))
        flat.assert_is(parameters, state, same_bits)


@pytest.mark.parametrize("name", LEARN_LOOPS)
@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_a_row_is_learned_as_its_gradient_says(name, decay):
    # A layer alone: what is below it calls compiled code. Inputs of zero have others before.
    units, grad_z = (4, 3), np.array([0.1, -0.3, 0.0])
    optimizer, parameters = OPTIMIZERS[name], seeded_parameters(units, 1)
    state, flat = optimizer.start(parameters), Flat(name, parameters, units)
    flat.layout = make_layout(units, [], n_rows=1).ravel()
    for x in np.array([[0.5, 0.0, -2.0, 0.0], [0.0, 3.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.5]]):
        (places,) = x.nonzero()
        filled = np.array([*places, *[99] * (len(x) - len(places)), len(places)])
        gradients = [np.outer(grad_z, x) + decay * parameters[0][0]], [grad_z]
        parameters, state = optimizer.update(parameters, gradients, state, RATE, TOLD)
        G = np.concatenate([np.zeros(4), grad_z])
        arrays = flat.P, np.concatenate([x, np.zeros(3)]), np.empty(7), G
        LEARN_LOOPS[name](*arrays, *flat.network, filled, *flat.optimizer(decay))
        flat.assert_is(parameters, state, same_bits)


def test_names_and_options_are_those_of_optimizers():
    # A name without a loop is no fault, a loop without a name is one.
    assert UPDATE_LOOPS.keys() == LEARN_LOOPS.keys() <= OPTIMIZERS.keys()
    assert set(OPTIONS) == set(Options._fields)
