"""Worksheets give away nothing that is asked for, and keys hold what the engine computes."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given

from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.links import from_query
from mlp_core.teaching.exercise.problems import Problem, ProblemSpec, exact_values
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.worksheet.markdown import all_stages, key_markdown, worksheet_markdown
from tests.mlp_core.teaching.exercise.test_problems import specs

SPEC = ProblemSpec(
    units=(3, 3, 2), seed=6, loss="softmax_cross_entropy", blanks=("z1", "loss", "gradients")
)


def tables(markdown: str) -> dict[str, list[list[str]]]:
    """The cells of every table, row by row and without row labels, by the name of its first."""
    found = {}
    for block in markdown.split("\n\n"):
        lines = [line.strip("|").split("|") for line in block.splitlines()]
        if block.startswith("|"):
            header, _, *rows = [[cell.strip() for cell in line] for line in lines]
            labelled = len(header) > 1 and header[1] == "[·,1]"
            found[header[0].removesuffix("[1]")] = [row[labelled:] for row in rows]
    return found


def numbers_of(problem: Problem, stages: Sequence[str]) -> list[float]:
    exact = exact_values(problem)
    return [number for stage in stages for number in exact[stage].ravel().tolist()]


def test_the_sheet_shows_what_is_given_and_blanks_the_rest():
    problem = draw_problem(SPEC)
    sheet = tables(worksheet_markdown(problem))
    exact = exact_values(problem)
    assert sheet["W2"] == [[f"{w:g}" for w in row] for row in problem.task.weights[1]]
    assert sheet["x"] == [[f"{x:g}" for x in problem.task.x]]
    assert sheet["z1"] == [["____"] * 3]
    assert sheet["L"] == [["____"]]
    assert sheet["∂L/∂W2"] == [["____"] * 3] * 2
    assert sheet["h1"] == [[f"{h:.6f}" for h in exact["h1"]]]
    assert sheet["p"] == [[f"{p:.6f}" for p in exact["probabilities"]]]
    assert sheet["W1′"] == [[f"{w:.6f}" for w in row] for row in exact["updated_W1"]]
    assert sheet["L′"] == [[f"{exact['loss_after']:.6f}"]]


def test_tasks_are_numbered_and_have_their_formula():
    sheet = worksheet_markdown(draw_problem(SPEC))
    headings = re.findall(r"^### (\d+)\. (.*)$", sheet, re.MULTILINE)
    assert [int(number) for number, _ in headings] == list(range(1, 10))
    assert headings[0] == ("1", "Pre-activations z1 of layer 1")
    assert headings[1] == ("2", "Loss L")
    assert sheet.count("$$") == 2 * 9
    assert r"$$z_{1} = W_{1} x + b_{1}$$" in sheet
    assert r"$$L = -\sum_i y[i] \log p[i]$$" in sheet
    assert r"$$\frac{\partial L}{\partial h_{1}} = W_{2}^\top" in sheet


def kept_back(problem: Problem) -> list[float]:
    """Numbers of blanked stages that no given one gives away: ∂L/∂b, say, is ∂L/∂z."""
    asked = numbers_of(problem, problem.blanks)
    shown = [
        name for name in exact_values(problem) if re.fullmatch(r"[xyWb]\d*|learning_rate", name)
    ]
    shown += [stage for stage in all_stages(problem) if stage not in problem.blanks]
    given_away = np.abs(numbers_of(problem, shown))
    return [number for number in asked if np.abs(given_away - abs(number)).min() > 2e-5]


@given(specs())
def test_no_answer_of_a_blanked_stage_is_on_the_sheet(spec: ProblemSpec):
    problem = draw_problem(spec)
    sheet = worksheet_markdown(problem)
    numbers = set(re.findall(r"\d+\.\d{5}", sheet))
    for number in kept_back(problem):
        assert f"{abs(number):.6f}"[:-1] not in numbers - {"0.00005"}
    assert sheet.count("____") == len(numbers_of(problem, problem.blanks))
    for stage in all_stages(problem):
        if stage not in problem.blanks:
            cells = [cell for row in tables(sheet)[shown_name(stage)] for cell in row]
            expected = numbers_of(problem, [stage])
            assert [float(cell) for cell in cells] == pytest.approx(expected, rel=1e-3, abs=1e-6)


@given(specs())
def test_the_key_holds_the_steps_numbers(spec: ProblemSpec):
    problem = draw_problem(spec)
    step = problem.step().values()
    key = key_markdown(problem)
    assert "____" not in key
    found = tables(key)
    for stage in all_stages(problem):
        expected = np.asarray(step[stage])
        numbers = [[float(cell) for cell in row] for row in found[shown_name(stage)]]
        actual = np.array(numbers).reshape(expected.shape)
        np.testing.assert_allclose(actual, expected, rtol=1e-3, atol=5.01e-7)
    full = [float(row[1]) for row in found["number"]]
    assert full == numbers_of(problem, problem.blanks)


@given(specs())
def test_the_footer_leads_back_to_the_problem(spec: ProblemSpec):
    problem = draw_problem(spec)
    for sheet in (worksheet_markdown(problem), key_markdown(problem)):
        footer = sheet.splitlines()[-1]
        assert footer.startswith(f"Seed {problem.seed} · ")
        query = dict(parse_qsl(footer.partition("`?")[2].rstrip("`")))
        read, complaints = from_query(query)
        assert complaints == []
        assert draw_problem(read) == problem


def test_a_problem_that_was_not_drawn_says_so():
    problem = Problem(Task((1,), (1,), [[[0.1]]], [[0.2]], 0.1, "squared_error"))
    sheet = worksheet_markdown(problem)
    assert sheet.endswith("These numbers were not drawn from a seed.")
    assert "A 1-1 network, linear output, squared error." in sheet


@pytest.mark.parametrize("sheet", [worksheet_markdown, key_markdown])
def test_the_introduction_names_the_network_and_the_tolerance(sheet):
    text = sheet(draw_problem(SPEC))
    assert "A 3-3-2 network, tanh on hidden layers, linear output, softmax with cross-" in text
    assert "learning rate η = 0.5." in text
    assert "An answer counts as right within 0.00005" in text


def test_what_rounding_leaves_of_zero_is_zero():
    # ∂L/∂h = 0.1 · 0.1 - 0.1 · 0.1 up to rounding.
    weights = ((0.3,),), ((0.1,), (0.1,))
    h = np.tanh(0.3)
    biases = (0.0,), (0.1 - 0.1 * h, -0.1 - 0.1 * h + 1e-17)
    problem = Problem(Task((1.0,), (0.0, 0.0), weights, biases, 0.1, "squared_error"))
    assert abs(problem.step().grad_h[0][0]) < 1e-16
    assert tables(key_markdown(problem))["∂L/∂h1"] == [["0.000000"]]


def test_small_numbers_keep_their_digits():
    problem = Problem(Task((1e-3,), (0.0,), [[[0.02]]], [[0.0]], 0.1, "squared_error"), ())
    assert tables(worksheet_markdown(problem))["z1"] == [["2.000e-05"]]
