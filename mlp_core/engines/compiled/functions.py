"""Activations and losses for compiled loops, each beside its derivative.

The formulas are those of ``activations`` and ``losses``. exp and tanh are written out because
a loop that calls the C library's is not vectorised; they are within two units in the last
place of NumPy's. Every loop works in place on ``count`` values from an index on.

What a kernel is told is a code: a place in ACTIVATION_LOOPS or LOSS_LOOPS, where each loop enters
itself by the name that it has in ``activations`` and ``losses``. A name that is not there is no
fault: NumPy trains it (see ``door``). A code that is not there is one.

Indices are unsigned throughout: numba guards signed ones against being negative, and a
guarded loop is not vectorised.
"""

import math
from collections.abc import Callable

import numpy as np
from numba.extending import register_jitable

# By name: h = f(z) and grad_z = grad_h ⊙ f'(z), both in place; and a loss with its gradient.
ACTIVATION_LOOPS: dict[str, tuple[Callable, Callable]] = {}
LOSS_LOOPS: dict[str, Callable] = {}
# fdlibm's split of ln 2, whose high part times a small whole number is exact.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
LOG2_E = 1.0 / math.log(2.0)
# Adding 1.5 · 2^52 rounds to a whole number, which then stands in the lowest bits.
ROUNDER = 1.5 * 2.0**52
TAYLOR = tuple(1.0 / math.factorial(n) for n in range(14))

# Python's error model would test every division for zero, and such a loop is not vectorised.
inlined = register_jitable(error_model="numpy", fastmath={"contract", "reassoc"})
# Without reassociation, which would cancel the rounder.
exactly = register_jitable(error_model="numpy", fastmath={"contract"})


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


def enter_activation(name, value, slope):
    """Loops over the activation called ``name``: h of one z, and dh/dz of one h."""

    @inlined
    def activate(H, start, count):
        for i in range(count):
            H[start + i] = value(H[start + i])

    @inlined
    def times_slope(G, H, start, count):
        for i in range(count):
            G[start + i] *= slope(H[start + i])

    ACTIVATION_LOOPS[name] = activate, times_slope


@inlined
def tanh_slope(h):
    return 1.0 - h * h


enter_activation("tanh", tanh, tanh_slope)


@inlined
def relu(z):
    """max(0, z); a NaN stays one."""
    return 0.0 if z <= 0.0 else z


@inlined
def relu_slope(h):
    """A factor: an infinite gradient at a dead unit becomes a NaN, as in NumPy."""
    return 1.0 if h > 0.0 else 0.0


enter_activation("relu", relu, relu_slope)


@inlined
def leaky_relu(z):
    return z if z > 0.0 else 0.01 * z


@inlined
def leaky_relu_slope(h):
    return 1.0 if h > 0.0 else 0.01


enter_activation("leaky_relu", leaky_relu, leaky_relu_slope)


@inlined
def identity(z):
    return z


@inlined
def identity_slope(h):
    return 1.0


enter_activation("identity", identity, identity_slope)


@inlined
def logistic(z):
    return 0.5 + 0.5 * tanh(0.5 * z)


@inlined
def logistic_slope(h):
    return h * (1.0 - h)


enter_activation("logistic", logistic, logistic_slope)


@inlined
def squared_error(Y, row, H, G, start, count, share):
    """The loss of one output beside Y[row]; G = share · (output - y)."""
    total = 0.0
    for j in range(count):
        error = H[start + j] - Y[row, j]
        total += 0.5 * error * error
        G[start + j] = share * error
    return total


LOSS_LOOPS["squared_error"] = squared_error


@inlined
def cross_entropy(Y, row, H, G, start, count, share):
    """The loss of one output beside Y[row]; G = share · (softmax(output) - y)."""
    largest = H[start]
    for j in range(count):
        largest = max(largest, H[start + j])
    exp_sum = 0.0
    for j in range(count):
        shifted = H[start + j] - largest
        # exp(-700) is 1e-304, nothing beside the largest term's 1; a NaN passes.
        e, power = expm1_parts(-700.0 if shifted < -700.0 else shifted)
        G[start + j] = power * e + power
        exp_sum += G[start + j]
    log_sum, per_sum = math.log(exp_sum), share / exp_sum
    total = 0.0
    for j in range(count):
        total -= Y[row, j] * (H[start + j] - largest - log_sum)
        G[start + j] = per_sum * G[start + j] - share * Y[row, j]
    return total


LOSS_LOOPS["softmax_cross_entropy"] = cross_entropy


def one_of(loops, arguments):
    """A function of ``arguments`` and a code, which calls the loop in that place among ``loops``.

    Written as text, an ``if`` a loop: functions that called one another would hand arrays on, and
    at one row at a time that shows. So would a refusal here: ``check_codes`` comes before.
    """
    calls = [f"if code == {code}: return loop_{code}({arguments})" for code in range(len(loops))]
    lines = "".join(f"\n    {line}" for line in [*calls[:-1], calls[-1].partition(": ")[2]])
    scope = {f"loop_{code}": loop for code, loop in enumerate(loops)}
    exec(f"def choose({arguments}, code):{lines}", scope)
    return inlined(scope["choose"])


# h = f(z), and grad_z = grad_h ⊙ f'(z) with the derivative in terms of h; the last argument is
# the activation's code.
activate = one_of([loop for loop, _ in ACTIVATION_LOOPS.values()], "H, start, count")
times_derivative = one_of([loop for _, loop in ACTIVATION_LOOPS.values()], "G, H, start, count")
# The loss of the output at ``start`` beside Y[row], and its gradient into G; last its code.
loss_and_gradient = one_of([*LOSS_LOOPS.values()], "Y, row, H, G, start, count, share")
N_ACTIVATIONS, N_LOSSES = len(ACTIVATION_LOOPS), len(LOSS_LOOPS)


@inlined
def check_codes(activation, loss):
    """``ValueError`` for a code without a loop, with which the last loop would be run."""
    if not (0 <= activation < N_ACTIVATIONS and 0 <= loss < N_LOSSES):
        raise ValueError("there is no compiled loop for this code")
