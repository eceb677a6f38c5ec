"""Absolute error and Huber loss: figures by hand, as PyTorch has them, scipy, and kinks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import huber as scipys_huber

from mlp_core import check_gradients, compute_loss, sgd_step, take_steps
from mlp_core.bounded import Bounded, is_rounding
from mlp_core.losses import get_loss

# Errors of 1.5, -2, 0, 0.5, -1 and 1.
OUTPUT = np.array([2.5, -1.0, 3.0, 0.5, 0.0, 4.0])
Y = np.array([1.0, 1.0, 3.0, 0.0, 1.0, 3.0])
# torch.nn.L1Loss(reduction="sum") and torch.nn.HuberLoss(reduction="sum", delta=1.0), worked by
# hand: |e| and its sign, 0 at 0; ½ e² up to |e| = 1, |e| - ½ beyond, and e within ±1.
FIGURES = {
    "absolute_error": (6.0, [1.5, 2.0, 0.0, 0.5, 1.0, 1.0], [1.0, -1.0, 0.0, 1.0, -1.0, 1.0]),
    "huber": (3.625, [1.0, 1.5, 0.0, 0.125, 0.5, 0.5], [1.0, -1.0, 0.0, 0.5, -1.0, 1.0]),
}
names = pytest.mark.parametrize("name", FIGURES)
anything = st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6).map(np.array)


@names
def test_by_hand(name):
    total, terms, gradient = FIGURES[name]
    assert compute_loss(OUTPUT, Y, name) == total
    assert get_loss(name).terms(OUTPUT, Y).tolist() == terms
    assert get_loss(name).gradient(OUTPUT, Y).tolist() == gradient


@given(anything)
def test_huber_is_scipys(error):
    found = get_loss("huber").terms(error, np.zeros_like(error))
    np.testing.assert_allclose(found, scipys_huber(1.0, error), rtol=1e-15)


@given(anything)
def test_none_overflows_where_the_output_does_not(error):
    for name in FIGURES:
        loss, y = get_loss(name), np.zeros_like(error)
        assert np.isfinite(loss.terms(error, y)).all()
        assert (np.abs(loss.gradient(error, y)) <= 1.0).all()


@names
def test_what_is_not_finite_stays_so(name):
    output, y = np.array([np.inf, -np.inf, np.nan]), np.zeros(3)
    assert get_loss(name).terms(output, y)[:2].tolist() == [np.inf, np.inf]
    assert np.isnan(get_loss(name).terms(output, y)[2])
    assert np.isnan(get_loss(name).gradient(output, y)[2])


def test_an_output_is_led_to_the_median_of_its_targets_and_an_outlier_does_not_matter():
    # One bias, no input that counts: three targets out of five lie at 2 or below.
    y = np.array([[0.0], [1.0], [2.0], [3.0], [1e6]])
    still = sgd_step(np.zeros((5, 1)), y, [[[0.0]]], [[2.0]], 0.1, "absolute_error")
    assert still.grad_biases[0].tolist() == [0.0]
    steps = take_steps(
        *(np.zeros((5, 1)), y, [[[0.0]]], [[0.25]]),
        learning_rate=0.5,
        n_steps=30,
        loss="absolute_error",
    )
    *_, last = steps
    assert last.updated_biases[0][0] == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize(("name", "y"), [("absolute_error", 0.0), ("huber", 1.0), ("huber", -1.0)])
def test_on_a_seam_the_complex_step_decides(name, y):
    # Both outputs are 0: one is on the seam of its target, the other is far from it.
    parameters = [np.zeros((3, 2)), np.zeros((2, 3))], [np.full(3, 0.5), np.zeros(2)]
    check = check_gradients([1.0, -1.0], [y, 7.0], *parameters, name, "tanh")
    reached = {n for n, kink in zip(check.names, check.at_kink, strict=True) if kink}
    assert reached == {"W2[1,1]", "W2[1,2]", "W2[1,3]", "b2[1]"}
    assert check.passed
    slope = 0.0 if name == "absolute_error" else -y
    assert check.analytic[check.names.index("b2[1]")] == slope
    assert check.complex_step[check.names.index("b2[1]")] == slope


@names
def test_away_from_its_seams_central_differences_are_asked(name):
    rng = np.random.default_rng(0)
    parameters = [rng.normal(size=(3, 2)), rng.normal(size=(2, 3))], [np.ones(3), np.ones(2)]
    check = check_gradients(rng.normal(size=(4, 2)), 9.0 * np.ones((4, 2)), *parameters, name)
    assert not check.at_kink.any()
    assert check.passed


def test_a_sign_that_rounding_decides_is_told_as_such():
    off = Bounded(np.array([1.0 + 1e-15, 1.0 - 1e-15, 1.5]), np.full(3, 2e-15))
    made = get_loss("absolute_error").bounded(off, np.ones(3))["grad_output"]
    assert made.value.tolist() == [1.0, -1.0, 1.0]
    assert made.bound.tolist() == [2.0, 2.0, 0.0]
    assert is_rounding(*made).tolist() == [True, True, False]


def test_far_beyond_1_a_huber_gradient_is_exact_though_the_output_is_off():
    off = Bounded(np.array([5.0, 1.125, 0.5, -3.0, 0.5, 2.0]), np.array([0.25] * 4 + [9.0] * 2))
    made = get_loss("huber").bounded(off, np.zeros(6))["grad_output"]
    assert made.value.tolist() == [1.0, 1.0, 0.5, -1.0, 0.5, 1.0]
    np.testing.assert_allclose(made.bound, [0.0, 0.125, 0.25, 0.0, 1.5, 2.0], rtol=1e-8)
