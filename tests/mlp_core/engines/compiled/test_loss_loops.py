"""Losses of the compiled engine and their gradients, against ``losses``."""

import itertools
import math

import numpy as np
import pytest

from mlp_core import LOSSES
from mlp_core.engines.compiled.catalogue import FUNCTIONS
from mlp_core.engines.compiled.loss_loops import LOSS_LOOPS
from tests.mlp_core.engines.compiled.both_ways import WAYS, loop


@pytest.fixture(params=WAYS)
def loss_of(request):
    """Loss and gradient of one row by the name of the loss."""

    def compute(name, z, y, share=1.0):
        G = np.empty(len(z))
        with np.errstate(all="ignore"):
            value = loop("loss", name, request.param)(y, 0, z, G, 0, len(z), share)
        return value, G

    return compute


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


@pytest.mark.parametrize("name", LOSS_LOOPS)
@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
@pytest.mark.parametrize("share", [1.0, 1 / 7])
def test_losses_and_their_gradients(loss_of, output, name, share):
    z = np.array(output)
    y = np.eye(len(z))[-1]
    with np.errstate(all="ignore"):
        terms, gradient = LOSSES[name].terms(z, y), LOSSES[name].gradient(z, y)
        expected = terms.sum()
    value, G = loss_of(name, z, y, share)
    if math.isfinite(expected):
        # Beside 1, which is what rounding in p - y is relative to.
        assert value == pytest.approx(expected, rel=1e-14, abs=1e-15)
        np.testing.assert_allclose(G, share * gradient, rtol=1e-14, atol=1e-15)
    else:
        # The engine asks only whether a loss is finite, and does not learn where it is not.
        assert not math.isfinite(value)


@pytest.mark.parametrize("name", LOSS_LOOPS)
def test_soft_targets_too(loss_of, name):
    rng = np.random.default_rng(0)
    loss = LOSSES[name]
    for z, y in zip(rng.normal(size=(20, 5)), rng.dirichlet(np.ones(5), size=20), strict=True):
        value, G = loss_of(name, z, y)
        assert value == pytest.approx(loss.terms(z, y).sum(), rel=1e-13)
        np.testing.assert_allclose(G, loss.gradient(z, y), rtol=0.0, atol=1e-15)


@pytest.mark.parametrize(("z", "y"), [(30.0, 1.0), (-30.0, 0.0), (700.0, 1.0), (40.0, 1.0 - 1e-12)])
def test_a_small_cross_entropy_of_a_logistic_unit_keeps_its_digits(loss_of, z, y):
    # log(1 + exp(z)) - y z, where z - y z takes everything with it that a small loss is made of.
    value, _ = loss_of("logistic_cross_entropy", np.array([z]), np.array([y]))
    right, wrong = (math.log1p(math.exp(-abs(z))), math.log1p(math.exp(-abs(z))) + abs(z))
    of_one, of_zero = (right, wrong) if z > 0 else (wrong, right)
    assert value == pytest.approx(y * of_one + (1.0 - y) * of_zero, rel=1e-3, abs=0.0)


@pytest.mark.parametrize("off", [1e-9, -1e-6, 1e-4])
def test_a_small_poisson_deviance_keeps_its_digits(loss_of, off):
    # y (e^off - 1 - off), where ŷ - y and y log(y / ŷ) cancel.
    value, _ = loss_of("poisson", np.array([math.log(3.0) + off]), np.array([3.0]))
    exact = 3.0 * (off**2 / 2 + off**3 / 6 + off**4 / 24)
    assert value == pytest.approx(exact, rel=1e-15 / abs(off) + 1e-12, abs=0.0)


def test_loops_touch_what_they_are_told_and_nothing_else():
    G = np.full(6, 99.0)
    y = np.array([9.0, 9.0, 0.0, 1.0])
    for loss in LOSS_LOOPS.values():
        loss(y, 2, np.arange(6.0), G, 2, 2, 1.0)
        assert list(G == 99.0) == [True, True, False, False, True, True]


def test_every_loop_is_of_something():
    # A name without a loop is no fault, a loop without a name is one.
    assert LOSS_LOOPS.keys() <= LOSSES.keys()


def test_no_two_loops_have_one_name():
    # numba would take the one for the other, where some are from its cache and some are not.
    loops = list(itertools.chain(*(functions.values() for functions in FUNCTIONS.values())))
    assert len({loop.__qualname__ for loop in loops}) == len(loops)
