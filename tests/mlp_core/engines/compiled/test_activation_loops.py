"""Activations of the compiled engine and their derivatives, against ``activations``."""

import math

import numpy as np
import pytest

from mlp_core import ACTIVATIONS
from mlp_core.engines.compiled.activation_loops import ACTIVATE_LOOPS, TIMES_SLOPE_LOOPS
from tests.mlp_core.engines.compiled.both_ways import (
    WAYS,
    assert_within_ulps,
    loop,
    over_a_wide_range,
)

UNSAID = 99.0


@pytest.fixture(params=WAYS)
def h_of(request):
    """h of an array of z by the name of the activation, and the z that it keeps."""

    def compute(name, z):
        h, kept = z.copy(), np.full(len(z), UNSAID)
        with np.errstate(all="ignore"):
            loop("activate", name, request.param)(h, kept, 0, len(h))
        return h, kept

    return compute


@pytest.fixture(params=WAYS)
def grad_z_of(request):
    """grad_h times the slope by the name of the activation."""

    def compute(name, grad_h, h, z):
        g = grad_h.copy()
        with np.errstate(all="ignore"):
            loop("times_slope", name, request.param)(g, h, z, 0, len(g))
        return g

    return compute


def test_tanh(h_of):
    z = np.concatenate([over_a_wide_range(25.0), [19.9, 20.0, 20.1, 700.0, 1e308, 5e-324]])
    h, _ = h_of("tanh", z)
    assert_within_ulps(h, np.array([math.tanh(value) for value in z]))
    assert (np.abs(h) <= 1.0).all()


def test_logistic(h_of):
    # 0.5 + 0.5 · tanh(0.5 z) is exact to a unit of 1, as NumPy's is, and not of a small h.
    z = over_a_wide_range(40.0)
    h, _ = h_of("logistic", z)
    exact = np.array([1.0 / (1.0 + math.exp(-value)) for value in z])
    np.testing.assert_allclose(h, exact, rtol=0.0, atol=4e-16)
    assert ((h >= 0.0) & (h <= 1.0)).all()


@pytest.mark.parametrize("name", ACTIVATE_LOOPS)
def test_each_is_the_activation_of_its_name(h_of, name):
    z = over_a_wide_range(40.0)
    h, _ = h_of(name, z)
    expected = ACTIVATIONS[name].function(z)
    # To a unit of 1 beside what is small, as the logistic function is.
    assert (np.abs(h - expected) <= 1e-14 * np.abs(expected) + 1e-15 * np.abs(z).clip(0.5)).all()


@pytest.mark.parametrize("name", ACTIVATE_LOOPS)
def test_what_is_special_among_numbers(h_of, name):
    z = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0])
    h, _ = h_of(name, z)
    with np.errstate(invalid="ignore"):
        expected = ACTIVATIONS[name].function(z)
    np.testing.assert_allclose(h, expected, rtol=1e-15, atol=1e-300, equal_nan=True)
    if name == "tanh":
        np.testing.assert_array_equal(np.signbit(h[:2]), [False, True])


@pytest.mark.parametrize("name", ACTIVATE_LOOPS)
def test_derivatives(grad_z_of, name):
    activation = ACTIVATIONS[name]
    z = np.array([-800.0, -3.0, -0.5, -0.0, 0.0, 0.25, 0.5, 3.0, 800.0, np.nan])
    grad_h = np.array([2.0, 1.5, -4.0, 1.0, 3.0, -2.0, 5.0, 0.1, 7.0, 1.0])
    h = activation.function(z)
    expected = grad_h * activation.slope(z, h)
    # One rounding of h² more or less, which 1 - h² magnifies where h is near 1.
    np.testing.assert_allclose(
        grad_z_of(name, grad_h, h, z), expected, rtol=1e-13, atol=1e-300, equal_nan=True
    )


@pytest.mark.parametrize("name", ACTIVATE_LOOPS)
def test_z_is_kept_by_those_whose_slope_is_of_it_alone(h_of, grad_z_of, name):
    z = np.array([-1.0, 0.5, 2.0])
    h, kept = h_of(name, z)
    of_z = ACTIVATIONS[name].slope_of == "z"
    np.testing.assert_array_equal(kept, z if of_z else UNSAID)
    # What is not of use is not looked at: h or z.
    of_both = grad_z_of(name, np.ones(3), h, z)
    one = grad_z_of(name, np.ones(3), np.full(3, np.nan) if of_z else h, z if of_z else kept)
    np.testing.assert_array_equal(one, of_both)


def test_loops_touch_what_they_are_told_and_nothing_else():
    for activate in ACTIVATE_LOOPS.values():
        values = np.full(7, 2.0)
        kept = np.full(7, UNSAID)
        activate(values, kept, 2, 3)
        assert (values[[0, 1, 5, 6]] == 2.0).all()
        assert (kept[[0, 1, 5, 6]] == UNSAID).all()


def test_every_loop_is_of_something():
    # A name without a loop is no fault, a loop without a name is one.
    assert ACTIVATE_LOOPS.keys() == TIMES_SLOPE_LOOPS.keys() <= ACTIVATIONS.keys()
