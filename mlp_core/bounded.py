"""Arithmetic on numbers that may be off: each computed array beside a bound of its error.

float64 rounds every operation: fl(a ∘ b) = (a ∘ b)(1 + δ) + η with |δ| ≤ u = 2⁻⁵³ and a tiny η
where the result underflows. A sum of n products is therefore off by at most γₙ Σ |a||b|, in
whatever order it is added up, γₙ = n u / (1 - n u) (Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., 2002, §2.2, §3.1 and §3.3, "running error analysis"). To that comes what the
operands were off already, as far as the operation hands it on.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array

# The rounding unit u: the largest relative error of rounding a number to float64, 1.1e-16.
UNIT = float(np.finfo(float).eps) / 2
# tanh, exp and log are no operations of IEEE 754: NumPy's are within four units in the last place.
FUNCTION = 8 * UNIT
# What may get lost where a result is too small to be held in full.
TINY = float(np.finfo(float).smallest_subnormal)
# Bounds are rounded, too: far less than this, which makes up for it.
MARGIN = 1.0 + 1e-9


class Bounded(NamedTuple):
    """``value`` as it was computed; exactly, it lies within ``bound`` of that, entry by entry."""

    value: Array
    bound: Array

    @property
    def reach(self) -> Array:
        """The largest size that the exact number can have."""
        return np.abs(self.value) + self.bound


def exactly(value: Array) -> Bounded:
    """Numbers that are given, not computed."""
    return Bounded(value, np.zeros_like(value))


def gamma(n: int) -> float:
    """γₙ: how much n roundings in a row can do to a number."""
    return n * UNIT / (1.0 - n * UNIT)


def is_rounding(value: Array | float, bound: Array | float) -> np.ndarray:
    """Where a computed number is nothing but rounding: exactly, it may as well be zero.

    A zero that is exact, such as an input of 0, is none.
    """
    return (np.abs(value) <= bound) & (np.asarray(bound) > 0.0)


def times(a: Bounded, b: Bounded) -> Bounded:
    """a · b, entry by entry, broadcast as NumPy does."""
    value = a.value * b.value
    handed_on = np.abs(a.value) * b.bound + a.bound * b.reach
    return _rounded(value, handed_on, UNIT * np.abs(value), _any(a) * _any(b))


def minus(a: Bounded, b: Bounded) -> Bounded:
    """a - b, entry by entry."""
    value = a.value - b.value
    return _rounded(value, a.bound + b.bound, UNIT * np.abs(value))


def matmul(a: Bounded, b: Bounded, plus: Bounded | None = None) -> Bounded:
    """a @ b, and ``plus`` added to it: sums of products, in any order."""
    value = a.value @ b.value
    sizes = np.abs(a.value) @ np.abs(b.value)
    handed_on = np.abs(a.value) @ b.bound + a.bound @ b.reach
    lost = _any(a) @ _any(b)
    n = len(b.value)
    if plus is not None:
        value, sizes = value + plus.value, sizes + np.abs(plus.value)
        handed_on, n = handed_on + plus.bound, n + 1
    return _rounded(value, handed_on, gamma(n) * sizes, lost)


def total(a: Bounded, axis: int | None = None) -> Bounded:
    """The sum along ``axis``, or of everything."""
    n = a.value.size if axis is None else a.value.shape[axis]
    sizes = np.abs(a.value).sum(axis=axis)
    return _rounded(a.value.sum(axis=axis), a.bound.sum(axis=axis), gamma(n - 1) * sizes)


def divided(a: Bounded, n: int) -> Bounded:
    """a / n for a whole number n; by 1 nothing is rounded."""
    if n == 1:
        return a
    value = a.value / n
    return _rounded(value, a.bound / n, UNIT * np.abs(value), _any(a))


def tanh(z: Bounded, h: Array) -> Bounded:
    """h = tanh(z): the slope grows by no more than e^2d within d of z, and is 1 - h² there."""
    slope = 1.0 - h * h + 2 * FUNCTION
    handed_on = np.minimum(2.0, z.bound * np.exp(2 * z.bound) * slope)
    return _rounded(h, handed_on, FUNCTION * np.abs(h), _any(z))


def tanh_slope(h: Bounded, z: Bounded, slope: Array) -> Bounded:
    """1 - h²."""
    handed_on = h.bound * (np.abs(h.value) + h.reach)
    return _rounded(slope, handed_on, UNIT * (h.value**2 + np.abs(slope)))


def logistic(z: Bounded, h: Array) -> Bounded:
    """h = ½ + ½ tanh(z / 2): the slope h (1 - h) grows by no more than e^d within d of z."""
    slope = h * (1.0 - h) + FUNCTION
    handed_on = np.minimum(1.0, z.bound * np.exp(z.bound) * slope)
    rounding = FUNCTION / 2 * (np.abs(2 * h - 1) + 2 * UNIT) + UNIT * h
    return _rounded(h, handed_on, rounding)


def logistic_slope(h: Bounded, z: Bounded, slope: Array) -> Bounded:
    """h (1 - h)."""
    handed_on = h.bound * (np.abs(1.0 - 2 * h.value) + h.bound)
    return _rounded(slope, handed_on, 3 * UNIT * np.abs(slope))


def relu(z: Bounded, h: Array) -> Bounded:
    """h = max(0, z): off by no more than z, and not at all where z is below 0 for certain."""
    return Bounded(h, np.where(z.value < -z.bound, 0.0, z.bound))


def relu_slope(h: Bounded, z: Bounded, slope: Array) -> Bounded:
    """1 or 0: unknown where z may lie on either side of the kink."""
    return Bounded(slope, np.where((np.abs(z.value) <= z.bound) & (z.bound > 0.0), 1.0, 0.0))


class ActivationBounds(NamedTuple):
    """``function`` maps z and the computed h to h, ``slope`` h, z and the computed f' to f'."""

    function: Callable[[Bounded, Array], Bounded]
    slope: Callable[[Bounded, Bounded, Array], Bounded]


ACTIVATION_BOUNDS = {
    "tanh": ActivationBounds(tanh, tanh_slope),
    "relu": ActivationBounds(relu, relu_slope),
    "logistic": ActivationBounds(logistic, logistic_slope),
}


def _any(a: Bounded) -> Array:
    """1 where a number may be other than zero: its products may underflow. Else 0."""
    return (a.reach > 0.0).astype(float)


def _rounded(value: Array, handed_on: Array, rounding: Array, lost: Array | float = 0.0) -> Bounded:
    """A result, the error of its operands that it hands on, its own, and what may underflow."""
    return Bounded(value, MARGIN * (handed_on + rounding) + TINY * lost)
