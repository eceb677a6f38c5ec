"""Activations and losses of the compiled engine, against the C library's and ``mlp_core``'s.

Every function is called both ways: compiled, as the kernels do, and as plain Python.
"""

import math

import numba
import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.engines.compiled import functions

ACTIVATION_CODES = {name: code for code, name in enumerate(functions.ACTIVATION_LOOPS)}
LOSS_CODES = {name: code for code, name in enumerate(functions.LOSS_LOOPS)}
# Units in the last place: the functions are within two of the exact value, math's within one.
MAX_ULPS = 3.0
# The compiler settings of the kernels; without a cache, since this file may change.
compiled = numba.njit(error_model="numpy", fastmath={"contract", "reassoc"})


@compiled
def activate(H, activation):
    functions.activate(H, np.uint64(0), np.uint64(len(H)), activation)


@compiled
def times_derivative(G, H, activation):
    functions.times_derivative(G, H, np.uint64(0), np.uint64(len(H)), activation)


@compiled
def loss_and_gradient(Y, row, H, G, start, count, share, loss):
    return functions.loss_and_gradient(Y, row, H, G, start, count, share, loss)


@compiled
def expm1_parts(x):
    return functions.expm1_parts(x)


@pytest.fixture(params=["compiled", "python"])
def callee(request):
    """The functions by name, compiled or as they stand in the source."""
    if request.param == "python":
        return {
            "activate": lambda H, code: functions.activate(H, 0, len(H), code),
            "times_derivative": lambda G, H, code: functions.times_derivative(
                G, H, 0, len(H), code
            ),
            "loss_and_gradient": functions.loss_and_gradient,
            "expm1_parts": functions.expm1_parts,
        }
    return {
        "activate": activate,
        "times_derivative": times_derivative,
        "loss_and_gradient": loss_and_gradient,
        "expm1_parts": expm1_parts,
    }


def over_a_wide_range(largest: float) -> np.ndarray:
    """Both signs: evenly up to ``largest``, and every size from there to the smallest number."""
    rng = np.random.default_rng(0)
    sizes = 10.0 ** rng.uniform(-320.0, math.log10(largest), size=3000)
    return np.concatenate([rng.uniform(-largest, largest, size=3000), sizes, -sizes])


def assert_within_ulps(values: np.ndarray, exact: np.ndarray, n: float = MAX_ULPS) -> None:
    assert np.max(np.abs(values - exact) / np.spacing(np.abs(exact))) <= n


def test_tanh(callee):
    z = np.concatenate([over_a_wide_range(25.0), [19.9, 20.0, 20.1, 700.0, 1e308, 5e-324]])
    h = z.copy()
    with np.errstate(over="ignore"):  # 2 · 1e308, which is then cut to 40
        callee["activate"](h, ACTIVATION_CODES["tanh"])
    assert_within_ulps(h, np.array([math.tanh(value) for value in z]))
    assert (np.abs(h) <= 1.0).all()


def test_logistic(callee):
    # 0.5 + 0.5 · tanh(0.5 z) is exact to a unit of 1, as NumPy's is, and not of a small h.
    z = over_a_wide_range(40.0)
    h = z.copy()
    callee["activate"](h, ACTIVATION_CODES["logistic"])
    exact = np.array([1.0 / (1.0 + math.exp(-value)) for value in z])
    np.testing.assert_allclose(h, exact, rtol=0.0, atol=4e-16)
    np.testing.assert_allclose(h, ACTIVATIONS["logistic"].function(z), rtol=0.0, atol=4e-16)
    assert ((h >= 0.0) & (h <= 1.0)).all()


@pytest.mark.parametrize("name", ACTIVATION_CODES)
def test_what_is_special_among_numbers(callee, name):
    z = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0])
    h = z.copy()
    callee["activate"](h, ACTIVATION_CODES[name])
    expected = ACTIVATIONS[name].function(z)
    np.testing.assert_allclose(h, expected, rtol=1e-15, atol=0.0, equal_nan=True)
    if name == "tanh":
        np.testing.assert_array_equal(np.signbit(h[:2]), [False, True])


@pytest.mark.parametrize("name", ACTIVATION_CODES)
def test_derivatives(callee, name):
    h = np.array([0.0, 0.25, 0.5, 0.999, 1.0, np.nan])
    grad_h = np.array([3.0, -2.0, 5.0, 0.1, 7.0, 1.0])
    grad_z = grad_h.copy()
    callee["times_derivative"](grad_z, h, ACTIVATION_CODES[name])
    expected = grad_h * ACTIVATIONS[name].derivative(h)
    # One rounding of h² more or less, which 1 - h² magnifies where h is near 1.
    np.testing.assert_allclose(grad_z, expected, rtol=1e-13, equal_nan=True)


def test_functions_touch_what_they_are_told_and_nothing_else(callee):
    values = np.full(7, 2.0)
    functions.activate(values, 2, 3, ACTIVATION_CODES["tanh"])
    assert list(values == 2.0) == [True, True, False, False, False, True, True]
    G = np.full(6, 99.0)
    y = np.array([[9.0, 9.0], [0.0, 1.0]])
    for code in LOSS_CODES.values():
        callee["loss_and_gradient"](y, 1, np.arange(6.0), G, 2, 2, 1.0, code)
        assert list(G == 99.0) == [True, True, False, False, True, True]


def test_exp_and_expm1(callee):
    # Down to the -700 at which cross-entropy stops asking, and up to tanh's 40.
    x = over_a_wide_range(700.0)
    x = np.concatenate([x[x <= 40.0], [0.0, -0.0, math.log(2.0), -math.log(2.0) / 2.0, 40.0]])
    parts = np.array([callee["expm1_parts"](float(value)) for value in x])
    e, power = parts.T
    assert_within_ulps(power * e + power, np.array([math.exp(value) for value in x]))
    assert_within_ulps(
        (power * e + (power - 1.0))[x != 0.0], np.array([math.expm1(v) for v in x if v != 0.0])
    )
    # A power of two, and |r| ≤ ½ ln 2.
    assert (np.frexp(power)[0] == 0.5).all()
    assert (np.abs(np.log1p(e)) <= 0.5 * math.log(2.0) * (1.0 + 1e-12)).all()


def test_a_nan_goes_through_exp(callee):
    e, power = callee["expm1_parts"](math.nan)
    assert math.isnan(power * e + power)


OUTPUTS = {
    "one output": [3.0],
    "ordinary": [0.5, -1.5, 2.0, 0.0],
    "equal": [1.0, 1.0, 1.0, 1.0],
    "far apart": [0.0, 699.0, -1.0, 1400.0],
    "large": [1e300, -1e300, 0.0, 1e299],
    "minus infinity": [0.0, -np.inf, 1.0, 2.0],
    "infinity": [0.0, np.inf, 1.0, 2.0],
    "NaN first": [np.nan, 0.0, 1.0, 2.0],
    "NaN last": [0.0, 1.0, 2.0, np.nan],
}


@pytest.mark.parametrize("name", LOSS_CODES)
@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
@pytest.mark.parametrize("share", [1.0, 1 / 7])
def test_losses_and_their_gradients(callee, output, name, share):
    z = np.array(output)
    y = np.vstack([np.zeros(len(z)), np.eye(len(z))[-1]])
    G = np.empty(len(z))
    with np.errstate(all="ignore"):
        terms, gradient = LOSSES[name].terms(z, y[1]), LOSSES[name].gradient(z, y[1])
        value = callee["loss_and_gradient"](y, 1, z, G, 0, len(z), share, LOSS_CODES[name])
        expected = terms.sum()
    if math.isfinite(expected):
        # Beside 1, which is what rounding in p - y is relative to.
        assert value == pytest.approx(expected, rel=1e-14, abs=1e-15)
        np.testing.assert_allclose(G, share * gradient, rtol=1e-14, atol=1e-15)
    else:
        # The engine asks only whether a loss is finite, and does not learn where it is not.
        assert not math.isfinite(value)


def test_soft_targets_too(callee):
    rng = np.random.default_rng(0)
    for z, y in zip(rng.normal(size=(20, 5)), rng.dirichlet(np.ones(5), size=20), strict=True):
        G = np.empty(5)
        loss = LOSSES["softmax_cross_entropy"]
        value = callee["loss_and_gradient"](
            y[np.newaxis], 0, z, G, 0, 5, 1.0, LOSS_CODES["softmax_cross_entropy"]
        )
        assert value == pytest.approx(loss.terms(z, y).sum(), rel=1e-13)
        np.testing.assert_allclose(G, loss.gradient(z, y), rtol=0.0, atol=1e-15)


def test_every_loop_is_of_something():
    # A name without a loop is no fault, a loop without a name is one.
    assert functions.ACTIVATION_LOOPS.keys() <= ACTIVATIONS.keys()
    assert functions.LOSS_LOOPS.keys() <= LOSSES.keys()


@compiled
def check_codes(activation, loss):
    functions.check_codes(activation, loss)


@pytest.mark.parametrize("check", [check_codes, functions.check_codes])
def test_a_code_without_a_loop_is_refused(check):
    last = len(ACTIVATION_CODES) - 1, len(LOSS_CODES) - 1
    check(0, 0)
    check(*last)
    for codes in ((-1, 0), (0, -1), (last[0] + 1, 0), (0, last[1] + 1)):
        with pytest.raises(ValueError, match="there is no compiled loop for this code"):
            check(*codes)
