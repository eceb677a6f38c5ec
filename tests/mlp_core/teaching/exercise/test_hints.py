"""Hints: the formula of a cell, in names and in numbers that really make its value."""

import math
import re

import pytest
from hypothesis import example, given

from mlp_core.names import entry_names
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.hints import Hints, hints
from mlp_core.teaching.exercise.marking import mark
from mlp_core.teaching.exercise.problems import Problem, ProblemSpec, exact_values
from mlp_core.teaching.quantities.compute import looking_up
from mlp_core.teaching.quantities.entries import LATEX, write
from mlp_core.teaching.quantities.names import latex_name, parse, shown_name
from mlp_core.teaching.quantities.paper import paper_formula
from tests.mlp_core.teaching.exercise.test_problems import specs

SQUARED = draw_problem(ProblemSpec(units=(2, 2, 2), seed=1))
ENTROPY = draw_problem(ProblemSpec(units=(2, 2, 2), seed=1, loss="softmax_cross_entropy"))
RELU = draw_problem(ProblemSpec(units=(2, 2, 2), seed=1, activation="relu"))
LOGISTIC = draw_problem(ProblemSpec(units=(2, 2, 2), seed=1, activation="logistic"))


SIGNS = {"·": "*", "½": "0.5*", "²": "**2", "√2": "sqrt(2)", "√": "sqrt", "π": "pi"}


def told_of(problem: Problem, cell: str, answers: dict[str, str] | None = None) -> Hints:
    """The hints for a cell after these answers."""
    return hints(problem, cell, mark(problem, answers or {}))


def evaluate(text: str) -> float:
    """The value of a hint's right-hand side, as somebody with a calculator reads it."""
    python = text.partition(" = ")[2]
    python = re.sub(r"(tanh|exp|log) (\(.*?\)|[\d.e-]+)", r"\1(\2)", python)
    python = re.sub(r"\|(.*?)\|", r"abs(\1)", python)
    for sign, code in SIGNS.items():
        python = python.replace(sign, code)
    # log 0 stands behind a factor of 0 alone, and any number will do.
    log = {"log": lambda number: math.log(number or 1.0)}
    own = {"max": max, "min": min, "sign": lambda number: (number > 0) - (number < 0)}
    return eval(python, vars(math) | own | log)


def test_the_quotient_within_a_logarithm_stands_in_brackets():
    found = told_of(draw_problem(ProblemSpec(units=(1, 1), loss="poisson")), "loss")
    assert found.symbols == "L = ŷ[1] - y[1] + y[1]·log (y[1] / ŷ[1])"
    assert evaluate(found.numbers) == pytest.approx(found.answer, abs=1e-5)


# A probability so near 1 that what it lacks has but two of six digits.
NEAR_1 = ProblemSpec(
    units=(2, 3, 2),
    seed=3,
    loss="logistic_cross_entropy",
    activation="elu",
    learning_rate=9.0,
    blanks=("z1", "loss_after"),
)


@given(specs())
@example(NEAR_1)
def test_the_numbers_make_the_answer(spec: ProblemSpec):
    problem = draw_problem(spec)
    exact = exact_values(problem)
    for stage in problem.blanks:
        # A row's ends stand for the rest.
        names, values = entry_names(stage, exact[stage]), exact[stage].ravel().tolist()
        for name, value in list(zip(names, values, strict=True))[:: max(1, len(names) - 1)]:
            hint = told_of(problem, name)
            assert hint.answer == value
            assert evaluate(hint.numbers) == pytest.approx(value, rel=1e-4, abs=1e-5), hint
            assert hint.note == ""
            for line in (hint.symbols, hint.numbers):
                assert line.count("(") == line.count(")")


@pytest.mark.parametrize(
    ("problem", "cell", "text", "latex"),
    [
        (
            SQUARED,
            "z1[2]",
            "z1[2] = W1[2,1]·x[1] + W1[2,2]·x[2] + b1[2]",
            r"z_{1}[2] = W_{1}[2,1] \cdot x[1] + W_{1}[2,2] \cdot x[2] + b_{1}[2]",
        ),
        (SQUARED, "h1[1]", "h1[1] = tanh z1[1]", r"h_{1}[1] = \tanh z_{1}[1]"),
        (RELU, "h1[1]", "h1[1] = max(0, z1[1])", r"h_{1}[1] = \max(0, z_{1}[1])"),
        (
            LOGISTIC,
            "h1[1]",
            "h1[1] = 1 / (1 + exp(-z1[1]))",
            r"h_{1}[1] = \frac{1}{1 + e^{-z_{1}[1]}}",
        ),
        (
            ENTROPY,
            "probabilities[2]",
            "p[2] = exp z2[2] / (exp z2[1] + exp z2[2])",
            r"p[2] = \frac{e^{z_{2}[2]}}{e^{z_{2}[1]} + e^{z_{2}[2]}}",
        ),
        (
            SQUARED,
            "loss",
            "L = ½(z2[1] - y[1])² + ½(z2[2] - y[2])²",
            r"L = \tfrac12 (z_{2}[1] - y[1])^2 + \tfrac12 (z_{2}[2] - y[2])^2",
        ),
        (
            ENTROPY,
            "loss_after",
            "L′ = -(y[1]·log p′[1] + y[2]·log p′[2])",
            r"L^{\text{after}} = -\left(y[1] \cdot \log p^{\text{after}}[1]"
            r" + y[2] \cdot \log p^{\text{after}}[2]\right)",
        ),
        (
            SQUARED,
            "grad_z2[1]",
            "∂L/∂z2[1] = z2[1] - y[1]",
            r"\frac{\partial L}{\partial z_{2}}[1] = z_{2}[1] - y[1]",
        ),
        (
            RELU,
            "grad_z1[2]",
            "∂L/∂z1[2] = ∂L/∂h1[2]·(1 if h1[2] > 0 else 0)",
            r"\frac{\partial L}{\partial z_{1}}[2] = \frac{\partial L}{\partial h_{1}}[2]"
            r" \cdot [h_{1}[2] > 0]",
        ),
        (
            SQUARED,
            "grad_z1[1]",
            "∂L/∂z1[1] = ∂L/∂h1[1]·(1 - h1[1]²)",
            r"\frac{\partial L}{\partial z_{1}}[1] = \frac{\partial L}{\partial h_{1}}[1]"
            r" \cdot (1 - h_{1}[1]^2)",
        ),
        (
            LOGISTIC,
            "grad_z1[1]",
            "∂L/∂z1[1] = ∂L/∂h1[1]·h1[1]·(1 - h1[1])",
            r"\frac{\partial L}{\partial z_{1}}[1] = \frac{\partial L}{\partial h_{1}}[1]"
            r" \cdot h_{1}[1] \cdot (1 - h_{1}[1])",
        ),
        (
            SQUARED,
            "updated_W2[1,2]",
            "W2′[1,2] = W2[1,2] - η·∂L/∂W2[1,2]",
            r"W_{2}'[1,2] = W_{2}[1,2] - \eta \cdot \frac{\partial L}{\partial W_{2}}[1,2]",
        ),
    ],
)
def test_the_formula_in_symbols(problem, cell, text, latex):
    assert told_of(problem, cell).symbols == text
    formula = paper_formula(
        problem.rules, parse(cell), looking_up(problem.rules, exact_values(problem))
    )
    right_side = write(formula, LATEX, lambda leaf: latex_name(leaf.name))
    assert f"{latex_name(cell)} = {right_side}" == latex


def test_the_gradient_of_h_takes_the_weights_by_column():
    hint = told_of(SQUARED, "grad_h1[2]")
    assert hint.symbols == "∂L/∂h1[2] = W2[1,2]·∂L/∂z2[1] + W2[2,2]·∂L/∂z2[2]"


def test_no_formula_is_in_brackets_as_a_whole():
    kind = {"loss": "tanh_squared_error", "activation": "elu"}
    blanks = ("h1", "slope2", "grad_z1")
    problem = draw_problem(ProblemSpec(units=(2, 2, 2), seed=1, blanks=blanks, **kind))
    found = {
        cell: told_of(problem, cell).symbols.partition(" = ")[2]
        for cell in ("h1[1]", "slope2[1]", "grad_z1[1]")
    }
    assert found == {
        "h1[1]": "max(0, z1[1]) + min(0, exp(z1[1]) - 1)",
        "slope2[1]": "1 - ŷ[1]²",
        "grad_z1[1]": "∂L/∂h1[1]·min(1, h1[1] + 1)",
    }


def test_negative_numbers_stand_in_brackets_and_small_ones_as_powers():
    hint = told_of(SQUARED, "z2[1]", {"h1[1]": "-0.00001", "h1[2]": "-3"})
    weights, (bias, _) = SQUARED.task.weights[1][0], SQUARED.task.biases[1]

    def shown(number):
        return f"({number:g})" if number < 0 else f"{number:g}"

    numbers = f"{shown(weights[0])}·(-1e-05) + {shown(weights[1])}·(-3) + {shown(bias)}"
    assert hint.numbers == f"z2[1] = {numbers}"


def test_an_earlier_wrong_answer_is_used_and_said():
    hint = told_of(SQUARED, "z2[1]", {"h1[1]": "0,9", "h1[2]": "", "z1[1]": "7"})
    h = exact_values(SQUARED)["h1"][1]
    assert hint.note == "With your own h1[1] in place of the exact value."
    own = (
        SQUARED.task.weights[1][0][0] * 0.9
        + SQUARED.task.weights[1][0][1] * h
        + SQUARED.task.biases[1][0]
    )
    assert evaluate(hint.numbers) == pytest.approx(own, abs=1e-5)
    assert hint.answer == SQUARED.step().z[1][0]


def test_what_follows_from_a_mistake_is_used_too():
    answers = {"z1[1]": "0.5", "h1[1]": "0.4621"}
    hint = told_of(SQUARED, "z2[1]", answers)
    assert hint.note == "With your own h1[1] in place of the exact value."
    assert "·0.4621 + " in hint.numbers


def test_an_earlier_right_or_unreadable_answer_changes_nothing():
    h = exact_values(SQUARED)["h1"][0]
    for answers in ({"h1[1]": f"{h:.4f}"}, {"h1[1]": "?"}, {"grad_W2[1,1]": "9"}):
        assert told_of(SQUARED, "z2[1]", answers) == told_of(SQUARED, "z2[1]")


def test_own_updated_weights_go_into_the_last_loss():
    answers = {"updated_W2[1,1]": "2", "updated_b2[2]": "3"}
    hint = told_of(SQUARED, "loss_after", answers)
    assert hint.note == "With your own W2′[1,1], b2′[2] in place of the exact value."
    assert hint.numbers != told_of(SQUARED, "loss_after").numbers
    assert hint.answer == SQUARED.step().loss_after


@pytest.mark.parametrize("cell", ["", "x[1]", "z9[1]", "z1[7]", "z1", "loss[1]", "nonsense[", "🙂"])
def test_other_names_have_no_hint(cell):
    with pytest.raises(ValueError, match="cell of a blanked stage"):
        told_of(SQUARED, cell)


@pytest.mark.parametrize(
    ("cell", "shown", "latex"),
    [
        ("probabilities[1]", "p[1]", "p[1]"),
        ("grad_b12", "∂L/∂b12", r"\frac{\partial L}{\partial b_{12}}"),
        ("updated_b1[2]", "b1′[2]", "b_{1}'[2]"),
        ("z3_after[1]", "z3′[1]", r"z_{3}^{\text{after}}[1]"),
        ("learning_rate", "η", r"\eta"),
        ("x[2]", "x[2]", "x[2]"),
    ],
)
def test_names_on_the_page_and_in_latex(cell, shown, latex):
    assert (shown_name(cell), latex_name(cell)) == (shown, latex)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("7.16396000412", "7.16396"),
        ("7.163960412", "7.16396"),
        ("7.16300041", "7.16300"),
        ("7.5", "7.5"),
    ],
)
def test_a_number_that_goes_on_keeps_its_last_zeros(typed, shown):
    text = told_of(SQUARED, "z2[1]", {"h1[1]": typed}).numbers
    assert f"·{shown} + " in text
