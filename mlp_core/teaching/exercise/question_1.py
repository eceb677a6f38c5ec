"""The practical's first question as a problem: its numbers are given, not drawn."""

from mlp_core.initialisers import constant_parameters
from mlp_core.task import Task
from mlp_core.teaching.exercise.problems import QUESTION_1, QUESTION_1_UNITS, Problem, ProblemSpec

VALUE = LEARNING_RATE = 0.1


def question_1(spec: ProblemSpec) -> Problem:
    """4-4-3-3 with tanh, x = (1,0,1,0), y = (0,1,0), every weight and bias 0.1, and η = 0.1.

    The loss and what is blank are those of ``spec``.
    """
    task = Task(
        (1.0, 0.0, 1.0, 0.0),
        (0.0, 1.0, 0.0),
        *constant_parameters(QUESTION_1_UNITS, VALUE),
        LEARNING_RATE,
        spec.loss,
        spec.activation,
    )
    return Problem(task, spec.blanks, numbers=QUESTION_1)
