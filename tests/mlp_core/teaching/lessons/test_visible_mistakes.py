"""Where a mistake can be seen: as the gradient check says, without making it."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, constant_parameters, seeded_parameters, sgd_step
from mlp_core.gradient_check import check_step
from mlp_core.task import Task
from mlp_core.teaching.lessons.broken_backward import check_broken
from mlp_core.teaching.lessons.mistakes import MISTAKES
from mlp_core.teaching.lessons.visible_mistakes import seed_that_shows, shows, twice
from tests.mlp_core.networks import n_slopes
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import task_steps

X, Y, UNITS = [1, 0, 1, 0], [0, 1, 0], (4, 4, 3, 3)
LOSSES = ("squared_error", "softmax_cross_entropy")


def question_1(loss):
    return sgd_step(X, Y, *constant_parameters(UNITS, 0.1), 0.1, loss)


def of(units, loss="squared_error", activation="tanh"):
    """The task of a step from equal weights."""
    return Task(X, Y, *constant_parameters(units, 0.1), 0.1, loss, activation)


def steps():
    """Question 1 with both losses, and random networks of many shapes, of all activations twice."""
    yield from map(question_1, LOSSES)
    for seed, units in enumerate([UNITS, (2, 3), (3, 3, 3), (2, 4, 4, 2), (1, 2, 1), (5, 5)]):
        for activation in list(ACTIVATIONS)[seed % 3 :: 3]:
            for loss in LOSSES[: 1 if units[-1] == 1 else 2]:
                rng = np.random.default_rng(seed)
                x, y = rng.normal(size=units[0]), np.eye(units[-1])[0]
                parameters = seeded_parameters(units, seed)
                yield sgd_step(x, y, *parameters, 0.1, loss, activation)


@pytest.mark.parametrize("key", MISTAKES)
def test_a_mistake_shows_where_the_check_finds_it(key):
    seen = 0
    for step in steps():
        for tried in (step, twice(step)):
            found = not check_broken(tried, [key]).passed
            assert shows(tried, key) == found
            seen += found
    assert seen


def test_two_of_seven_change_nothing_at_question_1():
    quiet = [key for key in MISTAKES if not shows(question_1("squared_error"), key)]
    assert quiet == ["not_transposed", "sum_for_mean"]


@pytest.mark.parametrize("loss", LOSSES)
def test_the_observation_twice_has_the_loss_and_gradients_of_one(loss):
    step = sgd_step(X, Y, *seeded_parameters(UNITS, 1), 0.1, loss)
    both = twice(step)
    assert both.loss == pytest.approx(step.loss, rel=1e-14)
    for one, mean in zip(step.grad_weights, both.grad_weights, strict=True):
        np.testing.assert_allclose(mean, one, rtol=1e-13, atol=1e-16)
    assert shows(both, "sum_for_mean")
    assert not shows(step, "sum_for_mean")


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("key", [key for key in MISTAKES if key != "sum_for_mean"])
def test_a_random_start_of_question_1s_network_shows_every_mistake(key, activation, loss):
    seed = seed_that_shows(key, of(UNITS, loss, activation))
    if n_slopes(activation) == 1 and key in ("no_derivative", "wrong_layer"):
        assert seed is None  # every unit of every layer has the same slope, which is 1
        return
    assert seed is not None
    step = sgd_step(X, Y, *seeded_parameters(UNITS, seed), 0.1, loss, activation)
    assert not check_broken(step, [key]).passed


def test_where_no_start_shows_it_there_is_none():
    assert seed_that_shows("sum_for_mean", of(UNITS)) is None
    assert seed_that_shows("not_transposed", of((4, 3))) is None
    # A step that cannot be computed shows nothing either.
    huge = replace(of((4, 3)), x=[1e200, 0, 1e200, 0], learning_rate=10.0)
    assert seed_that_shows("wrong_sign", huge) is None


@pytest.mark.parametrize("seed", range(30))
def test_a_start_is_sought_for_the_whole_task(seed):
    task = random_task(seed)
    for key in MISTAKES:
        found = seed_that_shows(key, task)
        if found is not None:
            weights, biases = seeded_parameters(task.units, found)
            step = next(task_steps(replace(task, weights=weights, biases=biases), 1))
            assert not check_broken(step, [key]).passed


@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_the_penalty_of_an_observation_taken_twice_is_that_of_one(alpha):
    task = replace(of(UNITS), alpha=alpha, weights=constant_parameters(UNITS, 0.3)[0])
    step = next(task_steps(task, 1))
    both = twice(step)
    assert both.loss == pytest.approx(step.loss, rel=1e-14)
    np.testing.assert_allclose(both.grad_weights[0], step.grad_weights[0], rtol=1e-13)
    with pytest.raises(ValueError, match="one observation can be taken twice; got 2 rows"):
        twice(both)


def test_an_unknown_mistake_is_refused():
    with pytest.raises(ValueError, match="mistake must be one of"):
        shows(question_1("squared_error"), "none")


def test_an_observation_taken_twice_is_as_uncertain_as_it_was():
    step = sgd_step(X, Y, *constant_parameters(UNITS, 0.1), 0.1, "squared_error", "relu")
    for _ in range(200):  # until rounding has added up
        step = sgd_step(
            *(step.x, step.y, step.updated_weights, step.updated_biases, step.learning_rate),
            *(step.loss_name, step.activation),
            parameter_bounds=step.updated_bounds,
        )
    both_zero = check_step(step).both_zero
    assert both_zero.any()
    assert check_step(twice(step)).both_zero.tolist() == both_zero.tolist()
