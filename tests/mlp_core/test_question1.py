"""The practical's Question 1: every number of one update, against other software's figures.

Once through ``sgd_step`` and once through the four functions alone, for both losses.
"""

import numpy as np
import pytest

from mlp_core import (
    backward,
    compute_loss,
    constant_parameters,
    forward,
    sgd_step,
    softmax,
    update_weights,
)
from tests.mlp_core.reference import assert_layers_close, load_reference

FIGURES = load_reference("question1")
ATOL = 1e-12
LAYER_LISTS = [
    "z",
    "h",
    "grad_z",
    "grad_h",
    "grad_weights",
    "grad_biases",
    "updated_weights",
    "updated_biases",
]


@pytest.fixture(params=["squared_error", "softmax_cross_entropy"])
def loss(request):
    return request.param


@pytest.fixture
def figures(loss):
    return FIGURES[loss]


@pytest.fixture
def step(figures, loss):
    parameters = constant_parameters(figures["units"], figures["initial_value"])
    return sgd_step(figures["x"], figures["y"], *parameters, figures["learning_rate"], loss)


@pytest.mark.parametrize("name", LAYER_LISTS)
def test_a_step_goes_through_the_figures(step, figures, name):
    assert_layers_close(getattr(step, name), figures[name], ATOL)


def test_a_steps_output_and_loss_are_the_figures(step, figures, loss):
    # The figures give a classifier's output as probabilities.
    outputs = step.output if loss == "squared_error" else step.probabilities
    np.testing.assert_allclose(outputs, figures["output"], rtol=0.0, atol=ATOL)
    assert step.loss == pytest.approx(figures["loss"], rel=0.0, abs=ATOL)


def test_the_four_functions_alone_give_the_figures(figures, loss):
    x, y = figures["x"], figures["y"]
    weights, biases = constant_parameters(figures["units"], figures["initial_value"])
    output, hiddens = forward(x, weights, biases)
    probabilities = output if loss == "squared_error" else softmax(output)
    np.testing.assert_allclose(probabilities, figures["output"], rtol=0.0, atol=ATOL)
    assert_layers_close(hiddens, figures["h"], ATOL)
    assert compute_loss(output, y, loss) == pytest.approx(figures["loss"], rel=0.0, abs=ATOL)
    gradients = backward(x, y, output, hiddens, weights, loss)
    assert_layers_close(gradients[0], figures["grad_weights"], ATOL)
    assert_layers_close(gradients[1], figures["grad_biases"], ATOL)
    updated = update_weights(weights, biases, *gradients, figures["learning_rate"])
    assert_layers_close(updated[0], figures["updated_weights"], ATOL)
    assert_layers_close(updated[1], figures["updated_biases"], ATOL)


def test_traces_of_the_two_passes_hold_the_figures(figures, loss):
    trace = {}
    weights, biases = constant_parameters(figures["units"], figures["initial_value"])
    output, hiddens = forward(figures["x"], weights, biases, trace=trace)
    backward(figures["x"], figures["y"], output, hiddens, weights, loss, trace=trace)
    expected = {
        f"{name}{k}": layer
        for name in ("z", "h", "grad_z", "grad_h")
        for k, layer in enumerate(figures[name], start=1)
    }
    assert trace.keys() == expected.keys() | {"grad_x"}
    for name, layer in expected.items():
        np.testing.assert_allclose(trace[name], layer, rtol=0.0, atol=ATOL)


def test_equal_parameters_give_every_class_one_third():
    # With all parameters equal the three outputs are equal: p = (1/3, 1/3, 1/3), the loss is
    # log 3, and p - y = (1/3, 1/3 - 1, 1/3) for y = (0, 1, 0).
    figures = FIGURES["softmax_cross_entropy"]
    step = sgd_step(figures["x"], figures["y"], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)
    assert step.loss == pytest.approx(np.log(3.0), rel=1e-15)
    np.testing.assert_allclose(step.grad_z[-1], [1 / 3, -2 / 3, 1 / 3], rtol=1e-15)
    # W3ᵀ (p - y) = 0.1 (1/3 - 2/3 + 1/3) = 0: nothing flows below the last layer.
    assert_layers_close(step.grad_h, [np.zeros(4), np.zeros(3)], atol=1e-16)


def test_the_two_losses_differ_only_from_the_output_on():
    squared, entropy = (
        sgd_step([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1, loss)
        for loss in ("squared_error", "softmax_cross_entropy")
    )
    assert_layers_close(squared.z, entropy.z, atol=0.0)
    assert_layers_close(squared.h, entropy.h, atol=0.0)
    assert squared.loss != entropy.loss
