"""What loops are made of: exp and the functions that follow from it.

exp and tanh are written out because a loop that calls the C library's is not vectorised; they
are within two units in the last place of NumPy's.
"""

import math

import numpy as np
from numba.extending import register_jitable

from mlp_core.engines.compiled.layout import FIELDS

# fdlibm's split of ln 2, whose high part times a small whole number is exact.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
LOG2_E = 1.0 / math.log(2.0)
# Adding 1.5 · 2^52 rounds to a whole number, which then stands in the lowest bits.
ROUNDER = 1.5 * 2.0**52
TAYLOR = tuple(1.0 / math.factorial(n) for n in range(14))

# Python's error model would test every division for zero, and such a loop is not vectorised.
# A way in for C, where nobody calls from there, takes a fifth of the time to compile.
EXACTLY = {"error_model": "numpy", "no_cfunc_wrapper": True, "fastmath": {"contract"}}
LOOSELY = EXACTLY | {"fastmath": {"contract", "reassoc"}}
CALLED_FROM_C = LOOSELY | {"no_cfunc_wrapper": False}
inlined = register_jitable(**LOOSELY)
# Without reassociation, which would cancel the rounder.
exactly = register_jitable(**EXACTLY)


def named(name):
    """For a function that is made several times: each under a name of its own.

    numba calls compiled code by the function's name and a number that counts in its process. Of
    two of one name, compiled in one process and taken from the cache of another, it may call the
    wrong one.
    """

    def decorate(function):
        function.__name__ = function.__qualname__ = name
        return function

    return decorate


@inlined
def at(layout, field, layer):
    """A field of a layer, as ``layout`` says."""
    return layout[layer * FIELDS + field]


@exactly
def expm1_parts(x):
    """(exp(r) - 1, 2^k) with x = k ln 2 + r, |r| ≤ ½ ln 2, by r + r²/2! + … + r¹³/13!."""
    shifted = x * LOG2_E + ROUNDER
    k = shifted - ROUNDER
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = TAYLOR[13]
    for n in range(12, 1, -1):
        p = p * r + TAYLOR[n]
    bits = (np.float64(shifted).view(np.int64) + 1023) << 52
    return r + r * r * p, np.int64(bits).view(np.float64)


@exactly
def tanh(x):
    """(exp(2|x|) - 1) / (exp(2|x|) + 1) with the sign of x; 1 to the last bit from 20 on."""
    twice = 2.0 * abs(x)
    twice = 40.0 if twice > 40.0 else twice
    e, power = expm1_parts(twice)
    expm1 = power * e + (power - 1.0)
    return math.copysign(expm1 / (expm1 + 2.0), x)


@inlined
def exp_below(x):
    """exp(x) of an x up to 0; 1e-304, which is nothing beside 1, below -700. A NaN stays one."""
    e, power = expm1_parts(-700.0 if x < -700.0 else x)
    return power * e + power


@inlined
def logistic(z):
    """1 / (1 + exp(-z)) through tanh, which never overflows."""
    return 0.5 + 0.5 * tanh(0.5 * z)


@inlined
def softplus(z):
    """log(1 + exp(z)) as max(0, z) + log(1 + exp(-|z|)), which never overflows."""
    return (0.0 if z <= 0.0 else z) + math.log1p(exp_below(-abs(z)))
