"""Each operation on numbers that may be off, against exact fractions at the ends of their bounds.

The worst that exact operands can make of a result is at a corner: each of them at an end of its
bound. No corner lies outside the result's bound, and the bound reaches little beyond the worst.
"""

import itertools
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.bounded import (
    UNIT,
    Bounded,
    divided,
    exactly,
    is_rounding,
    matmul,
    minus,
    times,
    total,
)

ENDS = (-1, 1)
FRACTIONS = np.vectorize(Fraction, otypes=[object])


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def corner(a: Bounded, end: int) -> list:
    """The exact operand at one end of its bounds, as fractions in lists."""
    moved = np.vectorize(lambda v, b: Fraction(v) + end * Fraction(b), otypes=[object])
    return moved(a.value, a.bound)


def drawn(rng, *shape, off) -> Bounded:
    """Numbers above 0, where ends of operands are ends of results, each off by a share of it."""
    value = rng.uniform(0.1, 3.0, size=shape)
    return Bounded(value, off * value)


def assert_bounded(result: Bounded, corners, n_roundings: int) -> None:
    """That no corner is outside, and the bound no more than the worst of them and rounding."""
    exact = np.array([np.atleast_1d(x) for x in corners], dtype=object)
    value, bound = (FRACTIONS(np.atleast_1d(part)) for part in result)
    errors = np.abs(exact - value).max(axis=0)
    assert (errors <= bound).all()
    rounding = (n_roundings + 1) * UNIT * np.abs(result.value)
    assert (bound <= errors.astype(float) * (1 + 1e-6) + 2.0 * rounding + 1e-300).all()


@pytest.mark.parametrize("off", [(0.0, 0.0), (0.1, 0.0), (0.0, 0.1), (0.1, 0.2), (1e-16, 1e-16)])
def test_products_and_differences(rng, off):
    a, b = (drawn(rng, 40, off=share) for share in off)
    pairs = [(corner(a, s), corner(b, t)) for s, t in itertools.product(ENDS, ENDS)]
    assert_bounded(times(a, b), [x * y for x, y in pairs], 1)
    value = minus(a, b)
    errors = [np.abs(x - y - FRACTIONS(value.value)) for x, y in pairs]
    worst = np.max(errors, axis=0)
    assert (worst <= FRACTIONS(value.bound)).all()
    assert (value.bound <= worst.astype(float) * (1 + 1e-6) + 2 * UNIT * np.abs(value.value)).all()


@pytest.mark.parametrize(
    "off", [(0.0, 0.0, 0.0), (0.1, 0.2, 0.0), (0.0, 0.0, 0.3), (0.1, 0.2, 0.3)]
)
@pytest.mark.parametrize("n", [1, 2, 7])
def test_sums_of_products(rng, off, n):
    a, b, plus = (
        drawn(rng, *shape, off=o) for shape, o in zip(((3, n), (n, 4), (4,)), off, strict=True)
    )
    corners = [
        corner(a, s) @ corner(b, t) + corner(plus, u)
        for s, t, u in itertools.product(ENDS, ENDS, ENDS)
    ]
    assert_bounded(matmul(a, b, plus), corners, n + 1)
    alone = [corner(a, s) @ corner(b, t) for s, t in itertools.product(ENDS, ENDS)]
    assert_bounded(matmul(a, b), alone, n)


@pytest.mark.parametrize("off", [0.0, 0.1])
def test_sums_and_means(rng, off):
    a = drawn(rng, 9, 5, off=off)
    corners = [corner(a, end) for end in ENDS]
    assert_bounded(total(a, axis=0), [x.sum(axis=0) for x in corners], 8)
    assert_bounded(total(a), [x.sum() for x in corners], 44)
    assert_bounded(divided(a, 7), [x / 7 for x in corners], 1)
    assert divided(a, 1) is a


def test_sums_that_round_are_bounded():
    tenths = exactly(np.full(10, 0.1))
    assert (
        0.0 < abs(Fraction(float(total(tenths).value)) - 10 * Fraction(0.1)) <= total(tenths).bound
    )


def test_what_may_get_lost_below_the_smallest_number():
    tiny = exactly(np.array([1e-200]))
    assert times(tiny, tiny).value == 0.0 < times(tiny, tiny).bound
    assert (matmul(tiny, exactly(np.array([[1e-200]]))).bound > 0.0).all()
    assert divided(exactly(np.array([5e-324])), 3).bound > 0.0
    # With a factor of 0 nothing is there to be lost.
    assert times(tiny, exactly(np.zeros(1))).bound == 0.0


def test_only_what_may_be_zero_and_is_off_is_rounding():
    bounds = np.array([0.0, 1.0, 1.0, 1.0])
    np.testing.assert_array_equal(is_rounding(np.array([0.0, 0.0, 1.0, 1.1]), bounds), [0, 1, 1, 0])


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("off", [0.0, 1e-15, 1e-6, 0.1, 1.0])
def test_activations_of_numbers_that_are_off(name, off):
    f = ACTIVATIONS[name]
    z = Bounded(np.linspace(-4.0, 4.0, 81), np.full(81, off))
    h = f.bounds.function(z, f.function(z.value))
    slope = f.bounds.slope(h, z, f.slope(z.value, h.value))
    widest_slope = np.zeros(81)
    for share in np.linspace(-1.0, 1.0, 41):
        exact_z = z.value + share * off
        exact_h = f.function(exact_z)
        exact_slope = f.slope(exact_z, exact_h)
        assert (np.abs(exact_h - h.value) <= h.bound + 4e-16).all()
        assert (np.abs(exact_slope - slope.value) <= slope.bound + 4e-16).all()
        widest_slope = np.maximum(widest_slope, np.abs(exact_slope))
    # No more than a mean value theorem grants, but for what exponentials allow beyond it.
    assert (h.bound <= off * np.exp(2 * off) * (widest_slope + 1e-6) + 1e-14).all()


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("off", [0.0, 1e-15, 1e-6, 0.1])
def test_losses_of_outputs_that_are_off(rng, name, off):
    loss, z, y = LOSSES[name], rng.normal(scale=2.0, size=(6, 4)), np.eye(4)[[0, 1, 2, 3, 0, 1]]
    # Of one row the largest output is off alone, of another all others are.
    bounds = off * np.ones_like(z)
    bounds[0], bounds[1] = off * (z[0] == z[0].max()), off * (z[1] != z[1].max())
    made = loss.bounded(Bounded(z, bounds), y)
    worst = {key: np.zeros_like(np.asarray(number.value)) for key, number in made.items()}
    for ends in (*itertools.product(ENDS, repeat=4), (0, 0, 0, 0)):
        moved = z + np.array(ends) * bounds
        exact = {
            "loss_terms": loss.terms(moved, y),
            "grad_output": loss.gradient(moved, y),
        }
        if loss.to_prediction is not None:
            exact[loss.prediction_name] = loss.predict(moved)
        if loss.has_slope:
            exact["grad_prediction"] = loss.predict(moved) - y
            exact["slope"] = ACTIVATIONS[loss.unit].slope(moved, loss.predict(moved))
        assert exact.keys() == made.keys()
        for key, number in made.items():
            error = np.abs(exact[key] - number.value)
            assert (error <= number.bound + 4e-16 * (1 + np.abs(exact[key]))).all(), key
            worst[key] = np.maximum(worst[key], error)
    if "slope" in made:
        # A product of two that are off together is less so than the two of them.
        slope, error, product = (made.pop(k) for k in ("slope", "grad_prediction", "grad_output"))
        apart = error.bound * slope.reach + np.abs(error.value) * slope.bound
        assert (product.bound <= apart * (1 + 1e-6) + 1e-13).all()
    for key in made:
        assert (made[key].bound <= 2.5 * worst[key] + 1e-13).all(), key


def test_the_loss_and_its_change_are_bounded_where_logarithms_round():
    # The same loss with z moved by what float64 holds exactly: only rounding tells them apart.
    loss, y = LOSSES["softmax_cross_entropy"], np.eye(3)[0]
    z = np.array([0.1, 0.7, -0.4])
    with localcontext(prec=40):
        exps = [Decimal(number).exp() for number in z.tolist()]
        exact = sum(exps).ln() - Decimal(z[0])
    made = total(loss.bounded(exactly(z), y)["loss_terms"])
    assert abs(Decimal(float(made.value)) - exact) <= Decimal(float(made.bound))
    assert made.bound >= UNIT


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_end_of_an_activation_may_lie_far_from_its_end_in_float64(name):
    # tanh(20) is 1 in float64, with a slope of 0; tanh(15) is 2e-13 below it.
    f, off = ACTIVATIONS[name], 5.0
    z = Bounded(np.linspace(-45.0, 45.0, 91), np.full(91, off))
    h = f.bounds.function(z, f.function(z.value))
    for end in (-off, off):
        assert (np.abs(f.function(z.value + end) - h.value) <= h.bound).all()
