"""What the loss is as a function of one parameter, where the mathematics says it."""

import pytest

from mlp_core import (
    ACTIVATIONS,
    constant_parameters,
    parameter_names,
    seeded_parameters,
    sgd_step,
)
from mlp_core.teaching.lessons.check_curve import check_curve
from mlp_core.teaching.lessons.function_kind import function_kind
from mlp_core.teaching.origin.cells import find_cell
from tests.mlp_core.networks import has_straight_side

X, Y, UNITS = [1, 0, 1, 0], [0, 1, 0], [4, 4, 3, 3]


def kinds(step):
    """The kind of each parameter, by name."""
    names = parameter_names(step.weights, step.biases)
    return {name: function_kind(step, find_cell(step, name)) for name in names}


def without_input(name):
    """Whether a parameter meets an input of 0."""
    return name.startswith("W1") and name[-2] in "24"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_hidden_parameters_of_question_1_do_not_move_cross_entropy(activation):
    step = sgd_step(X, Y, *constant_parameters(UNITS, 0.1), 0.1, activation=activation)
    for name, kind in kinds(step).items():
        assert kind == ("other" if name[1] == "3" else "constant"), name


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("start", [constant_parameters, seeded_parameters])
def test_squared_error_is_a_parabola_in_the_output_layer(activation, start):
    parameters = start(UNITS, 0) if start is seeded_parameters else start(UNITS, 0.1)
    step = sgd_step(X, Y, *parameters, 0.1, "squared_error", activation)
    found = kinds(step)
    alive = step.h[1] != 0.0
    for name, kind in found.items():
        if name.startswith("W3"):
            assert kind == ("parabola" if alive[int(name[-2]) - 1] else "constant"), name
        elif name.startswith("b3"):
            assert kind == "parabola", name
        elif without_input(name):
            assert kind == "constant", name
        elif not has_straight_side(activation):
            assert kind == "other", name


def test_relu_below_squared_error_is_a_parabola_while_no_unit_switches():
    step = sgd_step(X, Y, *constant_parameters(UNITS, 0.1), 0.1, "squared_error", "relu")
    assert {kind for name, kind in kinds(step).items() if not without_input(name)} == {"parabola"}
    # A unit that the longest step switches off makes two curves of one.
    near = sgd_step([1.0], [0.0], [[[0.02]], [[1.0]]], [[0.0], [1.0]], 0.1, "squared_error", "relu")
    assert kinds(near)["W1[1,1]"] == "other"
    dead = sgd_step([1.0], [0.0], [[[-9.0]], [[1.0]]], [[0.0], [1.0]], 0.1, "squared_error", "relu")
    assert kinds(dead)["W1[1,1]"] == kinds(dead)["W2[1,1]"] == "constant"


def test_cross_entropy_is_a_line_where_the_answer_is_surely_wrong():
    # -log p of the class that is out by 50: L = z1 - z2, to the last digit.
    step = sgd_step([1.0], [0.0, 1.0], [[[50.0], [0.0]]], [[0.0, 0.0]], 0.1)
    assert set(kinds(step).values()) == {"linear"}
    # Here the slope is a last digit off 1 at some places, which is no curve.
    bent = sgd_step([1.0], [0.0, 1.0], [[[34.5], [0.0]]], [[0.0, 0.0]], 0.1)
    assert set(kinds(bent).values()) == {"linear"}
    nearer = sgd_step([1.0], [0.0, 1.0], [[[5.0], [0.0]]], [[0.0, 0.0]], 0.1)
    assert set(kinds(nearer).values()) == {"other"}


def test_only_a_curve_has_a_truncation_to_predict():
    step = sgd_step(X, Y, *constant_parameters(UNITS, 0.1), 0.1)
    flat, curved = check_curve(step, "W1[1,1]"), check_curve(step, "W3[1,1]")
    assert (flat.kind, flat.reference, flat.rounding) == ("constant", 0.0, True)
    assert not any(point.truncation for point in flat.points)
    assert (curved.kind, curved.rounding) == ("other", False)
    assert all(point.truncation for point in curved.points)
    never = check_curve(step, "W1[1,2]")
    assert (never.kind, never.reference, never.rounding) == ("constant", 0.0, False)
