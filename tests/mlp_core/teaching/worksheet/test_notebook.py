"""Notebooks: the key's code runs in plain NumPy, and the sheet to hand out keeps its blanks."""

import contextlib
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given

from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.problems import Problem, ProblemSpec, exact_values
from mlp_core.teaching.worksheet.notebook import key_notebook, worksheet_notebook
from tests.mlp_core.teaching.exercise.test_problems import specs
from tests.mlp_core.teaching.worksheet.test_markdown import kept_back

NETWORKS = [
    ProblemSpec(units=(4, 4, 3, 3), seed=3, loss="squared_error", activation="tanh"),
    ProblemSpec(units=(2, 3, 2), seed=4, loss="softmax_cross_entropy", activation="relu"),
    ProblemSpec(
        units=(3, 2, 2, 2),
        seed=5,
        loss="softmax_cross_entropy",
        activation="logistic",
        blanks=("z2", "gradients", "loss_after"),
    ),
    ProblemSpec(units=(3, 2), seed=6),
]
DUMP = """
import json
names = [name for name in dir() if name[0] in "zhglpu"]
print(json.dumps({name: np.asarray(globals()[name]).tolist() for name in names}))
"""


def code(notebook: str) -> list[str]:
    return [cell["source"] for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]


def run(program: str, folder) -> subprocess.CompletedProcess:
    """In a process of its own, far from this project and isolated from its path."""
    command = [sys.executable, "-I", "-c", program]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("spec", NETWORKS)
def test_the_key_runs_and_asserts_the_steps_numbers(spec, tmp_path):
    problem = draw_problem(spec)
    program = "\n".join(code(key_notebook(problem)))
    assert "mlp_core" not in program
    result = run(program + DUMP, tmp_path)
    assert result.returncode == 0, result.stderr
    *checked, dumped = result.stdout.splitlines()
    assert checked == [f"{stage} is right" for stage in problem.blanks]
    values = json.loads(dumped)
    exact = exact_values(problem)
    for stage in problem.blanks:
        np.testing.assert_allclose(values[stage], exact[stage], rtol=1e-9, atol=1e-12)


@given(specs())
def test_the_key_holds_for_every_network_and_rate(spec: ProblemSpec):
    with contextlib.redirect_stdout(io.StringIO()):
        exec("\n".join(code(key_notebook(draw_problem(spec)))), {})


def test_the_key_holds_where_the_update_went_much_too_far():
    # exp of the output after this update would overflow.
    for seed in range(20):
        spec = ProblemSpec((8, 8, 8, 2), seed, "softmax_cross_entropy", "relu", 10.0)
        with contextlib.redirect_stdout(io.StringIO()):
            exec("\n".join(code(key_notebook(draw_problem(spec)))), {})


@pytest.mark.parametrize(
    ("stage", "wrong", "says"),
    [
        ("z1", "z1 = W1 @ x", "z1 should be"),
        ("loss", "loss = 2 * 0.5 * ((z2 - y) ** 2).sum()", "loss should be"),
        ("grad_W1", "grad_W1 = np.outer(grad_z1, x).T", "grad_W1 has another shape"),
        ("updated_b2", "updated_b2 = b2 + learning_rate * grad_b2", "updated_b2 should be"),
    ],
)
def test_the_keys_checks_turn_red_for_a_wrong_answer(stage, wrong, says, tmp_path):
    cells = code(key_notebook(draw_problem(ProblemSpec(units=(2, 3, 2), seed=9))))
    cells = [wrong if cell.startswith(f"{stage} = ") else cell for cell in cells]
    assert wrong in cells
    result = run("\n".join(cells), tmp_path)
    assert result.returncode == 1
    assert f"AssertionError: {says}" in result.stderr


def test_four_decimals_pass_the_keys_checks(tmp_path):
    problem = draw_problem(NETWORKS[2])
    exact = exact_values(problem)
    start, *rest = code(key_notebook(problem))
    filled = [
        f"{stage} = np.array({np.round(exact[stage], 4).tolist()})" for stage in problem.blanks
    ]
    checks = [cell for cell in rest if cell.startswith("check(")]
    result = run("\n".join([start, *filled, *checks]), tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("spec", NETWORKS)
def test_the_worksheet_runs_with_its_blanks(spec, tmp_path):
    problem = draw_problem(spec)
    result = run("\n".join(code(worksheet_notebook(problem))) + DUMP, tmp_path)
    assert result.returncode == 0, result.stderr
    values = json.loads(result.stdout)
    exact = exact_values(problem)
    for stage, value in values.items():
        if stage in problem.blanks:
            assert np.isnan(value).all(), stage
            assert np.shape(value) == exact[stage].shape
        else:
            np.testing.assert_array_equal(value, exact[stage])


@given(specs())
def test_the_worksheet_holds_no_answer(spec: ProblemSpec):
    problem = draw_problem(spec)
    cells = code(worksheet_notebook(problem))
    numbers = {text[:10] for text in re.findall(r"\d+\.\d{8,}", "\n".join(cells))}
    for number in kept_back(problem):
        text = repr(abs(number))
        assert len(text) < 12 or text[:10] not in numbers
    for stage in problem.blanks:
        (cell,) = [cell for cell in cells if cell.startswith(f"{stage} = ")]
        assert not re.search(r"\d", cell.partition(" = ")[2])


@pytest.mark.parametrize("write", [worksheet_notebook, key_notebook])
def test_it_is_a_notebook_of_format_4(write):
    notebook = json.loads(write(draw_problem(ProblemSpec())))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        required = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            required |= {"outputs", "execution_count"}
        assert cell.keys() == required


def test_formulas_tasks_and_footer_are_those_of_the_sheet():
    notebook = json.loads(worksheet_notebook(draw_problem(ProblemSpec(seed=5, blanks=("h1",)))))
    texts = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert texts[0].startswith("# One step of backpropagation: worksheet")
    assert "### 1. Activations h1 of layer 1\n\n$$h_{1} = \\tanh(z_{1})$$" in texts
    assert "Given: Pre-activations z1 of layer 1" in texts
    assert texts[-1].startswith("Seed 5 · link parameters: `?turn_units=2-3-2&turn_seed=5")


def test_a_problem_that_was_not_drawn_has_a_key_too(tmp_path):
    weights = ((0.123456789012345, -0.1),), ((2.0,),)
    problem = Problem(Task((1, 2), (1,), weights, ((0.0,), (0.5,)), 0.3, "squared_error"))
    result = run("\n".join(code(key_notebook(problem))), tmp_path)
    assert result.returncode == 0, result.stderr
