"""Exercises whose answer is zero: what rounding leaves of it is in no key, hint or mark."""

import re

import pytest

from mlp_core import ACTIVATIONS, constant_parameters
from mlp_core.task import Task
from mlp_core.teaching.exercise.marking import mark
from mlp_core.teaching.exercise.problems import Problem, exact_values
from mlp_core.teaching.worksheet.markdown import key_markdown, worksheet_markdown
from mlp_core.teaching.worksheet.notebook import key_notebook, worksheet_notebook
from tests.mlp_core.teaching.exercise.test_hints import told_of

TINY = re.compile(r"\de-1[5-9]|\de-2\d")


def question_1(
    activation: str = "tanh", blanks: tuple[str, ...] = ("gradients", "update")
) -> Problem:
    weights, biases = constant_parameters([4, 4, 3, 3], 0.1)
    x, y = (1.0, 0.0, 1.0, 0.0), (0.0, 1.0, 0.0)
    task = Task(x, y, weights, biases, 0.1, "softmax_cross_entropy", activation)
    return Problem(task, blanks)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    "sheet", [worksheet_markdown, key_markdown, worksheet_notebook, key_notebook]
)
def test_no_sheet_has_rounding_in_it(activation, sheet):
    # Given on a worksheet, asked for in a key.
    blanks = ("update",) if "worksheet" in sheet.__name__ else ("gradients", "update")
    assert not TINY.search(sheet(question_1(activation, blanks)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_zero_is_the_answer_and_counts_as_right(activation):
    problem = question_1(activation)
    step = problem.step()
    assert step.grad_h[1].any()
    exact = exact_values(problem)
    assert not exact["grad_h2"].any()
    assert not exact["grad_W1"].any()
    assert exact["grad_W3"].any()
    for typed in ("0", "0,0000", "-0", repr(float(step.grad_h[1][0])), "1e-17"):
        marks = mark(problem, {"grad_h2[1]": typed, "grad_W2[3,4]": typed}).marks
        assert marks["grad_h2[1]"].verdict == marks["grad_W2[3,4]"].verdict == "right"
    assert mark(problem, {"grad_h2[1]": "0.001"}).marks["grad_h2[1]"].verdict == "wrong"
    told = told_of(problem, "grad_z2[1]", {"grad_h2[1]": "0"})
    assert told.answer == 0.0
    assert not TINY.search(told.numbers)
    assert told.note == ""


def test_small_numbers_that_are_real_are_kept():
    problem = Problem(Task((1e-8,), (0.0,), [[[2e-7]]], [[0.0]], 0.1, "squared_error"))
    assert exact_values(problem)["z1"][0] == pytest.approx(2e-15)
    assert "2.000e-15" in key_markdown(problem)
