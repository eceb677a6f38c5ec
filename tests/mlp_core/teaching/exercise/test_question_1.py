"""The practical's first question as an exercise: its own numbers, by either loss."""

import dataclasses

import numpy as np
import pytest

from mlp_core import constant_parameters, sgd_step
from mlp_core.names import entry_names
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.links import from_query, to_query
from mlp_core.teaching.exercise.marking import mark
from mlp_core.teaching.exercise.problems import QUESTION_1, ProblemSpec, exact_values
from mlp_core.teaching.exercise.specs import spec_of
from mlp_core.teaching.worksheet.markdown import key_markdown, worksheet_markdown
from tests.mlp_core.reference import load_reference

LOSSES = ("squared_error", "softmax_cross_entropy")


@pytest.mark.parametrize("loss", LOSSES)
def test_it_is_the_step_of_the_practical(loss):
    problem = draw_problem(ProblemSpec(loss=loss, numbers=QUESTION_1))
    expected = sgd_step(
        [1, 0, 1, 0], [0, 1, 0], *constant_parameters((4, 4, 3, 3), 0.1), 0.1, loss, "tanh"
    )
    assert problem.units == (4, 4, 3, 3)
    step = problem.step()
    assert (step.loss, step.loss_after) == (expected.loss, expected.loss_after)
    for name, value in expected.values().items():
        np.testing.assert_array_equal(step.values()[name], value)


@pytest.mark.parametrize("loss", LOSSES)
def test_its_numbers_are_those_of_independent_code(loss):
    step = draw_problem(ProblemSpec(loss=loss, numbers=QUESTION_1)).step()
    reference = load_reference("question1")[loss]
    assert step.loss == pytest.approx(reference["loss"], rel=1e-12)


def test_nothing_else_draws_it():
    spec = ProblemSpec((2, 2), 7, activation="relu", learning_rate=0.5, numbers=QUESTION_1)
    assert spec == ProblemSpec(numbers=QUESTION_1)
    assert draw_problem(spec).task.learning_rate == 0.1
    with pytest.raises(ValueError, match="question_1, given; got 'q1'"):
        ProblemSpec(numbers="q1")


@pytest.mark.parametrize("loss", LOSSES)
def test_a_link_leads_back_to_it(loss):
    spec = ProblemSpec(loss=loss, blanks=("forward",), hidden=("answers",), numbers=QUESTION_1)
    query = to_query(spec)
    assert query == {
        "turn_loss": loss,
        "turn_blank": "forward",
        "turn_hide": "answers",
        "turn_numbers": "question_1",
    }
    assert from_query(query) == (spec, [])
    problem = draw_problem(spec)
    assert spec_of(problem) == dataclasses.replace(spec, hidden=())


def test_a_link_says_what_has_no_meaning_there():
    query = {"turn_numbers": "question_1", "turn_units": "2-2", "turn_rate": "5"}
    spec, complaints = from_query(query)
    assert spec == ProblemSpec(numbers=QUESTION_1)
    assert complaints == [
        "turn_units, turn_rate left out: Question 1 has its own network, numbers and rate."
    ]
    _, named = from_query(query, {"turn_units": "Layer sizes", "turn_seed": "Seed"})
    assert named == [f"Layer sizes: {complaints[0]}"]
    spec, complaints = from_query({"turn_numbers": "question_2", "turn_seed": "3"})
    assert spec == ProblemSpec(seed=3)
    assert "turn_numbers is `question_2`, not one of drawn, question_1" in complaints[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_every_answer_of_it_counts_as_right(loss):
    problem = draw_problem(ProblemSpec(loss=loss, numbers=QUESTION_1))
    exact = exact_values(problem)
    answers = {
        cell: f"{number:.4f}"
        for stage in problem.blanks
        for cell, number in zip(
            entry_names(stage, exact[stage]), exact[stage].ravel().tolist(), strict=True
        )
    }
    assert {one.verdict for one in mark(problem, answers).marks.values()} == {"right"}


def test_sheets_say_where_the_numbers_come_from():
    problem = draw_problem(ProblemSpec(numbers=QUESTION_1))
    for sheet in (worksheet_markdown(problem), key_markdown(problem)):
        assert sheet.splitlines()[-1].startswith("Question 1 of the practical · link parameters: ")
        assert "A 4-4-3-3 network, tanh on hidden layers" in sheet
