"""The practical's first question as a problem: its numbers are given, not drawn."""

import itertools

from mlp_core.teaching.exercise.problems import QUESTION_1, QUESTION_1_UNITS, Problem, ProblemSpec

VALUE = LEARNING_RATE = 0.1


def question_1(spec: ProblemSpec) -> Problem:
    """4-4-3-3 with tanh, x = (1,0,1,0), y = (0,1,0), every weight and bias 0.1, and η = 0.1.

    The loss and what is blank are those of ``spec``.
    """
    layers = list(itertools.pairwise(QUESTION_1_UNITS))
    return Problem(
        x=(1.0, 0.0, 1.0, 0.0),
        y=(0.0, 1.0, 0.0),
        weights=tuple(((VALUE,) * n_in,) * n_out for n_in, n_out in layers),
        biases=tuple((VALUE,) * n_out for _, n_out in layers),
        learning_rate=LEARNING_RATE,
        loss=spec.loss,
        activation=spec.activation,
        blanks=spec.blanks,
        numbers=QUESTION_1,
    )
