"""What the compiled engine is given: zeros, odd arrays, and parameters of another network."""

import dataclasses

import numpy as np
import pytest

from mlp_core import TrainConfig, train
from mlp_core.engines.compiled.layout import VALUES_AT, make_layout, pack, unpack
from tests.mlp_core.both_engines import Case, as_bytes, assert_parameters_agree, make_case
from tests.mlp_core.reference import assert_layers_equal

CONFIG = TrainConfig((12, 6, 3), 0.1, 1)


def with_rows(case: Case, rows: np.ndarray) -> Case:
    return case._replace(dataset=dataclasses.replace(case.dataset, X_train=rows))


# The filled inputs of a row are taken four at a time: 0 to 12 of them, and all remainders.
@pytest.mark.parametrize("n_filled", range(13))
@pytest.mark.parametrize("batch_size", [1, 3, 8])
def test_any_number_of_inputs_that_are_not_zero(n_filled, batch_size):
    case = make_case(dataclasses.replace(CONFIG, batch_size=batch_size), n_train=20)
    rng = np.random.default_rng(n_filled)
    filled = rng.permuted(np.tile(np.arange(12) < n_filled, (20, 1)), axis=1)
    rows = np.where(filled, rng.normal(size=(20, 12)), 0.0)
    assert ((rows != 0.0).sum(axis=1) == n_filled).all()
    case = with_rows(case, rows)
    (compiled, loss), (numpy, expected_loss) = map(case.after_an_epoch, ("compiled", "numpy"))
    assert_parameters_agree(compiled.checkpoint.parameters, numpy.checkpoint.parameters)
    assert loss == pytest.approx(expected_loss, rel=1e-9)


@pytest.mark.parametrize("batch_size", [1, 3, 8, 300])
def test_weights_of_a_pixel_that_is_always_empty_stay_what_they_were(batch_size):
    case = make_case(dataclasses.replace(CONFIG, batch_size=batch_size), n_train=400)
    rows = case.dataset.X_train.copy()
    rows[:, [0, 5, 11]] = 0.0
    rows[::2, 5] = -0.0
    engine, _ = with_rows(case, rows).after_an_epoch("compiled")
    before, after = case.parameters[0][0], engine.checkpoint.parameters[0][0]
    np.testing.assert_array_equal(after[:, [0, 5, 11]], before[:, [0, 5, 11]])
    assert (np.delete(after, [0, 5, 11], axis=1) != np.delete(before, [0, 5, 11], axis=1)).all()


@pytest.mark.parametrize("batch_size", [1, 5])
def test_arrays_that_are_read_only_or_lie_otherwise_or_are_whole_numbers(batch_size):
    case = make_case(dataclasses.replace(CONFIG, batch_size=batch_size), n_train=20)
    whole = np.rint(case.dataset.X_train)
    expected = as_bytes(with_rows(case, whole).after_an_epoch("compiled")[0].checkpoint.parameters)
    read_only = whole.copy()
    read_only.flags.writeable = False
    spread = np.repeat(whole, 2, axis=0)[::2]
    for rows in (read_only, np.asfortranarray(whole), spread, whole.astype(int)):
        case = with_rows(case, rows)
        assert as_bytes(case.after_an_epoch("compiled")[0].checkpoint.parameters) == expected
    np.testing.assert_array_equal(read_only, whole)


def test_labels_that_are_read_only():
    case = make_case(CONFIG, n_train=20)
    for name in ("y_train", "y_test"):
        getattr(case.dataset, name).flags.writeable = False
    compiled, numpy = (case.after_an_epoch(name)[0] for name in ("compiled", "numpy"))
    assert_parameters_agree(compiled.checkpoint.parameters, numpy.checkpoint.parameters)


def test_starting_parameters_that_lie_otherwise():
    case = make_case(CONFIG, n_train=20)
    weights, biases = case.parameters
    turned = case._replace(parameters=([np.asfortranarray(W) for W in weights], biases))
    one, other = (c.after_an_epoch("compiled")[0] for c in (case, turned))
    assert as_bytes(one.checkpoint.parameters) == as_bytes(other.checkpoint.parameters)


@pytest.mark.parametrize("units", [(3, 2), (5, 4, 3), (1, 7, 1, 2, 1)])
def test_packing_loses_nothing(units):
    parameters = make_case(TrainConfig(units, 0.1, 1), n_train=1).parameters
    packed = pack(parameters)
    weights, biases = unpack(packed, units)
    assert_layers_equal(weights, parameters[0])
    assert_layers_equal(biases, parameters[1])
    packed[:] = 0.0
    assert_layers_equal(weights, parameters[0])


def test_the_layout_says_where_packing_puts_things():
    units = (4, 3, 2)
    weights, biases = make_case(TrainConfig(units, 0.1, 1), n_train=1).parameters
    packed = pack((weights, biases))
    layout = make_layout(units, [(7, 8)])
    sizes, weights_at, biases_at, ends, values_at, activate, times_slope = layout.T
    assert tuple(sizes) == units
    assert (list(activate), list(times_slope)) == ([0, 7, 0], [0, 8, 0])
    # W1 input by input, W2 unit by unit.
    np.testing.assert_array_equal(packed[weights_at[1] :][:12], weights[0].T.ravel())
    np.testing.assert_array_equal(packed[weights_at[2] :][:6], weights[1].ravel())
    for k in (1, 2):
        np.testing.assert_array_equal(packed[biases_at[k] : ends[k]], biases[k - 1])
    assert len(packed) == ends[2] == 4 * 3 + 3 + 3 * 2 + 2
    assert list(np.diff(values_at)) == [256 * 4, 256 * 3]
    few = make_layout(units, [(7, 8)], n_rows=5)
    assert list(np.diff(few[:, VALUES_AT])) == [5 * 4, 5 * 3]


# As many numbers as the network has: a kernel that took them would not read beyond the array.
@pytest.mark.parametrize("engine", ["compiled", "numpy"])
@pytest.mark.parametrize(
    "turn",
    [lambda Ws: [W.T.copy() for W in Ws], lambda Ws: Ws[::-1]],
    ids=["transposed", "the other way round"],
)
def test_parameters_of_another_network_are_refused(engine, turn):
    case = make_case(CONFIG, n_train=20)
    weights, biases = case.parameters
    with pytest.raises(ValueError, match=r"W1|W2|b1"):
        next(train(CONFIG, case.dataset, parameters=(turn(weights), biases), engine=engine))
