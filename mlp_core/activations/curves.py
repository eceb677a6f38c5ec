"""What smooth activations share: the logistic function, and how far a bent curve may be off."""

from collections.abc import Callable

import numpy as np

from mlp_core._checks import Array
from mlp_core.bounded import FUNCTION, UNIT, ActivationBounds, Bounded, lossy, rounded

# Beyond, Φ, σ and φ are 0 or 1 in float64, and infinity in its place would make NaN of 0 · ∞.
FAR = 1000.0
# What a product with a factor up to FAR may lose where the other is too small to be held in full.
LOST = 2 * FAR
# How far ``sigmoid`` may be off, relatively.
SIGMOID = FUNCTION + 2 * UNIT


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), to full relative precision on both sides; z may be complex."""
    below = z.real < 0.0
    exp = np.exp(np.where(below, z, -z))
    return np.where(below, exp, 1.0) / (1.0 + exp)


def curve_bounds(
    derivative: Callable[[Array], Array],
    steepest: float,
    bend: Callable[[Array], Array],
    value_rounding: Callable[[Array], Array],
    slope_rounding: Callable[[Array], Array],
) -> ActivationBounds:
    """Of a curve that nowhere from u on, on either side of 0, bends more than ``bend(u)``.

    By Taylor's theorem h is then off by d (|f'| + ½ d bend) where z is by d, and f' by d bend.
    ``value_rounding`` is relative and ``slope_rounding`` absolute.
    """

    def most_bent(z: Bounded) -> Array:
        return bend(np.maximum(np.abs(z.value) - z.bound, 0.0))

    def value(z: Bounded, h: Array) -> Bounded:
        slope = np.abs(derivative(z.value)) + slope_rounding(z.value)
        handed_on = z.bound * np.minimum(steepest, slope + 0.5 * z.bound * most_bent(z))
        return rounded(h, handed_on, value_rounding(z.value) * np.abs(h), LOST * lossy(z))

    def slope(h: Bounded, z: Bounded, slope: Array) -> Bounded:
        return rounded(slope, z.bound * most_bent(z), slope_rounding(z.value), LOST)

    return ActivationBounds(value, slope)
