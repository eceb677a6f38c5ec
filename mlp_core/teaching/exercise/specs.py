"""What makes a problem again, and what makes one of the step of a walk."""

from dataclasses import replace
from typing import Any

import numpy as np

from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.exercise.problems import (
    GIVEN,
    QUESTION_1,
    Problem,
    ProblemSpec,
    step_at,
)


def spec_of(problem: Problem) -> ProblemSpec:
    """What makes ``problem`` again; ``ValueError`` where it is neither drawn nor given."""
    task = problem.task
    if problem.numbers == QUESTION_1:
        return ProblemSpec(loss=task.loss, blanks=problem.blanks, numbers=QUESTION_1)
    if problem.numbers == GIVEN:
        return ProblemSpec(blanks=problem.blanks, numbers=GIVEN, task=task, step=problem.number)
    if problem.seed is None:
        raise ValueError("only a problem drawn from a seed has a link; this one has no seed")
    return ProblemSpec(
        units=problem.units,
        seed=problem.seed,
        loss=task.loss,
        activation=task.activation,
        learning_rate=task.learning_rate,
        blanks=problem.blanks,
    )


def spec_of_step(step: SGDStep, number: int) -> ProblemSpec:
    """The problem that ``step`` is, the ``number``-th of its walk.

    Where the optimizer remembers what went before, the walk is gone again from its start; where
    that leads elsewhere, the rate having changed on the way or training having gone before, it
    starts here and has nothing to remember: no link could say all that. Raises ``ValueError``
    where it is no problem to solve by hand.
    """
    here: dict[str, Any] = {
        "x": step.x,
        "y": step.y,
        "weights": step.weights,
        "biases": step.biases,
    }
    task = replace(step.task, **here, order="batch", state=None)
    start = ProblemSpec(numbers=GIVEN, task=task)
    if not step.state.arrays or number == 1 or step.task.state is not None:
        return start
    try:
        walked = ProblemSpec(numbers=GIVEN, task=step.task, step=number)
    except ValueError:
        return start
    again = step_at(step.task, number)
    same = all(map(np.array_equal, again.weights, step.weights))
    return walked if same else start
