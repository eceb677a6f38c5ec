"""Activations and losses for compiled loops, each beside its derivative.

The formulas are those of ``activations`` and ``losses``. exp and tanh are written out because
a loop that calls the C library's is not vectorised; they are within two units in the last
place of NumPy's. Every function works in place on ``count`` values from an index on.

Indices are unsigned throughout: numba guards signed ones against being negative, and a
guarded loop is not vectorised.
"""

import math

import numpy as np
from numba.extending import register_jitable

from mlp_core.engines.compiled.layout import ACTIVATION_CODES, LOSS_CODES

TANH, RELU = ACTIVATION_CODES["tanh"], ACTIVATION_CODES["relu"]
SQUARED_ERROR = LOSS_CODES["squared_error"]
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


@inlined
def activate(H, start, count, activation):
    """h = f(z); a NaN stays one."""
    if activation == TANH:
        for i in range(count):
            H[start + i] = tanh(H[start + i])
    elif activation == RELU:
        for i in range(count):
            z = H[start + i]
            H[start + i] = 0.0 if z <= 0.0 else z
    else:
        for i in range(count):
            H[start + i] = 0.5 + 0.5 * tanh(0.5 * H[start + i])


@inlined
def times_derivative(G, H, start, count, activation):
    """grad_z = grad_h ⊙ f'(z), with the derivative in terms of h."""
    if activation == TANH:
        for i in range(count):
            G[start + i] *= 1.0 - H[start + i] * H[start + i]
    elif activation == RELU:
        for i in range(count):
            # A product: an infinite gradient at a dead unit becomes a NaN, as in NumPy.
            G[start + i] *= 1.0 if H[start + i] > 0.0 else 0.0
    else:
        for i in range(count):
            G[start + i] *= H[start + i] * (1.0 - H[start + i])


@inlined
def squared_error(Y, row, H, G, start, count, share):
    """The loss of one output beside Y[row]; G = share · (output - y)."""
    total = 0.0
    for j in range(count):
        error = H[start + j] - Y[row, j]
        total += 0.5 * error * error
        G[start + j] = share * error
    return total


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


@inlined
def loss_and_gradient(Y, row, H, G, start, count, share, loss):
    """The loss of the output at ``start`` beside Y[row], and its gradient into G."""
    if loss == SQUARED_ERROR:
        return squared_error(Y, row, H, G, start, count, share)
    return cross_entropy(Y, row, H, G, start, count, share)
