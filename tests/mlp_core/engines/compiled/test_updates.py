"""Updates over flat arrays, against ``optimizers``. They run as plain Python here: the kernels'
own tests compile them."""

import numpy as np
import pytest

from mlp_core import TrainConfig, seeded_parameters
from mlp_core.engines.compiled import kernels
from mlp_core.engines.compiled.layout import OPTIONS, pack, unpack
from mlp_core.engines.compiled.updates import UPDATE_LOOPS, update
from mlp_core.optimizers import OPTIMIZERS, Options
from tests.mlp_core.both_engines import as_bytes, assert_parameters_agree, drain, make_case

UNITS = (4, 3, 2)


@pytest.mark.parametrize("name", UPDATE_LOOPS)
def test_each_is_the_update_of_its_name(name):
    # A name without a loop is no fault, a loop without a name is one.
    optimizer, code = OPTIMIZERS[name], [*UPDATE_LOOPS].index(name)
    options = Options(momentum=0.8, beta_1=0.7, beta_2=0.95, epsilon=1e-3)
    told = np.array([getattr(options, option) for option in OPTIONS])
    parameters, gradients = seeded_parameters(UNITS, 1), seeded_parameters(UNITS, 2)
    state = optimizer.start(parameters)
    P, D, steps = pack(parameters), pack(gradients), np.zeros(1, dtype=np.int64)
    memory = [pack(state.arrays[array]) for array in optimizer.remembers]
    M = np.array(memory).reshape(len(memory), len(P))
    for _ in range(3):
        parameters, state = optimizer.update(parameters, gradients, state, 0.1, options)
        update(P, D, M, steps, 0.1, told, code)
        assert as_bytes(unpack(P, UNITS)) == as_bytes(parameters)
    assert steps[0] == state.steps
    for row, array in zip(M, optimizer.remembers, strict=True):
        assert as_bytes(unpack(row, UNITS)) == as_bytes(state.arrays[array])


def test_options_are_told_by_the_names_of_optimizers():
    assert set(OPTIONS) == set(Options._fields)


def test_a_row_at_a_time_needs_no_loop_of_its_own(monkeypatch):
    # As an optimizer without a fused loop is trained; the fused one is plain SGD's.
    case = make_case(TrainConfig((5, 4, 3), 0.05, 1), n_train=20)
    engine = case.engine("compiled")
    monkeypatch.setattr(kernels, "SGD", None)
    engine._stepper._kernels = vars(kernels)
    drain(engine.epoch(case.order, 0.05))
    expected, _ = case.after_an_epoch("numpy")
    assert_parameters_agree(engine.checkpoint.parameters, expected.checkpoint.parameters)
