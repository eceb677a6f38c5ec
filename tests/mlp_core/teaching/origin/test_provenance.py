"""Provenance: for every cell of random networks the terms are what they say, and add up."""

import math
import re

import numpy as np
import pytest

from mlp_core import constant_parameters, forward, sgd_step, take_steps
from mlp_core.losses import get_loss
from mlp_core.teaching.origin.provenance import explain, largest_first
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import (
    ACTIVATION_NAMES,
    cell_names,
    make_step,
    number,
    random_steps,
    task_steps,
)

PYTHON = {"−": "-", "·": "*", "²": "**2", "½": "0.5", "[": "float(", "]": ")"}
PYTHON |= {"^": "**", "√2": "sqrt(2)", "√": "sqrt", "π": "pi"}
# log 0 stands behind a factor of 0 alone, and any number will do.
FUNCTIONS = {**vars(math), "max": max, "min": min, "float": float, "abs": abs}
FUNCTIONS |= {"sign": lambda number: (number > 0) - (number < 0)}
FUNCTIONS |= {"log": lambda number: math.log(number or 1.0)}
QUESTION_1 = ([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)


def reckon(text: str) -> float:
    """What a formula with numbers in comes to, by Python's own arithmetic."""
    text = re.sub(r"\|(.*?)\|", r"abs(\1)", text)
    for symbol, python in PYTHON.items():
        text = text.replace(symbol, python)
    return eval(text, FUNCTIONS)


def in_parentheses(value: float) -> str:
    return f"({float(value)!r})"


def assert_adds_up(made, step, name):
    terms, divisor = ([term.value for term in part] for part in (made.terms, made.divisor))
    size = sum(map(abs, terms)) / (sum(divisor) if divisor else 1.0)
    assert made.value == number(step, name)
    assert abs(made.remainder) <= 1e-12 * size
    if divisor:
        assert made.value == pytest.approx(sum(terms) / sum(divisor), rel=1e-14)
    else:
        assert abs(sum(terms) - made.value) <= 1e-12 * size
        rest = math.fsum([*terms, made.remainder]) - made.value
        assert abs(rest) <= math.ulp(made.remainder)


def assert_is_explained(step, name):
    made = explain(step, name)
    if not made.given:
        assert_adds_up(made, step, name)
    for term in (*made.terms, *made.divisor):
        product = math.prod(factor.value for factor in term.factors)
        assert term.value == (-product if term.text.startswith("−") else product)
        for factor in term.factors:
            assert factor.numbers == {cell: number(step, cell) for cell in factor.numbers}
            assert set(factor.numbers) <= set(made.sources)
        if name != "loss_after":  # made from cells of a pass that the step does not keep
            again = reckon(term.with_cells(lambda _, value: in_parentheses(value)))
            # 1 + erf of something far below 0 keeps no digit, as it is written, and the logistic
            # function no small ones, as it is computed.
            lost = 1e-13 if "erf" in term.text else 1e-15 if "exp" in term.text else 1e-300
            assert term.value == pytest.approx(again, rel=1e-12, abs=lost)


def test_every_cell_of_random_networks_is_explained():
    for step in random_steps(100, max_units=4):
        for name in cell_names(step):
            assert_is_explained(step, name)


def test_cells_are_all_numbers_of_the_step():
    for step in random_steps(12, max_units=4):
        names = cell_names(step)
        assert len(names) == len(set(names))
        assert len(names) == 1 + sum(np.size(value) for value in step.values().values())
        given = [name for name in names if explain(step, name).given]
        assert {name.partition("[")[0].rstrip("0123456789") for name in given} == {
            "learning_rate", "x", "y", "W", "b",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "formula", "terms"),
    [
        ("x[1]", "x[1]", []),
        ("z1[2]", "Σ_j W1[2,j]·x[j] + b1[2]", [*(f"W1[2,{j}]·x[{j}]" for j in (1, 2, 3, 4)),
                                               "b1[2]"]),
        ("h1[2]", "tanh(z1[2])", ["tanh(z1[2])"]),
        ("loss_terms[2]", "½·(z3[2] − y[2])²", ["½·(z3[2] − y[2])²"]),
        ("loss", "Σ_i loss_terms[i]", [f"loss_terms[{i}]" for i in (1, 2, 3)]),
        ("grad_z3[1]", "z3[1] − y[1]", ["z3[1]", "−y[1]"]),
        ("grad_h2[3]", "Σ_i W3[i,3]·grad_z3[i]", [f"W3[{i},3]·grad_z3[{i}]" for i in (1, 2, 3)]),
        ("grad_z1[4]", "grad_h1[4]·(1 − h1[4]²)", ["grad_h1[4]·(1 − h1[4]²)"]),
        ("grad_W2[1,3]", "grad_z2[1]·h1[3]", ["grad_z2[1]·h1[3]"]),
        ("grad_W1[1,3]", "grad_z1[1]·x[3]", ["grad_z1[1]·x[3]"]),
        ("grad_b1[2]", "grad_z1[2]", ["grad_z1[2]"]),
        ("change_W1[1,1]", "learning_rate·grad_W1[1,1]", ["learning_rate·grad_W1[1,1]"]),
        ("updated_b1[2]", "b1[2] − change_b1[2]", ["b1[2]", "−change_b1[2]"]),
        ("loss_after", "Σ_i loss_terms′[i]", [f"loss_terms′[{i}]" for i in (1, 2, 3)]),
    ],
)  # fmt: skip
def test_formulas_of_question_1(name, formula, terms):
    made = explain(sgd_step(*QUESTION_1, "squared_error"), name)
    assert made.formula == (name if made.given else f"{name} = {formula}")
    assert [term.text for term in made.terms] == terms


def test_a_probability_is_a_quotient_of_exponentials():
    step = make_step((3, 2, 3))
    largest = f"z2[{step.output.argmax() + 1}]"
    made = explain(step, "probabilities[2]")
    assert made.formula == f"probabilities[2] = exp(z2[2] − {largest}) / Σ_j exp(z2[j] − {largest})"
    assert [term.text for term in made.divisor] == [f"exp(z2[{j}] − {largest})" for j in (1, 2, 3)]
    assert made.terms == made.divisor[1:2]
    assert set(made.sources) == {"z2[1]", "z2[2]", "z2[3]"}


def test_the_loss_after_comes_from_the_updated_parameters():
    step = make_step((3, 2, 3), activation="logistic")
    made = explain(step, "loss_after")
    output, _ = forward(step.x, step.updated_weights, step.updated_biases, "logistic")
    again = get_loss(step.loss_name).terms(output, step.y)
    assert [term.value for term in made.terms] == again.tolist()
    updated = {name for name in cell_names(step) if name.startswith(("updated_", "x[", "y["))}
    assert set(made.sources) == updated


@pytest.mark.parametrize("name", ["z1[1]", "grad_z1[1]", "h1[1]"])
@pytest.mark.parametrize("activation", ACTIVATION_NAMES)
def test_huge_numbers_are_explained_too(name, activation):
    step = make_step((3, 2, 3), "squared_error", activation, scale=1e6)
    assert_adds_up(explain(step, name), step, name)


def test_large_layers_show_their_largest_terms_first():
    step = make_step((64, 5, 3))
    made = explain(step, "z1[2]")
    short = largest_first(made, 4)
    sizes = [abs(term.value) for term in made.terms]
    assert [abs(term.value) for term in short.terms[:-1]] == sorted(sizes, reverse=True)[:4]
    rest = short.terms[-1]
    assert rest.text == "… and 61 more"
    small = [term.value for term in made.terms if abs(term.value) < sorted(sizes)[-4]]
    assert rest.value == pytest.approx(sum(small), rel=1e-12)
    assert set(short.sources) == set(made.sources)
    assert math.fsum([*(term.value for term in short.terms), short.remainder]) == made.value


def test_a_rest_of_one_term_is_shown_itself():
    made = explain(make_step((3, 2, 3)), "z1[1]")
    assert {term.text for term in largest_first(made, 3).terms} == {t.text for t in made.terms}
    assert len(largest_first(made, 2).terms) == 3
    with pytest.raises(ValueError, match="at least 1 term; got 0"):
        largest_first(made, 0)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("z9[1]", r"no cell called 'z9\[1\]'.*in layers 1 to 3"),
        ("h3[1]", "no cell called"),
        ("probabilities[1]", "probabilities with cross-entropy only"),
        ("", "no cell called ''"),
        ("z2[4]", r"z2 has entries z2\[1\] to z2\[3\]; got 'z2\[4\]'"),
        ("z2[0]", "z2 has entries"),
        ("z2[01]", "z2 has entries"),
        ("z2", "z2 has entries"),
        ("W2[1]", r"W2 has entries W2\[1,1\] to W2\[3,4\]; got"),
        ("loss[1]", "loss is a single number without an index; got"),
        (f"z2[{'9' * 5000}]", "no cell called"),
    ],
)
def test_unknown_names_are_refused_with_what_there_is(name, message):
    with pytest.raises(ValueError, match=message):
        explain(sgd_step(*QUESTION_1, "squared_error"), name)


def test_only_a_softmax_takes_the_largest_off():
    step = make_step((2, 2, 2), "softmax_cross_entropy", "silu")
    names = ("h1[1]", "grad_z1[1]", "probabilities[1]", "grad_z2[1]")
    assert [explain(step, name).relative for name in names] == [False, False, True, False]


def test_every_cell_of_whatever_a_task_may_be_is_explained():
    for seed in range(24):
        *_, step = task_steps(random_task(seed), 2)
        for name in cell_names(step):
            assert_is_explained(step, name)


@pytest.mark.parametrize(
    ("name", "formula", "terms", "divisor"),
    [
        ("z1[2,1]", "Σ_j W1[1,j]·x[2,j] + b1[1]", ["W1[1,1]·x[2,1]", "W1[1,2]·x[2,2]", "b1[1]"],
         []),
        ("grad_W1[1,2]", "Σ_n grad_z1[n,1]·x[n,2] + alpha·W1[1,2] / 2",
         ["grad_z1[1,1]·x[1,2]", "grad_z1[2,1]·x[2,2]", "alpha·W1[1,2] / 2"], []),
        ("grad_b1[1]", "Σ_n grad_z1[n,1]", ["grad_z1[1,1]", "grad_z1[2,1]"], []),
        ("grad_z1[2,1]", "(z1[2,1] − y[2,1]) / 2", ["z1[2,1]", "−y[2,1]"], ["2"]),
        ("grad_x[2,1]", "Σ_i W1[i,1]·grad_z1[2,i]", ["W1[1,1]·grad_z1[2,1]"], []),
        ("loss", "Σ_n Σ_i loss_terms[n,i] / 2 + penalty",
         ["loss_terms[1,1] / 2", "loss_terms[2,1] / 2", "penalty"], []),
        ("updated_velocity_b1[1]", "momentum·velocity_b1[1] − learning_rate·grad_b1[1]",
         ["momentum·velocity_b1[1]", "−learning_rate·grad_b1[1]"], []),
        ("change_b1[1]", "−updated_velocity_b1[1]", ["−updated_velocity_b1[1]"], []),
    ],
)  # fmt: skip
def test_formulas_of_a_batch_name_their_rows(name, formula, terms, divisor):
    (step,) = take_steps(
        [[1, 2], [3, 4]], [[0], [1]], [[[0.5, -0.5]]], [[0.1]], 0.1, 1,
        loss="squared_error", momentum=0.9, alpha=0.2,
    )  # fmt: skip
    made = explain(step, name)
    assert made.formula == f"{name} = {formula}"
    assert [term.text for term in made.terms] == terms
    assert [term.text for term in made.divisor] == divisor


def test_a_cell_of_a_batch_has_its_row():
    step = make_step((3, 2), n_rows=2)
    for name in ("z1[3,1]", "z1[1]"):
        with pytest.raises(ValueError, match=r"z1 has entries z1\[1,1\] to z1\[2,2\]; got"):
            explain(step, name)
    with pytest.raises(ValueError, match=r"cells such as x\[1,1\], z1\[1,2\]"):
        explain(step, "z9[1,1]")
