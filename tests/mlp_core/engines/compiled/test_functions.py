"""exp and what follows from it, against the C library's."""

import math

import numpy as np
import pytest

from mlp_core.engines.compiled import functions
from tests.mlp_core.engines.compiled.both_ways import (
    WAYS,
    assert_within_ulps,
    compiled,
    over_a_wide_range,
)


@compiled
def expm1_parts(x):
    return functions.expm1_parts(x)


@compiled
def softplus(z):
    return functions.softplus(z)


@pytest.fixture(params=WAYS)
def callee(request):
    """The functions by name, compiled or as they stand in the source."""
    if request.param == "python":
        return {name: getattr(functions, name) for name in ("expm1_parts", "softplus")}
    return {"expm1_parts": expm1_parts, "softplus": softplus}


def test_exp_and_expm1(callee):
    # Down to the -700 at which nobody asks further, and up to tanh's 40.
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


def test_softplus_at_its_ends(callee):
    # exp(1000) is beyond float64, and exp(-700) is where nobody asks further.
    ends = {1000.0: 1000.0, 1e308: 1e308, math.inf: math.inf, -700.0: math.exp(-700.0)}
    for z, expected in ends.items():
        assert callee["softplus"](z) == pytest.approx(expected, rel=1e-14)
    assert 0.0 <= callee["softplus"](-1e308) < 1e-300
    assert math.isnan(callee["softplus"](math.nan))
