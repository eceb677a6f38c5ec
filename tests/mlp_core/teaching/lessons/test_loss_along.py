"""The loss along a parameter: against hand-worked numbers and differences, and where it ends."""

import dataclasses
import math

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, parameter_names, sgd_step
from mlp_core.teaching.lessons.loss_along import Outcome, loss_along, outcome, spot
from mlp_core.teaching.lessons.loss_surface import loss_surface
from mlp_core.teaching.lessons.moving import loss_at, moved, parameters_of
from tests.mlp_core.teaching.steps import make_step, random_steps


def line(learning_rate):
    """z = w x + b with x = 2, w = 1, b = 0 and y = 1: L = ½ (2w + b − 1)² is ½, ∂L/∂w is 2."""
    return sgd_step([2.0], [1.0], [[[1.0]]], [[0.0]], learning_rate, "squared_error")


def relu_chain(w, learning_rate=0.1):
    """One ReLU unit with x = 1, weights w and 1, no bias: L = ½ max(w, 0)² along W1[1,1]."""
    weights, biases = [[[w]], [[1.0]]], [[0.0], [0.0]]
    return sgd_step([1.0], [0.0], weights, biases, learning_rate, "squared_error", "relu")


@pytest.mark.parametrize(
    ("learning_rate", "landing", "promised", "alone", "together"),
    [
        # w′ = 1 − 2η and b′ = −η: alone L = ½ (1 − 4η)², together ½ (1 − 5η)².
        (0.1, 0.8, -0.4, 0.18 - 0.5, 0.125 - 0.5),
        (0.4, 0.2, -1.6, 0.18 - 0.5, 0.5 - 0.5),
        (0.6, -0.2, -2.4, 0.98 - 0.5, 2.0 - 0.5),
    ],
)
def test_a_line_worked_by_hand(learning_rate, landing, promised, alone, together):
    step = line(learning_rate)
    curve = loss_along(step, "W1[1,1]")
    assert (curve.name, curve.value, curve.slope) == ("W1[1,1]", 1.0, 2.0)
    assert curve.landing == pytest.approx(landing, rel=1e-15)
    np.testing.assert_allclose(curve.losses, 0.5 * (2 * curve.places - 1) ** 2, atol=1e-15)
    np.testing.assert_allclose(curve.tangents, 0.5 + 2 * (curve.places - 1), atol=1e-15)
    assert curve.lowest == pytest.approx((0.5, 0.0), abs=1e-4)
    # The curve leaves its tangent by 2 r², a third of its rise of 2 r where r is a third; the
    # first reach beyond is 0.64. A step of 2η is to lie well inside.
    assert curve.places[-1] - 1.0 == pytest.approx(max(0.64, 1.5 * 2 * learning_rate))
    brings = (promised, alone, together, 0.5 + alone)
    assert outcome(step, [curve]) == pytest.approx(brings, abs=1e-14)
    assert outcome(step, [curve]).overshoots == (learning_rate == 0.6)
    assert curve.passes_lowest == (learning_rate > 0.25)
    # Together with the bias nothing is left out: this is the whole step.
    both = outcome(step, [curve, loss_along(step, "b1[1]")])
    assert both.alone == pytest.approx(both.together, abs=1e-14)
    assert both.promised == pytest.approx(-5.0 * learning_rate)
    assert spot(step, [curve], [0.7]) == pytest.approx((0.08, -0.1, 0.18))


def test_every_curve_has_its_gradient_for_a_slope():
    for step in random_steps(12, max_units=4):
        names = parameters_of(step)
        assert names == parameter_names(step.weights, step.biases)
        for name in names:
            curve = loss_along(step, name)
            array, _, index = name.rstrip("]").partition("[")
            at = tuple(int(i) - 1 for i in index.split(","))
            gradient = step.values()[f"grad_{array}"][at]
            assert curve.slope == pytest.approx(gradient, abs=1e-15)
            assert curve.landing == pytest.approx(step.values()[f"updated_{array}"][at], abs=1e-15)
            assert {curve.value, curve.landing} <= set(curve.places)
            assert curve.losses[curve.places == curve.value] == step.loss
            h = 1e-6
            ends = [spot(step, [curve], [curve.value + shift]) for shift in (h, -h)]
            if ACTIVATIONS[step.activation].kink is None:
                difference = (ends[0].loss - ends[1].loss) / (2 * h)
                assert difference == pytest.approx(curve.slope, rel=1e-5, abs=1e-7)
            assert ends[0].tangent - ends[1].tangent == pytest.approx(2 * h * curve.slope)


def test_losses_are_those_of_the_network_worked_out_again():
    step = make_step((3, 4, 2), "squared_error", "tanh", scale=0.7)
    curve = loss_along(step, "W1[2,3]")
    for place, loss in zip(curve.places[::10], curve.losses[::10], strict=True):
        W1 = step.weights[0].copy()
        W1[1, 2] = place
        z = step.weights[1] @ np.tanh(W1 @ step.x + step.biases[0]) + step.biases[1]
        assert loss == pytest.approx(0.5 * ((z - step.y) ** 2).sum(), rel=1e-13)


@pytest.mark.parametrize("learning_rate", [1e-9, 1e-3, 0.1, 3.0])
def test_the_range_shows_the_landing_and_a_bend(learning_rate):
    for seed in range(5):
        step = make_step((4, 4, 3), seed=seed, learning_rate=learning_rate)
        curve = loss_along(step, "W2[2,1]")
        low, high = curve.places[0], curve.places[-1]
        reach = high - curve.value
        assert abs(curve.landing - curve.value) <= reach / 1.4
        ends = [spot(step, [curve], [end]) for end in (low, high)]
        bend = max(abs(end.off) for end in ends)
        assert bend >= 0.3 * abs(curve.slope) * reach
        near = loss_along(step, "W2[2,1]", near=True)
        moved = abs(near.landing - near.value)
        # A step too short to be seen at all is left where it is.
        expected = reach if learning_rate == 1e-9 else min(reach, 3 * moved)
        assert near.places[-1] - near.value == pytest.approx(expected)


def test_nothing_changes_along_the_weight_of_an_input_that_is_zero():
    step = sgd_step([0.0, 1.0], [1.0], [[[0.3, 0.2]]], [[0.1]], 0.1, "squared_error")
    curve = loss_along(step, "W1[1,1]")
    assert (curve.flat, curve.slope, curve.landing) == (True, 0.0, 0.3)
    assert curve.lowest is None
    assert not curve.passes_lowest
    assert outcome(step, [curve])[:2] == (0.0, 0.0)
    assert not loss_along(step, "W1[1,2]").flat
    # The range is one that a slider can be drawn over.
    assert curve.places[-1] > curve.value > curve.places[0]


@pytest.mark.parametrize(("learning_rate", "passes"), [(0.05, False), (0.4, True)])
def test_from_below_a_step_passes_the_lowest_place_where_it_goes_beyond(learning_rate, passes):
    # L = ½ (2w − 1)² from w = 0, where the gradient is −2: lowest at ½.
    step = sgd_step([2.0], [1.0], [[[0.0]]], [[0.0]], learning_rate, "squared_error")
    assert loss_along(step, "W1[1,1]").passes_lowest == passes


def test_what_rounding_alone_changes_is_flat():
    # Both outputs get the same of every hidden unit, which softmax does not see.
    weights = [[[0.3, -0.2], [0.1, 0.4]], [[0.3, 0.7], [0.3, 0.7]]]
    biases = [[0.1, 0.2], [0.5, -0.1]]
    step = sgd_step([1.0, -0.7], [0, 1], weights, biases, 0.1, "softmax_cross_entropy")
    curve = loss_along(step, "W1[1,1]")
    assert (curve.flat, curve.slope, curve.landing) == (True, 0.0, 0.3)
    losses = [loss_at(step, moved(step, curve.cell, shift)) for shift in np.linspace(-1, 1, 9)]
    assert {*losses} != {step.loss}


@pytest.mark.parametrize(
    ("alone", "overshoots"), [(-0.5, False), (0.0, False), (0.1, True), (math.nan, True)]
)
def test_a_loss_that_is_none_is_no_lower_one(alone, overshoots):
    assert Outcome(-1.0, alone, 0.0, 1.0 + alone).overshoots == overshoots


def test_a_unit_that_is_off_is_not_flat_all_along():
    curve = loss_along(relu_chain(-0.4), "W1[1,1]")
    assert (curve.slope, curve.landing, curve.flat) == (0.0, -0.4, False)
    # It bends at the kink, where w is 0; of the places below none is lower than the others.
    np.testing.assert_allclose(curve.losses, 0.5 * np.maximum(curve.places, 0.0) ** 2, atol=1e-15)
    assert curve.lowest is None


def test_a_step_over_a_kink_is_seen():
    step = relu_chain(1.0, learning_rate=3.0)
    curve = loss_along(step, "W1[1,1]")
    # w′ = 1 − 3 switches the unit off: the tangent promised −3, the curve has no more than ½.
    assert outcome(step, [curve])[:2] == pytest.approx((-3.0, -0.5))


def test_the_range_ends_where_the_loss_overflows():
    step = sgd_step([1e153], [1e153], [[[1.5]]], [[0.0]], 1e-307, "squared_error")
    # Had the update gone to −60, ½ (−60e153 − 1e153)² would be beyond float64; so is −20.
    far = dataclasses.replace(step, updated_weights=[np.array([[-60.0]])])
    curve = loss_along(far, "W1[1,1]")
    assert np.isfinite(curve.losses).all()
    assert -20.0 < curve.places[0] < curve.value < curve.places[-1]
    assert math.isinf(spot(far, [curve], [curve.landing]).loss)
    assert outcome(far, [curve]).overshoots


@pytest.mark.parametrize("name", ["z1[1]", "grad_W1[1,1]", "learning_rate"])
def test_only_parameters_can_be_dragged(name):
    with pytest.raises(ValueError, match="a weight or a bias is needed"):
        loss_along(make_step((3, 2)), name)


def test_a_surface_has_the_curves_for_its_middle():
    step = make_step((3, 4, 2), "squared_error")
    first, second = loss_along(step, "W2[1,3]"), loss_along(step, "b1[2]")
    surface = loss_surface(step, first, second)
    assert surface.losses.shape == (41, 41)
    for row, column in ((0, 0), (0, 40), (7, 20), (40, 13)):
        places = surface.first_places[column], surface.second_places[row]
        assert surface.losses[row, column] == spot(step, [first, second], places).loss
    assert surface.losses[20, 20] == pytest.approx(step.loss, rel=1e-12)
    # The arrow leads against both gradients, and so does a step of gradient descent.
    toward = [tip - curve.value for tip, curve in zip(surface.tip, (first, second), strict=True)]
    moved = [curve.landing - curve.value for curve in (first, second)]
    assert math.atan2(*toward) == pytest.approx(math.atan2(*moved))
    for tip, curve in zip(surface.tip, (first, second), strict=True):
        assert curve.places[0] < tip < curve.places[-1]


def test_flat_along_both_is_not_flat_over_both():
    """w v x with w = v = 0: along each of them nothing changes, along both it does."""
    weights, biases = [[[0.0]], [[0.0]]], [[0.0], [0.0]]
    step = sgd_step([1.0], [1.0], weights, biases, 0.1, "squared_error", "tanh")
    curves = loss_along(step, "W1[1,1]"), loss_along(step, "W2[1,1]")
    assert [curve.flat for curve in curves] == [True, True]
    surface = loss_surface(step, *curves)
    assert not surface.flat
    hidden = np.tanh(surface.first_places)
    expected = 0.5 * (surface.second_places[:, None] * hidden - 1.0) ** 2
    np.testing.assert_allclose(surface.losses, expected, rtol=1e-13)


def test_a_surface_without_a_slope_has_no_arrow():
    step = relu_chain(-0.4)
    curves = loss_along(step, "W1[1,1]"), loss_along(step, "b1[1]")
    assert loss_surface(step, *curves).tip is None
    assert not loss_surface(step, *curves).flat
    with pytest.raises(ValueError, match="needs two parameters"):
        loss_surface(step, curves[0], curves[0])


def test_the_step_stays_as_it_is():
    step = make_step((4, 4, 3))
    before = [array.copy() for array in (*step.weights, *step.biases)]
    loss_surface(step, loss_along(step, "b1[2]"), loss_along(step, "W2[1,1]"))
    for array, copy in zip((*step.weights, *step.biases), before, strict=True):
        np.testing.assert_array_equal(array, copy)
