"""Recomputed stages: from the true values they are the engine's own step."""

import numpy as np
from hypothesis import given

from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.problems import Problem, ProblemSpec, exact_values
from mlp_core.teaching.exercise.stages import GROUPS, expand
from mlp_core.teaching.quantities.compute import compute, looking_up
from tests.mlp_core.networks import make_problem
from tests.mlp_core.networks import problems as random_networks
from tests.mlp_core.teaching.exercise.test_problems import specs


def check_all_stages(problem: Problem) -> None:
    exact = exact_values(problem)
    for stage in expand(GROUPS, problem.network):
        again = compute(problem.rules, stage, exact)
        np.testing.assert_allclose(again, exact[stage], rtol=1e-9, atol=1e-12, strict=True)


def as_problem(network) -> Problem:
    return Problem(
        Task(
            *(network.x, network.y, network.weights, network.biases),
            *(0.1, network.loss, network.activation),
        )
    )


@given(specs())
def test_every_stage_of_a_drawn_problem_is_the_steps(spec: ProblemSpec):
    check_all_stages(draw_problem(spec))


@given(random_networks())
def test_every_stage_of_a_random_network_is_the_steps(network):
    if network.x.ndim == 1:
        check_all_stages(as_problem(network))


def test_the_output_after_the_update_is_that_of_the_updated_network():
    problem = as_problem(make_problem((3, 2, 2), None, seed=5))
    step = problem.step()
    after = looking_up(problem.rules, exact_values(problem))
    h = np.tanh(step.updated_weights[0] @ step.x + step.updated_biases[0])
    z = step.updated_weights[1] @ h + step.updated_biases[1]
    np.testing.assert_allclose(after("z2_after"), z, rtol=1e-12)
    np.testing.assert_allclose(after("probabilities_after"), np.exp(z) / np.exp(z).sum())


def test_a_wrong_probability_is_gone_on_from():
    problem = draw_problem(ProblemSpec(loss="softmax_cross_entropy", seed=3))
    values = exact_values(problem) | {"probabilities": np.array([0.25, 0.6])}
    assert problem.task.y.tolist() == [1.0, 0.0]
    np.testing.assert_allclose(compute(problem.rules, "loss", values), np.log(4.0))
    np.testing.assert_allclose(compute(problem.rules, "grad_z2", values), [-0.75, 0.6])


def test_absurd_values_are_followed_without_a_warning():
    problem = draw_problem(ProblemSpec(loss="softmax_cross_entropy", activation="logistic"))
    values = {name: np.full_like(array, -1e12) for name, array in exact_values(problem).items()}
    for stage in expand(GROUPS, problem.network):
        compute(problem.rules, stage, values)
