"""What a Stepper takes that no configuration asks for: weights of rows, float32, wrong arrays."""

import itertools

import numpy as np
import pytest

from mlp_core import TrainConfig
from mlp_core.engines.compiled.layout import CHUNK_ROWS, make_layout
from mlp_core.engines.compiled.stepper import Stepper
from mlp_core.losses import LOSSES
from mlp_core.optimizers import PLAIN, OptimizerState, Options
from tests.mlp_core.both_engines import as_bytes, assert_parameters_agree, make_case
from tests.mlp_core.engines.compiled.steppers import rows_of, stepper

UNITS, RATE, N_ROWS = (6, 5, 4, 3), 0.02, 40
METHODS = {"sgd": PLAIN, "momentum": Options(0.8), "nesterov": Options(0.8), "adam": PLAIN}
BATCH_SIZES = [1, 7]


def case_of(batch_size, n_rows=N_ROWS, **config):
    return make_case(TrainConfig(UNITS, RATE, 1, batch_size, **config), n_rows)


@pytest.mark.parametrize("batch_size", [1, 7, CHUNK_ROWS + 20])
@pytest.mark.parametrize("alpha", [0.0, 0.1])
def test_weights_of_one_are_no_weights_to_the_bit(batch_size, alpha):
    n_rows = 2 * CHUNK_ROWS
    case, results = case_of(batch_size, n_rows), []
    for weights in (None, np.ones(n_rows)):
        steps = stepper(case, alpha=alpha)
        total, _ = steps.train(*rows_of(case), case.order, RATE, 0, n_rows, weights)
        results.append((total, as_bytes(steps.parameters)))
    assert results[0] == results[1]


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_a_batch_without_weight_has_no_loss(batch_size):
    # Zero by zero: nobody is trained by it, as where a loss is not finite.
    case, weights = case_of(batch_size), np.ones(N_ROWS)
    weights[14:21] = 0.0
    steps = stepper(case)
    total, reached = steps.train(*rows_of(case), np.arange(N_ROWS), RATE, 0, N_ROWS, weights)
    assert np.isnan(total)
    assert reached == 14
    assert steps.is_finite()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_single_precision_is_double_up_to_its_rounding(method, batch_size):
    case, ends = case_of(batch_size), {}
    for dtype in ("float64", "float32"):
        steps = stepper(case, method, METHODS[method], alpha=0.1, dtype=dtype)
        # Of numbers that both can hold, in double precision either way.
        rows = [array.astype("float32").astype(dtype) for array in rows_of(case)]
        totals = [steps.train(*rows, case.order, RATE, 0, N_ROWS)[0] for _ in range(3)]
        ends[dtype] = totals, steps.parameters, steps.state
        assert {array.dtype for array in itertools.chain(*steps.parameters)} == {np.dtype(dtype)}
    (one, ours, state), (other, theirs, expected) = ends["float32"], ends["float64"]
    np.testing.assert_allclose(one, other, rtol=1e-5)
    assert_float32_of(ours, theirs)
    for name, arrays in expected.arrays.items():
        assert_float32_of(state.arrays[name], arrays)


def assert_float32_of(ours, theirs) -> None:
    doubles = [[array.astype(np.float64) for array in arrays] for arrays in ours]
    assert_parameters_agree(doubles, theirs, rtol=2e-5)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_one_goes_on_where_another_ended_to_the_bit(method, dtype, batch_size):
    case, ends = case_of(batch_size), []
    rows = rows_of(case, dtype)
    for pause in (False, True):
        steps = stepper(case, method, METHODS[method], alpha=0.1, dtype=dtype)
        for _ in range(2):
            steps.train(*rows, case.order, RATE, 0, N_ROWS)
            if pause:
                resumed = case._replace(parameters=steps.parameters)
                steps = stepper(resumed, method, METHODS[method], 0.1, dtype, steps.state)
        state = steps.state
        arrays = {name: as_bytes(array) for name, array in state.arrays.items()}
        ends.append((as_bytes(steps.parameters), arrays, state.steps))
    assert ends[0] == ends[1]


@pytest.mark.parametrize("threshold", [True, False])
def test_one_logistic_output_is_a_class_above_one_half(threshold):
    loss = "logistic_cross_entropy"
    # More rows than are in work at once, and outputs of exactly ½, which are of the first class.
    x = np.linspace(-2.0, 2.0, 2 * CHUNK_ROWS + 41)[:, np.newaxis]
    classes = np.random.default_rng(0).integers(0, 2, size=len(x))
    z = 3.0 * x
    what = (1, 1), (), loss, "sgd", PLAIN, 0.0, 1
    steps = Stepper(*what, ([np.array([[3.0]])], [np.zeros(1)]), OptimizerState())
    targets = classes[:, np.newaxis].astype(float)
    total, n_correct = steps.evaluate(x, targets, classes, 0, len(x), threshold)
    assert total == pytest.approx(LOSSES[loss].terms(z, targets).sum(), rel=1e-12)
    # Without the threshold the only output is the largest, and of the first class.
    named = (z[:, 0] > 0.0).astype(int) if threshold else np.zeros(len(x), dtype=int)
    assert n_correct == (named == classes).sum()
    assert (z == 0.0).sum() == 1


def test_arrays_that_a_kernel_would_read_beyond_are_refused():
    case = case_of(7)
    steps, (X, Y), order = stepper(case), rows_of(case), np.arange(N_ROWS)
    wrong = [
        (X[:, :-1].copy(), Y, order, None),
        (X, Y[:-1], order, None),
        (X.astype("float32"), Y, order, None),
        (np.asfortranarray(X), Y, order, None),
        (X, Y, order + 1, None),
        (X, Y, order - 1, None),
        (X, Y, order, np.ones(N_ROWS - 1)),
    ]
    for *arrays, weights in wrong:
        with pytest.raises(ValueError, match="must be"):
            steps.train(*arrays, RATE, 0, N_ROWS, weights)
    for first, last in ((-1, 5), (0, N_ROWS + 1)):
        with pytest.raises(ValueError, match="must be"):
            steps.train(X, Y, order, RATE, first, last)
        with pytest.raises(ValueError, match="must be"):
            steps.evaluate(X, Y, order, first, last, False)


def test_a_layout_has_an_activation_for_each_hidden_layer():
    for loops in ([], [(1, 2)], [(1, 2)] * 3):
        with pytest.raises(ValueError, match="zip"):
            make_layout(UNITS, loops)
