"""The error of a numeric derivative against its step: U for a difference, flat for complex."""

import numpy as np
import pytest

from mlp_core import check_gradients, parameter_names
from mlp_core.teaching.lessons.check_curve import STEPS, check_curve
from tests.mlp_core.teaching.steps import LOSS_NAMES, make_step, random_steps


def errors(curve):
    return np.array([point.central_error for point in curve.points])


def at(curve, h):
    return min(curve.points, key=lambda point: abs(np.log(point.h / h)))


@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("activation", ["tanh", "logistic"])
@pytest.mark.parametrize("seed", range(5))
def test_a_central_difference_has_a_best_step(loss, activation, seed):
    curve = check_curve(make_step((4, 4, 3), loss, activation, seed, scale=0.5), "W1[2,3]")
    assert [point.h for point in curve.points] == list(STEPS)
    # Rounding is a matter of luck at single points, so the worst of each half decade counts.
    worst = np.max([errors(curve)[k : len(STEPS) - 2 + k] for k in range(3)], axis=0)
    best = STEPS[worst.argmin() + 1]
    # A logistic bends less than tanh, so that its truncation allows for longer steps.
    assert 1e-7 < best <= (1e-4 if activation == "tanh" else 1e-3)
    # Where both predicted errors add up to least: h³ = 3 ε scale / L'''.
    first = curve.points[0]
    predicted = (first.rounding * first.h**3 / first.truncation / 2) ** (1 / 3)
    assert 0.1 < best / predicted < 10.0
    # Truncation falls with h², a hundredfold a decade, until rounding rises with 1/h.
    assert at(curve, 1e-1).central_error > at(curve, 1e-3).central_error * 3e3
    assert worst[-1] > 1e4 * worst.min()


@pytest.mark.parametrize("seed", range(10))
def test_the_predicted_errors_are_those_that_come(seed):
    curve = check_curve(make_step((4, 4, 3), seed=seed, scale=0.5), "W1[2,3]")
    for h in (1e-2, 1e-3):
        point = at(curve, h)
        assert point.central_error == pytest.approx(point.truncation, rel=0.02)
    for point in curve.points:
        assert point.central_error <= 1.2 * point.truncation + 2 * point.rounding
    tail = [point.central_error / point.rounding for point in curve.points[-20:]]
    assert max(tail) > 0.02


def test_the_complex_step_is_flat():
    for step in random_steps(30, max_units=5):
        names = parameter_names(step.weights, step.biases)
        for name in (names[0], names[-1]):
            curve = check_curve(step, name)
            for point in curve.points:
                if point.h <= 1e-8:
                    assert point.complex_error <= 1e-14 * max(1.0, abs(curve.reference))


def test_the_reference_is_the_gradient():
    for step in random_steps(12, max_units=3):
        check = check_gradients(
            step.x, step.y, step.weights, step.biases, step.loss_name, step.activation
        )
        for name, analytic in zip(check.names, check.analytic, strict=True):
            reference = check_curve(step, name, steps=[1e-5]).reference
            assert reference == pytest.approx(analytic, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("name", ["W2[1,3]", "W2[3,1]", "b2[2]"])
@pytest.mark.parametrize("seed", range(5))
def test_a_parabola_has_no_truncation(seed, name):
    curve = check_curve(make_step((4, 4, 3), "squared_error", seed=seed), name)
    for point in curve.points:
        assert point.truncation == 0.0
        assert point.central_error <= 2 * point.rounding


def test_the_step_stays_as_it_is():
    step = make_step((4, 4, 3))
    before = [array.copy() for array in (*step.weights, *step.biases)]
    check_curve(step, "b1[2]")
    for array, copy in zip((*step.weights, *step.biases), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("name", ["z1[1]", "updated_W1[1,1]", "loss"])
def test_only_parameters_have_a_curve(name):
    with pytest.raises(ValueError, match="a weight or a bias is needed"):
        check_curve(make_step((4, 4, 3)), name)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match=r"W2 has entries W2\[1,1\]"):
        check_curve(make_step((4, 4, 3)), "W2[4,1]")
