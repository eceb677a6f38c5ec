"""Problems of a task that was given: whatever a task may be is marked, linked to and handed out."""

import contextlib
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from mlp_core.names import entry_names
from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.hints import hints
from mlp_core.teaching.exercise.links import from_query, to_query
from mlp_core.teaching.exercise.marking import mark
from mlp_core.teaching.exercise.problems import (
    GIVEN,
    Problem,
    ProblemSpec,
    exact_values,
    step_at,
)
from mlp_core.teaching.exercise.specs import spec_of, spec_of_step
from mlp_core.teaching.quantities.compute import looking_up
from mlp_core.teaching.quantities.table import rules_of
from mlp_core.teaching.shelf.table import SHELF
from mlp_core.teaching.worksheet.html_page import key_html, worksheet_html
from mlp_core.teaching.worksheet.markdown import key_markdown, worksheet_markdown
from mlp_core.teaching.worksheet.notebook import key_notebook, worksheet_notebook
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import task_steps

MAZUR = SHELF["mazur"].task
ROWS = Task(
    x=[[1.0, 0.5], [0.0, -1.0], [2.0, 0.25]],
    y=[[1.0], [0.0], [0.5]],
    weights=[[[0.5, -0.25], [0.75, 0.5]], [[0.3, -0.6]]],
    biases=[[0.1, -0.2], [0.05]],
    learning_rate=0.1,
    loss="squared_error",
    activation="tanh",
    momentum=0.9,
    alpha=0.2,
)
SHEETS = [worksheet_html, key_html, worksheet_markdown, key_markdown, worksheet_notebook]


def given(task: Task, step: int = 1, **changes) -> Problem:
    return draw_problem(ProblemSpec(numbers=GIVEN, task=task, step=step, **changes))


def typed(problem: Problem, values, change: float = 0.0) -> dict[str, str]:
    return {
        cell: f"{number + change!r}"
        for stage in problem.blanks
        for cell, number in zip(
            entry_names(stage, values[stage]),
            np.asarray(values[stage], dtype=float).ravel().tolist(),
            strict=True,
        )
    }


def verdicts(problem: Problem, answers: dict[str, str]) -> set[str]:
    return {one.verdict for one in mark(problem, answers).marks.values()}


@pytest.mark.parametrize("seed", range(40))
def test_every_stage_of_any_task_is_marked(seed):
    problem = given(random_task(seed), step=1 + seed % 3)
    values = problem.step().values()
    assert verdicts(problem, typed(problem, values)) == {"right"}
    assert verdicts(problem, typed(problem, values, change=1000.0)) <= {"wrong", "consistent"}
    for cell in list(mark(problem, {}).marks)[:: 5 + seed]:
        assert hints(problem, cell, mark(problem, {})).symbols


@pytest.mark.parametrize("seed", range(40))
def test_what_follows_from_a_slip_counts_in_any_task(seed):
    problem = given(random_task(seed), step=2)
    rules, exact = rules_of(problem.step()), exact_values(problem)
    slipped = problem.blanks[seed % len(problem.blanks)]
    known = {name: exact[name] for name, rule in rules.items() if rule.stage == "given"}
    before = problem.blanks.index(slipped)
    known |= {name: exact[name] for name in problem.blanks[:before]}
    known[slipped] = exact[slipped] + 0.1234
    look_up = looking_up(rules, known)
    own = {stage: look_up(stage) for stage in problem.blanks}
    found = mark(problem, typed(problem, own)).marks
    wrong = {cell.partition("[")[0] for cell, one in found.items() if one.verdict == "wrong"}
    assert wrong <= {slipped}


def test_the_stages_are_those_of_the_network():
    frozen = given(MAZUR).blanks
    assert {"prediction", "grad_prediction", "slope2", "grad_b1"} <= {*frozen}
    assert "updated_b1" not in frozen
    assert {"updated_velocity_W1", "penalty"} <= {*given(ROWS).blanks}
    none = given(replace(MAZUR, bias="none")).blanks
    assert not any("_b" in stage for stage in none)


@pytest.mark.parametrize(
    ("task", "step", "cell", "wrong", "says"),
    [
        (MAZUR, 1, "grad_z2[1]", lambda v: v["grad_prediction"][0], "slope of the output unit"),
        (MAZUR, 1, "prediction[1]", lambda v: v["z2"][0], "the activation is missing"),
        (
            ROWS,
            2,
            "updated_velocity_W2[1,1]",
            lambda v: -0.1 * v["grad_W2"][0, 0],
            "The old vW2 is forgotten",
        ),
        (
            ROWS,
            2,
            "updated_W2[1,1]",
            lambda v: v["W2"][0, 0] - 0.1 * v["grad_W2"][0, 0],
            "plain gradient descent",
        ),
        (ROWS, 1, "grad_z2[1,1]", lambda v: v["grad_z2"][0, 0] * 3, "number of rows, n = 3"),
        (ROWS, 1, "loss", lambda v: v["loss"] - v["penalty"], "penalty of the weights is missing"),
        (
            ROWS,
            1,
            "loss",
            lambda v: 2 * (v["loss"] - v["penalty"]) + v["penalty"],
            "The factor ½ is missing",
        ),
        (ROWS, 1, "penalty", lambda v: 2 * v["penalty"], "½ of the penalty"),
        (
            ROWS,
            1,
            "grad_W1[1,1]",
            lambda v: v["grad_W1"][0, 0] - 0.2 * 0.5 / 3,
            "α times the weight",
        ),
    ],
)
def test_slips_with_what_is_new_are_recognised(task, step, cell, wrong, says):
    problem = given(task, step)
    answer = wrong(problem.step().values())
    assert says in mark(problem, {cell: repr(float(answer))}).marks[cell].comment


def test_a_frozen_bias_that_was_moved_is_recognised():
    problem = given(MAZUR, blanks=("loss_after",))
    learned = next(task_steps(replace(MAZUR, bias="learned"), 1)).loss_after
    comment = mark(problem, {"loss_after": repr(learned)}).marks["loss_after"].comment
    assert "The biases are frozen" in comment


@pytest.mark.parametrize("seed", range(30))
def test_a_link_leads_back_to_any_task(seed):
    spec = ProblemSpec(numbers=GIVEN, task=random_task(seed), step=1 + seed % 4, hidden=("hints",))
    for asked in (spec, replace(spec, blanks=("update", spec.blanks[0]))):
        found, complaints = from_query(to_query(asked))
        assert not complaints
        assert (found.blanks, found.hidden) == (asked.blanks, asked.hidden)
        expected = step_at(asked.task, asked.step).values()
        for name, value in step_at(found.task, found.step).values().items():
            # A batch of a single row comes back as the observation that it is.
            np.testing.assert_array_equal(np.ravel(value), np.ravel(expected[name]))
    problem = draw_problem(spec)
    assert draw_problem(spec_of(problem)) == problem


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"turn_task": ""}, "cannot be read"),
        ({"turn_task": "abc"}, "cannot be read"),
        ({"turn_task": "<script>"}, "cannot be read"),
        ({"turn_step": "many"}, "turn_step"),
        ({"turn_step": "2000"}, "turn_step"),
        ({"turn_seed": "3"}, "turn_seed left out: What is given has its own"),
        ({"turn_blank": "h7"}, "unknown here"),
    ],
)
def test_a_link_that_was_changed_gets_a_sentence(change, says):
    _, complaints = from_query(to_query(ProblemSpec(numbers=GIVEN, task=MAZUR)) | change)
    assert says in " ".join(complaints)


def test_what_is_no_problem_by_hand_is_refused():
    wide = Task([1.0] * 9, [1.0], [np.ones((1, 9))], [[0.0]], 0.1, "squared_error")
    for changes, says in (
        ({}, "need a task"),
        ({"task": wide}, "units must lie between"),
        ({"task": MAZUR, "step": 0}, "step must lie between"),
        (
            {"task": replace(ROWS, x=[[1e200, 1e200]] * 3, activation="identity")},
            "step 1 cannot be computed",
        ),
    ):
        with pytest.raises(ValueError, match=says):
            ProblemSpec(numbers=GIVEN, **changes)


def test_a_step_of_a_walk_is_the_problem_of_its_own_numbers():
    for task in (MAZUR, ROWS, replace(ROWS, order="one by one")):
        for number, step in enumerate(task_steps(task, 3), start=1):
            spec = spec_of_step(step, number)
            again = step_at(spec.task, spec.step)
            for name, value in step.values().items():
                np.testing.assert_array_equal(again.values()[name], value)


def test_a_walk_that_cannot_be_gone_again_starts_here():
    *_, step = task_steps(ROWS, 3)
    other = replace(step, task=replace(step.task, learning_rate=0.2))
    spec = spec_of_step(other, 3)
    assert spec.step == 1
    np.testing.assert_array_equal(spec.task.weights[0], step.weights[0])


def test_a_step_of_a_training_starts_here_with_nothing_to_remember():
    _, second = task_steps(ROWS, 2)
    task = replace(ROWS, weights=second.weights, biases=second.biases, state=second.state)
    for number, step in enumerate(task_steps(task, 2), start=1):
        spec = spec_of_step(step, number)
        assert (spec.step, spec.task.state) == (1, None)
        np.testing.assert_array_equal(spec.task.weights[0], step.weights[0])
    with pytest.raises(ValueError, match="a problem begins with no update before it"):
        ProblemSpec(numbers=GIVEN, task=task)


@pytest.mark.parametrize("seed", range(25))
def test_the_key_of_any_task_runs_and_asserts_its_figures(seed):
    problem = given(random_task(seed), step=1 + seed % 3)
    cells = json.loads(key_notebook(problem))["cells"]
    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code, {})
    assert said.getvalue().splitlines() == [f"{stage} is right" for stage in problem.blanks]


@pytest.mark.parametrize("seed", range(25))
def test_sheets_of_any_task_are_written(seed):
    problem = given(random_task(seed))
    for write in SHEETS:
        assert "Numbers that were given" in write(problem)


def test_a_sheet_says_what_the_task_was_told():
    text = worksheet_markdown(given(ROWS, step=2))
    for said in (
        "3 observations",
        "step 2,",
        "Momentum μ: 0.9",
        "L2 penalty α: 0.2",
        "vW1",
        "$$Z_{1} = X W",
    ):
        assert said in text
    assert "frozen" in worksheet_markdown(given(MAZUR))
