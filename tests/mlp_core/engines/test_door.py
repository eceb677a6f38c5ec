"""The compiled engine beside the NumPy one: the same epoch up to rounding."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from mlp_core import ACTIVATIONS, LOSSES, QUESTION_2, TrainConfig, one_hot, train_epoch
from mlp_core.engines.compiled.engine import CompiledEngine
from mlp_core.engines.compiled.layout import CHUNK_ROWS
from mlp_core.engines.door import fastest_engine, open_engine, why_not_compiled
from mlp_core.engines.numpy_engine import NumpyEngine
from tests.mlp_core.both_engines import (
    RTOL,
    Case,
    as_bytes,
    assert_parameters_agree,
    cases,
    drain,
    make_case,
)
from tests.mlp_core.compiling import without_loops
from tests.mlp_core.small_data import few_digits

PAIRS = list(itertools.product(sorted(ACTIVATIONS), sorted(LOSSES)))


def assert_engines_agree(case: Case) -> None:
    """On an epoch and on the evaluation of what it ends with."""
    numpy_engine, expected_loss = case.after_an_epoch("numpy")
    compiled_engine, total_loss = case.after_an_epoch("compiled")
    assert total_loss == pytest.approx(expected_loss, rel=RTOL, abs=0.0)
    ours, theirs = compiled_engine.checkpoint, numpy_engine.checkpoint
    assert_parameters_agree(ours.parameters, theirs.parameters)
    assert (ours.epoch, ours.learning_rate) == (theirs.epoch, theirs.learning_rate)
    for part in ("train", "test"):
        _, (expected_mean, expected_accuracy) = drain(numpy_engine.evaluate(part))
        _, (mean_loss, accuracy) = drain(compiled_engine.evaluate(part))
        # With a single class cross-entropy is 0 but for a rounding.
        assert mean_loss == pytest.approx(expected_mean, rel=RTOL, abs=1e-15)
        assert accuracy == expected_accuracy


@settings(max_examples=300)
@given(cases())
def test_random_networks(case):
    assert_engines_agree(case)


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
@pytest.mark.parametrize("batch_size", [1, 8])
def test_every_activation_and_loss(batch_size, activation, loss):
    config = TrainConfig((9, 7, 6, 4), 0.01, 1, batch_size, activation=activation, loss=loss)
    assert_engines_agree(make_case(config, n_train=20))


@pytest.mark.parametrize("batch_size", [1, 2, 3, 4, 5, 8, 32, 75, 100])
@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_every_kind_of_batch(batch_size, loss):
    # 75 rows: last batches of 1, 3 and 11 rows, all at once, and fewer than a batch.
    config = TrainConfig((9, 7, 6, 4), 0.01, 1, batch_size, loss=loss)
    assert_engines_agree(make_case(config, n_train=75))


@pytest.mark.parametrize("batch_size", [1, 8])
def test_an_activation_a_layer(batch_size):
    # No configuration asks for it yet; slopes of h, of z, and of h again.
    config = TrainConfig((5, 6, 4, 7, 3), 0.05, 1, batch_size)
    object.__setattr__(config, "activation", ("relu", "silu", "tanh"))
    assert_engines_agree(make_case(config, n_train=30))


@pytest.mark.parametrize("n_hidden_layers", range(5))
@pytest.mark.parametrize("batch_size", [1, 2])
def test_every_depth_row_by_row_and_in_matrices(batch_size, n_hidden_layers):
    units = (5, *[6, 1, 3, 8][:n_hidden_layers], 3)
    assert_engines_agree(make_case(TrainConfig(units, 0.1, 1, batch_size), n_train=25))


@pytest.mark.parametrize(
    "batch_size", [CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1, 2 * CHUNK_ROWS, 600, 2000]
)
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_batches_in_several_chunks(batch_size, loss):
    config = TrainConfig((20, 30, 4), 0.1, 1, batch_size, loss=loss)
    assert_engines_agree(make_case(config, n_train=700))


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("batch_size", [1, 3, 32])
def test_wide_networks_on_raw_digits(digits, batch_size, activation):
    for units in ((64, 50, 10), (64, 256, 33, 10)):
        config = TrainConfig(units, 0.001, 1, batch_size, activation=activation)
        dataset = few_digits(digits, 200, n_test=360)
        order = np.random.default_rng(3).permutation(200)
        parameters = make_case(config, 1, init_scale=0.1).parameters
        assert_engines_agree(Case(config, dataset, parameters, order))


@pytest.mark.parametrize("name", ["compiled", "numpy"])
@pytest.mark.parametrize("batch_size", [1, 7])
def test_an_epoch_is_that_of_train_epoch(name, batch_size):
    case = make_case(TrainConfig((5, 4, 3), 0.05, 1, batch_size), n_train=30)
    labels = one_hot(case.dataset.y_train, 3)
    weights, biases, expected_loss = train_epoch(
        case.dataset.X_train[case.order], labels[case.order], *case.parameters, 0.05, batch_size
    )
    engine, total_loss = case.after_an_epoch(name)
    assert total_loss == pytest.approx(expected_loss, rel=RTOL, abs=0.0)
    assert_parameters_agree(engine.checkpoint.parameters, (weights, biases))


@pytest.mark.parametrize("name", ["compiled", "numpy"])
@pytest.mark.parametrize("batch_size", [1, 8])
def test_the_rate_is_that_of_the_epoch(name, batch_size):
    slow = make_case(TrainConfig((5, 4, 3), 0.01, 1, batch_size), n_train=30)
    fast = slow._replace(config=TrainConfig((5, 4, 3), 0.1, 1, batch_size))
    engine = slow.engine(name)
    drain(engine.epoch(slow.order, 0.1))
    expected = fast.after_an_epoch(name)[0].checkpoint
    assert as_bytes(engine.checkpoint.parameters) == as_bytes(expected.parameters)
    assert engine.checkpoint.learning_rate == expected.learning_rate == 0.1


@pytest.mark.parametrize("name", ["compiled", "numpy"])
def test_the_starting_parameters_are_left_alone(name):
    case = make_case(TrainConfig((5, 4, 3), 0.1, 1), n_train=30)
    before = as_bytes(case.parameters)
    engine, _ = case.after_an_epoch(name)
    assert as_bytes(case.parameters) == before != as_bytes(engine.checkpoint.parameters)


def test_what_was_handed_out_does_not_change_with_the_next_epoch():
    case = make_case(TrainConfig((5, 4, 3), 0.1, 1), n_train=30)
    engine, _ = case.after_an_epoch("compiled")
    handed_out = engine.checkpoint.parameters
    before = as_bytes(handed_out)
    drain(engine.epoch(case.order, 0.1))
    assert as_bytes(handed_out) == before != as_bytes(engine.checkpoint.parameters)


def test_equal_outputs_count_as_the_first_class():
    # All parameters zero: every output is 0, and argmax takes the first of equals.
    case = make_case(TrainConfig((5, 3), 0.1, 1), n_train=30, init_scale=0.0)
    for name in ("compiled", "numpy"):
        _, (mean_loss, accuracy) = drain(case.engine(name).evaluate("train"))
        assert mean_loss == pytest.approx(np.log(3.0), rel=1e-15)
        assert accuracy == (case.dataset.y_train == 0).mean()


def test_without_a_name_the_compiled_engine_is_opened(digits):
    start = make_case(QUESTION_2, 1).start()
    assert (fastest_engine(QUESTION_2), why_not_compiled(QUESTION_2)) == ("compiled", "")
    kinds = {None: CompiledEngine, "compiled": CompiledEngine, "numpy": NumpyEngine}
    for name, kind in kinds.items():
        engine = open_engine(name, QUESTION_2, digits, start)
        assert type(engine) is kind
        assert engine.name == (name or "compiled")


def test_an_engine_that_there_is_not(digits):
    message = "engine must be one of compiled, numpy; got 'abacus'"
    with pytest.raises(ValueError, match=message):
        open_engine("abacus", QUESTION_2, digits, make_case(QUESTION_2, 1).start())


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        (["tanh"], "there is no compiled loop for the activation tanh"),
        (["softmax_cross_entropy"], "there is no compiled loop for the loss softmax_cross_entropy"),
        (
            ["tanh", "softmax_cross_entropy"],
            "there is no compiled loop for the activation tanh and the loss softmax_cross_entropy",
        ),
    ],
)
def test_numpy_trains_what_there_is_no_loop_for(digits, monkeypatch, lacking, reason):
    without_loops(monkeypatch, *lacking)
    assert (fastest_engine(QUESTION_2), why_not_compiled(QUESTION_2)) == ("numpy", reason)
    start = make_case(QUESTION_2, 1).start()
    assert type(open_engine(None, QUESTION_2, digits, start)) is NumpyEngine
    with pytest.raises(RuntimeError, match=f"there is no compiled engine: {reason}"):
        open_engine("compiled", QUESTION_2, digits, start)
    # What has its loops is compiled as before.
    other = TrainConfig((64, 5, 10), 0.1, 1, activation="relu", loss="squared_error")
    assert why_not_compiled(other) == ""


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_every_activation_and_loss_has_its_loop(activation, loss):
    config = TrainConfig((64, 5, 10), 0.1, 1, activation=activation, loss=loss)
    assert why_not_compiled(config) == ""
