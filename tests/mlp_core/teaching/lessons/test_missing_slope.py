"""The lesson of slow learning: its published figures, and where there is nothing to tell."""

import math

import numpy as np
import pytest

from mlp_core import sgd_step
from mlp_core.teaching.lessons.ledger import both_losses
from mlp_core.teaching.lessons.missing_slope import missing_slope
from tests.mlp_core.teaching.steps import LOSS_NAMES, make_step


def neuron(value, loss="logistic_squared_error", y=0.0):
    """One logistic neuron with w = b = ``value`` on x = 1."""
    return sgd_step([1.0], [y], [np.full((1, 1), value)], [np.array([value])], 0.15, loss)


@pytest.mark.parametrize("loss", ["logistic_squared_error", "logistic_cross_entropy"])
def test_the_saturated_neuron(loss):
    found = missing_slope(both_losses(neuron(2.0, loss)))
    assert found.cell == "grad_z1[1]"
    assert found.squared_error == pytest.approx(0.0173450210708401, rel=1e-12)
    assert found.cross_entropy == pytest.approx(0.9820137900379085, rel=1e-12)
    assert found.factor == pytest.approx(1.0 / found.slope, rel=1e-12)
    assert round(found.factor) == 57
    assert found.slow


def test_a_neuron_in_the_middle_is_not_slow():
    found = missing_slope(both_losses(neuron(0.3)))
    assert not found.slow
    assert found.slope == pytest.approx(1.0 / (2.0 + 2.0 * math.cosh(0.6)), rel=1e-12)
    assert found.steepest == 0.25


def test_a_slope_that_float64_cannot_tell_from_0_leaves_no_factor():
    found = missing_slope(both_losses(neuron(25.0)))
    assert (found.squared_error, found.factor, found.slow) == (0.0, None, True)
    assert found.cross_entropy == 1.0


def test_it_is_of_the_unit_that_is_most_wrong():
    steps = both_losses(make_step((3, 4), "logistic_cross_entropy", n_rows=3, seed=2))
    found = missing_slope(steps)
    wrong = np.abs(steps[1].grad_z[0])
    n, i = np.unravel_index(wrong.argmax(), wrong.shape)
    assert found.cell == f"grad_z1[{n + 1},{i + 1}]"
    assert found.slope == steps[0].slope[n, i]


def test_nothing_to_tell():
    assert missing_slope(both_losses(neuron(2.0, y=neuron(2.0).prediction[0]))) is None
    logistic = {"logistic_squared_error", "logistic_cross_entropy"}
    for loss in sorted(set(LOSS_NAMES) - logistic):
        step = make_step((3, 2), loss)
        steps = [step] if "softmax" not in loss and loss != "squared_error" else None
        if steps is None:
            steps = both_losses(sgd_step(step.x, [0.0, 1.0], step.weights, step.biases, 0.1, loss))
        assert missing_slope(steps) is None
