"""Every lesson takes a step of whatever a task may be, and its numbers are the step's."""

import numpy as np
import pytest

from mlp_core import parameter_names
from mlp_core.teaching.lessons.broken_backward import broken_gradients
from mlp_core.teaching.lessons.check_curve import check_curve
from mlp_core.teaching.lessons.loss_along import loss_along, outcome
from mlp_core.teaching.lessons.mistakes import MISTAKES, reach
from mlp_core.teaching.lessons.operations import operations
from mlp_core.teaching.lessons.step_length import step_length
from mlp_core.teaching.lessons.symmetry import equal_units, standstill
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import task_steps


def parameters_of(step):
    names = parameter_names(step.weights, step.biases)
    return [name for name in names if name[0] == "W" or step.objective.has_biases]


@pytest.mark.parametrize("seed", range(20))
def test_no_lesson_stumbles(seed):
    *_, step = task_steps(random_task(seed), 2)
    names = parameters_of(step)
    curves = [loss_along(step, names[at]) for at in (0, -1)]
    assert outcome(step, curves).together == pytest.approx(step.loss_change, abs=1e-12)
    if names[-1][0] == "b" and not step.objective.learns_biases:
        assert curves[1].landing == curves[1].value
    assert check_curve(step, names[-1], (1e-3,)).points
    for layer in range(1, len(step.weights)):
        equal_units(step, layer)
    standstill(step)
    assert step_length(step).learning_rate == step.learning_rate
    made = {cell.array for one in operations(step, row=max(step.n_rows, 1)) for cell in one.cells}
    assert made <= step.values().keys()
    assert {"loss", "grad_x", "updated_W1", "loss_after"} <= made


@pytest.mark.parametrize("seed", range(12))
def test_mistakes_reach_what_there_is(seed):
    (step,) = task_steps(random_task(seed), 1)
    right, everything = (step.grad_weights, step.grad_biases), set(parameters_of(step))
    for key in MISTAKES:
        reached = reach(step, [key])
        assert reached <= everything
        for of_right, of_wrong in zip(right, broken_gradients(step, [key]), strict=True):
            for one, other in zip(of_right, of_wrong, strict=True):
                assert one.shape == other.shape
                if not reached:
                    np.testing.assert_allclose(other, one, rtol=1e-9, atol=1e-12)
