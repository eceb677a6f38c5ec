"""The numbers inside the formulas, for Question 1, to the four digits they are written with."""

import re

import pytest

from mlp_core import constant_parameters, sgd_step
from pages.one_step import formulas
from pages.shared.numbers import latex


@pytest.fixture
def step():
    weights, biases = constant_parameters([4, 4, 3, 3], 0.1)
    return sgd_step([1, 0, 1, 0], [0, 1, 0], weights, biases, 0.1, "squared_error")


@pytest.fixture
def cross_entropy_step(step):
    return sgd_step(step.x, step.y, step.weights, step.biases, 0.1, "softmax_cross_entropy")


def result(formula: formulas.Formula) -> list[float]:
    """The numbers behind the last equals sign."""
    last = formula.numbers.rsplit("=", 1)[-1].split(r"\quad")[0]
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", last)]


def test_forward(step):
    # z1 = 0.1 (1 + 0 + 1 + 0) + 0.1, z2 = 0.4 tanh(0.3) + 0.1, z3 = 0.3 tanh(z2) + 0.1
    assert result(formulas.pre_activation(step, 1)) == [0.3] * 4
    assert result(formulas.activation(step, 1)) == [0.2913] * 4
    assert result(formulas.pre_activation(step, 2)) == [0.2165] * 3
    assert result(formulas.activation(step, 2)) == [0.2132] * 3
    assert result(formulas.pre_activation(step, 3)) == [0.164] * 3


def test_loss(step, cross_entropy_step):
    (squared,) = formulas.loss(step)
    assert squared.numbers.count(r"\tfrac12 (0.164 - 0)^2") == 2
    assert r"\tfrac12 (0.164 - 1)^2" in squared.numbers
    assert result(squared) == [0.3764]
    softmax, entropy = formulas.loss(cross_entropy_step)
    assert result(softmax) == [0.3333] * 3
    assert r"1 \cdot \log 0.3333" in entropy.numbers
    assert result(entropy) == [1.099]


def test_gradients_at_the_output(step, cross_entropy_step):
    assert result(formulas.output_gradient(step)) == [0.164, -0.836, 0.164]
    assert result(formulas.output_gradient(cross_entropy_step)) == [0.3333, -0.6667, 0.3333]
    matrix = [0.03496] * 3 + [-0.1782] * 3 + [0.03496] * 3
    assert result(formulas.weight_gradient(step, 3)) == matrix
    assert result(formulas.bias_gradient(step, 3)) == [0.164, -0.836, 0.164]


def test_gradients_further_back(step):
    assert result(formulas.hidden_gradient(step, 2)) == [-0.05081] * 3
    assert result(formulas.activation_gradient(step, 2)) == [-0.0485] * 3
    assert result(formulas.hidden_gradient(step, 1)) == [-0.01455] * 4
    assert result(formulas.activation_gradient(step, 1)) == [-0.01332] * 4
    assert result(formulas.weight_gradient(step, 1)) == [-0.01332, 0, -0.01332, 0] * 4


def test_update(step):
    weight, bias = formulas.update(step, 3)
    assert result(weight) == [0.0965]  # 0.1 - 0.1 * 0.03496
    assert result(bias) == [0.0836]  # 0.1 - 0.1 * 0.164
    weight, _ = formulas.update(step, 1)
    assert r"0.1 - 0.1 \cdot (-0.01332)" in weight.numbers


def test_a_block_lines_its_formulas_up(step):
    block = formulas.aligned(formulas.pre_activation(step, 1), formulas.activation(step, 1))
    assert block.startswith(r"\small\begin{aligned}z_1 &= W_1\,x + b_1")
    assert block.count("&=") == 4


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.29131261, "0.2913"), (1.0, "1"), (-3.6e-18, r"-3.6{\cdot}10^{-18}")],
)
def test_numbers_in_formulas(value, text):
    assert latex(value) == text
