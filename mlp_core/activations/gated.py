"""Activations that hand on a share of z, which grows with z.

    gelu  h = z Φ(z)    dh/dz = Φ(z) + z φ(z)
    silu  h = z σ(z)    dh/dz = σ(z) (1 + z (1 - σ(z)))

Φ and φ are distribution and density of the standard normal, Φ(z) = ½ (1 + erf(z/√2)), and σ is the
logistic function (Hendrycks & Gimpel 2016, arXiv:1606.08415; Elfwing et al. 2017,
arXiv:1702.03118); exact, as PyTorch has them. Slopes are steepest where the second derivative is 0:
φ(z) (2 - z²) at z = √2, and σ'(z) (2 - z tanh(z/2)) at z = 2.3994.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mlp_core._checks import Array, check_floats, check_numbers
from mlp_core.activations.curves import FAR, SIGMOID, curve_bounds, sigmoid
from mlp_core.activations.record import Activation
from mlp_core.bounded import FUNCTION, UNIT
from mlp_core.forms import Forms

ERF = ("from scipy.special import erf",)


def gelu(z: ArrayLike) -> Array:
    """h = z Φ(z)."""
    z = _not_too_far_below(check_numbers("z", z))
    h: Array = z * ndtr(z)
    return h


def gelu_derivative(z: ArrayLike) -> Array:
    """dh/dz = Φ(z) + z φ(z)."""
    z = np.clip(check_floats("z", z), -FAR, FAR)
    slope: Array = ndtr(z) + z * _density(z)
    return slope


def silu(z: ArrayLike) -> Array:
    """h = z / (1 + exp(-z))."""
    z = _not_too_far_below(check_numbers("z", z))
    return z * sigmoid(z)


def silu_derivative(z: ArrayLike) -> Array:
    """dh/dz = σ(z) (1 + z σ(-z))."""
    z = np.clip(check_floats("z", z), -FAR, FAR)
    return sigmoid(z) * (1.0 + z * sigmoid(-z))


def _not_too_far_below(z: Array) -> Array:
    return np.where(z.real < -FAR, -FAR, z)


def _density(z: Array) -> Array:
    density: Array = np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return density


def _normal_rounding(z: Array) -> Array:
    """How far Φ and z φ may be off, relatively: an error of z is z times as large in exp(-½ z²)."""
    return 2 * FUNCTION + 4 * UNIT * np.clip(z, -FAR, 0.0) ** 2


def _gelu_slope_rounding(z: Array) -> Array:
    z = np.clip(z, -FAR, FAR)
    # z φ is next to nothing on the right, whatever its error.
    sizes: Array = ndtr(z) + np.abs(z) * _density(z)
    return (_normal_rounding(-np.abs(z)) + UNIT) * sizes


def _silu_slope_rounding(z: Array) -> Array:
    z = np.clip(z, -FAR, FAR)
    return 2 * (SIGMOID + 2 * UNIT) * sigmoid(z) * (1.0 + np.abs(z) * sigmoid(-z))


GELU_STEEPEST = 0.5 * (1.0 + math.erf(1.0)) + math.exp(-1.0) / math.sqrt(math.pi)
GELU = Activation(
    gelu,
    gelu_derivative,
    curve_bounds(
        gelu_derivative,
        GELU_STEEPEST,
        # |f''| = φ(u) |2 - u²|.
        lambda u: _density(u) * np.maximum(2.0, u * u),
        lambda z: _normal_rounding(z) + UNIT,
        _gelu_slope_rounding,
    ),
    steepest=GELU_STEEPEST,
    value_forms=Forms(
        "{0}·(1 + erf({0} / √2)) / 2",
        r"\tfrac12 {0} \odot \left(1 + \operatorname{{erf}}\left({0} / \sqrt2\right)\right)",
        "{0} * (1 + erf({0} / np.sqrt(2))) / 2",
        imports=ERF,
    ),
    slope_forms=Forms(
        "((1 + erf({0} / √2)) / 2 + {0}·exp(−{0}² / 2) / √(2·π))",
        r"\tfrac12 \left(1 + \operatorname{{erf}}\left({0} / \sqrt2\right)\right)"
        r" + {0} \odot \exp\left(-{0}^2 / 2\right) / \sqrt{{2 \pi}}",
        "(1 + erf({0} / np.sqrt(2))) / 2 + {0} * np.exp(-({0}**2) / 2) / np.sqrt(2 * np.pi)",
        safe=(
            "below = (1 + erf({0} / np.sqrt(2))) / 2",
            "below + {0} * np.exp(-({0}**2) / 2) / np.sqrt(2 * np.pi)",
        ),
        imports=ERF,
    ),
    label="GELU",
    brief="GELU",
    prose="GELU",
    flat="dead",
    slope_of="z",
)

# Where z tanh(z/2) = 2, z σ(-z) = ½ (z - 2): there the slope is σ(z) z / 2.
SILU_STEEPEST_AT = 2.3993572805154675
SILU_STEEPEST = 0.5 * SILU_STEEPEST_AT / (1.0 + math.exp(-SILU_STEEPEST_AT))
SILU = Activation(
    silu,
    silu_derivative,
    curve_bounds(
        silu_derivative,
        SILU_STEEPEST,
        # |f''| = σ'(u) |2 - u tanh(u/2)|.
        lambda u: sigmoid(u) * sigmoid(-u) * np.maximum(2.0, u),
        lambda z: np.full_like(z, SIGMOID + UNIT),
        _silu_slope_rounding,
    ),
    steepest=SILU_STEEPEST,
    value_forms=Forms(
        "{0} / (1 + exp(−{0}))",
        r"\frac{{{0}}}{{1 + \exp\left(-{0}\right)}}",
        "{0} / (1 + np.exp(-{0}))",
        safe=("{0} * np.exp(-np.logaddexp(0, -{0}))",),
    ),
    slope_forms=Forms(
        "(1 + {0} / (1 + exp({0}))) / (1 + exp(−{0}))",
        r"\frac{{1 + {0} / \left(1 + \exp\left({0}\right)\right)}}{{1 + \exp\left(-{0}\right)}}",
        "(1 + {0} / (1 + np.exp({0}))) / (1 + np.exp(-{0}))",
        safe=("s = np.exp(-np.logaddexp(0, -{0}))", "s * (1 + {0} * (1 - s))"),
    ),
    label="SiLU",
    brief="SiLU",
    prose="SiLU",
    flat="dead",
    slope_of="z",
    spellings=("swish",),
)
