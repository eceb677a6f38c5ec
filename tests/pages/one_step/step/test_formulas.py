"""The numbers inside the formulas, for Question 1, with as many decimals in each of them."""

import re

import pytest

from mlp_core import constant_parameters, seeded_parameters, sgd_step
from pages.one_step.step.formulas import Formula, aligned, formula_of
from pages.shared.numbers import latex_alike


@pytest.fixture
def step():
    weights, biases = constant_parameters([4, 4, 3, 3], 0.1)
    return sgd_step([1, 0, 1, 0], [0, 1, 0], weights, biases, 0.1, "squared_error")


@pytest.fixture
def cross_entropy_step(step):
    return sgd_step(step.x, step.y, step.weights, step.biases, 0.1, "softmax_cross_entropy")


def result(formula: Formula) -> list[float]:
    """The numbers behind the last equals sign."""
    last = formula.numbers.rsplit("=", 1)[-1].split(r"\quad")[0]
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", last)]


def test_forward(step):
    # z1 = 0.1 (1 + 0 + 1 + 0) + 0.1, z2 = 0.4 tanh(0.3) + 0.1, z3 = 0.3 tanh(z2) + 0.1
    assert result(formula_of(step, "z1")) == [0.3] * 4
    assert result(formula_of(step, "h1")) == [0.2913] * 4
    assert result(formula_of(step, "z2")) == [0.2165] * 3
    assert result(formula_of(step, "h2")) == [0.2132] * 3
    assert result(formula_of(step, "z3")) == [0.164] * 3


def test_loss(step, cross_entropy_step):
    squared = formula_of(step, "loss")
    assert squared.numbers.count(r"\tfrac12 (0.1640 - 0)^2") == 2
    assert r"\tfrac12 (0.1640 - 1)^2" in squared.numbers
    assert result(squared) == [0.3764]
    softmax, entropy = (formula_of(cross_entropy_step, name) for name in ("probabilities", "loss"))
    assert result(softmax) == [0.3333] * 3
    assert r"1 \cdot \log 0.3333" in entropy.numbers
    assert result(entropy) == [1.0986]


def test_gradients_at_the_output(step, cross_entropy_step):
    assert result(formula_of(step, f"grad_z{len(step.z)}")) == [0.164, -0.836, 0.164]
    assert result(formula_of(cross_entropy_step, "grad_z3")) == [0.3333, -0.6667, 0.3333]
    matrix = [0.03496] * 3 + [-0.17825] * 3 + [0.03496] * 3
    assert result(formula_of(step, "grad_W3")) == matrix
    assert result(formula_of(step, "grad_b3")) == [0.164, -0.836, 0.164]


def test_gradients_further_back(step):
    assert result(formula_of(step, "grad_h2")) == [-0.05081] * 3
    assert result(formula_of(step, "grad_z2")) == [-0.0485] * 3
    assert result(formula_of(step, "grad_h1")) == [-0.01455] * 4
    assert result(formula_of(step, "grad_z1")) == [-0.01332] * 4
    assert result(formula_of(step, "grad_W1")) == [-0.01332, 0, -0.01332, 0] * 4


def test_update(step):
    weight, bias = formula_of(step, "updated_W3"), formula_of(step, "updated_b3")
    assert result(weight) == [0.0965]  # 0.1 - 0.1 * 0.03496
    assert result(bias) == [0.0836]  # 0.1 - 0.1 * 0.164
    weight = formula_of(step, "updated_W1")
    assert r"0.10000 - 0.1 \cdot (-0.01332)" in weight.numbers


def test_a_block_lines_its_formulas_up(step):
    block = aligned(formula_of(step, "z1"), formula_of(step, "h1"))
    assert block.startswith(r"\small\begin{aligned}z_1 &= W_1\,x + b_1")
    assert block.count("&=") == 4


@pytest.mark.parametrize(
    ("together", "texts"),
    [
        # As many decimals for all, whole numbers as such, and four digits of the smallest.
        ([0.0, 0.29131261, 1.0], ["0", "0.2913", "1"]),
        ([0.16396, 0.2132], ["0.1640", "0.2132"]),
        ([0.16396, 0.034963, -0.17823], ["0.16396", "0.03496", "-0.17823"]),
        ([1.0986123, 0.3333], ["1.0986", "0.3333"]),
        # No more than they have themselves, float64's leftovers not counted.
        ([0.1, 0.30000000000000004, 2.0], ["0.1", "0.3", "2"]),
        ([0.25, 0.1], ["0.25", "0.10"]),
        # What is too small beside the others takes a power of ten and leaves them alone.
        ([0.2913, 3.6e-9], ["0.2913", r"3.600{\cdot}10^{-9}"]),
        ([0.2913, 1234567.8], ["0.2913", r"1.235{\cdot}10^{6}"]),
    ],
)
def test_numbers_of_one_formula_have_as_many_decimals(together, texts):
    assert list(map(latex_alike(together), together)) == texts


@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic"])
@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
@pytest.mark.parametrize("seed", range(3))
def test_no_formula_mixes_its_decimals(activation, loss, seed):
    parameters = seeded_parameters([3, 4, 2], seed, scale=1.0)
    step = sgd_step([0.5, -1.0, 2.0], [0, 1], *parameters, 0.125, loss, activation)
    made = [formula_of(step, "z1"), formula_of(step, "h1"), formula_of(step, "loss")]
    made += [formula_of(step, f"grad_z{len(step.z)}"), formula_of(step, "grad_h1")]
    made += [formula_of(step, "grad_z1"), formula_of(step, "grad_W2")]
    made += [formula_of(step, "grad_b2")]
    for formula in made:
        plain = re.sub(r"\d\.\d+\{\\cdot\}10\^\{-?\d+\}", "", formula.numbers)
        decimals = {len(found) for found in re.findall(r"\d\.(\d+)", plain)}
        assert len(decimals) <= 1, formula.numbers


def test_rounding_is_no_number_of_a_formula(cross_entropy_step):
    step = cross_entropy_step
    zeros = [formula_of(step, "grad_h2"), formula_of(step, "grad_z1")]
    for formula in (*zeros, formula_of(step, "grad_b1")):
        assert "10^" not in formula.numbers
        last = formula.numbers.rsplit("=", 1)[-1]
        assert last.count(r"{\approx}0") == last.count(r"\\") + 1
    matrix = formula_of(step, "grad_W1").numbers.rsplit("=", 1)[-1]
    assert matrix.count(r"{\approx}0&0&{\approx}0&0") == 4
    weight = formula_of(step, "updated_W1")
    assert weight.numbers.startswith(r"0.1 - 0.1 \cdot ({\approx}0) = 0.1")


def test_a_learning_rate_is_never_rounded(step):
    fine = sgd_step(step.x, step.y, step.weights, step.biases, 0.000125, "squared_error")
    made = formula_of(fine, "updated_W3"), formula_of(fine, "updated_b3")
    assert all(r"\cdot" in f.numbers and "- 0.000125 " in f.numbers for f in made)


@pytest.mark.parametrize("rows", [1, 4])
def test_what_is_too_tall_for_an_exponent_stands_on_the_line(rows):
    x, y = [[1.0, 0.5, -1.0, 2.0]] * rows, [[0.0, 1.0, 0.0]] * rows
    x, y = (x, y) if rows > 1 else (x[0], y[0])
    parameters = seeded_parameters([4, 2, 3], 0)
    made = sgd_step(x, y, *parameters, 0.1, "squared_error", activation="logistic")
    formula = formula_of(made, "h1")
    assert "e^{-" in formula.symbols
    assert r"1 + \exp\left(-\begin{bmatrix}" in formula.numbers
    assert "^{" not in formula.numbers
