"""The step opened after an epoch is the one that training takes there, to the last bit."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, one_hot
from mlp_core.class_weights import class_weights
from mlp_core.engines import numpy_engine
from mlp_core.engines.numpy_engine import NumpyEngine
from mlp_core.engines.slices import result_of
from mlp_core.next_step import OF_A_STEP, next_number, next_rate, next_row, next_task
from mlp_core.optimizers import OPTIMIZERS, get_optimizer
from mlp_core.sgd_step import step_from
from mlp_core.training import train_in_slices
from mlp_core.validation_part import held_out
from tests.mlp_core.small_data import few_digits

N_ROWS, EPOCHS = 60, 4
METHODS = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.8, "nesterovs_momentum": True},
    "adam": {"optimizer": "adam", "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-6},
}
REST = {
    "plain": {},
    "penalty": {"alpha": 0.3, "loss": "squared_error", "activation": "relu"},
    "invscaling": {"schedule": "invscaling", "power_t": 0.3, "shuffle": True, "batch_size": 8},
    # No epoch is better by 10: the rate is divided after each but the first.
    "adaptive": {"schedule": "adaptive", "n_iter_no_change": 1, "tol": 10.0, "alpha": 0.01},
    "weights": {"class_weight": "balanced", "batch_size": 8, "alpha": 0.3, "shuffle": True},
    "stopping": {"early_stopping": True, "validation_fraction": 0.25, "shuffle": True},
}


@pytest.fixture(scope="module")
def small(digits):
    return few_digits(replace(digits, X_train=digits.X_train / 16.0), N_ROWS)


def trained(small, method, rest):
    config = TrainConfig((64, 5, 10), 0.01, EPOCHS, seed=3, **METHODS[method], **REST[rest])
    assert config.method == method
    return config, epochs_of(config, small)


def epochs_of(config, small, **arguments):
    """Those of ``config``, whether or not patience is over before."""
    slices = train_in_slices(config, small, engine="numpy", **arguments)
    epochs = (item for item in slices if not isinstance(item, int))
    return list(itertools.islice(epochs, config.epochs))


@pytest.mark.parametrize("rest", REST)
@pytest.mark.parametrize("method", METHODS)
def test_the_step_is_what_the_engine_makes_of_that_row(small, method, rest, monkeypatch):
    config, epochs = trained(small, method, rest)
    scores, n_rows = [epoch.scores for epoch in epochs], len(held_out(config, small)[0])
    for done in (1, 3):
        checkpoint, row = epochs[done - 1].checkpoint, next_row(config, small, done)
        x, y = small.X_train[row], one_hot(small.y_train[row], 10)
        rate = next_rate(config, n_rows, scores[:done], done)
        assert rate == scores[done].learning_rate == next_rate(config, n_rows, scores, done)
        weights = class_weights(config, small)
        of_row = () if weights is None else (weights[small.y_train[row]],)
        task = next_task(config, checkpoint, x, y, rate, *of_row)
        step = step_from(task, task.start())

        alone = replace(small, X_train=x[np.newaxis], y_train=small.y_train[[row]])
        single = replace(config, early_stopping=False, batch_size=1)
        # Among rows of its own class alone it would have the weight 1.
        one = None if weights is None else np.array(of_row)
        monkeypatch.setattr(numpy_engine, "row_weights", lambda *_, one=one: one)
        engine = NumpyEngine(single, alone, checkpoint)
        total = result_of(engine.epoch(np.array([0]), scores[done].learning_rate))
        assert step.loss == total
        after = engine.checkpoint
        for ours, theirs in zip(
            (step.updated_weights, step.updated_biases), after.parameters, strict=True
        ):
            for one, other in zip(ours, theirs, strict=True):
                np.testing.assert_array_equal(one, other)
        assert step.updated_state.steps == after.state.steps
        assert step.updated_state.arrays.keys() == after.state.arrays.keys()
        for name, sets in after.state.arrays.items():
            for one, other in zip(
                itertools.chain(*step.updated_state.arrays[name]),
                itertools.chain(*sets),
                strict=True,
            ):
                np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("method", METHODS)
def test_what_was_remembered_is_among_the_numbers_of_the_step(small, method):
    config, epochs = trained(small, method, "plain")
    checkpoint = epochs[1].checkpoint
    task = next_task(config, checkpoint, small.X_train[0], one_hot(small.y_train[0], 10), 0.01)
    step = step_from(task, task.start())
    remembers = get_optimizer(method).remembers
    for name in remembers:
        np.testing.assert_array_equal(
            step.values()[f"{name}_W1"], checkpoint.state.arrays[name][0][0]
        )
        assert step.values()[f"{name}_W1"].any()
    number = next_number(config, N_ROWS, 2)
    assert number == 2 * N_ROWS + 1
    if OPTIMIZERS[method].counts:
        assert step.constants["step_count"] == number
    # Without it the step is another one.
    forgetful = replace(task, state=None)
    other = step_from(forgetful, forgetful.start())
    assert np.array_equal(other.updated_weights[0], step.updated_weights[0]) == (not remembers)


def test_a_rate_that_somebody_chose_counts_as_the_run_had_it(small):
    config = TrainConfig((64, 10), 0.1, 3, schedule="invscaling")
    epochs = epochs_of(config, small, rate_of_epoch=lambda epoch: 0.1 if epoch < 3 else 0.7)
    scores = [epoch.scores for epoch in epochs]
    rates = [0.1, 0.1 / (N_ROWS + 1) ** 0.5, 0.7 / (2 * N_ROWS + 1) ** 0.5]
    for epoch, rate in enumerate([*rates, 0.7 / (3 * N_ROWS + 1) ** 0.5]):
        assert next_rate(config, N_ROWS, scores, epoch) == pytest.approx(rate, rel=1e-15)
    # Before somebody came, the schedule knew nothing of it.
    assert next_rate(config, N_ROWS, scores[:2], 2) == pytest.approx(rates[2] / 7.0, rel=1e-15)
    assert next_rate(config, N_ROWS, [], 0) == 0.1


@pytest.mark.parametrize("rest", ["plain", "invscaling", "stopping"])
def test_the_row_that_comes_next_is_the_one_that_an_epoch_begins_with(small, rest, monkeypatch):
    first, in_steps = [], numpy_engine.epoch_in_steps

    def watched(rows, *others):
        first.append(rows[0])
        return in_steps(rows, *others)

    monkeypatch.setattr(numpy_engine, "epoch_in_steps", watched)
    config, _ = trained(small, "sgd", rest)
    assert len(first) == EPOCHS
    for epoch, x in enumerate(first):
        np.testing.assert_array_equal(small.X_train[next_row(config, small, epoch)], x)


def test_steps_of_a_batch_are_counted_with_the_last_that_is_smaller(small):
    config = TrainConfig((64, 10), 0.1, 2, batch_size=16, optimizer="adam")
    for epoch in epochs_of(config, small):
        assert next_number(config, N_ROWS, epoch.epoch) == epoch.state.steps + 1


def test_all_that_says_how_a_step_goes_is_carried():
    assert {*OF_A_STEP} >= {"learning_rate", "loss", "activation", "optimizer", "alpha"}
    for optimizer in OPTIMIZERS.values():
        assert {*OF_A_STEP} >= {*optimizer.uses}
