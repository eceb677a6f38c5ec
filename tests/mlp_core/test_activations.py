"""Activation functions: hand-worked values, extremes, and derivatives by finite differences."""

import numpy as np
import pytest
from scipy.special import expit

from mlp_core import ACTIVATIONS
from mlp_core.activations import activation_names, get_activation
from tests.mlp_core.networks import n_slopes

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


def test_gelu_at_one():
    # Φ(1) and φ(1) of any table of the normal distribution; both halves of h ± h(-z) are z.
    gelu, z = get_activation("gelu"), np.array([1.0, -1.0, 0.0])
    below, density = 0.15865525393145705, 0.24197072451914337
    np.testing.assert_allclose(gelu.function(z), [1.0 - below, -below, 0.0], rtol=1e-15)
    slopes = [1.0 - below + density, below - density, 0.5]
    np.testing.assert_allclose(gelu.derivative(z), slopes, rtol=1e-15)


def test_silu_and_softplus_at_log_three():
    # σ(log 3) = 3/4: silu is 3/4 log 3 with the slope 3/4 (1 + 1/4 log 3), softplus log 4 with 3/4.
    z = np.array([np.log(3.0)])
    silu, softplus = get_activation("silu"), get_activation("softplus")
    np.testing.assert_allclose(silu.function(z), 0.75 * z, rtol=1e-15)
    np.testing.assert_allclose(silu.derivative(z), 0.75 * (1.0 + 0.25 * z), rtol=1e-15)
    np.testing.assert_allclose(softplus.function(z), [np.log(4.0)], rtol=1e-15)
    np.testing.assert_allclose(softplus.derivative(z), [0.75], rtol=1e-15)


def test_elu_below_and_above():
    # exp(-log 2) - 1 = -1/2, where the slope is exp(-log 2) = 1/2.
    elu = get_activation("elu")
    h = elu.function(np.array([-np.log(2.0), 0.0, 2.0]))
    np.testing.assert_allclose(h, [-0.5, 0.0, 2.0], rtol=1e-15)
    np.testing.assert_allclose(elu.derivative(h), [0.5, 1.0, 1.0], rtol=1e-15)


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
    assert np.isfinite(activation.slope(EXTREMES, h)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_infinity_has_the_limit_and_nan_stays(name):
    f, z, far = get_activation(name), np.array([-np.inf, np.inf, np.nan]), np.array([-1e8, 1e8])
    h, h_far = f.function(z), f.function(far)
    limits = np.where(np.abs(h_far) > 1e3, np.copysign(np.inf, h_far), h_far)
    np.testing.assert_array_equal(h, [*limits, np.nan])
    np.testing.assert_array_equal(f.slope(z, h)[:2], f.slope(far, h_far))
    if n_slopes(name) > 2:
        assert np.isnan(f.slope(z, h)[2])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_slopes_are_pytorchs(name):
    torch = pytest.importorskip("torch")
    of = torch.nn.functional
    theirs = {
        "identity": lambda z: z,
        "logistic": torch.sigmoid,
        **{name: getattr(of, name) for name in ("relu", "leaky_relu", "gelu", "silu", "elu")},
        "tanh": torch.tanh,
        # Beyond its threshold PyTorch takes z for log(1 + exp(z)).
        "softplus": lambda z: of.softplus(z, threshold=1000),
    }[name]
    f, z = get_activation(name), np.linspace(-30.0, 30.0, 601)
    given = torch.tensor(z, requires_grad=True)
    made = theirs(given)
    made.sum().backward()
    h = f.function(z)
    np.testing.assert_allclose(h, made.detach().numpy(), rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(f.slope(z, h), given.grad.numpy(), rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivative_is_the_slope(name):
    # An even number of points, so that none is relu's kink; the step is far below the gap.
    z, s = np.linspace(-4.0, 4.0, 80), 1e-6
    activation = get_activation(name)
    slope = (activation.function(z + s) - activation.function(z - s)) / (2 * s)
    derivative = activation.slope(z, activation.function(z))
    np.testing.assert_allclose(derivative, slope, rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_complex_z_carries_the_derivative(name):
    # f(z + is) ≈ f(z) + is f'(z): what the complex-step gradient check is built on.
    activation = get_activation(name)
    z, s = np.linspace(-4.0, 4.0, 80), 1e-20
    h = activation.function(z + 1j * s)
    np.testing.assert_allclose(h.real, activation.function(z), rtol=1e-14, atol=1e-16)
    slope = activation.slope(z, h.real)
    np.testing.assert_allclose(h.imag / s, slope, rtol=1e-12, atol=1e-15)


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


def test_no_menu_shows_a_name_of_the_library():
    labels = [f.label for f in ACTIVATIONS.values()]
    assert len({*labels}) == len(labels)
    assert not any("_" in label for label in labels)
    assert [label for label in labels if label.lower() != label] == [
        "ReLU",
        "leaky ReLU",
        "GELU",
        "SiLU",
        "ELU",
    ]
