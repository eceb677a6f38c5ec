"""Promise and outcome of a step: they meet for short steps and part for long ones."""

import numpy as np
import pytest

from mlp_core import sgd_step
from mlp_core.teaching.lessons.step_length import RATES, step_length, step_lengths
from tests.mlp_core.teaching.steps import LOSS_NAMES, make_step, random_steps


def test_a_step_by_hand():
    # z = 2·1.5 + 0 = 3, y = 1: L = 2, ∂L/∂z = 2, ∇L = (∂L/∂w, ∂L/∂b) = (4, 2), ‖∇L‖² = 20.
    # η = 0.1: w' = 1.1, b' = -0.2, z' = 2, L' = 0.5.
    step = sgd_step([2.0], [1.0], [np.array([[1.5]])], [np.zeros(1)], 0.1, "squared_error")
    outcome = step_length(step)
    assert outcome.learning_rate == 0.1
    assert outcome.predicted == pytest.approx(-2.0, rel=1e-15)
    assert outcome.actual == pytest.approx(-1.5, rel=1e-15)
    assert outcome.ratio == pytest.approx(0.75, rel=1e-15)
    assert outcome.resolved


def test_the_promise_is_kept_by_short_steps():
    kept = 0
    for step in random_steps(60, max_units=6):
        outcomes = step_lengths(step)
        if not outcomes[0].resolved:
            continue
        kept += 1
        curvature = abs(step_lengths(step, [1e-4])[0].ratio - 1.0) / 1e-4
        assert abs(outcomes[0].ratio - 1.0) < 1e-3 + 1e-5 * curvature
    assert kept > 40


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_what_is_missing_to_the_promise_halves_with_the_rate(loss):
    # To second order ratio - 1 = -η gᵀHg / 2‖g‖²: linear in η.
    step = make_step((4, 5, 3), loss, scale=0.5)
    far, near = step_lengths(step, [2e-4, 1e-4])
    assert (far.ratio - 1.0) / (near.ratio - 1.0) == pytest.approx(2.0, rel=1e-2)


@pytest.mark.parametrize("seed", range(5))
def test_long_steps_overshoot(seed):
    outcomes = step_lengths(make_step((4, 5, 3), "squared_error", seed=seed))
    assert [outcome.learning_rate for outcome in outcomes] == list(RATES)
    assert outcomes[-1].predicted < 0.0 < outcomes[-1].actual
    assert outcomes[-1].ratio < 0.0


@pytest.mark.parametrize("seed", range(5))
def test_long_steps_cannot_take_off_more_than_the_loss(seed):
    # A single observation can be learnt by cross-entropy in one long step, but not below 0.
    step = make_step((4, 5, 3), seed=seed)
    for outcome in step_lengths(step):
        assert outcome.actual >= -step.loss
    assert outcome.ratio < 0.1


def test_a_series_holds_the_steps_that_would_be_taken():
    step = make_step((4, 5, 3))
    for outcome in step_lengths(step, [1e-3, 0.1, 3.0]):
        taken = sgd_step(step.x, step.y, step.weights, step.biases, outcome.learning_rate)
        assert outcome == step_length(taken)
        assert outcome.actual == taken.loss_change


def test_rates_that_end_in_no_number_are_left_out():
    step = make_step((4, 5, 3), "squared_error", "relu")
    outcomes = step_lengths(step, [0.1, 1e200, 1e300])
    assert [outcome.learning_rate for outcome in outcomes] == [0.1]


def test_changes_lost_in_rounding_are_marked():
    outcomes = step_lengths(make_step((4, 5, 3)), np.logspace(-18, -1, 35))
    marks = [outcome.resolved for outcome in outcomes]
    assert marks == sorted(marks)
    assert not marks[0]
    assert all(abs(outcome.ratio - 1.0) < 0.02 for outcome in outcomes[:25] if outcome.resolved)


def test_no_gradient_promises_nothing():
    step = sgd_step([1.0], [2.0], [np.array([[2.0]])], [np.zeros(1)], 0.1, "squared_error")
    outcome = step_length(step)
    assert outcome.predicted == outcome.actual == 0.0
    assert outcome.ratio is None
    assert not outcome.resolved


def test_a_batch_has_a_step_length_too():
    step = make_step((4, 5, 3), n_rows=5, learning_rate=1e-5)
    assert step_length(step).ratio == pytest.approx(1.0, rel=1e-3)
