"""Problems: the same numbers for ever, friendly ones, and no network that teaches nothing."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.problems import HIDEABLE, Problem, ProblemSpec
from mlp_core.teaching.exercise.stages import GROUPS, expand, shorten, stage_groups
from mlp_core.teaching.quantities.network import Network

SEEDS = st.integers(0, 2**32 - 1)


@st.composite
def specs(draw: st.DrawFn) -> ProblemSpec:
    """Every legal network, with any stages blanked and any controls hidden."""
    loss = draw(st.sampled_from(sorted(LOSSES)))
    fewest = 2 if loss == "softmax_cross_entropy" else 1
    units = (
        *draw(st.lists(st.integers(1, 8), min_size=1, max_size=5)),
        draw(st.integers(fewest, 8)),
    )
    stages = list(itertools.chain(*stage_groups(Network(len(units) - 1, "tanh", loss)).values()))
    return ProblemSpec(
        units=units,
        seed=draw(SEEDS),
        loss=loss,
        activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
        learning_rate=draw(st.none() | st.floats(0.001, 10)),
        blanks=tuple(draw(st.lists(st.sampled_from(stages), unique=True))),
        hidden=tuple(draw(st.lists(st.sampled_from(HIDEABLE), unique=True))),
    )


def test_a_draw_never_changes():
    # Printed worksheets and links are out there: whatever fails here breaks them.
    problem = draw_problem(ProblemSpec(units=(2, 3, 2), seed=0, activation="tanh"))
    assert problem.task.x.tolist() == [1.5, 1.0]
    assert problem.task.y.tolist() == [0.0, 1.0]
    assert problem.task.learning_rate == 0.1
    assert [W.tolist() for W in problem.task.weights] == [
        [[-0.4, -0.5], [-0.3, -0.4], [-0.5, 0.4]],
        [[0.4, -0.4, -0.5], [0.1, 0.1, -0.5]],
    ]
    assert [b.tolist() for b in problem.task.biases] == [[0.5, 0.2, 0.5], [-0.1, 0.2]]


def test_a_draw_with_relu_never_changes():
    problem = draw_problem(ProblemSpec(units=(2, 2, 1), seed=2024, activation="relu"))
    task = problem.task
    assert (task.x.tolist(), task.y.tolist(), task.learning_rate) == ([-0.5, 1.0], [1.0], 0.1)
    assert [W.tolist() for W in task.weights] == [[[-0.4, -0.5], [-0.5, 0.1]], [[-0.2, 0.2]]]
    assert [b.tolist() for b in task.biases] == [[-0.1, 0.1], [-0.3]]


@given(specs())
def test_numbers_are_friendly(spec: ProblemSpec):
    problem = draw_problem(spec)
    assert problem.units == spec.units
    assert any(problem.task.x)
    assert set(problem.task.x) <= {-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0}
    assert sorted(problem.task.y) == [0.0] * (len(problem.task.y) - 1) + [1.0]
    tenths = {sign * n / 10 for n in range(1, 6) for sign in (1, -1)}
    parameters = [w for W in problem.task.weights for row in W for w in row]
    parameters += [b for bs in problem.task.biases for b in bs]
    assert set(parameters) <= tenths
    assert spec.learning_rate == problem.task.learning_rate or problem.task.learning_rate in (
        0.1,
        0.5,
    )


@given(specs())
def test_no_network_is_saturated_dead_or_done(spec: ProblemSpec):
    step = draw_problem(spec).step()
    assert max(np.abs(z).max() for z in step.z) < 2.02
    if spec.activation == "relu":
        assert all((h > 0).mean() >= 0.5 for h in step.h)
        assert all(np.abs(z).min() > 0.01 for z in step.z[:-1])
    assert np.abs(step.grad_z[-1]).max() > 0.01


def test_no_relu_stands_on_its_kink():
    for seed in range(300):
        spec = ProblemSpec(units=(3, 4, 4, 2), seed=seed, activation="relu")
        assert all(np.abs(z).min() > 0.01 for z in draw_problem(spec).step().z[:-1])


def test_no_output_is_the_target_already():
    for seed in range(300):
        assert draw_problem(ProblemSpec(units=(1, 1), seed=seed)).step().loss > 5e-5


@given(specs())
def test_both_losses_get_the_same_numbers(spec: ProblemSpec):
    # A ReLU at the output must not be dead, which other outputs cannot be.
    assume(spec.loss != "relu_squared_error")
    other = dataclasses.replace(spec, loss="squared_error", blanks=())
    task = dataclasses.replace(draw_problem(spec).task, loss="squared_error")
    assert draw_problem(other).task == task


def test_seeds_make_different_problems():
    problems = {draw_problem(ProblemSpec(seed=seed)) for seed in range(50)}
    assert len({problem.task for problem in problems}) > 45
    assert {problem.task.learning_rate for problem in problems} == {0.1, 0.5}


def test_the_step_is_that_of_the_problem():
    step = draw_problem(ProblemSpec(units=(3, 2, 2), activation="relu", learning_rate=0.25)).step()
    assert (step.units, step.activation, step.learning_rate) == ((3, 2, 2), "relu", 0.25)
    assert step.loss_name == "squared_error"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"units": (3,)}, "layers must lie between 2 and 6; got 1"),
        ({"units": (3, 9, 2)}, "units must lie between 1 and 8; got 9"),
        ({"seed": -1}, "seed must lie between"),
        ({"learning_rate": float("nan")}, "learning_rate must lie between 0.001 and 10; got nan"),
        ({"loss": "hinge"}, "loss must be one of"),
        ({"activation": "sine"}, "activation must be one of"),
        ({"units": (2, 1), "loss": "softmax_cross_entropy"}, "at least 2 output units; got 1"),
        ({"blanks": ("z3",)}, "must be one of forward, .*; got 'z3'"),
        ({"blanks": ("probabilities",)}, "got 'probabilities'"),
        ({"hidden": ("everything",)}, r"hidden must be among .*; got \['everything'\]"),
    ],
)
def test_an_illegal_spec_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        ProblemSpec(**changes)


def test_a_problem_refuses_blanks_it_has_not():
    with pytest.raises(ValueError, match="got 'h2'"):
        Problem(Task((1,), (1,), [[[0.1]]], [[0.1]], 0.1, "squared_error"), ("h2",))


def test_stages_stand_in_the_order_of_computation():
    assert expand(GROUPS, Network(3, "tanh", "softmax_cross_entropy")) == (
        *("z1", "h1", "z2", "h2", "z3", "probabilities", "loss"),
        *("grad_z3", "grad_W3", "grad_b3"),
        *("grad_h2", "grad_z2", "grad_W2", "grad_b2"),
        *("grad_h1", "grad_z1", "grad_W1", "grad_b1"),
        *("updated_W1", "updated_b1", "updated_W2", "updated_b2", "updated_W3", "updated_b3"),
        "loss_after",
    )


def test_groups_of_a_network_without_hidden_layers():
    assert stage_groups(Network(1, "tanh", "squared_error")) == {
        "forward": ("z1",),
        "loss": ("loss",),
        "gradients": ("grad_z1", "grad_W1", "grad_b1"),
        "update": ("updated_W1", "updated_b1", "loss_after"),
    }


@given(specs())
def test_the_stages_are_what_the_step_computes_in_its_order(spec: ProblemSpec):
    problem = draw_problem(spec)
    stages = expand(GROUPS, problem.network)
    assert list(stages) == [name for name in problem.step().values() if name in stages]


def test_blanks_are_sorted_and_expanded():
    spec = ProblemSpec(blanks=("loss_after", "loss", "z1", "loss", "z1"))
    assert spec.blanks == ("z1", "loss", "loss_after")
    assert ProblemSpec(blanks=("h1", "forward")).blanks == ("z1", "h1", "z2")


@given(specs())
def test_short_keys_expand_to_the_same_stages(spec: ProblemSpec):
    keys = shorten(spec.blanks, spec.network)
    assert len(keys) <= len(spec.blanks)
    assert expand(keys, spec.network) == spec.blanks


def test_whole_groups_have_short_keys():
    assert shorten(
        ("z1", "loss", "updated_W1", "updated_b1", "loss_after"),
        Network(1, "tanh", "squared_error"),
    ) == (
        "forward",
        "loss",
        "update",
    )
