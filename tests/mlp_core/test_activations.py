"""Activation functions: hand-worked values, extremes, and derivatives by finite differences."""

import numpy as np
import pytest
from scipy.special import expit

from mlp_core import ACTIVATIONS
from mlp_core.activations import activation_names, get_activation

EXTREMES = np.array([-1e4, -800.0, -1e-300, 0.0, 1e-300, 800.0, 1e4])


def test_tanh_at_log_two():
    # tanh(log 2) = (2 - 1/2) / (2 + 1/2) = 3/5, and its derivative 1 - 9/25 = 16/25.
    tanh = get_activation("tanh")
    h = tanh.function(np.array([np.log(2.0)]))
    np.testing.assert_allclose(h, [0.6], rtol=1e-15)
    np.testing.assert_allclose(tanh.derivative(h), [0.64], rtol=1e-15)


def test_logistic_at_log_three():
    # 1 / (1 + exp(-log 3)) = 1 / (1 + 1/3) = 3/4, and its derivative 3/4 · 1/4 = 3/16.
    logistic = get_activation("logistic")
    h = logistic.function(np.array([np.log(3.0)]))
    np.testing.assert_allclose(h, [0.75], rtol=1e-15)
    np.testing.assert_allclose(logistic.derivative(h), [0.1875], rtol=1e-15)


def test_relu_has_derivative_zero_at_its_kink():
    relu = get_activation("relu")
    h = relu.function(np.array([-2.0, 0.0, 3.0]))
    np.testing.assert_array_equal(h, [0.0, 0.0, 3.0])
    np.testing.assert_array_equal(relu.derivative(h), [0.0, 0.0, 1.0])


def test_relu_keeps_nan():
    # max(0, NaN) must not turn a diverged run into one with dead units.
    h = get_activation("relu").function(np.array([np.nan, -1.0, 2.0]))
    np.testing.assert_array_equal(h, [np.nan, 0.0, 2.0])


def test_logistic_does_not_overflow():
    # The naive exp(800) would warn, and warnings are errors here.
    logistic = get_activation("logistic").function
    np.testing.assert_array_equal(logistic(np.array([-800.0, 800.0])), [0.0, 1.0])
    np.testing.assert_allclose(logistic(EXTREMES), expit(EXTREMES), rtol=0.0, atol=1e-16)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_extremes_stay_finite(name):
    activation = get_activation(name)
    h = activation.function(EXTREMES)
    assert np.isfinite(h).all()
    assert np.isfinite(activation.derivative(h)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivative_is_the_slope(name):
    # An even number of points, so that none is relu's kink; the step is far below the gap.
    z, s = np.linspace(-4.0, 4.0, 80), 1e-6
    activation = get_activation(name)
    slope = (activation.function(z + s) - activation.function(z - s)) / (2 * s)
    derivative = activation.derivative(activation.function(z))
    np.testing.assert_allclose(derivative, slope, rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_complex_z_carries_the_derivative(name):
    # f(z + is) ≈ f(z) + is f'(z): what the complex-step gradient check is built on.
    activation = get_activation(name)
    z, s = np.linspace(-4.0, 4.0, 80), 1e-20
    h = activation.function(z + 1j * s)
    np.testing.assert_allclose(h.real, activation.function(z), rtol=1e-14, atol=1e-16)
    np.testing.assert_allclose(h.imag / s, activation.derivative(h.real), rtol=1e-12, atol=1e-15)


def test_unknown_name():
    known = ", ".join(ACTIVATIONS)
    with pytest.raises(ValueError, match=f"activation must be one of {known}; got 'sigmoid'"):
        get_activation("sigmoid")


@pytest.mark.parametrize(
    ("activation", "n_hidden", "names"),
    [
        ("relu", 2, ("relu", "relu")),
        (["relu", "tanh"], 2, ("relu", "tanh")),
        (("logistic",), 1, ("logistic",)),
        ("relu", 0, ()),
        ([], 0, ()),
        (["relu", "tanh"], 0, ()),
    ],
)
def test_the_names_of_the_hidden_layers(activation, n_hidden, names):
    assert activation_names(activation, n_hidden) == names


def test_names_that_do_not_fit_the_hidden_layers():
    for names in (["tanh"], ["tanh"] * 3, []):
        message = rf"one name, or one a hidden layer, of which there are 2; got \{names}"
        with pytest.raises(ValueError, match=message):
            activation_names(names, 2)
    for wrong in ("sigmoid", ["tanh", "sigmoid"], ["tanh", None], [["tanh"], "tanh"], 3, None):
        for n_hidden in (0, 2):
            with pytest.raises(ValueError, match=r"activation must be one of .*; got"):
                activation_names(wrong, n_hidden)
