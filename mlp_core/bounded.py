"""Arithmetic on numbers that may be off: each computed array beside a bound of its error.

float64 rounds every operation: fl(a ∘ b) = (a ∘ b)(1 + δ) + η with |δ| ≤ u = 2⁻⁵³ and a tiny η
where the result underflows. A sum of n products is therefore off by at most γₙ Σ |a||b|, in
whatever order it is added up, γₙ = n u / (1 - n u) (Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., 2002, §2.2, §3.1 and §3.3, "running error analysis"). To that comes what the
operands were off already, as far as the operation hands it on.
"""

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

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
    """``value`` as it was computed; exactly, it lies within ``bound`` of that, entry by entry.

    Operators make bounds beside values, so that a formula of arrays is one of bounds, too.
    """

    value: Array
    bound: Array

    @property
    def reach(self) -> Array:
        """The largest size that the exact number can have."""
        return np.abs(self.value) + self.bound

    def __add__(self, other: Any) -> "Bounded":
        return plus(self, _bounded(other))

    def __sub__(self, other: Any) -> "Bounded":
        return minus(self, _bounded(other))

    def __rsub__(self, other: Any) -> "Bounded":
        return minus(_bounded(other), self)

    def __mul__(self, other: Any) -> "Bounded":
        return times(self, _bounded(other))

    def __rmul__(self, other: Any) -> "Bounded":
        return times(_bounded(other), self)

    def __truediv__(self, other: Any) -> "Bounded":
        return quotient(self, _bounded(other))

    def __neg__(self) -> "Bounded":
        return Bounded(-self.value, self.bound)

    def __pow__(self, exponent: int) -> "Bounded":
        return power(self, exponent)

    def __array_ufunc__(self, function: Any, method: str, *operands: Any) -> Any:
        """NumPy's functions of bounded numbers: there are the ones that a formula has needed."""
        known: dict[Any, Callable[..., Bounded]] = {
            np.sqrt: root,
            np.negative: operator.neg,
            np.subtract: operator.sub,
        }
        known |= {np.multiply: operator.mul}
        if method != "__call__" or function not in known:
            return NotImplemented
        return known[function](*map(_bounded, operands))


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
    return rounded(value, handed_on, UNIT * np.abs(value), lossy(a) * lossy(b))


def minus(a: Bounded, b: Bounded) -> Bounded:
    """a - b, entry by entry."""
    value = a.value - b.value
    return rounded(value, a.bound + b.bound, UNIT * np.abs(value))


def plus(a: Bounded, b: Bounded) -> Bounded:
    """a + b, entry by entry."""
    return minus(a, -b)


def quotient(a: Bounded, b: Bounded) -> Bounded:
    """a / b, entry by entry; without a bound where b may be 0."""
    least = np.maximum(np.abs(b.value) - b.bound, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = a.value / b.value
        handed_on = np.where(least > 0.0, (a.bound + np.abs(value) * b.bound) / least, np.inf)
    return rounded(value, handed_on, UNIT * np.abs(value), lossy(a))


def root(a: Bounded) -> Bounded:
    """√a, entry by entry: between √(a - bound) and √(a + bound)."""
    value = np.sqrt(a.value)
    low = np.sqrt(np.maximum(a.value - a.bound, 0.0))
    handed_on = np.maximum(value - low, np.sqrt(a.value + a.bound) - value)
    return rounded(value, handed_on, 2 * UNIT * np.sqrt(a.reach))


def power(a: Bounded, exponent: int) -> Bounded:
    """aⁿ of an exact a and a whole n: within four units in the last place, as NumPy's pow is."""
    value = a.value**exponent
    return rounded(value, np.zeros_like(value), FUNCTION * np.abs(value))


def matmul(a: Bounded, b: Bounded, plus: Bounded | None = None) -> Bounded:
    """a @ b, and ``plus`` added to it: sums of products, in any order."""
    value = a.value @ b.value
    sizes = np.abs(a.value) @ np.abs(b.value)
    handed_on = np.abs(a.value) @ b.bound + a.bound @ b.reach
    lost = lossy(a) @ lossy(b)
    n = len(b.value)
    if plus is not None:
        value, sizes = value + plus.value, sizes + np.abs(plus.value)
        handed_on, n = handed_on + plus.bound, n + 1
    return rounded(value, handed_on, gamma(n) * sizes, lost)


def total(a: Bounded, axis: int | None = None) -> Bounded:
    """The sum along ``axis``, or of everything."""
    n = a.value.size if axis is None else a.value.shape[axis]
    sizes = np.abs(a.value).sum(axis=axis)
    return rounded(a.value.sum(axis=axis), a.bound.sum(axis=axis), gamma(n - 1) * sizes)


def divided(a: Bounded, n: int) -> Bounded:
    """a / n for a whole number n; by 1 nothing is rounded."""
    if n == 1:
        return a
    value = a.value / n
    return rounded(value, a.bound / n, UNIT * np.abs(value), lossy(a))


class ActivationBounds(NamedTuple):
    """``function`` maps z and the computed h to h, ``slope`` h, z and the computed f' to f'."""

    function: Callable[[Bounded, Array], Bounded]
    slope: Callable[[Bounded, Bounded, Array], Bounded]


def bounds_of_lines(
    function: Callable[[Array], Array], derivative: Callable[[Array], Array]
) -> ActivationBounds:
    """Of straight lines that meet in kinks, along which the slope only grows, or only falls.

    So between two places no slope is outside those at the two. ``derivative`` is one of h.
    """

    def slopes(z: Bounded) -> tuple[Array, Array]:
        """At both ends of where the exact z may lie."""
        low, high = (derivative(function(z.value + end)) for end in (-z.bound, z.bound))
        return low, high

    def value(z: Bounded, h: Array) -> Bounded:
        steepest = np.maximum(*map(np.abs, slopes(z)))
        handed_on = np.where(steepest > 0.0, z.bound * steepest, 0.0)
        # Lines of slope 0 and 1 hand on what there is, and round nothing.
        scaled = (h != 0.0) & (h != z.value)
        return rounded(h, handed_on, UNIT * np.abs(h) * scaled, scaled.astype(float))

    def slope(h: Bounded, z: Bounded, slope: Array) -> Bounded:
        low, high = slopes(z)
        return Bounded(slope, np.abs(high - low))

    return ActivationBounds(value, slope)


def lossy(a: Bounded) -> Array:
    """1 where a number may be other than zero, so that its products may underflow. Else 0."""
    return (a.reach > 0.0).astype(float)


def rounded(value: Array, handed_on: Array, rounding: Array, lost: Array | float = 0.0) -> Bounded:
    """A result, the error of its operands that it hands on, its own, and what may underflow."""
    return Bounded(value, MARGIN * (handed_on + rounding) + TINY * lost)


def _bounded(number: Any) -> Bounded:
    return number if isinstance(number, Bounded) else exactly(np.asarray(number, dtype=float))
