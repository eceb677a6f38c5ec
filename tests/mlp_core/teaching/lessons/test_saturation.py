"""Which output units learn slowly, by hand: ŷ = σ(4) = 0.98 with y = 0 has a slope of 0.0177."""

import math

import pytest

from mlp_core import sgd_step, take_steps
from mlp_core.teaching.lessons.saturation import saturated


def neuron(z, y, loss="logistic_squared_error"):
    return sgd_step([1.0], [y], [[[z]]], [[0.0]], 0.15, loss)


def test_one_neuron_that_is_wrong_and_flat():
    found = saturated(neuron(4.0, 0.0))
    p = 1.0 / (1.0 + math.exp(-4.0))
    assert found.cell.name == "grad_z1[1]"
    assert found.error == pytest.approx(p, rel=1e-12)
    assert found.slope == pytest.approx(p * (1.0 - p), rel=1e-12)
    assert found.gradient == pytest.approx(p * p * (1.0 - p), rel=1e-12)


@pytest.mark.parametrize(
    ("z", "y", "loss"),
    [
        (4.0, 1.0, "logistic_squared_error"),  # right
        (3.5, 0.0, "logistic_squared_error"),  # a slope of 0.028, above a tenth of ¼
        (4.0, 0.0, "logistic_cross_entropy"),  # no slope in its gradient
        (4.0, 0.0, "squared_error"),
        (-4.0, 1.0, "relu_squared_error"),  # off, which has no other end
        (4.0, 0.1, "tanh_squared_error"),  # 0.9 away, of a range of 2
    ],
)
def test_no_other_is_one(z, y, loss):
    assert saturated(neuron(z, y, loss)) is None


def test_a_unit_that_is_more_wrong_and_not_flat_is_passed_over():
    # σ(3.2) = 0.96 with y = 0 has a slope of 0.038; σ(4) is 0.68 off its target.
    weights, loss = [[[3.2], [4.0]]], "logistic_squared_error"
    found = saturated(sgd_step([1.0], [0.0, 0.3], weights, [[0.0, 0.0]], 0.15, loss))
    assert found.cell.name == "grad_z1[2]"


def test_of_a_batch_the_row_that_is_most_wrong():
    (step,) = take_steps(
        [[2.0], [-3.0], [3.0]], [[-0.9], [0.9], [1.0]], [[[1.0]]], [[0.0]], 0.1, 1,
        loss="tanh_squared_error",
    )  # fmt: skip
    found = saturated(step)
    assert found.cell.name == "grad_z1[2,1]"
    assert found.error == pytest.approx(math.tanh(-3.0) - 0.9)
    assert found.gradient == step.grad_z[0][1, 0]
