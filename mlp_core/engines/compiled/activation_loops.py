"""Activations for compiled loops, each beside its derivative.

The formulas are those of ``activations``. Every loop works in place on ``count`` values from an
index on: ``H`` holds z and then h, and ``G`` the gradient.

Each pair enters itself in the two tables by the name that it has in ``activations``. A name that
is not there is no fault: NumPy trains it (see ``door``).
"""

import math
from collections.abc import Callable

from mlp_core.engines.compiled.functions import (
    exp_below,
    expm1_parts,
    inlined,
    logistic,
    named,
    softplus,
    tanh,
)

# By name: h = f(z), and grad_z = grad_h ⊙ f'(z), both in place.
ACTIVATE_LOOPS: dict[str, Callable] = {}
TIMES_SLOPE_LOOPS: dict[str, Callable] = {}
ROOT_HALF, PER_ROOT_2_PI = math.sqrt(0.5), 1.0 / math.sqrt(2.0 * math.pi)


def enter(name, value, slope):
    """Loops over the activation called ``name``: h of one z, and dh/dz of one h."""

    @named(f"activate_{name}")
    def activate(H, Z, start, count):
        for i in range(count):
            H[start + i] = value(H[start + i])

    @named(f"times_slope_{name}")
    def times_slope(G, H, Z, start, count):
        for i in range(count):
            G[start + i] *= slope(H[start + i])

    ACTIVATE_LOOPS[name], TIMES_SLOPE_LOOPS[name] = activate, times_slope


def enter_of_z(name, value, slope):
    """The same for one whose h does not tell the slope: dh/dz of one z, which ``Z`` keeps."""

    @named(f"activate_{name}")
    def activate(H, Z, start, count):
        for i in range(count):
            Z[start + i] = H[start + i]
            H[start + i] = value(H[start + i])

    @named(f"times_slope_{name}")
    def times_slope(G, H, Z, start, count):
        for i in range(count):
            G[start + i] *= slope(Z[start + i])

    ACTIVATE_LOOPS[name], TIMES_SLOPE_LOOPS[name] = activate, times_slope


@inlined
def tanh_slope(h):
    return 1.0 - h * h


enter("tanh", tanh, tanh_slope)


@inlined
def relu(z):
    """max(0, z); a NaN stays one."""
    return 0.0 if z <= 0.0 else z


@inlined
def relu_slope(h):
    """A factor: an infinite gradient at a dead unit becomes a NaN, as in NumPy."""
    return 1.0 if h > 0.0 else 0.0


enter("relu", relu, relu_slope)


@inlined
def leaky_relu(z):
    return z if z > 0.0 else 0.01 * z


@inlined
def leaky_relu_slope(h):
    return 1.0 if h > 0.0 else 0.01


enter("leaky_relu", leaky_relu, leaky_relu_slope)


@inlined
def identity(z):
    return z


@inlined
def identity_slope(h):
    return 1.0


enter("identity", identity, identity_slope)


@inlined
def logistic_slope(h):
    return h * (1.0 - h)


enter("logistic", logistic, logistic_slope)


@inlined
def near(z):
    """z within ±1000, beyond which Φ, φ and σ are 0 or 1: infinity would make NaN of 0 · ∞."""
    z = -1000.0 if z < -1000.0 else z
    return 1000.0 if z > 1000.0 else z


@inlined
def normal(z):
    """Φ(z), the probability of less than z among N(0, 1)."""
    return 0.5 * math.erfc(-ROOT_HALF * z)


@inlined
def gelu(z):
    """z Φ(z)."""
    return (z if z > 0.0 else near(z)) * normal(z)


@inlined
def gelu_slope(z):
    """Φ(z) + z φ(z), φ being the density of N(0, 1)."""
    z = near(z)
    return normal(z) + z * (PER_ROOT_2_PI * exp_below(-0.5 * z * z))


enter_of_z("gelu", gelu, gelu_slope)


@inlined
def silu(z):
    """z σ(z), σ being the logistic function."""
    return (z if z > 0.0 else near(z)) * logistic(z)


@inlined
def silu_slope(z):
    """σ(z) (1 + z (1 - σ(z)))."""
    z = near(z)
    s = logistic(z)
    return s * (1.0 + z * (1.0 - s))


enter_of_z("silu", silu, silu_slope)
enter_of_z("softplus", softplus, logistic)


@inlined
def elu(z):
    """z above 0, and exp(z) - 1 up to it."""
    below = 0.0 if z > 0.0 else z
    e, power = expm1_parts(-40.0 if below < -40.0 else below)
    return z if z > 0.0 else power * e + (power - 1.0)


@inlined
def elu_slope(h):
    return 1.0 if h > 0.0 else h + 1.0


enter("elu", elu, elu_slope)
