"""Names of single numbers, in the practical's notation."""

import numpy as np
from hypothesis import given

from mlp_core import constant_parameters, entry_names, parameter_names
from tests.mlp_core.networks import Problem, problems


def test_entries_of_a_vector():
    assert entry_names("h1", np.zeros(3)) == ["h1[1]", "h1[2]", "h1[3]"]


def test_entries_of_a_matrix_run_along_rows():
    assert entry_names("W2", np.zeros((2, 3))) == [
        "W2[1,1]",
        "W2[1,2]",
        "W2[1,3]",
        "W2[2,1]",
        "W2[2,2]",
        "W2[2,3]",
    ]


def test_indices_above_nine_are_not_padded():
    assert entry_names("x", np.zeros(12))[8:] == ["x[9]", "x[10]", "x[11]", "x[12]"]


def test_parameters_come_layer_by_layer_weights_first():
    names = parameter_names(*constant_parameters([2, 1, 2], 0.0))
    assert names == ["W1[1,1]", "W1[1,2]", "b1[1]", "W2[1,1]", "W2[2,1]", "b2[1]", "b2[2]"]


@given(problems())
def test_every_parameter_has_a_name_of_its_own(problem: Problem):
    names = parameter_names(problem.weights, problem.biases)
    assert len(names) == sum(a.size for a in (*problem.weights, *problem.biases))
    assert len(set(names)) == len(names)
